// SPDX-License-Identifier: MIT
// jansson, loaded when it is first needed: a plain `pysbx run` writes no JSON,
// and a library more to load is 1 % of its time.

#ifndef SBX_JSON_H
#define SBX_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* The functions that are used, by their names without json_. */
#define SBX_JSON_FUNCTIONS(F) \
    F(object)                 \
    F(array)                  \
    F(stringn)                \
    F(integer)                \
    F(real)                   \
    F(true)                   \
    F(false)                  \
    F(null)                   \
    F(object_set_new)         \
    F(array_append_new)       \
    F(object_get)             \
    F(object_iter)            \
    F(object_iter_key)        \
    F(object_iter_next)       \
    F(object_iter_value)      \
    F(object_del)             \
    F(array_size)             \
    F(array_get)              \
    F(string_value)           \
    F(string_length)          \
    F(integer_value)          \
    F(real_value)             \
    F(delete)                 \
    F(loadb)                  \
    F(dumps)

struct sbx_json {
#define F(name) __typeof__(json_##name) *j_##name; /* `true` is a macro */
    SBX_JSON_FUNCTIONS(F)
#undef F
};

/* Dies if the library is not there. */
const struct sbx_json *sbx_json(void);

/* A string of whatever bytes: what is not UTF-8 becomes U+FFFD. */
json_t *sbx_json_bytes(const char *s, size_t n);
json_t *sbx_json_text(const char *s); /* NULL: null */
json_t *sbx_json_bool(bool b);

/* Put value, which is taken over; for members that are known to be new. */
void sbx_json_set(json_t *object, const char *key, json_t *value);

/* One reference less; NULL is none. */
void sbx_json_free(json_t *j);

/* Write the object and a newline to fd.  False with errno. */
bool sbx_json_write(const json_t *j, int fd);

#endif
