// SPDX-License-Identifier: MIT
// One run of one interpreter, from start to end: what is to be run, and what
// was seen of it from outside.  Nothing that the sandboxed process writes is
// believed here; it is only kept.

#ifndef SBX_JOB_H
#define SBX_JOB_H

#include "buffer.h"
#include "place.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

struct sbx_resident;

struct sbx_job {
    const char *path; /* the interpreter */
    char *const *argv;
    const struct sbx_place *place;
    const char *policy; /* for PYSBX_POLICY */
    int policy_fd;      /* a descriptor that policy names; 0: none */
    int own_policy_fd;  /* another, which our starter named; 0: none */
    int task[2];        /* --task: descriptors to hand on; 0: none */
    bool bare;          /* without the sandbox: `pysbx learn` records */
    bool zygote;        /* it will be one: no log of its own */
    bool tell;          /* the library answers questions, nothing runs */
    const char *layers; /* PYSBX_LAYERS; NULL: as in our environment */
    bool summary;       /* the library prints one at the end */
    int in;             /* 0: our own; else this descriptor */
    bool out_to_err;    /* standard output goes to our standard error */
    bool relay;         /* output comes through pipes: counted, limited */
    bool merge;         /* standard error goes where standard output goes */
    bool capture;       /* the end of standard error is kept; implies relay */
    bool discard;       /* output goes nowhere; implies relay */
    bool claims;        /* keep what comes from the violation log */
    struct sbx_resident *resident; /* have that one fork it; NULL: start it */
    bool cgroup;        /* in a control group, where one can be made */
    uint64_t memory;    /* its limit, bytes; 0: none */
    uint64_t wall;      /* nanoseconds; 0: none */
    uint64_t output;    /* bytes on standard output and error; 0: none */
    bool threads;       /* it may start threads */
    bool starts;        /* it may start others (subprocess = yes) */
    uint64_t processes; /* then at most so many at once; 0: any number */
};

/* Threads and processes of one program: more than any needs, and less than
 * what brings a machine down. */
#define SBX_TASKS 1024

/* Why we ended it. */
enum sbx_kill {
    SBX_KILL_NO,
    SBX_KILL_WALL,
    SBX_KILL_OUTPUT,
    SBX_KILL_PROCESSES,
    SBX_KILL_THREADS,
    SBX_KILL_STOP, /* it did not heed a SIGTERM that was sent to us */
};

struct sbx_outcome {
    bool resident; /* a resident forked it: no interpreter was started */
    int status;    /* as of wait(2) */
    enum sbx_kill kill;
    int stop;         /* the signal that we were sent and handed on, or 0 */
    uint64_t elapsed; /* nanoseconds */
    struct rusage usage;
    uint64_t out_bytes, err_bytes; /* what it wrote; only with relay */
    bool oom;                      /* the kernel killed it for its memory */
    bool output_cut;               /* not all was passed on, for the limit */
    bool output_lost;              /* ... because nobody read it */
    struct sbx_buffer claims;      /* from the log; see ready */
    struct sbx_buffer error;       /* the end of standard error */
};

/* Our environment with what the library reads put in; room for some more at
 * its end.  log: a descriptor, or -1. */
#define SBX_JOB_MORE 5
char **sbx_job_environment(const struct sbx_job *job, int log);

/* Run it to its end, and kill whatever it left behind.  Dies if it cannot be
 * started. */
void sbx_job_run(const struct sbx_job *job, struct sbx_outcome *ret);

#endif
