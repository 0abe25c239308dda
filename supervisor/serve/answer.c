// SPDX-License-Identifier: MIT
// What came of an order, as JSON: the report of `pysbx run`, and what a client
// that is elsewhere cannot see for itself.

#include "base64.h"
#include "bytes.h"
#include "cli.h"
#include "report.h"
#include "scratchdir.h"
#include "task.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const struct sbx_policy *
policy_of(const struct sbx_order *o)
{
    return o->policy != NULL ? o->policy : o->pool->policy;
}

/* The limits that hold for this order. */
static struct sbx_policy
limits_of(const struct sbx_order *o)
{
    struct sbx_policy p = *policy_of(o);

    p.wall.value = o->wall;
    p.cpu.value = o->cpu;
    p.memory.value = o->memory;
    p.output.value = o->output;
    p.file_size.value = o->file_size;
    return p;
}

static const char *
mode_of(const struct sbx_order *o)
{
    if (o->name != NULL && strcmp(o->name, "-") == 0) {
        return "stdin";
    }
    return o->program != NULL || o->name != NULL ? "file" : "command";
}

json_t *
sbx_answer_text(const struct sbx_buffer *b, bool base64)
{
    const char *at = b->at == NULL ? "" : b->at;
    size_t n;

    if (!base64) {
        return sbx_json_bytes(at, b->n);
    }
    char *text = sbx_base64_encode(at, b->n, &n);
    json_t *j = sbx_need(sbx_json()->j_stringn(text, n));
    free(text);
    return j;
}

/* So deep that Python's own json, which the client may have, gives up. */
#define MAX_DEPTH 200

static bool
is_deep(const char *json, size_t n)
{
    unsigned depth = 0;
    bool text = false;

    for (size_t i = 0; i < n; i++) {
        char c = json[i];
        text ^= c == '"';
        if (text) {
            i += c == '\\';
        }
        else if (c == '[' || c == '{') {
            if (++depth > MAX_DEPTH) {
                return true;
            }
        }
        else {
            depth -= (c == ']' || c == '}') && depth > 0;
        }
    }
    return false;
}

/* Of the last expression; what the process says it is. */
json_t *
sbx_answer_result(const struct sbx_answer *a)
{
    const struct sbx_json *J = sbx_json();
    json_t *value = NULL;
    json_error_t error;

    if (a == NULL || !a->came || a->is == SBX_WANT_NOTHING
        || a->is == SBX_WANT_TASK) {
        return J->j_null();
    }
    bool json = a->is == SBX_WANT_JSON;
    if (json && !is_deep(a->value, a->n)) {
        value = J->j_loadb(a->value, a->n, JSON_DECODE_ANY, &error);
    }
    if (value == NULL) {
        value = sbx_json_bytes(a->value, a->n);
        json = false;
    }
    json_t *j = sbx_need(J->j_object());
    sbx_json_set(j, "kind", sbx_json_text(json ? "json" : "repr"));
    sbx_json_set(j, "value", value);
    return j;
}

/* The Python package's; whether its program may exit, the policy says. */
static void
add_record(const struct sbx_order *o, const struct sbx_answer *a,
           json_t *report)
{
    bool came = a != NULL && a->came && a->is == SBX_WANT_TASK;
    size_t n = 0;
    char *text = came ? sbx_base64_encode(a->value, a->n, &n) : NULL;

    sbx_json_set(report, "record",
                 came ? sbx_need(sbx_json()->j_stringn(text, n))
                      : sbx_json()->j_null());
    sbx_json_set(report, "record_cut",
                 sbx_json_bool(a != NULL && a->came && a->cut));
    sbx_json_set(report, "exit_granted", sbx_json_bool(policy_of(o)->exit.on));
    free(text);
}

static bool
is_cut(const json_t *report, const char *key, const struct sbx_buffer *b)
{
    const struct sbx_json *J = sbx_json();
    const json_t *usage = J->j_object_get(report, "usage");
    const json_t *n = J->j_object_get(usage, key);

    return json_is_integer(n) && J->j_integer_value(n) > (json_int_t)b->n;
}

void
sbx_answer_complete(struct sbx_task *t, json_t *report)
{
    const struct sbx_order *o = t->order;
    json_t *skipped = sbx_need(sbx_json()->j_array());

    sbx_json_set(report, "stdout", sbx_answer_text(&t->out, o->base64));
    sbx_json_set(report, "stderr", sbx_answer_text(&t->err, o->base64));
    sbx_json_set(report, "stdout_cut",
                 sbx_json_bool(is_cut(report, "stdout_bytes", &t->out)));
    sbx_json_set(report, "stderr_cut",
                 sbx_json_bool(is_cut(report, "stderr_bytes", &t->err)));
    if (sbx_json()->j_object_get(report, "result") == NULL) {
        sbx_json_set(report, "result", sbx_json()->j_null());
    }
    if (o->want == SBX_WANT_TASK
        && sbx_json()->j_object_get(report, "record") == NULL) {
        add_record(o, NULL, report); /* nothing has run */
    }
    /* A program that is alone in its world has a private name for it. */
    sbx_json_set(report, "policy", sbx_json_text(o->pool->profile));
    const char *name = o->program != NULL ? o->program : o->name;
    sbx_json_set(report, "program",
                 sbx_json_text(strcmp(mode_of(o), "file") == 0 ? name : NULL));
    sbx_json_set(report, "mode", sbx_json_text(mode_of(o)));
    sbx_json_set(report, "warm",
                 sbx_json_bool(t->backend != &sbx_cold_backend));
    sbx_json_set(report, "files",
                 sbx_collect(t, o->collect == SBX_COLLECT_SHOWN, skipped));
    sbx_json_set(report, "files_skipped", skipped);
}

/* The library's own words, if it was the set-up. */
static void
explain_setup(struct sbx_verdict *v, const struct sbx_outcome *o)
{
    struct sbx_buffer copy = {0};

    if (strcmp(v->status, "setup") != 0 || o->error.n == 0) {
        return;
    }
    sbx_buffer_add(&copy, o->error.at, o->error.n, SIZE_MAX);
    const char *line = sbx_buffer_line(&copy);
    if (strncmp(line, "pysbx: ", 7) == 0) {
        sbx_verdict_say(v, "setup", "%s", line + 7);
    }
    sbx_buffer_free(&copy);
}

json_t *
sbx_answer(const struct sbx_task *t, const struct sbx_outcome *o,
           struct sbx_warm *w)
{
    struct sbx_policy limits = limits_of(t->order);
    struct sbx_claims claims;
    struct sbx_exception exception;
    struct sbx_verdict v;

    sbx_claims_read(&o->claims, &claims);
    sbx_exception_read(&claims, &exception);
    sbx_verdict(&limits, o, &claims, &exception, &v);
    explain_setup(&v, o);
    if (w->pid == 0) {
        sbx_verdict_say(&v, "setup", "no interpreter could be forked");
        v.exit_code = SBX_EXIT_SETUP;
    }
    struct sbx_report r = {.mode = mode_of(t->order),
                           .python = t->order->pool->python.path,
                           .limits = &limits,
                           .outcome = o,
                           .claims = &claims,
                           .exception = &exception,
                           .verdict = &v};
    json_t *report = sbx_report_json(&r);
    sbx_json_set(report, "result", sbx_answer_result(&w->answer));
    if (t->order->want == SBX_WANT_TASK) {
        add_record(t->order, &w->answer, report);
    }
    sbx_answer_complete((struct sbx_task *)(uintptr_t)t, report);
    sbx_exception_free(&exception);
    sbx_claims_free(&claims);
    return report;
}

static json_t *
bare_report(const struct sbx_order *o, int status,
            const struct sbx_verdict *verdict)
{
    struct sbx_policy limits = limits_of(o);
    const struct sbx_outcome outcome = {.status = status};
    const struct sbx_claims claims = {0};
    const struct sbx_exception none = {0};
    const struct sbx_report r = {.python = o->pool->python.path,
                                 .limits = &limits,
                                 .outcome = &outcome,
                                 .claims = &claims,
                                 .exception = &none,
                                 .verdict = verdict};

    return sbx_report_json(&r);
}

json_t *
sbx_answer_setup(const struct sbx_order *o, const char *why)
{
    const struct sbx_verdict v = {
        .status = "setup", .reason = why, .exit_code = SBX_EXIT_SETUP};

    return bare_report(o, 0, &v);
}

json_t *
sbx_answer_killed(const struct sbx_order *o, int status)
{
    struct sbx_policy none = {0};
    struct sbx_verdict v;

    sbx_verdict(&none, &(struct sbx_outcome){.status = status}, NULL, NULL,
                &v);
    if (v.signal == 0) {
        sbx_verdict_say(&v, "crash",
                        "the run's supervisor ended without a report");
    }
    return bare_report(o, status, &v);
}

/* By SIGKILL, which waits for no end of a line. */
static bool
was_stopped(const json_t *report)
{
    const char *status =
        sbx_json()->j_string_value(sbx_json()->j_object_get(report, "status"));

    return status != NULL
           && (strcmp(status, "timeout") == 0 || strcmp(status, "memory") == 0
               || strcmp(status, "output") == 0);
}

/* snekbox's: what a shell would see, but that both time and memory are
 * SIGKILL. */
static json_t *
returncode(const json_t *report)
{
    const struct sbx_json *J = sbx_json();
    const char *status = J->j_string_value(J->j_object_get(report, "status"));
    const json_t *code = J->j_object_get(report, "exit_code");
    const json_t *signal = J->j_object_get(report, "signal");

    if (status == NULL || strcmp(status, "setup") == 0) {
        return J->j_null();
    }
    if (was_stopped(report)) {
        return J->j_integer(128 + SIGKILL);
    }
    if (json_is_integer(signal)) {
        return J->j_integer(128 + J->j_integer_value(signal));
    }
    return J->j_integer(J->j_integer_value(code));
}

/* cut: whoever wrote it was stopped, which may have been within a character;
 * what there is of that one is dropped. */
static bool
is_utf8(struct sbx_buffer *b, bool cut)
{
    size_t n = sbx_utf8_span(b->at, b->n);

    if (cut && n < b->n && b->n - n < 4 && (b->at[n] & 0xc0) == 0xc0) {
        b->n = n;
    }
    return n == b->n;
}

json_t *
sbx_answer_eval(const struct sbx_task *t)
{
    const struct sbx_json *J = sbx_json();
    json_t *j = sbx_need(J->j_object());
    struct sbx_buffer out = t->out; /* its bytes stay the task's */
    bool good = is_utf8(&out, was_stopped(t->report));
    json_t *files = J->j_object_get(t->report, "files");

    sbx_json_set(j, "stdout",
                 good ? sbx_answer_text(&out, false)
                      : sbx_json_text("UnicodeDecodeError: invalid Unicode "
                                      "in output pipe"));
    sbx_json_set(j, "returncode", good ? returncode(t->report) : J->j_null());
    if (good && files != NULL) {
        files->refcount++;
        sbx_json_set(j, "files", files);
    }
    else {
        sbx_json_set(j, "files", J->j_array());
    }
    return j;
}
