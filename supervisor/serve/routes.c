// SPDX-License-Identifier: MIT
// Which function answers which request; those that need no file of their own.

#include "http.h"

#include "cli.h"
#include "metrics.h"
#include "session.h"
#include "value.h"
#include "watch.h"
#include "zygote.h"

#include <stdio.h>
#include <string.h>

/* --- running --- */

static json_t *
whole_report(const struct sbx_task *t)
{
    t->report->refcount++;
    return t->report;
}

static void
run(struct sbx_talk *k, json_t *body)
{
    struct sbx_refusal r = {0};
    struct sbx_order *o = sbx_order_run(body, &r);

    if (o == NULL) {
        sbx_talk_refuse(k, &r);
    }
    else {
        sbx_talk_order(k, o, whole_report);
    }
}

/* For the Python package: a function or code, with data, as bytes. */
static void
call(struct sbx_talk *k, json_t *body)
{
    struct sbx_refusal r = {0};
    struct sbx_order *o = sbx_order_task(body, &r);

    k->wants_events = false;
    if (o == NULL) {
        sbx_talk_refuse(k, &r);
    }
    else {
        sbx_talk_order(k, o, whole_report);
    }
}

/* What python itself would say, without a run. */
static void
cannot(struct sbx_talk *k, const struct sbx_order *o)
{
    const struct sbx_json *J = sbx_json();
    json_t *j = sbx_need(J->j_object());

    sbx_json_set(j, "stdout", sbx_json_text(o->cannot));
    sbx_json_set(j, "returncode",
                 o->cannot_code < 0 ? J->j_null()
                                    : J->j_integer(o->cannot_code));
    sbx_json_set(j, "files", J->j_array());
    sbx_talk_json(k, 200, j);
}

static void
eval(struct sbx_talk *k, json_t *body)
{
    struct sbx_refusal r = {0};
    struct sbx_order *o = sbx_order_eval(body, &r);

    k->wants_events = false; /* snekbox has none */
    if (o == NULL) {
        sbx_talk_refuse(k, &r);
    }
    else if (o->cannot != NULL) {
        cannot(k, o);
        sbx_order_free(o);
    }
    else {
        sbx_talk_order(k, o, sbx_answer_eval);
    }
}

/* --- looking --- */

static json_t *
limit(uint64_t value, uint64_t unit)
{
    return value == 0  ? sbx_json()->j_null()
           : unit == 1 ? sbx_json()->j_integer((json_int_t)value)
                       : sbx_json()->j_real((double)value / (double)unit);
}

static json_t *
pool(const struct sbx_pool *p)
{
    const struct sbx_json *J = sbx_json();
    json_t *j = sbx_need(J->j_object()), *limits = sbx_need(J->j_object());

    sbx_json_set(j, "profile", sbx_json_text(p->profile));
    sbx_json_set(j, "python", sbx_json_text(p->python.path));
    sbx_json_set(j, "python_version", sbx_json_text(p->python.version));
    sbx_json_set(j, "warm", p->zygote != NULL ? J->j_true() : J->j_false());
    sbx_json_set(limits, "wall_seconds",
                 limit(p->policy->wall.value, SBX_SECOND));
    sbx_json_set(limits, "cpu_seconds",
                 limit(p->policy->cpu.value, SBX_SECOND));
    sbx_json_set(limits, "memory_bytes", limit(p->policy->memory.value, 1));
    sbx_json_set(limits, "output_bytes", limit(p->policy->output.value, 1));
    sbx_json_set(limits, "file_size_bytes",
                 limit(p->policy->file_size.value, 1));
    sbx_json_set(j, "limits", limits);
    sbx_json_set(j, "policy", sbx_json_text(p->text));
    return j;
}

static void
policy(struct sbx_talk *k, json_t *body)
{
    const struct sbx_json *J = sbx_json();
    json_t *j = sbx_need(J->j_object()), *list = sbx_need(J->j_array());

    (void)body;
    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        J->j_array_append_new(list, pool(&sbx_server.pools[i]));
    }
    sbx_json_set(j, "profiles", list);
    sbx_json_set(j, "request_bytes",
                 J->j_integer((json_int_t)sbx_server.o.request));
    sbx_json_set(j, "files_bytes",
                 J->j_integer((json_int_t)sbx_server.o.files));
    sbx_json_set(j, "output_bytes",
                 J->j_integer((json_int_t)sbx_server.o.output));
    sbx_talk_json(k, 200, j);
}

static void
metrics(struct sbx_talk *k, json_t *body)
{
    struct sbx_buffer b = {0};

    (void)body;
    sbx_metrics_write(&b);
    sbx_talk_text(k, 200, "text/plain; version=0.0.4; charset=utf-8", b.at,
                  b.n);
    sbx_buffer_free(&b);
}

/* Would a request be answered by a warm interpreter? */
static void
health(struct sbx_talk *k, json_t *body)
{
    const char *state = sbx_server.draining ? "draining" : "ok";
    const char *why = NULL;
    json_t *j = sbx_need(sbx_json()->j_object());

    (void)body;
    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        const struct sbx_zygote *z = sbx_server.pools[i].zygote;
        if (z != NULL && !sbx_server.draining && !sbx_zygote_is_up(z)) {
            why = sbx_zygote_error(z);
            state = why == NULL ? "starting" : "failing";
        }
    }
    sbx_json_set(j, "status", sbx_json_text(state));
    sbx_json_set(j, "reason", sbx_json_text(why));
    sbx_json_set(j, "version", sbx_json_text(SBX_VERSION));
    sbx_talk_json(k, strcmp(state, "ok") == 0 ? 200 : 503, j);
}

/* --- the table --- */

static const struct sbx_route routes[] = {
#define ROUTE(method, path, function) {method, path, function},
#include "routes.def"
#undef ROUTE
};
#define ROUTES (sizeof routes / sizeof *routes)

static bool
is_path(const char *pattern, const char *path, const char **rest)
{
    size_t n = strlen(pattern);

    if (pattern[n - 1] != '/') {
        return strcmp(pattern, path) == 0;
    }
    *rest = path + n;
    return strncmp(pattern, path, n) == 0 && path[n] != '\0'
           && strchr(path + n, '/') == NULL;
}

const struct sbx_route *
sbx_route_find(const char *method, const char *path, const char **rest,
               const char **allow, struct sbx_refusal *err)
{
    static char allowed[64];
    bool known = false;

    if (strcmp(method, "HEAD") == 0) {
        method = "GET";
    }
    allowed[0] = '\0';
    for (size_t i = 0; i < ROUTES; i++) {
        if (!is_path(routes[i].path, path, rest)) {
            continue;
        }
        if (strcmp(routes[i].method, method) == 0) {
            return &routes[i];
        }
        snprintf(allowed + strlen(allowed), sizeof allowed - strlen(allowed),
                 "%s%s", known ? ", " : "", routes[i].method);
        known = true;
    }
    if (known) {
        *allow = allowed;
        sbx_refuse(err, 405, "only %s is answered there", allowed);
    }
    else {
        sbx_refuse(err, 404, "there is nothing of that name");
    }
    return NULL;
}
