// SPDX-License-Identifier: MIT
// What a zygote's child says (preload/wire.h).  From its first request on none
// of it can be believed.

#include "warm.h"

#include "cli.h"
#include "descriptor.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A record answers its own kind of request, and that one no other. */
static bool
is_wanted(const struct sbx_warm_child *c, uint32_t is)
{
    return c->limits.want == SBX_WANT_TASK
               ? is == SBX_WANT_TASK
               : is == SBX_WANT_JSON || is == SBX_WANT_REPR;
}

/* The first answer to a request counts, whatever comes after it. */
static void
take_answer(struct sbx_warm_child *c)
{
    const struct sbx_wire_answer *h = &c->in.head;
    struct sbx_answer *a = &c->w.answer;

    if (h->kind == SBX_WIRE_READY) {
        /* The first one is ours: nothing has run. */
        c->w.sealed |= !c->ready && h->sealed == 1;
        c->ready = true;
    }
    else if (h->kind == SBX_WIRE_DONE && c->w.state == SBX_WARM_BUSY
             && !a->came) {
        free((void *)(uintptr_t)a->value);
        *a = (struct sbx_answer){
            .came = true, .raised = h->raised != 0, .cut = h->cut != 0};
        if (c->value != NULL && !a->cut && is_wanted(c, h->is)) {
            a->is = (enum sbx_want)h->is;
            a->value = c->value;
            a->n = c->n_value;
            c->value = NULL;
        }
        if (c->limits.keep) {
            c->w.state = SBX_WARM_ANSWERED;
        }
    }
    else if (h->kind == SBX_WIRE_END && c->limits.early && !c->limits.keep
             && c->w.state == SBX_WARM_BUSY) {
        c->ends = true;
        c->status = h->status & 0xff;
    }
    else if (c->w.state == SBX_WARM_ANSWERED) {
        sbx_warm_kill(&c->w); /* out of turn: it could go on for ever */
    }
    free(c->value);
    c->value = NULL;
    c->n_in = c->n_value = 0;
}

/* A value that is too long ends the conversation: no library of ours sends
 * it, but for a record, whose limit the child does not know. */
static bool
is_bearable(struct sbx_warm_child *c)
{
    bool record =
        c->limits.want == SBX_WANT_TASK && c->in.head.kind == SBX_WIRE_DONE;
    uint64_t max = record ? c->limits.record : SBX_WIRE_VALUE_MAX;
    bool good = c->in.head.n <= max;

    if (!good && record && c->w.state == SBX_WARM_BUSY && !c->w.answer.came) {
        c->w.answer.came = c->w.answer.cut = true;
    }
    return good;
}

/* It hears the end of us: it does not wait for another request. */
static void
hang_up(struct sbx_warm_child *c)
{
    int left;

    /* What nobody has read out of the pipe has not run. */
    c->unread = c->requests <= 1 && c->w.ask >= 0
                && ioctl(c->w.ask, FIONREAD, &left) == 0
                && (size_t)left == c->sent;
    sbx_close(&c->w.answers);
    sbx_close(&c->w.ask);
    free(c->request);
    c->request = NULL;
    c->w.sending = false;
}

/* Read what there is; a few times only, or it would hold us up for ever. */
void
sbx_warm_hear(struct sbx_warm_child *c)
{
    for (int times = 0; times < 64 && c->w.answers >= 0; times++) {
        bool head = c->n_in < sizeof c->in;
        char *to = head ? c->in.bytes + c->n_in : c->value + c->n_value;
        size_t want =
            head ? sizeof c->in - c->n_in : c->in.head.n - c->n_value;
        ssize_t n = want == 0 ? 0 : read(c->w.answers, to, want);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno == EAGAIN) {
            return;
        }
        if (want > 0 && n <= 0) {
            hang_up(c);
            return;
        }
        c->n_in += head ? (size_t)n : 0;
        c->n_value += head ? 0 : (size_t)n;
        if (head && c->n_in == sizeof c->in) {
            if (!is_bearable(c)) {
                hang_up(c);
                return;
            }
            c->value = sbx_need(malloc(c->in.head.n + 1));
            c->value[c->in.head.n] = '\0';
        }
        if (c->n_in == sizeof c->in && c->n_value == c->in.head.n) {
            take_answer(c);
        }
    }
}
