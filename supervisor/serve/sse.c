// SPDX-License-Identifier: MIT
// Server-sent events: `stdout`, `stderr` with a text as JSON, at last `report`
// with the answer but for these.

#include "talk.h"

#include "base64.h"
#include "cli.h"
#include "utf8.h"
#include "watch.h"

#include <stdlib.h>
#include <string.h>

#define PIECE ((size_t)64 << 10)

static void
put(struct sbx_talk *k, const char *name, json_t *j)
{
    char *text = sbx_need(sbx_json()->j_dumps(
        j, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9)));
    char *event = sbx_format("event: %s\ndata: %s\n\n", name, text);

    sbx_buffer_add(&k->events, event, strlen(event), SIZE_MAX);
    free(event);
    free(text);
    sbx_json_free(j);
}

/* How much of s can be told without cutting a character in two. */
static size_t
whole(const char *s, size_t n, bool last)
{
    size_t back = 0;

    if (last) {
        return n;
    }
    while (back < 3 && back < n && (s[n - 1 - back] & 0xC0) == 0x80) {
        back++;
    }
    if (back < n && (s[n - 1 - back] & 0xC0) == 0xC0
        && sbx_utf8_len(s + n - 1 - back, back + 1) == 0) {
        return n - 1 - back;
    }
    return n;
}

static void
tell(struct sbx_talk *k, const char *name, const struct sbx_buffer *b,
     size_t *told, bool last)
{
    bool base64 = k->task->order->base64;

    while (*told < b->n) {
        size_t n = b->n - *told < PIECE ? b->n - *told : PIECE;
        bool end = last && *told + n == b->n;
        /* Groups of three bytes, so that the texts can be put together. */
        size_t take = !base64 ? whole(b->at + *told, n, end)
                      : end   ? n
                              : n / 3 * 3;
        if (take == 0) {
            return;
        }
        struct sbx_buffer part = {.at = b->at + *told, .n = take};
        put(k, name, sbx_answer_text(&part, base64));
        *told += take;
    }
}

void
sbx_events_output(struct sbx_talk *k, bool last)
{
    tell(k, "stdout", &k->task->out, &k->told_out, last);
    tell(k, "stderr", &k->task->err, &k->told_err, last);
    if (k->sent < k->events.n) {
        sbx_talk_resume(k);
    }
}

void
sbx_events_done(struct sbx_talk *k, json_t *report)
{
    sbx_events_output(k, true);
    sbx_json()->j_object_del(report, "stdout");
    sbx_json()->j_object_del(report, "stderr");
    put(k, "report", report);
    k->events_end = true;
}

ssize_t
sbx_events_read(void *talk, uint64_t at, char *text, size_t n)
{
    struct sbx_talk *k = talk;
    size_t left = k->events.n - k->sent;

    (void)at;
    if (k->gone) {
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    if (left == 0 && k->events_end) {
        return MHD_CONTENT_READER_END_OF_STREAM;
    }
    if (left == 0) {
        sbx_buffer_free(&k->events);
        k->sent = 0;
        sbx_talk_suspend(k);
        return 0;
    }
    n = left < n ? left : n;
    memcpy(text, k->events.at + k->sent, n);
    k->sent += n;
    k->line->since = sbx_now(); /* it reads */
    return (ssize_t)n;
}
