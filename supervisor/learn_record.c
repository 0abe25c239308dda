// SPDX-License-Identifier: MIT
// pysbx learn without --deny: one run without any sandbox that writes down
// what the program uses (record.py), for programs that are trusted.  What it
// misses the runs under the policy find out.

#include "learn.h"

#include "cli.h"
#include "scratch.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The recorder's text, as a string. */
__asm__(".pushsection .rodata\n"
        "recorder:\n"
        ".incbin \"supervisor/record.py\"\n"
        ".byte 0\n"
        ".popsection\n");
extern const char recorder[] __attribute__((visibility("hidden")));

static char *const *
arguments(const struct sbx_learn *l)
{
    const struct sbx_program *p = &l->program;
    size_t n = 0, k = 0;

    while (p->args[n] != NULL) {
        n++;
    }
    const char **argv = sbx_need(calloc(n + 8, sizeof *argv));
    argv[k++] = l->interp.path;
    argv[k++] = "-IB";
    argv[k++] = "-c";
    argv[k++] = recorder;
    argv[k++] = sbx_program_mode(p);
    argv[k++] = p->code != NULL ? p->code : sbx_program_name(p);
    for (size_t i = 0; i < n; i++) {
        argv[k++] = p->args[i];
    }
    return (char *const *)argv;
}

void
sbx_learn_record(struct sbx_learn *l, struct sbx_round *ret)
{
    sbx_learn_begin(l);
    sbx_scratch_make();
    struct sbx_job job = {.path = l->interp.path,
                          .argv = arguments(l),
                          .place = &l->place,
                          .bare = true,
                          .in = l->in,
                          .capture = true,
                          .discard = true,
                          .claims = true,
                          .wall = l->wall};
    struct sbx_policy none = {.wall.value = l->wall};

    if (l->in > 0) {
        lseek(l->in, 0, SEEK_SET);
    }
    sbx_job_run(&job, &ret->outcome);
    sbx_claims_read(&ret->outcome.claims, &ret->claims);
    ret->claims.ready = ret->claims.running = true;
    ret->exception = (struct sbx_exception){0};
    sbx_verdict(&none, &ret->outcome, &ret->claims, &ret->exception,
                &ret->verdict);
    const char *line = sbx_buffer_line(&ret->outcome.error);
    if (ret->verdict.exit_code == SBX_EXIT_SETUP
        && strncmp(line, "pysbx: ", 7) == 0) {
        sbx_die("%s", line + 7);
    }
    sbx_learn_take(l, ret);
    sbx_scratch_remove();
    free((void *)job.argv);
    l->rounds++;
}
