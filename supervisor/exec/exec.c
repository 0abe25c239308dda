// SPDX-License-Identifier: MIT
// pysbx exec: as `pysbx run`, but in a warm interpreter of a `pysbx serve`.

#include "base64.h"
#include "body.h"
#include "bytes.h"
#include "cli.h"
#include "client.h"
#include "report.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "usage: pysbx exec [OPTION...] PROGRAM.py [ARG...]\n"
    "       pysbx exec [OPTION...] -c CODE [ARG...]\n"
    "       pysbx exec [OPTION...] - [ARG...]     (from standard input)\n"
    "\n"
    "Have a `pysbx serve` run a program, with its policy.  Options, report "
    "and\n"
    "exit status are those of `pysbx run`; standard input is read to its end\n"
    "first, unless it is a terminal.\n"
    "\n"
    "  --socket PATH          where the server listens; else $PYSBX_SERVER,\n"
    "                         else $XDG_RUNTIME_DIR/pysbx.sock.  Also\n"
    "                         unix:PATH, http://ADDRESS:PORT\n"
    "  --token-file FILE      the token for TCP; else $PYSBX_TOKEN\n"
    "\n"
    "What follows may only narrow what the server grants:\n"
    "\n" SBX_POLICY_HELP
    "                         (a name of --policy is a profile of the "
    "server)\n"
    "  --report FILE          write a report of the run, as JSON; `-` for\n"
    "                         standard output (the program's then goes to\n"
    "                         standard error), fd:N for a descriptor\n"
    "  --merge                standard error goes where standard output "
    "goes,\n"
    "                         in order\n"
    "  -q, --quiet            no messages about how the run ended\n";

enum { OPT_REPORT = SBX_OPT_OTHERS, OPT_MERGE, OPT_SOCKET, OPT_TOKEN };

static char **
read_options(int argc, char **argv, struct sbx_exec *e)
{
    static const struct option options[] = {
        SBX_POLICY_OPTIONS,
        {"socket", required_argument, NULL, OPT_SOCKET},
        {"token-file", required_argument, NULL, OPT_TOKEN},
        {"report", required_argument, NULL, OPT_REPORT},
        {"merge", no_argument, NULL, OPT_MERGE},
        {"quiet", no_argument, NULL, 'q'},
        {0}};
    int option;

    while ((option = sbx_cli_next(argc, argv, "+:hqc:m:", options)) != -1) {
        switch (option) {
        case 'h':
            sbx_cli_help(help);
        case 'q':
            e->quiet = true;
            break;
        case 'c':
            e->code = optarg;
            return argv + optind;
        case 'm':
            sbx_die("exec: -m %s is not supported: give the program as a "
                    "file, or use `pysbx run`",
                    optarg);
        case OPT_SOCKET:
            e->server = optarg;
            break;
        case OPT_TOKEN:
            e->token_file = optarg;
            break;
        case OPT_REPORT:
            e->report = optarg;
            break;
        case OPT_MERGE:
            e->merge = true;
            break;
        default:
            sbx_profile_option(&e->profile, option, optarg);
        }
    }
    return argv + optind;
}

static void
take_program(struct sbx_exec *e, char **rest)
{
    if (e->code == NULL && rest[0] == NULL) {
        sbx_die("exec: no program; `-` reads it from standard input");
    }
    if (e->code == NULL && strcmp(rest[0], "-") != 0) {
        e->file = rest[0];
    }
    e->args = e->code == NULL ? rest + 1 : rest;
}

/* --- the answer --- */

static void
put(int fd, const json_t *text)
{
    size_t n;
    char *data = sbx_base64_decode(sbx_json()->j_string_value(text),
                                   sbx_json()->j_string_length(text), &n);

    if (data != NULL) {
        sbx_write_all(fd, data, n); /* or nobody reads it */
    }
    free(data);
}

/* What a `pysbx run` does not say. */
static void
strip(json_t *report)
{
    static const char *const more[] = {"stdout_cut", "stderr_cut",
                                       "result",     "warm",
                                       "files",      "files_skipped"};

    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        sbx_json()->j_object_del(report, more[i]);
    }
}

static const char *
member(const json_t *report, const char *name)
{
    const char *s =
        sbx_json()->j_string_value(sbx_json()->j_object_get(report, name));

    return s == NULL ? "" : s;
}

static int
exit_status(const json_t *report)
{
    const char *status = member(report, "status");
    const json_t *signal = sbx_json()->j_object_get(report, "signal");
    const json_t *code = sbx_json()->j_object_get(report, "exit_code");

    if (strcmp(status, "setup") == 0) {
        return SBX_EXIT_SETUP;
    }
    if (strcmp(status, "output") == 0) {
        return 128 + SIGKILL;
    }
    if (json_is_integer(signal)) {
        return strcmp(status, "timeout") == 0
                   ? SBX_EXIT_TIME
                   : 128 + (int)sbx_json()->j_integer_value(signal);
    }
    return (int)sbx_json()->j_integer_value(code);
}

static double
number(const json_t *object, const char *name)
{
    const json_t *j = sbx_json()->j_object_get(object, name);

    return json_is_integer(j) ? (double)sbx_json()->j_integer_value(j)
           : json_is_real(j)  ? sbx_json()->j_real_value(j)
                              : 0;
}

/* The report for people, as of a run of our own. */
static void
summary(const json_t *report)
{
    const struct sbx_json *J = sbx_json();
    const json_t *all = J->j_object_get(report, "violations");
    const json_t *usage = J->j_object_get(report, "usage");
    size_t n = json_is_array(all) ? J->j_array_size(all) : 0;
    struct sbx_claims claims = {
        .at = sbx_need(calloc(n + 1, sizeof *claims.at)), .n = n};
    struct sbx_outcome outcome = {
        .elapsed = (uint64_t)(number(usage, "wall_seconds") * 1e9)};
    struct sbx_verdict verdict = {
        .status = member(report, "status"),
        .reason = J->j_string_value(J->j_object_get(report, "reason"))};

    for (size_t i = 0; i < n; i++) {
        const json_t *one = J->j_array_get(all, i);
        struct sbx_claim *c = &claims.at[i];
#define F(name) c->name = J->j_string_value(J->j_object_get(one, #name));
        SBX_CLAIM_STRINGS(F)
#undef F
        c->line = (long)number(one, "line");
    }
    double cpu = number(usage, "cpu_seconds");
    outcome.usage.ru_utime.tv_sec = (time_t)cpu;
    outcome.usage.ru_utime.tv_usec =
        (suseconds_t)((cpu - (double)(time_t)cpu) * 1e6);
    outcome.usage.ru_maxrss = (long)(number(usage, "max_rss_bytes") / 1024);
    sbx_report_summary(&(struct sbx_report){
        .outcome = &outcome, .claims = &claims, .verdict = &verdict});
    free(claims.at);
}

static int
finish(const struct sbx_exec *e, json_t *report)
{
    const char *status = member(report, "status");
    const json_t *code = sbx_json()->j_object_get(report, "exit_code");
    int end = exit_status(report);

    strip(report);
    if (e->summary) {
        summary(report);
    }
    if (e->report_fd >= 0) {
        sbx_cli_on_die(NULL);
        sbx_report_put(report, e->report_fd);
    }
    else if (!e->quiet && strcmp(status, "ok") != 0
             && strcmp(status, "setup") != 0
             && (!json_is_integer(code)
                 || sbx_json()->j_integer_value(code) != end)) {
        char *line = sbx_format("%s: %s", status, member(report, "reason"));
        sbx_warn_line(line);
    }
    return end;
}

/* One event: "event: NAME\ndata: JSON".  The report, if it is that. */
static json_t *
take_event(const struct sbx_exec *e, const char *text)
{
    const char *data = strstr(text, "\ndata: ");
    json_error_t error;
    bool to_err = e->report != NULL && strcmp(e->report, "-") == 0;

    if (strncmp(text, "event: ", 7) != 0 || data == NULL) {
        return NULL;
    }
    data += 7;
    json_t *j =
        sbx_json()->j_loadb(data, strlen(data), JSON_DECODE_ANY, &error);
    if (strncmp(text + 7, "report\n", 7) == 0) {
        return j;
    }
    if (json_is_string(j)) {
        put(strncmp(text + 7, "stderr\n", 7) == 0 || to_err ? STDERR_FILENO
                                                            : STDOUT_FILENO,
            j);
    }
    sbx_json_free(j);
    return NULL;
}

static json_t *
read_events(const struct sbx_exec *e, int fd, struct sbx_buffer *b)
{
    json_t *report = NULL;
    size_t seen = 0; /* no end of an event before it */

    do {
        char *end;
        while (report == NULL && b->n > 0
               && (end = strstr(b->at + seen, "\n\n")) != NULL) {
            *end = '\0';
            report = take_event(e, b->at);
            size_t used = (size_t)(end + 2 - b->at);
            memmove(b->at, b->at + used, b->n - used + 1);
            b->n -= used;
            seen = 0;
        }
        seen = b->n > 0 ? b->n - 1 : 0;
    } while (report == NULL && sbx_client_read(fd, b));
    if (report == NULL) {
        sbx_die("%s: the server went away before the program ended",
                sbx_client_name);
    }
    return report;
}

static void __attribute__((__noreturn__))
refused(int fd, struct sbx_buffer *b, int status)
{
    json_error_t error;

    while (sbx_client_read(fd, b)) {
    }
    const json_t *j =
        b->n == 0 ? NULL : sbx_json()->j_loadb(b->at, b->n, 0, &error);
    sbx_die("%s: the server refuses (%d): %s", sbx_client_name, status,
            member(j, "description"));
}

int
sbx_exec_ask(const struct sbx_exec *e)
{
    struct sbx_buffer b = {0};
    json_t *body = sbx_exec_body(e);
    char *text = sbx_need(
        sbx_json()->j_dumps(body, JSON_COMPACT | JSON_REAL_PRECISION(9)));
    signal(SIGPIPE, SIG_IGN);
    int fd = sbx_client_connect(e->server);
    int status =
        sbx_client_post(fd, "/v1/run", e->token_file, text, strlen(text), &b);
    free(text);
    if (status != 200) {
        refused(fd, &b, status);
    }
    return finish(e, read_events(e, fd, &b));
}

int
sbx_cmd_exec(int argc, char **argv)
{
    struct sbx_exec e = {.report_fd = -1};

    char **rest = read_options(argc, argv, &e);
    if (e.report != NULL) {
        e.report_fd = sbx_report_begin(e.report);
    }
    take_program(&e, rest);
    return sbx_exec_ask(&e);
}
