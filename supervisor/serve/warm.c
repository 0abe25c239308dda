// SPDX-License-Identifier: MIT
// An order at work in a child of a zygote.

#include "scratchdir.h"
#include "streams.h"
#include "task.h"
#include "watch.h"

#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct own {
    struct sbx_warm *w;
    struct sbx_streams s;
    enum sbx_kill why;
};

/* A child that waits will do, unless the order differs from what it is. */
static bool
is_plain(const struct sbx_order *o)
{
    return !o->scratch && !o->merge && o->narrow == NULL;
}

static struct sbx_warm *
order_child(struct sbx_task *t, struct own *own)
{
    const struct sbx_order *o = t->order;
    struct sbx_warm_order wanted = {
        .narrow = o->narrow, .scratch = t->path, .cwd = t->path};
    char *script = NULL;
    int theirs[3];

    if (!sbx_streams_open(&own->s, o->merge, theirs)) {
        return NULL;
    }
    if (o->program != NULL) {
        wanted.script = script = sbx_format("%s/%s", t->path, o->program);
    }
    wanted.std = theirs;
    struct sbx_warm *w = sbx_zygote_order(o->pool->zygote, &wanted);
    for (int i = 0; i < 3; i++) {
        close(theirs[i]);
    }
    free(script);
    return w;
}

static void
adopt(int *ours, int *theirs)
{
    if (*ours < 0) {
        *ours = *theirs;
        *theirs = -1;
    }
}

static void
send_request(struct sbx_task *t, struct sbx_warm *w)
{
    const struct sbx_order *o = t->order;
    size_t n = 0;

    while (o->args != NULL && o->args[n] != NULL) {
        n++;
    }
    const char **argv = sbx_need(calloc(n + 2, sizeof *argv));
    const char *name = o->program != NULL ? o->program : o->name;
    argv[0] = name != NULL ? name : "-c";
    for (size_t i = 0; i < n; i++) {
        argv[i + 1] = o->args[i];
    }
    struct sbx_request r = {
        .code = o->code,
        .n = o->n_code,
        .file = name != NULL && strcmp(name, "-") == 0 ? "<stdin>" : name,
        .argv = argv,
        .want = o->want,
        .merged = o->merge,
        .early = !o->scratch, /* its files must be whole */
        .cpu = o->cpu,
        .memory = o->memory,
        .file_size = o->file_size,
        .record = sbx_server.o.files};
    sbx_warm_send(w, &r);
    free((void *)argv);
}

static bool
start(struct sbx_task *t)
{
    struct sbx_zygote *z = t->order->pool->zygote;
    bool plain = is_plain(t->order) && sbx_server.o.ready > 0;
    struct sbx_warm *w = NULL;

    if (!sbx_zygote_is_up(z)
        || !sbx_zygote_can(
            z, &(struct sbx_warm_order){.narrow = t->order->narrow})) {
        return false;
    }
    if (plain && (w = sbx_zygote_take(z)) == NULL) {
        return false;
    }
    if (t->order->scratch && t->dir < 0 && !sbx_scratchdir_make(t)) {
        return false;
    }
    struct own *own = sbx_need(calloc(1, sizeof *own));
    sbx_streams_clear(&own->s);
    own->w = w != NULL ? w : order_child(t, own);
    if (own->w == NULL) { /* no descriptors are left for now */
        free(own);
        return false;
    }
    adopt(&own->s.in, &own->w->in);
    adopt(&own->s.out, &own->w->out);
    adopt(&own->s.err, &own->w->err);
    adopt(&own->s.log, &own->w->log);
    own->s.text = t->order->in;
    own->s.n_text = t->order->n_in;
    t->own = own;
    send_request(t, own->w);
    sbx_streams_step(&own->s, t, false);
    return true;
}

static unsigned
poll_fds(const struct sbx_task *t, struct pollfd *fds)
{
    const struct own *own = t->own;
    /* A brief one is looked at once, when it ends. */
    bool brief = sbx_now() < t->started + SBX_TASK_BRIEF;
    unsigned n = brief ? 0 : sbx_streams_poll(&own->s, fds);

    return n + sbx_warm_poll(own->w, fds + n);
}

static void
end(struct sbx_task *t, enum sbx_kill why)
{
    struct own *own = t->own;

    if (own->why == SBX_KILL_NO) {
        own->why = why;
    }
    sbx_warm_kill(own->w);
    if (own->w->pid == 0) { /* nothing will tell us of its end */
        t->deadline = 1;
        sbx_serve_kick();
    }
}

static void
finish(struct sbx_task *t)
{
    struct own *own = t->own;
    struct sbx_outcome o = {
        .status = own->w->status,
        .kill = own->why,
        .elapsed = sbx_now() - t->started,
        .usage = own->w->usage,
        .out_bytes = own->s.out_bytes,
        .err_bytes = own->s.err_bytes,
        .output_cut = own->s.cut,
        .claims = own->s.claims,
        .error = t->order->merge ? t->out : t->err,
    };

    t->report = sbx_answer(t, &o, own->w);
}

static bool
step(struct sbx_task *t)
{
    struct own *own = t->own;

    if (!sbx_streams_step(&own->s, t, false)) {
        end(t, SBX_KILL_OUTPUT);
    }
    enum sbx_warm_state state = sbx_warm_step(own->w);
    bool lost = sbx_warm_was_lost(own->w);
    if (lost && own->why == SBX_KILL_NO && sbx_task_again(t)) {
        return true;
    }
    if (lost || state == SBX_WARM_GONE || state == SBX_WARM_ENDED
        || (own->w->pid == 0 && own->why != SBX_KILL_NO)) {
        sbx_warm_kill(own->w);
        sbx_streams_step(&own->s, t, true);
        finish(t);
        return true;
    }
    if (t->deadline != 0 && sbx_now() >= t->deadline) {
        if (own->w->pid == 0) { /* it has not begun */
            t->started = sbx_now();
            t->deadline = t->started + t->order->wall;
            return false;
        }
        end(t, SBX_KILL_WALL);
    }
    return false;
}

static void
free_own(struct sbx_task *t)
{
    struct own *own = t->own;

    if (own != NULL) {
        sbx_warm_free(own->w);
        sbx_streams_close(&own->s);
        free(own);
        t->own = NULL;
    }
}

const struct sbx_backend sbx_warm_backend = {
    .start = start,
    .poll = poll_fds,
    .step = step,
    .kill = end,
    .free = free_own,
};
