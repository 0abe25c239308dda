// SPDX-License-Identifier: MIT
// A zygote: an interpreter that is ready to run, with the policy's modules
// imported, which never runs a program itself but forks children that do.
// Children are ours (CLONE_PARENT): we wait for them and see how they end.
// Nothing in here waits; what can take time is told by descriptors to poll.
//
//   z = sbx_zygote_start(&options)      once for each interpreter and policy
//   poll sbx_zygote_fds(z); sbx_zygote_step(z)            whenever one is
//   ready c = sbx_zygote_take(z)              a child that is locked, proved,
//   armed sbx_warm_send(c, &request) poll c->answers, pidfd, out, err, log;
//   sbx_warm_step(c)      until GONE sbx_warm_free(c)

#ifndef SBX_ZYGOTE_H
#define SBX_ZYGOTE_H

#include "buffer.h"
#include "place.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

struct sbx_zygote_options {
    const struct sbx_place *place;
    const char *python;  /* the interpreter */
    const char *policy;  /* profiles, as for PYSBX_POLICY */
    const char *preload; /* besides the policy's own `preload`; or NULL */
    unsigned ready;      /* children that are kept forked ahead, and locked:
                            they serve what sbx_zygote_take() is for */
    bool ahead;          /* one child is kept forked ahead, not locked yet: it
                            serves the next sbx_zygote_order() */
    unsigned children;   /* so many, and it is replaced; 0: 10000 */
    uint64_t age;        /* likewise: so old, in nanoseconds; 0: any age */
    uint64_t growth;     /* ... or by so many bytes larger than when it was
                            up; 0: by any */
    const char *scratch; /* a directory: each child gets a new one in it, which
                            is its ${tmp} and its current directory, and may be
                            read and written; NULL: no files */
};

struct sbx_zygote;
struct sbx_warm;
#define SBX_ZYGOTE_FDS 16

/* All strings must outlive it.  Dies for what can never work (no memory, no
 * interpreter); what the interpreter has to say against the policy is told by
 * sbx_zygote_error once it has died. */
struct sbx_zygote *sbx_zygote_start(const struct sbx_zygote_options *o);
void sbx_zygote_stop(struct sbx_zygote *z); /* its idle children too */

/* What to poll for it (at most SBX_ZYGOTE_FDS); call step when one is ready,
 * and every second or so: it reads, replaces the zygote when it died or is
 * old, and orders children. */
unsigned sbx_zygote_fds(const struct sbx_zygote *z, struct pollfd *fds);
void sbx_zygote_step(struct sbx_zygote *z);

/* Order children until as many as are wanted wait; step does, too.  While it
 * is held only if none waits: forking takes processors from who is at work. */
void sbx_zygote_fill(struct sbx_zygote *z);
void sbx_zygote_hold(struct sbx_zygote *z, bool held);

/* Why zygotes were replaced. */
enum sbx_zygote_end {
    SBX_ZYGOTE_DIED,
    SBX_ZYGOTE_CHILDREN,
    SBX_ZYGOTE_AGE,
    SBX_ZYGOTE_GROWTH,
    SBX_ZYGOTE_ENDS
};
unsigned sbx_zygote_ends(const struct sbx_zygote *z, enum sbx_zygote_end why);

/* How many children wait; how often the zygote was started; its process. */
unsigned sbx_zygote_waiting(const struct sbx_zygote *z);
unsigned sbx_zygote_starts(const struct sbx_zygote *z);
pid_t sbx_zygote_pid(const struct sbx_zygote *z); /* 0: none now */
/* The last line that a zygote said before it died in its set-up ("pysbx: ..."
 * cut off), or NULL.  It is then started again only after a pause. */
const char *sbx_zygote_error(const struct sbx_zygote *z);
/* The zygote was up at least once: the policy is good. */
bool sbx_zygote_is_up(const struct sbx_zygote *z);

/* One of the children that wait, or NULL: poll and try again. */
struct sbx_warm *sbx_zygote_take(struct sbx_zygote *z);

/* A child that differs from those that wait; forked on demand.  NULL members
 * are as in the options. */
struct sbx_warm_order {
    const char *narrow;  /* a policy as text: at most what the zygote's grants.
                            What is more is an error, status 125 */
    const char *policy;  /* instead: profiles, which may be any */
    const char *scratch; /* this very directory, which exists */
    const char *cwd, *script; /* for ${cwd}, ${script} and messages */
    const int
        *std; /* three descriptors, which stay the caller's; NULL: pipes */
    /* All that it gets, which stay the caller's (SBX_FDS of wire.h): nothing
     * is sent to it or read from it by us.  NULL: our own. */
    const int *all;
};
/* Is the zygote of such a child there, or about to be started? */
bool sbx_zygote_can(const struct sbx_zygote *z,
                    const struct sbx_warm_order *o);
/* Never NULL.  A request may be sent at once; pid is 0 until it is there. */
struct sbx_warm *sbx_zygote_order(struct sbx_zygote *z,
                                  const struct sbx_warm_order *o);

enum sbx_warm_state {
    SBX_WARM_BUSY,     /* ordered, being set up, or at work */
    SBX_WARM_ANSWERED, /* only with `keep`: send another request, or end it */
    SBX_WARM_ENDED,    /* only with `early`: killed, but not yet dead */
    SBX_WARM_GONE,     /* dead and collected, or it never came (pid 0) */
};

enum sbx_want {
    SBX_WANT_NOTHING,
    SBX_WANT_JSON, /* ... or repr where it has no JSON */
    SBX_WANT_REPR,
    SBX_WANT_TASK, /* code is a request of the Python package (pysbx/_data.py)
                      and the value is its record; never with `keep` */
};

struct sbx_request {
    const char *code; /* source text, UTF-8 */
    size_t n;
    const char *file;        /* its name in tracebacks; NULL: "<string>" */
    const char *const *argv; /* sys.argv; NULL: as for `-c` */
    enum sbx_want want;      /* the value of the last expression */
    bool keep;               /* a session: wait for another request after it */
    bool merged;             /* out and err are one: their order is kept */
    bool early;              /* an answer when it has said that it ends, by
                                which status: the kernel takes a while to take
                                a process apart.  What it writes to files may
                                then not be finished.  Not with `keep` */
    /* Limits below the policy's; 0: as in the policy.  Nanoseconds, bytes. */
    uint64_t cpu, memory, file_size;
    uint64_t record; /* bytes of a record, at most; more is `cut` */
};

/* What the child says; none of it can be believed. */
struct sbx_answer {
    bool came;
    bool raised;       /* it ended by an exception */
    enum sbx_want is;  /* of value */
    const char *value; /* with a NUL behind it */
    size_t n;
    bool cut; /* the value was too long and is not there */
};

struct sbx_warm {
    pid_t pid;   /* 0: not yet, or it never came */
    int pidfd;   /* readable when it is dead; -1: none */
    int answers; /* POLLIN always */
    int ask;     /* POLLOUT if it is `sending`.  Who sends ignores SIGPIPE */
    bool sending;
    int in, out, err; /* our ends, not blocking, the caller's to close; -1 */
    int log;          /* the violation log, likewise: sbx_claims_read */
    const char *scratch; /* NULL: none.  The caller's to remove */
    enum sbx_warm_state state;
    bool sealed; /* no file-system call is left to it (proved) */
    struct sbx_answer answer;
    int status;          /* as of wait(2), when gone or ended */
    struct rusage usage; /* ended: its CPU time, its largest size */
};

/* The request is copied.  Once, unless it was `keep` and is ANSWERED. */
void sbx_warm_send(struct sbx_warm *c, const struct sbx_request *r);
/* What to poll for it besides its streams: at most 3. */
unsigned sbx_warm_poll(const struct sbx_warm *c, struct pollfd *fds);
/* When a descriptor of it is ready.  Its new state. */
enum sbx_warm_state sbx_warm_step(struct sbx_warm *c);
/* It has ended, or will never come, and nothing that it was sent has run, or
 * will: another one may be sent the same. */
bool sbx_warm_was_lost(const struct sbx_warm *c);
/* End it and all that it started; it is GONE later. */
void sbx_warm_kill(struct sbx_warm *c);
/* Kill it if need be, collect it, close what is still open (set what you have
 * closed yourself to -1). */
void sbx_warm_free(struct sbx_warm *c);

#endif
