// SPDX-License-Identifier: MIT
// The report for people.

#include "report.h"

#include "cli.h"
#include "value.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SHOWN 8

/* "program.py:3" */
static const char *
place(const struct sbx_claim *c)
{
    const char *slash = c->file == NULL ? NULL : strrchr(c->file, '/');
    const char *file = slash != NULL ? slash + 1 : c->file;

    return file == NULL   ? ""
           : c->line == 0 ? sbx_format(" (%s)", sbx_shown(file))
                          : sbx_format(" (%s:%ld)", sbx_shown(file), c->line);
}

static void
refusals(const struct sbx_claims *c)
{
    for (size_t i = 0; i < c->n && i < SHOWN; i++) {
        const struct sbx_claim *v = &c->at[i];
        fprintf(stderr, "  %s %s%s", sbx_shown(v->rule),
                v->object != NULL ? sbx_shown(v->object) : "", place(v));
        if (v->allow != NULL) {
            fprintf(stderr, ": add to the policy: %s", sbx_shown(v->allow));
        }
        else if (v->reason != NULL) {
            fprintf(stderr, ": %s", sbx_shown(v->reason));
        }
        fputc('\n', stderr);
    }
    if (c->n > SHOWN) {
        fprintf(stderr, "  and %zu more\n", c->n - SHOWN);
    }
}

void
sbx_report_summary(const struct sbx_report *r)
{
    const struct sbx_verdict *v = r->verdict;
    bool colour = sbx_cli_colour(STDERR_FILENO);
    const char *on = !colour             ? ""
                     : v->reason == NULL ? "\033[32m"
                                         : "\033[31m";

    fprintf(stderr, "pysbx: %s%s%s", on, v->status, colour ? "\033[0m" : "");
    if (v->reason != NULL) {
        fprintf(stderr, ": %s", v->reason);
    }
    fprintf(stderr, " (%s; processor %s; memory %s)\n",
            sbx_duration_text(r->outcome->elapsed),
            sbx_duration_text(sbx_cpu_time(&r->outcome->usage)),
            sbx_size_text((uint64_t)r->outcome->usage.ru_maxrss * 1024));
    if (r->claims != NULL) {
        refusals(r->claims);
    }
}
