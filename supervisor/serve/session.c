// SPDX-License-Identifier: MIT
// Sessions: made, listed, polled, ended.  Their calls are in session_call.c.

#include "session_call.h"

#include "cli.h"
#include "watch.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static struct sbx_session *sessions;
static unsigned n_sessions;

static struct sbx_session *
find(const char *id)
{
    struct sbx_session *s = sessions;

    while (s != NULL && (s->doomed || strcmp(s->id, id) != 0)) {
        s = s->next;
    }
    return s;
}

static bool
make_id(char id[33])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[16];

    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) {
        return false;
    }
    for (int i = 0; i < 16; i++) {
        id[2 * i] = digits[bytes[i] >> 4];
        id[2 * i + 1] = digits[bytes[i] & 15];
    }
    id[32] = '\0';
    return true;
}

static void
end(struct sbx_session *s)
{
    struct sbx_session **at = &sessions;

    while (*at != s) {
        at = &(*at)->next;
    }
    *at = s->next;
    n_sessions--;
    if (s->w != NULL) {
        sbx_warm_free(s->w);
    }
    sbx_streams_close(&s->s);
    sbx_scratchdir_remove(&s->home);
    sbx_order_free(s->home.order);
    free(s);
}

/* Now, or when its call has been answered. */
static void
doom(struct sbx_session *s)
{
    s->doomed = true;
    sbx_warm_kill(s->w);
    if (s->call != NULL && s->w->pid == 0) {
        s->call->deadline = 1; /* nothing else would tell of its end */
    }
}

static void
order_child(struct sbx_session *s)
{
    struct sbx_warm_order wanted = {.narrow = s->home.order->narrow,
                                    .scratch = s->home.path,
                                    .cwd = s->home.path};

    s->w = sbx_zygote_order(s->home.order->pool->zygote, &wanted);
    if (s->w->in >= 0) {
        close(s->w->in); /* it has no input */
        s->w->in = -1;
    }
    s->s.out = s->w->out;
    s->s.err = s->w->err;
    s->s.log = s->w->log;
    s->w->out = s->w->err = s->w->log = -1;
}

bool
sbx_session_order_again(struct sbx_session *s)
{
    const struct sbx_order *o = s->home.order;

    if (!sbx_zygote_can(o->pool->zygote,
                        &(struct sbx_warm_order){.narrow = o->narrow})) {
        return false;
    }
    sbx_warm_free(s->w);
    sbx_streams_close(&s->s);
    sbx_streams_clear(&s->s);
    order_child(s);
    return true;
}

/* Whether its zygote is there to bear it, the first call will see. */
static bool
start(struct sbx_session *s)
{
    if (s->home.order->scratch && !sbx_scratchdir_make(&s->home)) {
        return false;
    }
    order_child(s);
    return true;
}

static json_t *
describe(const struct sbx_session *s)
{
    const struct sbx_json *J = sbx_json();
    uint64_t now = sbx_now();
    json_t *j = sbx_need(J->j_object());
    bool busy = s->call != NULL;

    sbx_json_set(j, "id", sbx_json_text(s->id));
    sbx_json_set(j, "profile", sbx_json_text(s->home.order->pool->profile));
    sbx_json_set(j, "python_version",
                 sbx_json_text(s->home.order->pool->python.version));
    sbx_json_set(j, "busy", busy ? J->j_true() : J->j_false());
    sbx_json_set(j, "calls", J->j_integer((json_int_t)s->calls));
    sbx_json_set(j, "age_seconds", J->j_real((double)(now - s->born) / 1e9));
    sbx_json_set(j, "idle_seconds",
                 J->j_real(busy ? 0 : (double)(now - s->last) / 1e9));
    sbx_json_set(j, "idle_limit_seconds", J->j_real((double)s->idle / 1e9));
    sbx_json_set(j, "total_limit_seconds", J->j_real((double)s->total / 1e9));
    return j;
}

void
sbx_session_create(struct sbx_talk *k, json_t *body)
{
    struct sbx_refusal r = {0};
    uint64_t idle = sbx_server.o.idle, total = sbx_server.o.total;
    struct sbx_order *o = sbx_order_session(body, &idle, &total, &r);

    if (o != NULL && o->pool->zygote == NULL) {
        sbx_refuse(&r, 400,
                   "this server has no warm interpreters (--cold), "
                   "which sessions need");
    }
    else if (o != NULL
             && (sbx_server.draining
                 || sbx_zygote_error(o->pool->zygote) != NULL)) {
        sbx_refuse(&r, 503, "no warm interpreter is up");
    }
    else if (o != NULL && n_sessions >= sbx_server.o.sessions) {
        sbx_refuse(&r, 429, "there are %u sessions already", n_sessions);
    }
    if (r.status != 0) {
        sbx_order_free(o);
        sbx_talk_refuse(k, &r);
        return;
    }
    struct sbx_session *s = sbx_need(calloc(1, sizeof *s));
    s->home.dir = -1;
    s->home.order = o;
    s->idle = idle;
    s->total = total;
    s->born = s->last = sbx_now();
    sbx_streams_clear(&s->s);
    s->next = sessions;
    sessions = s;
    n_sessions++;
    if (!make_id(s->id) || !start(s)) {
        end(s);
        sbx_refuse(&r, 503, "the session could not be started");
        sbx_talk_refuse(k, &r);
        return;
    }
    sbx_talk_json(k, 201, describe(s));
}

void
sbx_session_list(struct sbx_talk *k, json_t *body)
{
    const struct sbx_json *J = sbx_json();
    json_t *j = sbx_need(J->j_object()), *list = sbx_need(J->j_array());

    (void)body;
    for (const struct sbx_session *s = sessions; s != NULL; s = s->next) {
        if (!s->doomed) {
            J->j_array_append_new(list, describe(s));
        }
    }
    sbx_json_set(j, "sessions", list);
    sbx_talk_json(k, 200, j);
}

static struct sbx_session *
find_or_refuse(struct sbx_talk *k)
{
    struct sbx_refusal r = {0};
    struct sbx_session *s = find(k->rest);

    if (s == NULL) {
        sbx_refuse(&r, 404, "there is no such session (any more)");
        sbx_talk_refuse(k, &r);
    }
    return s;
}

void
sbx_session_show(struct sbx_talk *k, json_t *body)
{
    const struct sbx_session *s = find_or_refuse(k);

    (void)body;
    if (s != NULL) {
        sbx_talk_json(k, 200, describe(s));
    }
}

void
sbx_session_delete(struct sbx_talk *k, json_t *body)
{
    struct sbx_session *s = find_or_refuse(k);

    (void)body;
    if (s != NULL) {
        sbx_talk_json(k, 200, describe(s));
        doom(s);
        sbx_serve_kick();
    }
}

void
sbx_session_call(struct sbx_talk *k, json_t *body)
{
    struct sbx_session *s = find_or_refuse(k);

    if (s == NULL) {
        sbx_json_free(body);
        return;
    }
    sbx_session_begin_call(s, k, body);
}

/* --- the loop --- */

unsigned
sbx_session_count(void)
{
    return n_sessions;
}

unsigned
sbx_session_fds(void)
{
    return SBX_TASK_FDS * n_sessions;
}

/* Those that are in a call are polled with it. */
unsigned
sbx_session_poll(struct pollfd *fds, unsigned at)
{
    for (struct sbx_session *s = sessions; s != NULL; s = s->next) {
        if (s->call == NULL && !s->doomed) {
            at += sbx_session_poll_one(s, fds + at);
        }
    }
    return at;
}

/* Output between calls belongs to none: a thread that the policy allows may
 * write.  It counts for the next call. */
void
sbx_session_step(const struct pollfd *fds)
{
    struct sbx_session *next;
    uint64_t now = sbx_now();

    (void)fds; /* they are few */
    for (struct sbx_session *s = sessions; s != NULL; s = next) {
        next = s->next;
        if (s->call != NULL && s->call->state != SBX_TASK_WAITS) {
            continue;
        }
        /* One that has run nothing yet is replaced when it is called. */
        if (!s->doomed && sbx_warm_step(s->w) == SBX_WARM_GONE
            && !sbx_warm_was_lost(s->w)) {
            s->doomed = true;
        }
        if (s->call != NULL) {
            continue; /* which says so when its turn has come */
        }
        if (s->doomed || now - s->last >= s->idle
            || now - s->born >= s->total) {
            end(s);
        }
    }
}

uint64_t
sbx_session_deadline(void)
{
    uint64_t first = 0;

    for (const struct sbx_session *s = sessions; s != NULL; s = s->next) {
        uint64_t idle = s->last + s->idle, total = s->born + s->total;
        uint64_t at = s->doomed ? 1 : idle < total ? idle : total;
        if (s->call == NULL && (first == 0 || at < first)) {
            first = at;
        }
    }
    return first;
}

void
sbx_session_end_all(void)
{
    struct sbx_session *next;

    for (struct sbx_session *s = sessions; s != NULL; s = next) {
        next = s->next;
        if (s->call != NULL) {
            doom(s);
        }
        else {
            end(s);
        }
    }
}
