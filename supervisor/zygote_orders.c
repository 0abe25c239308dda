// SPDX-License-Identifier: MIT
// Children of zygotes: ordered, kept ready, handed out.  See zygote.h.

#include "zygote.h"

#include "cli.h"
#include "descriptor.h"
#include "warm.h"
#include "watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
send_order(struct process *p, const struct sbx_warm_order *o, uint32_t number,
           const int *fds)
{
    static const char none[] = "";
    const char *strings[] = {o->policy != NULL ? o->policy : o->narrow,
                             o->scratch, o->cwd, o->script};
    struct sbx_wire_order head = {
        .number = number, .flags = o->policy != NULL ? SBX_ORDER_NAMES : 0};
    uint32_t *lengths[] = {&head.policy, &head.scratch, &head.cwd,
                           &head.script};
    char room[CMSG_SPACE(SBX_FDS * sizeof(int))] = {0};
    struct iovec v[5] = {{&head, sizeof head}};
    struct msghdr m = {.msg_iov = v,
                       .msg_iovlen = 5,
                       .msg_control = room,
                       .msg_controllen = sizeof room};

    for (int i = 0; i < 4; i++) {
        const char *s = strings[i] == NULL ? none : strings[i];
        size_t n = strlen(s) + 1;
        if (n > SBX_WIRE_ORDER_MAX / 2) {
            errno = EMSGSIZE;
            return false;
        }
        *lengths[i] = (uint32_t)n;
        v[i + 1] = (struct iovec){(void *)(uintptr_t)s, n};
    }
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(SBX_FDS * sizeof(int));
    memcpy(CMSG_DATA(c), fds, SBX_FDS * sizeof(int));
    return sendmsg(p->control, &m, MSG_NOSIGNAL) > 0;
}

static struct sbx_warm_child *
order(struct sbx_zygote *z, const struct sbx_warm_order *o)
{
    int fds[SBX_FDS], all[SBX_FDS];
    struct sbx_warm_child *c = sbx_warm_new(o, fds);

    if (c == NULL) {
        return NULL;
    }
    memcpy(all, fds, sizeof fds);
    for (int i = 0; o->std != NULL && i < 3; i++) {
        all[SBX_FD_IN + i] = o->std[i];
    }
    if (o->all != NULL) {
        memcpy(all, o->all, sizeof all);
    }
    if (o->scratch != NULL) {
        c->w.scratch = sbx_need(strdup(o->scratch));
    }
    c->number = z->now.born + 1;
    c->ordered = sbx_now();
    bool sent = z->now.pid != 0 && send_order(&z->now, o, c->number, all);
    for (int i = 0; i < SBX_FDS; i++) {
        sbx_close(&fds[i]);
    }
    if (sent) {
        *z->now.last = c;
        z->now.last = &c->next_pending;
        z->now.born++;
    }
    else {
        sbx_warm_born(c, 0);
    }
    return c;
}

void
sbx_zygote_born(struct process *p, const struct sbx_wire_born *born)
{
    p->ahead = born->pid == p->ahead ? 0 : p->ahead;
    for (struct sbx_warm_child *c; (c = p->pending) != NULL;) {
        bool lost = c->number != born->number; /* with the child that had it */
        p->pending = c->next_pending;
        if (p->pending == NULL) {
            p->last = &p->pending;
        }
        sbx_warm_born(c, !lost && born->pid > 0 ? born->pid : 0);
        if (c->abandoned) {
            sbx_warm_free(&c->w);
        }
        if (!lost) {
            return;
        }
    }
}

void
sbx_zygote_lose(struct process *p)
{
    while (p->pending != NULL) {
        struct sbx_warm_child *c = p->pending;
        p->pending = c->next_pending;
        if (c->abandoned) {
            sbx_warm_close(c);
            free(c);
        }
        else {
            sbx_warm_born(c, 0);
        }
    }
    p->last = &p->pending;
}

/* A directory for one child; NULL: none is wanted, or it failed. */
static char *
new_scratch(struct sbx_zygote *z)
{
    if (z->o.scratch == NULL) {
        return NULL;
    }
    char *path =
        sbx_format("%s/%d-%u", z->o.scratch, (int)getpid(), ++z->scratches);
    if (mkdir(path, 0700) != 0) {
        free(path);
        return NULL;
    }
    return path;
}

/* One that nobody has: nothing has run in it. */
void
sbx_zygote_drop(struct sbx_warm_child *c)
{
    if (c->w.scratch != NULL) {
        rmdir(c->w.scratch);
    }
    sbx_warm_free(&c->w);
}

void
sbx_zygote_hold(struct sbx_zygote *z, bool held)
{
    z->held = held;
}

/* So many as are wanted, once the zygote is up. */
void
sbx_zygote_fill(struct sbx_zygote *z)
{
    struct sbx_warm_child **at = &z->ready;

    while (*at != NULL) {
        at = &(*at)->next;
    }
    while (z->now.up && z->n_ready < z->o.ready
           && (!z->held || z->n_ready == 0)) {
        char *scratch = new_scratch(z);
        struct sbx_warm_order o = {.scratch = scratch};
        struct sbx_warm_child *c =
            z->o.scratch != NULL && scratch == NULL ? NULL : order(z, &o);
        free(scratch);
        if (c != NULL && c->never) {
            sbx_zygote_drop(c);
            c = NULL;
        }
        if (c == NULL) {
            return; /* for want of descriptors or space: the next time */
        }
        c->spare = true;
        *at = c;
        at = &c->next;
        z->n_ready++;
    }
}

/* Those that died before anybody wanted them. */
void
sbx_zygote_weed(struct sbx_zygote *z)
{
    sbx_warm_reap();
    for (struct sbx_warm_child **at = &z->ready; *at != NULL;) {
        struct sbx_warm_child *c = *at;
        if (c->never || sbx_warm_collect(c)) {
            *at = c->next;
            z->n_ready--;
            sbx_zygote_drop(c);
        }
        else {
            at = &c->next;
        }
    }
}

struct sbx_warm *
sbx_zygote_take(struct sbx_zygote *z)
{
    if (z->ready != NULL && z->ready->w.pid <= 0) {
        sbx_zygote_hear(z, &z->now);
    }
    while (z->ready != NULL && z->ready->w.pid > 0) {
        struct sbx_warm_child *c = z->ready;
        z->ready = c->next;
        z->n_ready--;
        c->next = NULL;
        c->spare = false;
        if (!sbx_warm_collect(c)) {
            return &c->w;
        }
        sbx_zygote_drop(c);
    }
    return NULL;
}

bool
sbx_zygote_can(const struct sbx_zygote *z, const struct sbx_warm_order *o)
{
    if ((o->narrow != NULL || o->policy != NULL) && !z->is_plain) {
        return z->plain == NULL || z->plain->now.pid != 0;
    }
    return z->now.pid != 0;
}

struct sbx_warm *
sbx_zygote_order(struct sbx_zygote *z, const struct sbx_warm_order *o)
{
    if ((o->narrow != NULL || o->policy != NULL) && !z->is_plain) {
        if (z->plain == NULL) {
            z->plain = sbx_zygote_start_plain(&z->o);
        }
        return sbx_zygote_order(z->plain, o);
    }
    struct sbx_warm_child *c = order(z, o);

    if (c == NULL) {
        /* No descriptors: it is gone before it came. */
        c = sbx_need(calloc(1, sizeof *c));
        c->w.pidfd = c->w.ask = c->w.answers = c->w.in = c->w.out = c->w.err =
            c->w.log = -1;
        sbx_warm_born(c, 0);
    }
    return &c->w;
}
