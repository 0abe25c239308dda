// SPDX-License-Identifier: MIT
// What the sandboxed process said about itself in the log: its refusals, and
// by which exception it ended.  All of it may be wrong, and is text from
// an enemy; only that the set-up was done is certain, because it is said
// before the program's first instruction.

#ifndef SBX_CLAIMS_H
#define SBX_CLAIMS_H

#include "job.h"
#include "json.h"

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

/* A piece of the exception that ended the program: struct sbx_raised of
 * preload/host.h. */
struct sbx_raised_claim {
    const char *kind, *name, *text, *function;
    long line;
    bool cut;
};

struct sbx_claims {
    bool ready, running; /* certain: see above */
    bool sealed;         /* certain too: no file-system call was left to it */
    const char *python;  /* "3.11", if ready */
    struct sbx_claim *at;
    size_t n;
    struct sbx_raised_claim *raised;
    size_t n_raised;
    unsigned long suppressed; /* refusals without a line of their own */
    unsigned long rubbish;    /* lines that are no report */
    bool cut;                 /* there was more than is kept */
    json_t **lines;           /* what all strings lie in */
    size_t n_lines;
};

void sbx_claims_read(const struct sbx_buffer *log, struct sbx_claims *ret);
void sbx_claims_free(struct sbx_claims *c);

/* Write the lines that are refusals, or count them, as they came. */
struct sbx_log_target;
void sbx_claims_log(const struct sbx_buffer *log,
                    const struct sbx_log_target *to);

/* The first refusal by this rule, or NULL. */
const struct sbx_claim *sbx_claims_find(const struct sbx_claims *c,
                                        const char *rule);

/* One call on the way from the program's first line to the exception. */
struct sbx_frame_claim {
    const char *file, *function; /* NULL: unknown */
    const char *source;          /* the line's text, or NULL */
    long line;                   /* 0: unknown */
};

/* The exception that ended the program. */
struct sbx_exception {
    const char *type, *message, *traceback; /* all NULL: none */
    bool cut;                               /* something of it is left out */
    struct sbx_frame_claim *frames;
    size_t n;
};

/* Its strings are those of the claims, but for the traceback. */
void sbx_exception_read(const struct sbx_claims *c, struct sbx_exception *ret);
void sbx_exception_free(struct sbx_exception *e);

#endif
