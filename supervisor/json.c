// SPDX-License-Identifier: MIT
// jansson by dlopen.

#include "json.h"

#include "buffer.h"
#include "bytes.h"
#include "cli.h"
#include "utf8.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

/* The name under which every distribution has it (2.x, since 2009). */
#define LIBRARY "libjansson.so.4"

const struct sbx_json *
sbx_json(void)
{
    static struct sbx_json j;
    static bool loaded;

    if (loaded) {
        return &j;
    }
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        sbx_die("reports need jansson: %s", dlerror());
    }
#define F(name)                                                          \
    *(void **)&j.j_##name = dlsym(library, "json_" #name);               \
    if (j.j_##name == NULL) {                                            \
        sbx_die("jansson has no json_" #name ": it needs 2.7 or later"); \
    }
    SBX_JSON_FUNCTIONS(F)
#undef F
    loaded = true;
    return &j;
}

json_t *
sbx_json_bytes(const char *s, size_t n)
{
    struct sbx_buffer b = {0};
    json_t *plain = sbx_json()->j_stringn(s, n);

    if (plain != NULL) { /* it is UTF-8 */
        return plain;
    }
    for (size_t i = 0; i < n;) {
        size_t len = s[i] == '\0' ? 1 : sbx_utf8_len(s + i, n - i);
        sbx_buffer_add(&b, len != 0 ? s + i : "\xEF\xBF\xBD",
                       len != 0 ? len : 3, SIZE_MAX);
        i += len != 0 ? len : 1;
    }
    json_t *j = sbx_need(sbx_json()->j_stringn(b.at != NULL ? b.at : "", b.n));
    sbx_buffer_free(&b);
    return j;
}

json_t *
sbx_json_text(const char *s)
{
    return s == NULL ? sbx_json()->j_null() : sbx_json_bytes(s, strlen(s));
}

json_t *
sbx_json_bool(bool b)
{
    return b ? sbx_json()->j_true() : sbx_json()->j_false();
}

void
sbx_json_set(json_t *object, const char *key, json_t *value)
{
    if (sbx_json()->j_object_set_new(object, key, sbx_need(value)) != 0) {
        sbx_die("out of memory");
    }
}

void
sbx_json_free(json_t *j)
{
    /* json_decref() of the header would have to be linked. */
    if (j != NULL && j->refcount != (size_t)-1 && --j->refcount == 0) {
        sbx_json()->j_delete(j);
    }
}

bool
sbx_json_write(const json_t *j, int fd)
{
    char *text = sbx_need(
        sbx_json()->j_dumps(j, JSON_INDENT(2) | JSON_REAL_PRECISION(9)));
    size_t n = strlen(text);

    text[n++] = '\n'; /* instead of the NUL */
    if (!sbx_write_all(fd, text, n)) {
        return false;
    }
    free(text);
    return true;
}
