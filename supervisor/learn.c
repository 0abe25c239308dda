// SPDX-License-Identifier: MIT
// pysbx learn: record what a program uses, or not (--deny); then run it again
// and again, each time granting what it was refused, until it passes; then
// prove that the policy so found is enough.

#include "learn.h"

#include "cli.h"
#include "policy_build.h" /* sbx_value_duration */
#include "scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_ROUNDS 500
#define INPUT_LIMIT ((size_t)256 << 20)
#define WALL UINT64_C(60000000000) /* ns a round, without --wall */

static const char help[] =
    "usage: pysbx learn [OPTION...] [-o FILE] PROGRAM.py [ARG...]\n"
    "       pysbx learn [OPTION...] [-o FILE] -c CODE | -m MODULE [ARG...]\n"
    "Find the smallest policy that a program passes under, and prove it: run "
    "the\n"
    "program once WITHOUT ANY SANDBOX and record what it uses, then under "
    "that\n"
    "policy, granting what is still refused, until it passes.  Only for "
    "programs\n"
    "that you trust; for others --deny.  Read the policy before you use it.\n"
    "  --deny                 sandboxed from the start: run it again and "
    "again,\n"
    "                         each time granting what it was refused\n"
    "  -o, --output-file FILE where the policy goes; else standard output\n"
    "  -q, --quiet            no progress\n" SBX_POLICY_HELP
    "Without --policy it starts from nothing; --wall limits each run (60s).\n"
    "Exit status: 0 the program passes, 1 it does not.\n";

enum { OPT_DENY = SBX_OPT_OTHERS };

struct command {
    struct sbx_learn learn;
    const char *file;
    bool deny, quiet;
};

static void
option(struct command *c, int option, const char *value)
{
    uint64_t n;
    const char *why;

    switch (option) {
    case SBX_OPT_WALL:
        why = sbx_value_duration(value, &n);
        if (why != NULL) {
            sbx_die("--wall: `%s` %s", value, why);
        }
        c->learn.wall = n;
        break;
    case 'o':
        c->file = value;
        break;
    case 'q':
        c->quiet = true;
        break;
    case OPT_DENY:
        c->deny = true;
        break;
    default:
        sbx_profile_option(&c->learn.base, option, value);
    }
}

static char **
read_options(int argc, char **argv, struct command *c)
{
    static const struct option options[] = {
        SBX_POLICY_OPTIONS,
        {"deny", no_argument, NULL, OPT_DENY},
        {"output-file", required_argument, NULL, 'o'},
        {"quiet", no_argument, NULL, 'q'},
        {0}};
    int o;

    while ((o = sbx_cli_next(argc, argv, "+:hqo:c:m:", options)) != -1) {
        if (o == 'h') {
            sbx_cli_help(help);
        }
        if (o == 'c') {
            c->learn.program.code = optarg;
            break;
        }
        if (o == 'm') {
            c->learn.program.module = optarg;
            break;
        }
        option(c, o, optarg);
    }
    return argv + optind;
}

/* Every round must read the same: keep standard input in memory.  A terminal
 * would be asked again and again, so nothing is read from one. */
static int
keep_input(void)
{
    static char text[65536];
    struct stat st;
    size_t total = 0;
    ssize_t n;

    if (fstat(STDIN_FILENO, &st) != 0 || isatty(STDIN_FILENO)) {
        return -1; /* /dev/null */
    }
    int fd = memfd_create("pysbx-input", MFD_CLOEXEC);
    if (fd < 0) {
        sbx_die("cannot keep standard input: %s", strerror(errno));
    }
    while ((n = read(STDIN_FILENO, text, sizeof text)) != 0) {
        if (n < 0 && errno == EINTR) {
            continue;
        }
        total += n > 0 ? (size_t)n : 0;
        if (n < 0 || total > INPUT_LIMIT || write(fd, text, (size_t)n) != n) {
            sbx_die("cannot keep standard input: %s", total > INPUT_LIMIT
                                                          ? "more than 256 MiB"
                                                          : strerror(errno));
        }
    }
    return fd;
}

static void
progress(const struct command *c, bool last)
{
    if (!c->quiet && isatty(STDERR_FILENO)) {
        fprintf(stderr, "\rpysbx: run %u, %zu lines%s", c->learn.rounds,
                c->learn.n, last ? "\033[K\n" : "");
    }
}

static bool
same_end(const struct sbx_round *a, const struct sbx_round *b)
{
    const char *x = a->exception.message, *y = b->exception.message;

    return x == y || (x != NULL && y != NULL && strcmp(x, y) == 0);
}

/* `from m import *` asks for no name.  If the program fails without having
 * been refused anything, perhaps it is for that: true if more names help. */
static bool
try_stars(struct command *c, struct sbx_round *r)
{
    struct sbx_learn *l = &c->learn;
    size_t n = l->n;
    struct sbx_need *before = sbx_need(calloc(n + 1, sizeof *before));
    struct sbx_round with;

    memcpy(before, l->at, n * sizeof *before);
    if (sbx_learn_stars(l) > 0) {
        sbx_learn_round(l, false, &with);
        sbx_scratch_remove();
        if (with.verdict.exit_status != r->verdict.exit_status
            || with.claims.n > 0 || !same_end(r, &with)) {
            free(before);
            *r = with;
            return true;
        }
    }
    memcpy(l->at, before, n * sizeof *before);
    free(before);
    return false;
}

static void
stop_if_told(const struct command *c, const struct sbx_round *r)
{
    if (r->outcome.stop != 0) {
        progress(c, true);
        sbx_die("learn: stopped");
    }
}

/* Until nothing new is asked for. */
static void
learn(struct command *c, struct sbx_round *r)
{
    struct sbx_learn *l = &c->learn;

    if (!c->deny) {
        sbx_learn_record(l, r);
        progress(c, false);
        stop_if_told(c, r);
    }
    sbx_learn_round(l, false, r);
    while (l->rounds < MAX_ROUNDS) {
        progress(c, false);
        if (strcmp(r->verdict.status, "setup") == 0) {
            progress(c, true);
            sbx_die("%s", r->verdict.reason);
        }
        stop_if_told(c, r);
        if (sbx_learn_take(l, r) > 0) {
            sbx_learn_round(l, false, r);
        }
        else if (r->verdict.exit_status == 0 || r->claims.n > 0
                 || !try_stars(c, r)) {
            break;
        }
    }
    progress(c, true);
}

/* Nothing was refused, and it ended by itself: whatever its status is, it is
 * not our doing. */
static bool
passes(const struct sbx_round *r)
{
    return strcmp(r->verdict.status, "ok") == 0
           || (strcmp(r->verdict.status, "error") == 0 && r->claims.n == 0);
}

/* The policy, with its limits, once more; until memory is enough. */
static void
prove(struct command *c, struct sbx_round *r)
{
    struct sbx_learn *l = &c->learn;

    l->proof = true;
    sbx_learn_tidy(l);
    sbx_learn_limits(l, r);
    do {
        sbx_learn_round(l, false, r);
        sbx_scratch_remove();
        progress(c, false);
    } while ((strcmp(r->verdict.status, "memory") == 0
              || strcmp(r->verdict.status, "crash") == 0
              || strcmp(r->verdict.status, "setup") == 0)
             && sbx_learn_more_memory(l));
    progress(c, true);
}

static void
write_policy(const struct command *c, const char *text)
{
    if (c->file == NULL) {
        fputs(text, stdout);
        sbx_cli_flush();
        return;
    }
    /* All or nothing: a rename. */
    char *temporary = sbx_format("%s.%d.tmp", c->file, (int)getpid());
    FILE *file = fopen(temporary, "wxe");
    if (file == NULL) {
        sbx_die("cannot write %s: %s", temporary, strerror(errno));
    }
    bool ok = fputs(text, file) >= 0;
    ok = fclose(file) == 0 && ok;
    if (!ok || rename(temporary, c->file) != 0) {
        int error = errno;
        unlink(temporary);
        sbx_die("cannot write %s: %s", c->file, strerror(error));
    }
}

static void
tell_failure(const struct sbx_round *r)
{
    const struct sbx_claim *end = sbx_learn_dead_end(r);

    if (end != NULL) {
        fprintf(stderr, "  %s %s cannot be allowed: %s\n",
                sbx_shown(end->rule),
                end->object != NULL ? sbx_shown(end->object) : "",
                end->reason != NULL ? sbx_shown(end->reason) : "no reason");
    }
    else if (r->exception.type != NULL) {
        fprintf(stderr, "  %s: %s\n", sbx_shown(r->exception.type),
                sbx_shown(r->exception.message));
    }
    else {
        fprintf(stderr, "  it %s\n", sbx_shown(r->verdict.reason));
    }
}

/* How it went, in a line or two; the exit status. */
static int
tell(const struct command *c, const struct sbx_round *r)
{
    bool pass = passes(r);

    if (!c->quiet || !pass) {
        fprintf(stderr, "pysbx: %s after %u runs, %zu lines%s%s\n",
                !pass ? "the program does NOT pass"
                : r->verdict.exit_status == 0
                    ? "the program passes"
                    : "the program is refused nothing, and fails by itself,",
                c->learn.rounds, c->learn.n, c->file != NULL ? " in " : "",
                c->file != NULL ? sbx_shown(c->file) : "");
        if (r->verdict.exit_status != 0) {
            tell_failure(r);
        }
    }
    return pass ? 0 : 1;
}

/* That nothing is refused is said whatever --quiet says. */
static void
announce(const struct command *c)
{
    const char *name = sbx_program_name(&c->learn.program);

    name = name != NULL ? sbx_shown(name) : "the code";
    if (!c->deny) {
        sbx_warn("%s runs once WITHOUT ANY SANDBOX, to record what it uses: "
                 "nothing is refused (--deny refuses)",
                 name);
    }
    else if (!c->quiet) {
        fprintf(stderr,
                "pysbx: learning by refusals; %s is run several times\n",
                name);
    }
}

int
sbx_cmd_learn(int argc, char **argv)
{
    static struct command c = {.learn.wall = WALL};
    struct sbx_learn *l = &c.learn;
    struct sbx_round r;

    char **rest = read_options(argc, argv, &c);
    sbx_place_find(&l->place);
    l->place.runs = true;
    sbx_program_take(&l->program, argv[0], rest, &l->place);
    sbx_interp_find(l->base.python, &l->interp);
    if (strcmp(sbx_program_mode(&l->program), "stdin") == 0) {
        sbx_die("learn: standard input is for the program to read; give the "
                "program as a file");
    }
    l->from_nothing = l->base.policy == NULL;
    l->in = keep_input();
    announce(&c);
    learn(&c, &r);
    if (passes(&r)) {
        prove(&c, &r);
    }
    else {
        sbx_learn_tidy(l);
    }
    write_policy(&c, sbx_learn_text(l));
    return tell(&c, &r);
}
