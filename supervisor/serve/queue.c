// SPDX-License-Identifier: MIT
// Orders wait in a line of limited length, and so many are at work at once.

#include "cli.h"
#include "metrics.h"
#include "scratchdir.h"
#include "task.h"
#include "watch.h"
#include "zygote.h"

#include <stdlib.h>

#define MAX_STUCK (10 * SBX_SECOND)
#define MAX_TRIES 10
#define PAUSE UINT64_C(2000000) /* ns; doubled with each try: 2 s in all */

static struct sbx_task *waiting, *working;
static unsigned n_waiting, n_working;

struct sbx_task *
sbx_task_new(struct sbx_order *order, void *owner,
             void (*done)(struct sbx_task *),
             void (*output)(struct sbx_task *))
{
    if (sbx_server.draining
        || n_waiting + n_working
               >= sbx_server.o.workers + sbx_server.o.queue) {
        return NULL;
    }
    struct sbx_task *t = sbx_need(calloc(1, sizeof *t));
    t->order = order;
    t->owner = owner;
    t->done = done;
    t->output = output;
    t->dir = -1;
    t->born = sbx_now();
    struct sbx_task **at = &waiting;
    while (*at != NULL) {
        at = &(*at)->next;
    }
    *at = t;
    n_waiting++;
    sbx_serve_kick();
    return t;
}

void
sbx_task_free(struct sbx_task *t)
{
    if (t->own != NULL) {
        t->backend->free(t);
    }
    sbx_scratchdir_remove(t);
    sbx_buffer_free(&t->out);
    sbx_buffer_free(&t->err);
    sbx_json_free(t->report);
    sbx_order_free(t->order);
    free(t);
}

static void
unlink_from(struct sbx_task **list, const struct sbx_task *t)
{
    while (*list != t) {
        list = &(*list)->next;
    }
    *list = t->next;
}

void
sbx_task_cancel(struct sbx_task *t)
{
    t->cancelled = true;
    t->output = NULL;
    if (t->state == SBX_TASK_WAITS) {
        unlink_from(&waiting, t);
        n_waiting--;
        sbx_metrics_cancelled();
        sbx_task_free(t);
    }
    else if (t->state == SBX_TASK_WORKS) {
        t->backend->kill(t, SBX_KILL_STOP);
    }
    else {
        sbx_task_free(t);
    }
}

/* A zygote that cannot come up is why there are cold runs, too: their report
 * says what is wrong with the policy. */
static const struct sbx_backend *
backend_for(const struct sbx_task *t)
{
    const struct sbx_zygote *z = t->order->pool->zygote;

    if (t->backend != NULL && t->backend != &sbx_warm_backend) {
        return t->backend;
    }
    return z == NULL || sbx_zygote_error(z) != NULL || t->order->module != NULL
               ? &sbx_cold_backend
               : &sbx_warm_backend;
}

/* Not for a moment, but for as long as nobody should wait. */
static bool
is_hopeless(struct sbx_task *t)
{
    uint64_t now = sbx_now();

    t->stuck = t->stuck == 0 ? now : t->stuck;
    return now - t->stuck > MAX_STUCK;
}

/* What a `pysbx run` has no part in: values. */
static const char *
cannot(const struct sbx_task *t)
{
    const struct sbx_zygote *z = t->order->pool->zygote;

    return t->backend == &sbx_cold_backend && z != NULL
                   && t->order->want != SBX_WANT_NOTHING
               ? sbx_zygote_error(z)
               : NULL;
}

static void
give_up(struct sbx_task *t, const char *why)
{
    t->state = SBX_TASK_DONE;
    t->report = sbx_answer_setup(t->order, why);
    sbx_answer_complete(t, t->report);
    sbx_metrics_done(t);
    sbx_scratchdir_remove(t);
    t->done(t);
}

static void
start_some(void)
{
    struct sbx_task **at = &waiting, *t;

    while ((t = *at) != NULL && n_working < sbx_server.o.workers) {
        t->started = sbx_now();
        if (t->started < t->later) {
            at = &t->next;
            continue;
        }
        t->backend = backend_for(t);
        t->deadline = t->order->wall == 0 ? 0 : t->started + t->order->wall;
        const char *why = cannot(t);
        if (why != NULL || !t->backend->start(t)) {
            if (why == NULL && !is_hopeless(t)) {
                at = &t->next; /* others may not lack what this one does */
                continue;
            }
            *at = t->next;
            n_waiting--;
            give_up(t, why != NULL ? why : "no interpreter could be started");
            at = &waiting; /* others may have come or gone */
            continue;
        }
        t->stuck = t->tries == 0 ? 0 : t->stuck;
        *at = t->next;
        n_waiting--;
        t->state = SBX_TASK_WORKS;
        t->next = working;
        t->n_fds = 0;
        working = t;
        n_working++;
    }
}

bool
sbx_task_again(struct sbx_task *t)
{
    uint64_t now = sbx_now();

    t->stuck = t->stuck == 0 ? now : t->stuck;
    if (t->tries == MAX_TRIES || now - t->stuck > MAX_STUCK) {
        return false;
    }
    t->later = now + (PAUSE << t->tries++);
    t->again = true;
    return true;
}

/* It never began: first in the line again. */
static void
put_back(struct sbx_task *t)
{
    t->backend->free(t);
    t->again = false;
    sbx_metrics_again();
    t->state = SBX_TASK_WAITS;
    t->next = waiting;
    waiting = t;
    n_waiting++;
}

static void
finish(struct sbx_task *t)
{
    unlink_from(&working, t);
    n_working--;
    if (t->again && !t->cancelled) {
        put_back(t);
        return;
    }
    t->state = SBX_TASK_DONE;
    if (t->cancelled) {
        sbx_metrics_cancelled();
        sbx_task_free(t);
        return;
    }
    sbx_metrics_done(t);
    t->backend->free(t);
    sbx_scratchdir_remove(t);
    t->done(t);
}

unsigned
sbx_queue_poll(struct pollfd *fds, unsigned at)
{
    for (struct sbx_task *t = working; t != NULL; t = t->next) {
        t->first = at;
        t->n_fds = t->backend->poll(t, fds + at);
        at += t->n_fds;
    }
    return at;
}

void
sbx_queue_step(const struct pollfd *fds)
{
    uint64_t now = sbx_now();
    struct sbx_task *next;

    for (struct sbx_task *t = working; t != NULL; t = next) {
        bool ready = t->deadline != 0 && now >= t->deadline;
        next = t->next;
        for (unsigned i = 0; !ready && i < t->n_fds; i++) {
            ready = fds[t->first + i].revents != 0;
        }
        if (ready && t->backend->step(t)) {
            finish(t);
        }
    }
    start_some();
}

uint64_t
sbx_queue_brief(void)
{
    uint64_t last = 0, now = sbx_now();

    for (const struct sbx_task *t = working; t != NULL; t = t->next) {
        uint64_t until = t->started + SBX_TASK_BRIEF;
        last = until > now && until > last ? until : last;
    }
    return last;
}

uint64_t
sbx_queue_deadline(void)
{
    uint64_t first = 0, now = sbx_now();

    for (const struct sbx_task *t = working; t != NULL; t = t->next) {
        /* Once it is past, its process is being killed. */
        if (t->deadline > now && (first == 0 || t->deadline < first)) {
            first = t->deadline;
        }
    }
    for (const struct sbx_task *t = waiting; t != NULL; t = t->next) {
        if (t->later > now && (first == 0 || t->later < first)) {
            first = t->later;
        }
    }
    return first;
}

unsigned
sbx_queue_waiting(void)
{
    return n_waiting;
}

unsigned
sbx_queue_working(void)
{
    return n_working;
}

unsigned
sbx_queue_fds(void)
{
    return SBX_TASK_FDS * sbx_server.o.workers;
}

unsigned
sbx_queue_advice(void)
{
    return 1 + n_waiting / (4 * sbx_server.o.workers);
}

void
sbx_queue_kill(void)
{
    while (waiting != NULL) {
        struct sbx_task *t = waiting;
        waiting = t->next;
        n_waiting--;
        give_up(t, "the server is being ended");
    }
    for (struct sbx_task *t = working; t != NULL; t = t->next) {
        t->backend->kill(t, SBX_KILL_STOP);
    }
}
