// SPDX-License-Identifier: MIT
// Wait for a process while its output flows, the clock runs and signals come.

#ifndef SBX_WATCH_H
#define SBX_WATCH_H

#include "cgroup.h"
#include "job.h"
#include "relay.h"
#include "resident.h"

#include <signal.h>

struct sbx_watch {
    pid_t pid;
    int pidfd; /* of a resident's child; -1: it is our own */
    struct sbx_resident_run resident; /* ... where its end is told */
    bool session; /* it does not get the signals of our terminal */
    pid_t group;  /* its process group, which none of its own can leave; 0 */
    uint64_t processes;          /* at most so many at once; 0: any number */
    uint64_t threads;            /* likewise, of all of them; 0: not counted */
    struct sbx_relay *out, *err; /* NULL: inherited */
    int log;                     /* a pipe, not blocking; -1: none */
    struct sbx_cgroup *cgroup;
    uint64_t start, wall, output;
    struct sbx_outcome *outcome;
};

/* Block the signals that concern us; *old is what the child gets. */
void sbx_watch_begin(sigset_t *old, bool *ignores_pipe);

/* Until the process is dead and its output has been passed on. */
void sbx_watch_run(struct sbx_watch *w);

uint64_t sbx_now(void); /* CLOCK_MONOTONIC, nanoseconds */

#endif
