// SPDX-License-Identifier: MIT
// `pysbx serve`: what its files share.  One process, one loop, nothing waits.
//
//   http.c      connections, requests, answers        (libmicrohttpd)
//   routes.c    which function answers which request
//   order.c     a body that is JSON becomes a struct sbx_order, or an error
//   queue.c     orders wait their turn and become tasks at work
//   warm.c      ... in a child of a zygote;  cold.c: in a `pysbx run`
//   answer.c    what came of it, as JSON

#ifndef SBX_SERVE_H
#define SBX_SERVE_H

#include "place.h"
#include "policy.h"
#include "profile.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SBX_SECOND UINT64_C(1000000000)
#define SBX_MAX_POOLS 32

struct sbx_zygote;

/* One profile with one interpreter. */
struct sbx_pool {
    const char *profile; /* its name for clients */
    const char *names;   /* the profiles behind it, as for --policy */
    const char *text;    /* `pysbx policy` says this of it */
    struct sbx_interp python;
    struct sbx_policy *policy; /* compiled */
    struct sbx_zygote *zygote; /* NULL: cold */
};

/* What the options say.  Times in nanoseconds. */
struct sbx_serve_options {
    const char *socket, *listen, *token_file, *scratch;
    bool cold;           /* a fresh interpreter for each request */
    bool calls;          /* POST /v1/call is answered */
    unsigned workers;    /* requests at work at once */
    unsigned queue;      /* requests that wait */
    unsigned ready;      /* children forked ahead, for each pool */
    const char *preload; /* modules, besides those of the policies; or NULL */
    unsigned zygote_children; /* when a zygote is replaced: see zygote.h */
    uint64_t zygote_age, zygote_growth;
    unsigned sessions;    /* at most so many */
    unsigned connections; /* at most so many */
    uint64_t idle, total; /* of a session */
    uint64_t patience;    /* for a client that is slow to ask or to read */
    uint64_t request;     /* bytes of a body */
    uint64_t files;       /* bytes of files that are handed back */
    uint64_t output;      /* bytes of output, which is kept in memory: as JSON
                             each may need six */
};

struct sbx_server {
    struct sbx_serve_options o;
    struct sbx_profile_options profile;
    struct sbx_place place;
    const char *self; /* this program's file */
    struct sbx_pool pools[SBX_MAX_POOLS];
    unsigned n_pools;
    uint64_t started;
    bool draining; /* no new work; the end is near */
};
extern struct sbx_server sbx_server;

/* options.c, pools.c; these die. */
void sbx_serve_options_read(int argc, char **argv);
void sbx_pools_start(void);
void sbx_pools_add(const char *const *profiles, size_t n_profiles,
                   const char *const *pythons, size_t n_pythons);
void sbx_pools_stop(void);
/* NULL: no such pool.  Both names may be NULL: the first. */
struct sbx_pool *sbx_pool_find(const char *profile, const char *python);

/* loop.c: everything that may have work now gets a turn without a wait. */
void sbx_serve_kick(void);

/* strays.c: children that nobody knows, once they are dead. */
void sbx_strays_collect(void);

#endif
