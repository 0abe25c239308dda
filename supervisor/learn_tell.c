// SPDX-License-Identifier: MIT
// pysbx learn: what it says, and where the policy goes.

#include "learn.h"

#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void
sbx_learn_progress(const struct sbx_learn_command *c, bool last)
{
    if (!c->quiet && isatty(STDERR_FILENO)) {
        fprintf(stderr, "\rpysbx: run %u, %zu lines%s", c->learn.rounds,
                c->learn.n, last ? "\033[K\n" : "");
    }
}

/* Nothing was refused, and it ended by itself: whatever its status is, it is
 * not our doing. */
bool
sbx_learn_passes(const struct sbx_round *r)
{
    return strcmp(r->verdict.status, "ok") == 0
           || (r->claims.n == 0
               && (strcmp(r->verdict.status, "error") == 0
                   /* as CPython ends for KeyboardInterrupt */
                   || r->verdict.signal == SIGINT));
}

void
sbx_learn_write(const struct sbx_learn_command *c)
{
    const char *text = sbx_learn_text(&c->learn);

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
int
sbx_learn_tell(const struct sbx_learn_command *c, const struct sbx_round *r)
{
    bool pass = sbx_learn_passes(r);

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
void
sbx_learn_announce(const struct sbx_learn_command *c)
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
