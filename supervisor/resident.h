// SPDX-License-Identifier: MIT
// `pysbx run --resident`: a process of the same user keeps a zygote for one
// policy, interpreter and environment, and has it fork a child for each run.
// The run itself stays the client's: it makes the pipes, keeps the limits,
// reads the log and judges, as it does for an interpreter that it has started
// by itself.  Only fork, wait4 and the end of a client are the resident's.
//
//   client -> resident   sbx_resident_order, key, cwd, script; descriptors
//   resident -> client   sbx_resident_word BORN with a pidfd; then ENDED
//
// Either side trusts the other as far as it is the same user (SO_PEERCRED);
// the sandboxed child has none of their descriptors.

#ifndef SBX_RESIDENT_H
#define SBX_RESIDENT_H

#include "job.h"
#include "place.h"
#include "profile.h"
#include "program.h"
#include "wire.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

#define SBX_RESIDENT_MAX 150000 /* bytes of one message */

struct sbx_resident_order {
    uint32_t key, cwd, script; /* bytes, each with a NUL; 1: none */
};

enum { SBX_RESIDENT_BORN = 1, SBX_RESIDENT_ENDED };

struct sbx_resident_word {
    int32_t kind, pid, status;
    struct rusage usage;
};

/* All that decides what a child is, as text: two runs with the same can have
 * the same resident. */
struct sbx_resident_key {
    char *text; /* "": none can serve this run */
    size_t n;
    char name[24]; /* of its socket */
};

struct sbx_resident {
    struct sbx_resident_key key;
    const struct sbx_place *place;
    const char *python, *policy; /* policy: paths are absolute */
    int overlay;                 /* the descriptor that it names; 0: none */
    const struct sbx_program *program;
};

/* resident_key.c: false with the reason in *why where only a cold start does
 * what is asked for. */
bool sbx_resident_key(struct sbx_resident *r,
                      const struct sbx_profile_options *o,
                      const struct sbx_policy *p, const char **why);

/* resident_place.c: the directory of the sockets, 0700 and ours, or -1 with
 * the reason; and the address of a socket in it. */
int sbx_resident_directory(const char **why);
struct sockaddr_un;
void sbx_resident_address(int dir, const char *name, struct sockaddr_un *ret);

/* A run, as its client sees it. */
struct sbx_resident_run {
    int connection; /* to the resident, which tells the end */
    int ask;        /* to the child, which says that it ends */
    int left;       /* what it may still say; 0: it is not listened to */
    struct sbx_wire_answer answer;
    size_t n; /* bytes of it that came */
};

/* resident_client.c: have one fork a child that runs the program, with these
 * descriptors.  False: none is there, nothing runs. */
bool sbx_resident_spawn(const struct sbx_resident *r, const int *std, int log,
                        pid_t *pid, int *pidfd, struct sbx_resident_run *ret);
/* resident_end.c: from the beginning; true when it has ended, or is killed
 * because it said so, or its resident has. */
void sbx_resident_listen(struct sbx_resident_run *r);
bool sbx_resident_ended(struct sbx_resident_run *r, pid_t pid, int pidfd,
                        struct sbx_outcome *ret);

/* resident.c: become one, in a process of its own, if there is none. */
void sbx_resident_begin(const struct sbx_resident *r);

#endif
