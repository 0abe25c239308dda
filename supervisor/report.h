// SPDX-License-Identifier: MIT
// The report of one run: JSON for machines, a few lines for people.
// docs/pysbx-report.schema.json describes the former.

#ifndef SBX_REPORT_H
#define SBX_REPORT_H

#include "verdict.h"

struct sbx_report {
    const char *mode;    /* see sbx_program_mode */
    const char *program; /* the file as typed; else NULL */
    const char *python;  /* the interpreter's path */
    const char *policy;  /* the profiles' names */
    const struct sbx_policy *limits;
    const struct sbx_outcome *outcome;
    const struct sbx_claims *claims;
    const struct sbx_exception *exception;
    const struct sbx_verdict *verdict;
};

/* Open where --report says ("-", "fd:N" or a file); dies.  From here on there
 * is a report of our death as well. */
int sbx_report_begin(const char *where);

/* A new object. */
json_t *sbx_report_json(const struct sbx_report *r);

/* Write it to fd and close that.  Dies. */
void sbx_report_put(const json_t *j, int fd);

/* Write the JSON to fd and close it.  Dies if that fails. */
void sbx_report_write(const struct sbx_report *r, int fd);

/* The verdict in a line, the refusals below it, on standard error. */
void sbx_report_summary(const struct sbx_report *r);

#endif
