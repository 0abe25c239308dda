// SPDX-License-Identifier: MIT
// One call of a session, as a task like all others.

#include "session_call.h"

#include "cli.h"
#include "watch.h"

#include <stdlib.h>
#include <string.h>

static bool
start(struct sbx_task *t)
{
    struct sbx_session *s = t->own;
    const struct sbx_order *home = s->home.order;
    struct sbx_request r = {.code = t->order->code,
                            .n = t->order->n_code,
                            .want = t->order->want,
                            .keep = true,
                            .cpu = home->cpu,
                            .memory = home->memory,
                            .file_size = home->file_size};
    char line[128];

    bool lost = sbx_warm_was_lost(s->w);
    if (lost && !s->doomed && !sbx_session_order_again(s)) {
        return false;
    }
    if (s->w->state == SBX_WARM_GONE || (s->doomed && s->w->pid == 0)) {
        /* It ended while this waited: nothing else will tell of it. */
        t->deadline = 1;
        sbx_serve_kick();
    }
    /* What the log says at the start it says only once. */
    s->calls += t->tries == 0;
    if (s->calls > 1) {
        int n = snprintf(line, sizeof line,
                         "{\"ready\":\"" SBX_VERSION "\",\"python\":\"%s\"}\n"
                         "{\"running\":true}\n",
                         home->pool->python.version);
        sbx_buffer_add(&s->s.claims, line, (size_t)n, SIZE_MAX);
    }
    s->s.out_bytes = s->s.err_bytes = 0;
    s->s.cut = false;
    sbx_warm_send(s->w, &r);
    return true;
}

unsigned
sbx_session_poll_one(const struct sbx_session *s, struct pollfd *fds)
{
    unsigned n = 0;

    if (s->call != NULL) {
        n = sbx_streams_poll(&s->s, fds);
    }
    if (s->w->state == SBX_WARM_GONE) {
        return n; /* its pidfd is readable for ever */
    }
    return n + sbx_warm_poll(s->w, fds + n);
}

static unsigned
poll_fds(const struct sbx_task *t, struct pollfd *fds)
{
    return sbx_session_poll_one(t->own, fds);
}

static void
end(struct sbx_task *t, enum sbx_kill why)
{
    struct sbx_session *s = t->own;

    if (s->why == SBX_KILL_NO) {
        s->why = why;
    }
    s->doomed = true;
    sbx_warm_kill(s->w);
    if (s->w->pid == 0) { /* nothing will tell us of its end */
        t->deadline = 1;
        sbx_serve_kick();
    }
}

/* A call that was answered is as a program that ended, with status 1 if it
 * raised an exception. */
static void
finish(struct sbx_task *t, struct sbx_session *s, bool gone)
{
    struct sbx_outcome o = {
        .status = gone                  ? s->w->status
                  : s->w->answer.raised ? 1 << 8
                                        : 0,
        .kill = s->why,
        .elapsed = sbx_now() - t->started,
        .out_bytes = s->s.out_bytes,
        .err_bytes = s->s.err_bytes,
        .output_cut = s->s.cut,
        .claims = s->s.claims,
        .error = t->err,
    };

    if (gone) {
        o.usage = s->w->usage;
        s->doomed = true;
    }
    t->report = sbx_answer(t, &o, s->w);
    sbx_json_set(t->report, "session_alive",
                 s->doomed ? sbx_json()->j_false() : sbx_json()->j_true());
    sbx_buffer_free(&s->s.claims);
}

static bool
step(struct sbx_task *t)
{
    struct sbx_session *s = t->own;

    if (!sbx_streams_step(&s->s, t, false)) {
        end(t, SBX_KILL_OUTPUT);
    }
    enum sbx_warm_state state = sbx_warm_step(s->w);
    bool lost = sbx_warm_was_lost(s->w);
    if (lost && !s->doomed && sbx_task_again(t)) {
        return true;
    }
    if (lost || (s->doomed && s->w->pid == 0)) {
        finish(t, s, true);
        return true;
    }
    if (state == SBX_WARM_BUSY) {
        if (t->deadline != 0 && sbx_now() >= t->deadline) {
            if (s->w->pid != 0) {
                end(t, SBX_KILL_WALL);
                return false;
            }
            t->started = sbx_now(); /* it has not begun */
            t->deadline = t->started + t->order->wall;
        }
        return false;
    }
    /* What it wrote before it answered is in the pipes. */
    if (!sbx_streams_step(&s->s, t, true) && state == SBX_WARM_ANSWERED) {
        end(t, SBX_KILL_OUTPUT);
        return false;
    }
    if (state == SBX_WARM_ANSWERED && s->doomed) {
        return false; /* it was killed meanwhile */
    }
    finish(t, s, state == SBX_WARM_GONE);
    return true;
}

static void
detach(struct sbx_task *t)
{
    struct sbx_session *s = t->own;

    if (s != NULL && !t->again) {
        s->call = NULL;
        s->last = sbx_now();
        t->own = NULL;
        sbx_serve_kick();
    }
}

static const struct sbx_backend backend = {
    .start = start,
    .poll = poll_fds,
    .step = step,
    .kill = end,
    .free = detach,
};

static json_t *
whole_report(const struct sbx_task *t)
{
    const struct sbx_json *J = sbx_json();
    const struct sbx_session *s = t->own;

    if (s != NULL) { /* it never began */
        sbx_json_set(t->report, "session_alive",
                     s->doomed ? J->j_false() : J->j_true());
    }
    t->report->refcount++;
    return t->report;
}

void
sbx_session_begin_call(struct sbx_session *s, struct sbx_talk *k, json_t *body)
{
    struct sbx_refusal r = {0};
    struct sbx_order *o = sbx_order_call(body, s->home.order, &r);

    if (o != NULL && s->call != NULL) {
        sbx_refuse(&r, 409, "the session is in another call");
        sbx_order_free(o);
    }
    if (r.status != 0) {
        sbx_talk_refuse(k, &r);
        return;
    }
    /* No call is a way to outlive the session. */
    uint64_t age = sbx_now() - s->born;
    uint64_t left = s->total > age ? s->total - age : 1;
    if (o->wall == 0 || o->wall > left) {
        o->wall = left;
    }
    sbx_talk_order(k, o, whole_report);
    if (k->task != NULL) {
        k->task->backend = &backend;
        k->task->own = s;
        s->call = k->task;
    }
}
