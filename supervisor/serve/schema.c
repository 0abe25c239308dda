// SPDX-License-Identifier: MIT
// Reading values out of JSON that somebody sent.

#include "schema.h"

#include "cli.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
sbx_refuse(struct sbx_refusal *r, int status, const char *format, ...)
{
    va_list args;

    if (r->status != 0) {
        return; /* the first one is told */
    }
    r->status = status;
    va_start(args, format);
    vsnprintf(r->text, sizeof r->text, format, args);
    va_end(args);
}

static const char *
type_name(json_type type)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "an object",    [JSON_ARRAY] = "an array",
        [JSON_STRING] = "a string",     [JSON_INTEGER] = "an integer",
        [JSON_REAL] = "a number",       [JSON_TRUE] = "true or false",
        [JSON_FALSE] = "true or false", [JSON_NULL] = "null"};

    return names[type];
}

bool
sbx_schema_keys(const json_t *j, const char *where, const char *const *keys,
                struct sbx_refusal *err)
{
    const struct sbx_json *J = sbx_json();

    if (!json_is_object(j)) {
        sbx_refuse(err, 400, "%s: must be an object", where);
        return false;
    }
    if (keys == NULL) {
        return true;
    }
    for (void *i = J->j_object_iter((json_t *)(uintptr_t)j); i != NULL;
         i = J->j_object_iter_next((json_t *)(uintptr_t)j, i)) {
        const char *key = J->j_object_iter_key(i);
        size_t k = 0;
        while (keys[k] != NULL && strcmp(keys[k], key) != 0) {
            k++;
        }
        if (keys[k] == NULL) {
            char *shown = sbx_shown(key);
            sbx_refuse(err, 400, "%s: unknown key `%.100s`", where, shown);
            free(shown);
            return false;
        }
    }
    return true;
}

const json_t *
sbx_schema_get(const json_t *j, const char *key, json_type type,
               struct sbx_refusal *err)
{
    const json_t *value = sbx_json()->j_object_get(j, key);

    if (value == NULL || json_is_null(value) || err->status != 0) {
        return NULL;
    }
    json_type is = json_typeof(value);
    if (is == type || (type == JSON_TRUE && is == JSON_FALSE)
        || (type == JSON_REAL && is == JSON_INTEGER)) {
        return value;
    }
    sbx_refuse(err, 400, "%s: must be %s", key, type_name(type));
    return NULL;
}

const char *
sbx_schema_string(const json_t *j, const char *key, struct sbx_refusal *err)
{
    const json_t *value = sbx_schema_get(j, key, JSON_STRING, err);

    return value == NULL ? NULL : sbx_json()->j_string_value(value);
}

bool
sbx_schema_bool(const json_t *j, const char *key, struct sbx_refusal *err)
{
    const json_t *value = sbx_schema_get(j, key, JSON_TRUE, err);

    return value != NULL && json_is_true(value);
}

const char **
sbx_schema_strings(const json_t *j, const char *key, size_t *n,
                   struct sbx_refusal *err)
{
    const struct sbx_json *J = sbx_json();
    const json_t *list = sbx_schema_get(j, key, JSON_ARRAY, err);

    *n = 0;
    if (list == NULL) {
        return NULL;
    }
    size_t size = J->j_array_size(list);
    const char **all = sbx_need(calloc(size + 1, sizeof *all));
    for (; *n < size; ++*n) {
        const json_t *item = J->j_array_get(list, *n);
        if (!json_is_string(item)) {
            sbx_refuse(err, 400, "%s[%zu]: must be a string", key, *n);
            break;
        }
        all[*n] = J->j_string_value(item);
    }
    return all;
}

void
sbx_schema_limit(const json_t *j, const char *where, const char *key,
                 uint64_t unit, uint64_t *limit, struct sbx_refusal *err)
{
    const json_t *value = sbx_json()->j_object_get(j, key);

    if (value == NULL || json_is_null(value) || err->status != 0) {
        return;
    }
    double n =
        json_is_integer(value) ? (double)sbx_json()->j_integer_value(value)
        : json_is_real(value) && unit != 1 ? sbx_json()->j_real_value(value)
                                           : -1;
    /* 2^53: beyond it doubles are not exact, and nobody wants so much. */
    if (!(n > 0) || n * (double)unit > 9007199254740992.0 * 1000) {
        sbx_refuse(err, 400, "%s.%s: must be a number above 0", where, key);
        return;
    }
    uint64_t wanted = (uint64_t)(n * (double)unit);
    if (*limit != 0 && wanted > *limit) {
        sbx_refuse(err, 400, "%s.%s: the server's limit is %.15g", where, key,
                   (double)*limit / (double)unit);
        return;
    }
    *limit = wanted > 0 ? wanted : 1;
}

bool
sbx_schema_path(const char *path, char *ret, size_t size)
{
    size_t n = 0;
    unsigned depth = 0;

    if (path[0] == '/') {
        return false;
    }
    while (*path != '\0') {
        size_t part = strcspn(path, "/");
        if (part == 2 && memcmp(path, "..", 2) == 0) {
            if (depth == 0) {
                return false;
            }
            depth--;
            while (n > 0 && ret[--n] != '/') {
            }
        }
        else if (part > 0 && !(part == 1 && path[0] == '.')) {
            if (part > NAME_MAX || n + part + 2 > size || ++depth > 32) {
                return false;
            }
            if (n > 0) {
                ret[n++] = '/';
            }
            memcpy(ret + n, path, part);
            n += part;
        }
        path += part;
        path += strspn(path, "/");
    }
    ret[n] = '\0';
    return n > 0;
}
