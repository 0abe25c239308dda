// SPDX-License-Identifier: MIT
// Zygotes, seen from the supervisor: see zygote.h.

#include "zygote.h"

#include "cli.h"

struct sbx_zygote *
sbx_zygote_start(const struct sbx_zygote_options *o)
{
    sbx_die("%s: there are no zygotes yet", o->python);
}

void
sbx_zygote_stop(struct sbx_zygote *z)
{
    (void)z;
}

unsigned
sbx_zygote_fds(const struct sbx_zygote *z, struct pollfd *fds)
{
    (void)z;
    (void)fds;
    return 0;
}

void
sbx_zygote_step(struct sbx_zygote *z)
{
    (void)z;
}

unsigned
sbx_zygote_waiting(const struct sbx_zygote *z)
{
    (void)z;
    return 0;
}

unsigned
sbx_zygote_starts(const struct sbx_zygote *z)
{
    (void)z;
    return 0;
}

pid_t
sbx_zygote_pid(const struct sbx_zygote *z)
{
    (void)z;
    return 0;
}

const char *
sbx_zygote_error(const struct sbx_zygote *z)
{
    (void)z;
    return NULL;
}

bool
sbx_zygote_is_up(const struct sbx_zygote *z)
{
    (void)z;
    return false;
}

struct sbx_warm *
sbx_zygote_take(struct sbx_zygote *z)
{
    (void)z;
    return NULL;
}

struct sbx_warm *
sbx_zygote_order(struct sbx_zygote *z, const struct sbx_warm_order *o)
{
    (void)z;
    (void)o;
    sbx_die("there are no zygotes yet");
}

void
sbx_warm_send(struct sbx_warm *c, const struct sbx_request *r)
{
    (void)c;
    (void)r;
}

enum sbx_warm_state
sbx_warm_step(struct sbx_warm *c)
{
    return c->state;
}

void
sbx_warm_kill(struct sbx_warm *c)
{
    (void)c;
}

void
sbx_warm_free(struct sbx_warm *c)
{
    (void)c;
}
