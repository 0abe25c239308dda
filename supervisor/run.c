// SPDX-License-Identifier: MIT
// pysbx run: one program, sandboxed, watched from outside.

#include "cli.h"
#include "exec/by_server.h"
#include "job.h"
#include "log_target.h"
#include "profile.h"
#include "program.h"
#include "report.h"
#include "resident.h"
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const char help[] =
    "usage: pysbx run [OPTION...] PROGRAM.py [ARG...]\n"
    "       pysbx run [OPTION...] -c CODE | -m MODULE | - [ARG...]\n"
    "\n" SBX_POLICY_HELP
    "  --report FILE          write a report of the run, as JSON; `-` for\n"
    "                         standard output (the program's then goes to\n"
    "                         standard error), fd:N for a descriptor\n"
    "  --task IN,OUT, --parent PID  for the Python package\n"
    "  --resident             in a fork of an interpreter that stays\n"
    "  --server WHERE, --token-file FILE  by a `pysbx serve` (or "
    "$PYSBX_SERVER)\n"
    "  --merge                standard error goes to standard output\n"
    "  -q, --quiet            no messages about how the run ended\n"
    "Exit status: the program's own; 124 a limit of time; 125 the sandbox\n"
    "could not be set up, nothing ran; 128+N killed by signal N.\n";

enum {
    OPT_REPORT = SBX_OPT_OTHERS,
    OPT_MERGE,
    OPT_TASK,
    OPT_PARENT,
    OPT_RESIDENT,
    OPT_SERVER,
    OPT_TOKEN,
};

struct run {
    struct sbx_profile_options profile;
    struct sbx_program program;
    const char *report, *server, *token_file;
    bool quiet, merge, resident, package;
    int task[2];
};

/* "IN,OUT": the library reads IN to its end before anything runs, so that the
 * command line names no program. */
static void
take_task(struct run *r, const char *text)
{
    int end = 0;

    if (sscanf(text, "%6d,%6d%n", &r->task[0], &r->task[1], &end) != 2
        || text[end] != '\0' || r->task[0] < 3 || r->task[1] < 3
        || fcntl(r->task[0], F_GETFD) < 0 || fcntl(r->task[1], F_GETFD) < 0) {
        sbx_die("--task: `%s` is not two open descriptors above 2", text);
    }
    r->program.code = "pass";
}

/* SIGKILL for us is SIGKILL for all that we started.  The parent names itself:
 * it may have died before we asked. */
static void
die_with(const char *text)
{
    int pid, end = 0;

    if (sscanf(text, "%9d%n", &pid, &end) != 1 || text[end] != '\0'
        || pid < 1) {
        sbx_die("--parent: `%s` is no number of a process", text);
    }
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid() != pid) {
        sbx_die("--parent: process %d is not, or no longer, our parent", pid);
    }
}

/* A descriptor among the names of policies: /proc/self/fd/N.  The library
 * must have it as well. */
static int
policy_descriptor(const char *names)
{
    static const char prefix[] = "/proc/self/fd/";
    const char *at = names == NULL ? NULL : strstr(names, prefix);
    int fd = at == NULL ? 0 : atoi(at + sizeof prefix - 1);

    return fd > 2 && fcntl(fd, F_GETFD) >= 0 ? fd : 0;
}

/* Where the arguments of the program begin. */
static char **
read_options(int argc, char **argv, struct run *r)
{
    static const struct option options[] = {
        SBX_POLICY_OPTIONS,
        {"report", required_argument, NULL, OPT_REPORT},
        {"merge", no_argument, NULL, OPT_MERGE},
        {"resident", no_argument, NULL, OPT_RESIDENT},
        {"server", required_argument, NULL, OPT_SERVER},
        {"token-file", required_argument, NULL, OPT_TOKEN},
        {"quiet", no_argument, NULL, 'q'},
        {"task", required_argument, NULL, OPT_TASK},
        {"parent", required_argument, NULL, OPT_PARENT},
        {0}};
    int option;

    while ((option = sbx_cli_next(argc, argv, "+:hqc:m:", options)) != -1) {
        switch (option) {
        case 'h':
            sbx_cli_help(help);
        case 'q':
            r->quiet = true;
            break;
        case 'c':
            /* As for python3: the rest is the program's. */
            r->program.code = optarg;
            return argv + optind;
        case 'm':
            r->program.module = optarg;
            return argv + optind;
        case OPT_MERGE:
            r->merge = r->program.merged = true;
            break;
        case OPT_RESIDENT:
            r->resident = true;
            break;
        case OPT_REPORT:
            r->report = optarg;
            break;
        case OPT_TASK:
            take_task(r, optarg);
            r->package = true;
            break;
        case OPT_PARENT:
            die_with(optarg);
            r->package = true;
            break;
        case OPT_SERVER:
            r->server = optarg;
            break;
        case OPT_TOKEN:
            r->token_file = optarg;
            break;
        default:
            sbx_profile_option(&r->profile, option, optarg);
        }
    }
    return argv + optind;
}

/* The library's summary at the end: for people who look at a terminal. */
static bool
wants_summary(const struct run *r)
{
    const char *value = sbx_setting("PYSBX_SUMMARY");

    if (value != NULL) {
        if (strcmp(value, "0") != 0 && strcmp(value, "1") != 0) {
            sbx_die("PYSBX_SUMMARY: '%s' is neither 0 nor 1", value);
        }
        return value[0] == '1';
    }
    return !r->quiet && isatty(STDERR_FILENO);
}

/* The library's own words are more than ours. */
static void
explain_setup(struct sbx_verdict *v, struct sbx_outcome *o)
{
    const char *line = sbx_buffer_line(&o->error);

    if (strcmp(v->status, "setup") == 0 && strncmp(line, "pysbx: ", 7) == 0) {
        v->reason = line + 7;
    }
}

/* Status 2 is also what an interpreter ends with that did not load the
 * library: then nothing ran, and it should be told. */
static void
check_loaded(const struct sbx_place *place, struct sbx_interp *python,
             const struct sbx_outcome *o)
{
    if (o->resident || !WIFEXITED(o->status)
        || WEXITSTATUS(o->status) != SBX_INTERP_MARK_STATUS) {
        return;
    }
    const char *path = python->path;
    const char *why = sbx_interp_ask(place, python);
    if (why != NULL) {
        sbx_die("%s: %s", path, why);
    }
}

/* Without a report. */
static void
tell_end(const struct run *r, const struct sbx_verdict *v)
{
    if (!r->quiet && strcmp(v->status, "ok") != 0
        && strcmp(v->status, "setup") != 0
        && (v->exit_code < 0 || v->exit_code != v->exit_status)) {
        fprintf(stderr, "pysbx: %s: %s\n", v->status, v->reason);
    }
}

/* With a report the process' log comes to us: where PYSBX_LOG says is ours to
 * serve. */
static struct sbx_log_target log_target = {.fd = -1};

static bool
has_log(void)
{
    return sbx_setting("PYSBX_LOG") != NULL;
}

static void
open_log(void)
{
    const char *spec = sbx_setting("PYSBX_LOG");

    if (spec != NULL && sbx_log_target_open(&log_target, spec) != 0) {
        sbx_die("cannot open the violation log %s: %s", spec, strerror(errno));
    }
}

static void
report(const struct run *r, const struct sbx_job *job,
       const struct sbx_policy *p, struct sbx_outcome *o,
       struct sbx_verdict *v, int fd)
{
    struct sbx_claims claims;
    struct sbx_exception exception;
    struct sbx_report report = {.mode = sbx_program_mode(&r->program),
                                .program = sbx_program_name(&r->program),
                                .python = job->path,
                                .policy = job->policy,
                                .limits = p,
                                .outcome = o,
                                .claims = &claims,
                                .exception = &exception,
                                .verdict = v};

    sbx_claims_read(&o->claims, &claims);
    sbx_claims_log(&o->claims, &log_target);
    sbx_exception_read(&claims, &exception);
    sbx_verdict(p, o, &claims, &exception, v);
    explain_setup(v, o);
    if (wants_summary(r)) {
        sbx_report_summary(&report);
    }
    sbx_cli_on_die(NULL);
    if (fd >= 0) {
        sbx_report_write(&report, fd);
    }
}

static int
open_report(const struct run *r)
{
    return r->report == NULL ? -1 : sbx_report_begin(r->report);
}

/* Else it is started cold, and told why. */
static bool
can_share(const struct run *r, const struct sbx_policy *p,
          struct sbx_resident *ret)
{
    const char *why = NULL;

    if (r->task[1] > 0) {
        why = "--task has an interpreter of its own";
    }
    else if (sbx_scratch_path() != NULL) {
        why = "the policy names ${tmp}";
    }
    if (why == NULL && sbx_resident_key(ret, &r->profile, p, &why)) {
        return true;
    }
    if (!r->quiet) {
        sbx_warn("--resident: a cold start, for %s", why);
    }
    return false;
}

int
sbx_cmd_run(int argc, char **argv)
{
    struct run r = {0};
    struct sbx_place place;
    struct sbx_interp python;
    struct sbx_outcome outcome;
    struct sbx_verdict verdict;

    char **rest = read_options(argc, argv, &r);
    int fd = open_report(&r), status;
    const struct sbx_by_server asks = {.server = r.server,
                                       .token_file = r.token_file,
                                       .local = r.resident || r.package,
                                       .report = r.report,
                                       .report_fd = fd,
                                       .quiet = r.quiet,
                                       .merge = r.merge,
                                       .summary = wants_summary(&r),
                                       .args = rest};
    if (sbx_run_by_server(&asks, &r.profile, &r.program, &status)) {
        return status;
    }
    if (fd >= 0) {
        open_log();
    }
    sbx_place_find(&place);
    place.runs = true;
    sbx_program_take(&r.program, argv[0], rest, &place);
    const char *names = sbx_profile_names(&r.profile);
    struct sbx_policy *p =
        sbx_profile_parse(&r.profile, names, &place, r.program.script, NULL);
    sbx_interp_find(r.profile.python, &python);
    struct sbx_job job = {
        .path = python.path,
        .argv = sbx_program_argv(&r.program, python.path, p),
        .place = &place,
        .policy = names,
        .policy_fd = r.profile.overlay.fd,
        .own_policy_fd = policy_descriptor(r.profile.policy),
        .task = {r.task[0], r.task[1]},
        .summary = fd < 0 && wants_summary(&r),
        .out_to_err = fd >= 0 && strcmp(r.report, "-") == 0,
        .relay = fd >= 0 || p->output.value != 0,
        .capture = fd >= 0,
        .merge = r.merge,
        .claims = fd >= 0,
        .cgroup = true,
        .memory = p->memory.value,
        .wall = p->wall.value,
        .output = p->output.value,
        .threads = p->threads.on,
        .starts = p->subprocess.on,
        .processes = sbx_profile_processes(p),
    };
    struct sbx_resident resident = {
        .place = &place, .python = python.path, .program = &r.program};
    if (r.resident && can_share(&r, p, &resident)) {
        job.resident = &resident;
        /* No library prints at its end into streams that are the client's. */
        if (fd < 0 && (wants_summary(&r) || has_log())) {
            open_log();
            job.claims = true;
            job.summary = false;
        }
    }
    sbx_job_run(&job, &outcome);
    sbx_scratch_remove();
    check_loaded(&place, &python, &outcome);
    if (fd >= 0) {
        report(&r, &job, p, &outcome, &verdict, fd);
    }
    else if (job.claims) {
        report(&r, &job, p, &outcome, &verdict, fd);
        sbx_verdict(p, &outcome, NULL, NULL, &verdict);
        tell_end(&r, &verdict);
    }
    else {
        sbx_verdict(p, &outcome, NULL, NULL, &verdict);
        tell_end(&r, &verdict);
    }
    return verdict.exit_status;
}
