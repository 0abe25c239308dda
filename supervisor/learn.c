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

static void
option(struct sbx_learn_command *c, int option, const char *value)
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
read_options(int argc, char **argv, struct sbx_learn_command *c)
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

static bool
same_end(const struct sbx_round *a, const struct sbx_round *b)
{
    const char *x = a->exception.message, *y = b->exception.message;

    return x == y || (x != NULL && y != NULL && strcmp(x, y) == 0);
}

/* `from m import *` asks for no name.  If the program fails without having
 * been refused anything, perhaps it is for that: true if more names help. */
static bool
try_stars(struct sbx_learn_command *c, struct sbx_round *r)
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
stop_if_told(const struct sbx_learn_command *c, const struct sbx_round *r)
{
    if (r->outcome.stop != 0) {
        sbx_learn_progress(c, true);
        sbx_die("learn: stopped");
    }
}

/* The policy, with its limits, once more; until memory is enough. */
static void
prove(struct sbx_learn_command *c, struct sbx_round *r)
{
    struct sbx_learn *l = &c->learn;

    l->proof = true;
    sbx_learn_tidy(l);
    sbx_learn_limits(l, r);
    do {
        sbx_learn_round(l, false, r);
        sbx_scratch_remove();
        sbx_learn_progress(c, false);
    } while ((strcmp(r->verdict.status, "memory") == 0
              || strcmp(r->verdict.status, "crash") == 0
              || strcmp(r->verdict.status, "setup") == 0)
             && sbx_learn_more_memory(l));
    sbx_learn_progress(c, true);
}

/* After a recording: often that is the whole policy, and one run shows it. */
static bool
prove_at_once(struct sbx_learn_command *c, struct sbx_round *r)
{
    struct sbx_learn *l = &c->learn;
    int status = r->verdict.exit_status;
    size_t n = l->n;
    struct sbx_need *before = sbx_need(calloc(n + 1, sizeof *before));

    memcpy(before, l->at, n * sizeof *before);
    prove(c, r);
    if (r->claims.n == 0 && r->verdict.exit_status == status
        && sbx_learn_passes(r)) {
        free(before);
        return true;
    }
    free(l->at); /* tidying and adding has made it another size */
    l->at = before;
    l->n = n;
    l->proof = false;
    return false;
}

/* Until nothing new is asked for.  True: that is proved as well. */
static bool
learn(struct sbx_learn_command *c, struct sbx_round *r)
{
    struct sbx_learn *l = &c->learn;

    if (!c->deny) {
        sbx_learn_record(l, r);
        sbx_learn_progress(c, false);
        stop_if_told(c, r);
        if (prove_at_once(c, r)) {
            return true;
        }
        stop_if_told(c, r);
    }
    sbx_learn_round(l, false, r);
    while (l->rounds < MAX_ROUNDS) {
        sbx_learn_progress(c, false);
        if (strcmp(r->verdict.status, "setup") == 0) {
            sbx_learn_progress(c, true);
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
    sbx_learn_progress(c, true);
    return false;
}

int
sbx_cmd_learn(int argc, char **argv)
{
    static struct sbx_learn_command c = {.learn.wall = WALL};
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
    sbx_learn_announce(&c);
    bool proved = learn(&c, &r);
    if (!proved && sbx_learn_passes(&r)) {
        prove(&c, &r);
    }
    else if (!proved) {
        sbx_learn_tidy(l);
    }
    sbx_learn_write(&c);
    return sbx_learn_tell(&c, &r);
}
