// SPDX-License-Identifier: MIT
// What zygote.c and warm.c share about a zygote's child.

#ifndef SBX_SUPERVISOR_WARM_H
#define SBX_SUPERVISOR_WARM_H

#include "wire.h"
#include "zygote.h"

struct sbx_warm_child {
    struct sbx_warm w; /* first: the caller's pointer */
    struct sbx_warm_child *next, *next_pending; /* of zygote.c */
    bool abandoned;  /* freed by the caller before it was born */
    bool never;      /* it will not be born */
    uint32_t number; /* of its order */
    struct sbx_request limits;
    char *request; /* what is still to be sent */
    size_t n_request, sent;
    union {
        struct sbx_wire_answer head;
        char bytes[sizeof(struct sbx_wire_answer)];
    } in;
    size_t n_in;
    char *value;
    size_t n_value;
    bool spare;        /* one that waits, or will: nobody asked for it yet */
    bool ready;        /* it waits for its first request, or more */
    bool unread;       /* it is dead, and never read its only request */
    unsigned requests; /* that it was sent */
    uint64_t ordered;
    bool ends; /* it has said so, by: */
    unsigned status;
};

/* One process.  A zygote that is old goes on until its successor is up. */
struct process {
    pid_t pid; /* 0: none */
    int pidfd, control, err;
    bool up;
    unsigned born;
    pid_t ahead; /* its child that waits for an order; 0: none, as far as we
                    know */
    uint64_t since, looked; /* when it was started, then: when it was up;
                               when its size was asked */
    uint64_t heard;         /* when it last said something */
    uint64_t size;          /* bytes, when it was up */
    bool grown;
    struct sbx_buffer said;
    struct sbx_warm_child *pending, **last; /* ordered, not born */
};

struct sbx_zygote {
    struct sbx_zygote_options o;
    char *const *argv;
    char **envp;
    char zygote[32]; /* PYSBX_ZYGOTE=N, in envp */
    struct process now, next;
    unsigned starts, scratches, ends[SBX_ZYGOTE_ENDS];
    bool was_up;
    unsigned killed; /* so many in a row, before they were up */
    uint64_t pause, not_before;
    char *error;
    bool is_plain;
    struct sbx_zygote *plain;     /* for children with a policy of their own */
    struct sbx_warm_child *ready; /* nobody has them yet; oldest first */
    unsigned n_ready;
    bool held;
};

/* zygote.c: for children with policies of their own. */
struct sbx_zygote *sbx_zygote_start_plain(const struct sbx_zygote_options *o);

/* zygote_age.c: is it to be replaced, and why (SBX_ZYGOTE_ENDS: it is not);
 * bytes that a process has in memory, 0: unknown. */
enum sbx_zygote_end sbx_zygote_is_old(const struct sbx_zygote *z,
                                      struct process *p);
uint64_t sbx_zygote_resident(pid_t pid);
/* It does not do what it is asked to, for so long that it never will. */
bool sbx_zygote_hangs(const struct process *p);

/* zygote.c: what a zygote has said. */
void sbx_zygote_hear(struct sbx_zygote *z, struct process *p);

/* zygote_orders.c: a child was born, or could not be; those that it will not
 * bear any more. */
void sbx_zygote_born(struct process *p, const struct sbx_wire_born *born);
void sbx_zygote_lose(struct process *p);
/* ... those that died; one that nobody has. */
void sbx_zygote_weed(struct sbx_zygote *z);
void sbx_zygote_drop(struct sbx_warm_child *c);

/* warm.c: a child with its socket and pipes; fds: the other ends, SBX_FDS of
 * them (-1: the caller's own).  NULL with errno. */
struct sbx_warm_child *sbx_warm_new(const struct sbx_warm_order *o, int *fds);
void sbx_warm_born(struct sbx_warm_child *c, pid_t pid); /* 0: never */
void sbx_warm_close(struct sbx_warm_child *c);
/* warm_answers.c: read what it has said. */
void sbx_warm_hear(struct sbx_warm_child *c);
/* True when it is dead and collected. */
bool sbx_warm_collect(struct sbx_warm_child *c);

/* warm_end.c: it has said that it ends: killed, and its usage as it is then.
 * False: it is dead, or will be at once. */
bool sbx_warm_end(struct sbx_warm_child *c);
/* What it has used so far; false: it is dead. */
bool sbx_warm_usage(pid_t pid, struct rusage *ret);
/* Killed, and to be collected when it is dead; those that are. */
void sbx_warm_leave(pid_t pid);
void sbx_warm_reap(void);

#endif
