// SPDX-License-Identifier: MIT
// What the sandboxed process said about itself: the lines of its violation log
// and the end of its standard error.  All of it may be wrong, and is text from
// an enemy; only that the set-up was done is certain, because it is said
// before the program's first instruction.

#ifndef SBX_CLAIMS_H
#define SBX_CLAIMS_H

#include "job.h"

#include <stdbool.h>
#include <stddef.h>

/* Members that are strings, in the order of the report. */
#define SBX_CLAIM_STRINGS(F) \
    F(layer)                 \
    F(rule)                  \
    F(object)                \
    F(reason)                \
    F(allow)                 \
    F(file)                  \
    F(function)

/* One refusal; absent strings are NULL. */
struct sbx_claim {
#define F(name) const char *name;
    SBX_CLAIM_STRINGS(F)
#undef F
    long line; /* 0: none */
    unsigned long count;
};

struct sbx_claims {
    bool ready, running; /* certain: see above */
    const char *python;  /* "3.11", if ready */
    struct sbx_claim *at;
    size_t n;
    unsigned long suppressed; /* refusals without a line of their own */
    unsigned long rubbish;    /* lines that are no report */
    bool cut;                 /* there was more than is kept */
};

void sbx_claims_read(const struct sbx_buffer *log, struct sbx_claims *ret);

/* The first refusal by this rule, or NULL. */
const struct sbx_claim *sbx_claims_find(const struct sbx_claims *c,
                                        const char *rule);

/* The exception that ended the program, as the traceback shows it. */
struct sbx_exception {
    const char *type, *message, *traceback; /* all NULL: none was seen */
};

void sbx_exception_read(const struct sbx_buffer *error,
                        struct sbx_exception *ret);

#endif
