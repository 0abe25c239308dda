// SPDX-License-Identifier: MIT
// What zygote.c and warm.c share about a zygote's child.

#ifndef SBX_SUPERVISOR_WARM_H
#define SBX_SUPERVISOR_WARM_H

#include "wire.h"
#include "zygote.h"

struct sbx_warm_child {
    struct sbx_warm w; /* first: the caller's pointer */
    struct sbx_warm_child *next, *next_pending; /* of zygote.c */
    bool abandoned; /* freed by the caller before it was born */
    bool never;     /* it will not be born */
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
};

/* A child with its socket and pipes; fds: the other ends, SBX_FDS of them (-1:
 * the caller's own).  NULL with errno. */
struct sbx_warm_child *sbx_warm_new(const int *std, int *fds);
void sbx_warm_born(struct sbx_warm_child *c, pid_t pid); /* 0: never */
void sbx_warm_close(struct sbx_warm_child *c);
/* True when it is dead and collected. */
bool sbx_warm_collect(struct sbx_warm_child *c);

#endif
