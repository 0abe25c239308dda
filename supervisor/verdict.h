// SPDX-License-Identifier: MIT
// One word for how a run went, out of what was seen and, where nothing could
// be seen, of what was claimed.

#ifndef SBX_VERDICT_H
#define SBX_VERDICT_H

#include "claims.h"
#include "job.h"
#include "policy.h"

struct sbx_verdict {
    const char *status; /* ok error timeout memory output killed-by-policy
                           crash setup */
    const char *reason; /* one phrase for people; NULL: ok */
    bool claimed;       /* status rests on what the process said */
    int exit_code;      /* -1: killed by a signal */
    int signal;         /* 0: none */
    int exit_status;    /* of pysbx run */
    char text[320];     /* where reason may lie */
};

/* Another word for it. */
void sbx_verdict_say(struct sbx_verdict *v, const char *status,
                     const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* claims, exception: NULL where they were not collected. */
void sbx_verdict(const struct sbx_policy *p, const struct sbx_outcome *o,
                 const struct sbx_claims *claims,
                 const struct sbx_exception *exception,
                 struct sbx_verdict *ret);

/* Time of the processor, in nanoseconds. */
uint64_t sbx_cpu_time(const struct rusage *usage);

#endif
