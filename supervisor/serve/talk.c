// SPDX-License-Identifier: MIT
// One request: may it be made, is its body in order, what is the answer.

#include "talk.h"

#include "cli.h"
#include "metrics.h"
#include "token.h"
#include "watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *
header(const struct sbx_talk *k, const char *name)
{
    return sbx_mhd()->lookup_connection_value(k->mhd, MHD_HEADER_KIND, name);
}

/* --- answers --- */

void
sbx_talk_text(struct sbx_talk *k, int status, const char *type,
              const char *text, size_t n)
{
    if (k->status != 0) {
        return;
    }
    k->status = status;
    k->type = type;
    k->text = sbx_need(malloc(n + 1));
    memcpy(k->text, text, n);
    k->text[n] = '\0';
    k->n_text = n;
}

void
sbx_talk_json(struct sbx_talk *k, int status, json_t *j)
{
    if (k->status == 0) {
        k->status = status;
        k->type = "application/json";
        k->text = sbx_need(
            sbx_json()->j_dumps(j, JSON_COMPACT | JSON_REAL_PRECISION(9)));
        k->n_text = strlen(k->text);
    }
    sbx_json_free(j);
}

static const char *
title(int status)
{
    switch (status) {
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 429:
        return "Too Many Requests";
    default:
        return "Service Unavailable";
    }
}

void
sbx_talk_refuse(struct sbx_talk *k, const struct sbx_refusal *r)
{
    json_t *j = sbx_need(sbx_json()->j_object());

    sbx_json_set(j, "title", sbx_json_text(title(r->status)));
    sbx_json_set(j, "description", sbx_json_text(r->text));
    if (r->status == 429 || r->status == 503) {
        k->retry = sbx_queue_advice();
    }
    sbx_talk_json(k, r->status, j);
}

void
sbx_talk_task(struct sbx_talk *k, struct sbx_task *t,
              json_t *(*render)(const struct sbx_task *t))
{
    k->task = t;
    k->render = render;
}

void
sbx_talk_order(struct sbx_talk *k, struct sbx_order *o,
               json_t *(*render)(const struct sbx_task *t))
{
    struct sbx_refusal r = {0};
    struct sbx_task *t = sbx_task_new(o, k, sbx_talk_done, sbx_talk_output);

    if (t != NULL) {
        sbx_talk_task(k, t, render);
        return;
    }
    sbx_order_free(o);
    if (sbx_server.draining) {
        sbx_refuse(&r, 503, "the server is ending");
    }
    else {
        sbx_refuse(&r, 429, "%u requests are waiting; come back later",
                   sbx_queue_waiting());
    }
    sbx_talk_refuse(k, &r);
}

void
sbx_talk_output(struct sbx_task *t)
{
    struct sbx_talk *k = t->owner;

    if (k->wants_events) {
        sbx_events_output(k, false);
    }
}

void
sbx_talk_done(struct sbx_task *t)
{
    struct sbx_talk *k = t->owner;
    json_t *j = k->render(t);

    if (k->wants_events) {
        sbx_events_done(k, j);
    }
    else {
        sbx_talk_json(k, 200, j);
    }
    k->task = NULL;
    sbx_task_free(t);
    sbx_talk_resume(k);
}

/* --- what libmicrohttpd is told --- */

static void
add(struct MHD_Response *r, const char *name, const char *value)
{
    sbx_mhd()->add_response_header(r, name, value);
}

static enum MHD_Result
send_answer(struct sbx_talk *k)
{
    char number[16];
    struct MHD_Response *r = sbx_mhd()->create_response_from_buffer(
        k->n_text, k->text, MHD_RESPMEM_MUST_FREE);

    if (r == NULL) {
        return MHD_NO;
    }
    k->text = NULL;
    add(r, "Content-Type", k->type);
    add(r, "Cache-Control", "no-store");
    if (k->retry != 0) {
        snprintf(number, sizeof number, "%u", k->retry);
        add(r, "Retry-After", number);
    }
    if (k->allow != NULL) {
        add(r, "Allow", k->allow);
    }
    if (k->status == 401) {
        add(r, "WWW-Authenticate", "Bearer");
    }
    if (!k->whole || sbx_server.draining
        || sbx_http_half_closed(k->line->fd)) {
        add(r, "Connection", "close");
    }
    sbx_metrics_answered(k->status);
    enum MHD_Result rc =
        sbx_mhd()->queue_response(k->mhd, (unsigned)k->status, r);
    sbx_mhd()->destroy_response(r);
    return rc;
}

static enum MHD_Result
send_events(struct sbx_talk *k)
{
    struct MHD_Response *r = sbx_mhd()->create_response_from_callback(
        MHD_SIZE_UNKNOWN, 16384, sbx_events_read, k, NULL);

    if (r == NULL) {
        return MHD_NO;
    }
    add(r, "Content-Type", "text/event-stream");
    add(r, "Cache-Control", "no-store");
    sbx_metrics_answered(200);
    enum MHD_Result rc = sbx_mhd()->queue_response(k->mhd, 200, r);
    sbx_mhd()->destroy_response(r);
    return rc;
}

/* --- requests --- */

static bool
is_json(const char *type)
{
    static const char wanted[] = "application/json";
    size_t n = strlen(wanted);

    return type != NULL && strncasecmp(type, wanted, n) == 0
           && (type[n] == '\0' || type[n] == ';' || type[n] == ' ');
}

/* Before the body is there. */
static void
begin(struct sbx_talk *k, const char *path, const char *method)
{
    const char *rest = NULL, *length = header(k, "Content-Length");
    const char *accept = header(k, "Accept");
    struct sbx_refusal *r = &k->refusal;

    if (k->line->from->tcp && !sbx_token_is_good(header(k, "Authorization"))) {
        sbx_refuse(r, 401, "needs `Authorization: Bearer TOKEN`");
        return;
    }
    k->route = sbx_route_find(method, path, &rest, &k->allow, r);
    if (k->route == NULL) {
        return;
    }
    snprintf(k->rest, sizeof k->rest, "%s", rest == NULL ? "" : rest);
    if (strcmp(k->route->method, "POST") != 0) {
        return;
    }
    if (!is_json(header(k, "Content-Type"))) {
        sbx_refuse(r, 415, "the body must be application/json");
    }
    if (length != NULL && strtoull(length, NULL, 10) > sbx_server.o.request) {
        sbx_refuse(r, 413, "the body is longer than %llu bytes",
                   (unsigned long long)sbx_server.o.request);
    }
    k->wants_events =
        accept != NULL && strstr(accept, "text/event-stream") != NULL;
}

/* More than was announced, or nothing was announced: chunks. */
static bool
take(struct sbx_talk *k, const char *data, size_t n)
{
    sbx_buffer_add(&k->body, data, n, sbx_server.o.request + 1);
    return k->body.n <= sbx_server.o.request;
}

static void
answer(struct sbx_talk *k)
{
    json_t *body = NULL;
    json_error_t error;

    k->line->since = 0;
    if (strcmp(k->route->method, "POST") == 0) {
        body = sbx_json()->j_loadb(k->body.at == NULL ? "" : k->body.at,
                                   k->body.n, JSON_REJECT_DUPLICATES, &error);
        sbx_buffer_free(&k->body);
        if (body == NULL) {
            sbx_refuse(&k->refusal, 400, "body: line %d: %s", error.line,
                       error.text);
            sbx_talk_refuse(k, &k->refusal);
            return;
        }
    }
    k->route->answer(k, body);
}

/* Suspended until there is an answer, or events are sent as they come. */
static enum MHD_Result
proceed(struct sbx_talk *k)
{
    if (k->status != 0) {
        k->line->since = sbx_now();
        return send_answer(k);
    }
    if (k->wants_events && (k->task != NULL || k->events_end)) {
        return send_events(k);
    }
    sbx_talk_suspend(k);
    return MHD_YES;
}

enum MHD_Result
sbx_talk_step(void *from, struct MHD_Connection *c, const char *path,
              const char *method, const char *version, const char *data,
              size_t *n, void **context)
{
    struct sbx_talk *k = *context;

    (void)from;
    (void)version;
    if (k == NULL) {
        k = *context = sbx_talk_new(c);
        begin(k, path, method);
        if (k->refusal.status != 0) {
            sbx_talk_refuse(k, &k->refusal);
            return send_answer(k);
        }
        return MHD_YES;
    }
    if (k->gone) {
        return MHD_NO;
    }
    if (*n > 0) {
        bool ok = take(k, data, *n);
        *n = 0;
        return ok ? MHD_YES : MHD_NO;
    }
    if (!k->whole) {
        k->whole = true;
        answer(k);
    }
    return proceed(k);
}
