// SPDX-License-Identifier: MIT
// Bodies become orders: POST /v1/run and the calls of sessions.

#include "order.h"

#include "cli.h"
#include "schema.h"

#include <stdlib.h>
#include <string.h>

/* Every key of every body; a body has those whose bit is set. */
enum {
    RUN = SBX_BODY_RUN,
    SESSION = SBX_BODY_SESSION,
    CALL = SBX_BODY_CALL,
    TASK = SBX_BODY_TASK,
};
static const struct {
    const char *key;
    unsigned in;
} keys[] = {
    {"code", RUN | CALL},
    {"files", RUN | SESSION},
    {"program", RUN},
    {"name", RUN},
    {"args", RUN},
    {"stdin", RUN},
    {"policy", RUN | SESSION | TASK},
    {"python", RUN | SESSION | TASK},
    {"limits", RUN | SESSION | CALL | TASK},
    {"collect", RUN},
    {"result", RUN | CALL},
    {"encoding", RUN | CALL | TASK},
    {"merge", RUN},
    {"task", TASK},
    {"idle_seconds", SESSION},
    {"total_seconds", SESSION},
};
#define KEYS (sizeof keys / sizeof *keys)

static bool
check_keys(const json_t *body, unsigned kind, struct sbx_refusal *err)
{
    const char *names[KEYS + 1] = {NULL};
    size_t n = 0;

    for (size_t i = 0; i < KEYS; i++) {
        if (keys[i].in & kind) {
            names[n++] = keys[i].key;
        }
    }
    return sbx_schema_keys(body, "body", names, err);
}

/* "policy": a name, or {"profile": name, "text": a narrower one}. */
static const char *
take_policy(struct sbx_order *o, struct sbx_refusal *err)
{
    static const char *const members[] = {"profile", "text", NULL};
    const json_t *j = sbx_json()->j_object_get(o->body, "policy");

    if (json_is_object(j)) {
        if (sbx_schema_keys(j, "policy", members, err)) {
            o->narrow = sbx_schema_string(j, "text", err);
        }
        return sbx_schema_string(j, "profile", err);
    }
    return sbx_schema_string(o->body, "policy", err);
}

static void
take_pool(struct sbx_order *o, struct sbx_refusal *err)
{
    const char *profile = take_policy(o, err);
    const char *python = sbx_schema_string(o->body, "python", err);

    o->pool = sbx_pool_find(profile, python);
    if (o->pool == NULL) {
        bool known = sbx_pool_find(profile, NULL) != NULL;
        char *shown = sbx_shown(known ? python : profile);
        sbx_refuse(err, 400,
                   known ? "python: `%.100s` is not offered; GET /v1/policy "
                           "lists what is"
                         : "policy: there is no profile `%.100s`; GET "
                           "/v1/policy lists them",
                   shown);
        free(shown);
        o->pool = sbx_pool_find(NULL, NULL);
    }
    if (o->narrow != NULL && err->status == 0) {
        o->policy = sbx_pool_narrow(o->pool, o->narrow, err);
    }
}

static void
lower_limits(struct sbx_order *o, struct sbx_refusal *err)
{
    static const char *const names[] = {"wall_seconds",    "cpu_seconds",
                                        "memory_bytes",    "output_bytes",
                                        "file_size_bytes", NULL};
    const json_t *j = sbx_schema_get(o->body, "limits", JSON_OBJECT, err);

    if (j == NULL || !sbx_schema_keys(j, "limits", names, err)) {
        return;
    }
    sbx_schema_limit(j, "limits", names[0], SBX_SECOND, &o->wall, err);
    sbx_schema_limit(j, "limits", names[1], SBX_SECOND, &o->cpu, err);
    sbx_schema_limit(j, "limits", names[2], 1, &o->memory, err);
    sbx_schema_limit(j, "limits", names[3], 1, &o->output, err);
    sbx_schema_limit(j, "limits", names[4], 1, &o->file_size, err);
}

static uint64_t
lower(uint64_t a, uint64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

/* Those of the policy; what a narrower one leaves out does not fall away. */
void
sbx_order_limits(struct sbx_order *o)
{
    const struct sbx_policy *p = o->pool->policy, *own = o->policy;

#define LIMIT(member)                         \
    o->member = own == NULL ? p->member.value \
                            : lower(p->member.value, own->member.value)
    LIMIT(wall);
    LIMIT(cpu);
    LIMIT(memory);
    LIMIT(file_size);
    LIMIT(output);
#undef LIMIT
    o->output = lower(o->output, sbx_server.o.output);
}

/* "collect": true, or paths. */
static void
take_collect(struct sbx_order *o, struct sbx_refusal *err)
{
    const json_t *j = sbx_json()->j_object_get(o->body, "collect");
    char normal[1024];

    if (j == NULL || json_is_boolean(j) || json_is_null(j)) {
        o->collect = j != NULL && json_is_true(j) ? SBX_COLLECT_ALL
                                                  : SBX_COLLECT_NOTHING;
        return;
    }
    o->collect = SBX_COLLECT_NAMED;
    o->wanted = sbx_schema_strings(o->body, "collect", &o->n_wanted, err);
    for (size_t i = 0; i < o->n_wanted && err->status == 0; i++) {
        if (!sbx_schema_path(o->wanted[i], normal, sizeof normal)
            || strcmp(normal, o->wanted[i]) != 0) {
            sbx_refuse(err, 400,
                       "collect[%zu]: must be a relative path without `.`, "
                       "`..` and doubled slashes",
                       i);
        }
    }
}

static void
take_result(struct sbx_order *o, struct sbx_refusal *err)
{
    const char *result = sbx_schema_string(o->body, "result", err);
    const char *encoding = sbx_schema_string(o->body, "encoding", err);

    if (result != NULL && strcmp(result, "json") == 0) {
        o->want = SBX_WANT_JSON;
    }
    else if (result != NULL && strcmp(result, "repr") == 0) {
        o->want = SBX_WANT_REPR;
    }
    else if (result != NULL && strcmp(result, "none") != 0) {
        sbx_refuse(err, 400, "result: must be json, repr or none");
    }
    if (o->want != SBX_WANT_NOTHING && o->pool->zygote == NULL) {
        sbx_refuse(err, 400,
                   "result: this server has no warm interpreters "
                   "(--cold), which it needs");
    }
    o->base64 = encoding != NULL && strcmp(encoding, "base64") == 0;
    if (encoding != NULL && !o->base64 && strcmp(encoding, "utf-8") != 0) {
        sbx_refuse(err, 400, "encoding: must be utf-8 or base64");
    }
}

static void
take_text(struct sbx_order *o, const char *key, const char **ret, size_t *n,
          struct sbx_refusal *err)
{
    const json_t *j = sbx_schema_get(o->body, key, JSON_STRING, err);

    if (j != NULL) {
        *ret = sbx_json()->j_string_value(j);
        *n = sbx_json()->j_string_length(j);
    }
}

/* `program` names one of files; without it, it is main.py. */
void
sbx_order_program(struct sbx_order *o, const char *key, const char *path,
                  struct sbx_refusal *err)
{
    for (size_t i = 0; i < o->n_files; i++) {
        if (strcmp(o->files[i].path, path) == 0) {
            o->program = o->files[i].path;
            o->code = o->files[i].content;
            o->n_code = o->files[i].n;
            return;
        }
    }
    char *shown = sbx_shown(path);
    sbx_refuse(err, 400, "%s: `%.100s` is none of the files", key, shown);
    free(shown);
}

static void
take_code(struct sbx_order *o, struct sbx_refusal *err)
{
    const char *program = sbx_schema_string(o->body, "program", err);
    size_t n;

    take_text(o, "code", &o->code, &o->n_code, err);
    o->args = sbx_schema_strings(o->body, "args", &n, err);
    o->files = sbx_schema_files(o->body, &o->n_files, false, err);
    o->name = sbx_schema_string(o->body, "name", err);
    if (err->status != 0) {
        return;
    }
    if (o->code != NULL && program != NULL) {
        sbx_refuse(err, 400, "code: cannot be given together with program");
    }
    else if (o->code == NULL && o->n_files == 0) {
        sbx_refuse(err, 400, "body: needs code or files");
    }
    else if (o->code == NULL) {
        sbx_order_program(o, "program", program != NULL ? program : "main.py",
                          err);
    }
}

struct sbx_order *
sbx_order_begin(json_t *body, unsigned kind, struct sbx_refusal *err)
{
    struct sbx_order *o = sbx_need(calloc(1, sizeof *o));

    o->body = body;
    if (check_keys(body, kind, err)) {
        take_pool(o, err);
        sbx_order_limits(o);
        lower_limits(o, err);
        take_result(o, err);
    }
    return o;
}

static struct sbx_order *
finish(struct sbx_order *o, struct sbx_refusal *err)
{
    if (err->status != 0) {
        sbx_order_free(o);
        return NULL;
    }
    return o;
}

struct sbx_order *
sbx_order_run(json_t *body, struct sbx_refusal *err)
{
    struct sbx_order *o = sbx_order_begin(body, RUN, err);

    if (err->status == 0) {
        take_code(o, err);
        take_text(o, "stdin", &o->in, &o->n_in, err);
        take_collect(o, err);
        o->merge = sbx_schema_bool(o->body, "merge", err);
        o->scratch = o->n_files > 0 || o->collect != SBX_COLLECT_NOTHING;
    }
    return finish(o, err);
}

struct sbx_order *
sbx_order_session(json_t *body, uint64_t *idle, uint64_t *total,
                  struct sbx_refusal *err)
{
    struct sbx_order *o = sbx_order_begin(body, SESSION, err);

    if (err->status == 0) {
        o->files = sbx_schema_files(body, &o->n_files, false, err);
        o->scratch = o->n_files > 0;
        sbx_schema_limit(body, "body", "idle_seconds", SBX_SECOND, idle, err);
        sbx_schema_limit(body, "body", "total_seconds", SBX_SECOND, total,
                         err);
    }
    return finish(o, err);
}

struct sbx_order *
sbx_order_call(json_t *body, const struct sbx_order *home,
               struct sbx_refusal *err)
{
    struct sbx_order *o = sbx_need(calloc(1, sizeof *o));

    o->body = body;
    o->pool = home->pool;
    o->wall = home->wall;
    o->cpu = home->cpu;
    o->memory = home->memory;
    o->file_size = home->file_size;
    o->output = home->output;
    if (check_keys(body, CALL, err)) {
        lower_limits(o, err);
        take_result(o, err);
        take_text(o, "code", &o->code, &o->n_code, err);
        if (o->code == NULL) {
            sbx_refuse(err, 400, "body: needs code");
        }
    }
    return finish(o, err);
}

void
sbx_order_free(struct sbx_order *o)
{
    if (o == NULL) {
        return;
    }
    for (size_t i = 0; i < o->n_files; i++) {
        free((void *)(uintptr_t)o->files[i].path);
        free(o->files[i].content);
    }
    free(o->files);
    free((void *)o->args);
    free((void *)o->wanted);
    free(o->task);
    if (o->policy != NULL) {
        sbx_policy_free(o->policy);
    }
    sbx_json_free(o->body);
    free(o);
}
