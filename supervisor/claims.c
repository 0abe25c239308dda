// SPDX-License-Identifier: MIT
// Reading the violation log.  A line that is not exactly what the library
// writes is rubbish, and counted as such.

#include "claims.h"

#include "cli.h"
#include "json.h"
#include "log_target.h"

#include <stdlib.h>
#include <string.h>

#define MAX_CLAIMS 1000 /* as the library: SBX_LOG_DISTINCT */
#define MAX_LINES 5000

/* A member that is a string without NUL bytes, or NULL. */
static const char *
string(const json_t *j, const char *key)
{
    const struct sbx_json *J = sbx_json();
    json_t *value = J->j_object_get(j, key);

    if (!json_is_string(value)
        || strlen(J->j_string_value(value)) != J->j_string_length(value)) {
        return NULL;
    }
    return J->j_string_value(value);
}

static long
number(const json_t *j, const char *key)
{
    json_t *value = sbx_json()->j_object_get(j, key);

    return json_is_integer(value) ? (long)sbx_json()->j_integer_value(value)
                                  : 0;
}

static bool
same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
same_claim(const struct sbx_claim *a, const struct sbx_claim *b)
{
#define F(name) same(a->name, b->name) &&
    return SBX_CLAIM_STRINGS(F) a->line == b->line;
#undef F
}

static bool
is_layer(const char *s)
{
    return s != NULL
           && (strcmp(s, "interpreter") == 0 || strcmp(s, "libc") == 0
               || strcmp(s, "kernel") == 0);
}

/* False: it is no refusal. */
static bool
take_violation(struct sbx_claims *c, const json_t *j)
{
    struct sbx_claim claim = {.line = number(j, "line"), .count = 1};

#define F(name) claim.name = string(j, #name);
    SBX_CLAIM_STRINGS(F)
#undef F
    if (!is_layer(claim.layer) || claim.rule == NULL || claim.line < 0) {
        return false;
    }
    for (size_t i = 0; i < c->n; i++) {
        if (same_claim(&c->at[i], &claim)) {
            c->at[i].count++;
            return true;
        }
    }
    if (c->n == MAX_CLAIMS) {
        c->suppressed++;
        return true;
    }
    c->at[c->n++] = claim;
    return true;
}

/* False: it is no piece of an exception.  The last one that was told counts:
 * a program that embeds Python may print several. */
static bool
take_raised(struct sbx_claims *c, const json_t *j)
{
    struct sbx_raised_claim r = {
        .kind = string(j, "raised"),
        .name = string(j, "name"),
        .text = string(j, "text"),
        .function = string(j, "function"),
        .line = number(j, "line"),
        .cut = json_is_true(sbx_json()->j_object_get(j, "cut")),
    };

    if (r.kind == NULL || r.line < 0) {
        return false;
    }
    if (strcmp(r.kind, "exception") == 0) {
        c->n_raised = 0;
    }
    else if (strcmp(r.kind, "cause") != 0 && strcmp(r.kind, "context") != 0
             && strcmp(r.kind, "frame") != 0
             && strcmp(r.kind, "omitted") != 0) {
        return false;
    }
    else if (c->n_raised == 0) {
        return false;
    }
    if (c->n_raised < MAX_CLAIMS) {
        c->raised[c->n_raised++] = r;
    }
    return true;
}

/* The values stay alive as long as j, which is kept. */
static void
take_line(struct sbx_claims *c, const char *text, size_t n)
{
    json_error_t error;
    json_t *j = sbx_json()->j_loadb(text, n, JSON_REJECT_DUPLICATES, &error);
    if (j != NULL) {
        c->lines[c->n_lines++] = j;
    }
    const char *ready = string(j, "ready");

    if (ready != NULL && !c->ready && !c->running) {
        c->ready = true;
        c->python = string(j, "python");
        c->sealed = json_is_true(sbx_json()->j_object_get(j, "sealed"));
    }
    else if (json_is_true(sbx_json()->j_object_get(j, "running")) && c->ready
             && !c->running) {
        c->running = true;
    }
    else if (number(j, "suppressed") > 0) {
        c->suppressed += (unsigned long)number(j, "suppressed");
    }
    else if (!take_raised(c, j) && !take_violation(c, j)) {
        c->rubbish++;
    }
}

void
sbx_claims_read(const struct sbx_buffer *log, struct sbx_claims *ret)
{
    const char *p = log->at, *end = log->at + log->n;
    unsigned lines = 0;

    *ret = (struct sbx_claims){.cut = log->cut};
    if (log->n == 0) {
        return;
    }
    ret->at = sbx_need(calloc(MAX_CLAIMS, sizeof *ret->at));
    ret->raised = sbx_need(calloc(MAX_CLAIMS, sizeof *ret->raised));
    ret->lines = sbx_need(calloc(MAX_LINES, sizeof *ret->lines));
    while (p < end) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *stop = newline != NULL ? newline : end;
        if (++lines > MAX_LINES) {
            ret->cut = true;
            break;
        }
        if (stop > p) {
            take_line(ret, p, (size_t)(stop - p));
        }
        p = stop + 1;
    }
}

void
sbx_claims_free(struct sbx_claims *c)
{
    for (size_t i = 0; i < c->n_lines; i++) {
        sbx_json_free(c->lines[i]);
    }
    free(c->lines);
    free(c->raised);
    free(c->at);
    *c = (struct sbx_claims){0};
}

static bool
is_for_log(const char *text, size_t n)
{
    json_error_t error;
    json_t *j = sbx_json()->j_loadb(text, n, JSON_REJECT_DUPLICATES, &error);
    bool is = is_layer(string(j, "layer")) || number(j, "suppressed") > 0;

    sbx_json_free(j);
    return is;
}

void
sbx_claims_log(const struct sbx_buffer *log, const struct sbx_log_target *to)
{
    const char *p = log->at, *end = log->at + log->n, *newline;

    while (to->fd >= 0 && p < end
           && (newline = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        size_t n = (size_t)(newline - p);
        if (is_for_log(p, n) && !sbx_log_write(to->fd, p, n + 1)) {
            sbx_warn("cannot write the violation log");
            return;
        }
        p = newline + 1;
    }
}

const struct sbx_claim *
sbx_claims_find(const struct sbx_claims *c, const char *rule)
{
    for (size_t i = 0; i < c->n; i++) {
        if (strcmp(c->at[i].rule, rule) == 0) {
            return &c->at[i];
        }
    }
    return NULL;
}
