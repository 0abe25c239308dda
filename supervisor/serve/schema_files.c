// SPDX-License-Identifier: MIT
// `files` of a request.

#include "schema.h"

#include "base64.h"
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FILES 256
#define MAX_PATH 1024

/* A name twice, or a file that is a directory of another one. */
static bool
collides(const struct sbx_file *files, size_t n)
{
    const char *path = files[n].path;
    size_t len = strlen(path);

    for (size_t i = 0; i < n; i++) {
        const char *other = files[i].path;
        size_t k = strlen(other), both = k < len ? k : len;
        if (memcmp(path, other, both) == 0
            && (k == len || (k > len ? other : path)[both] == '/')) {
            return true;
        }
    }
    return false;
}

static void
take_file(const json_t *item, struct sbx_file *files, size_t i, bool eval,
          struct sbx_refusal *err)
{
    static const char *const keys[] = {"path", "content", NULL};
    const struct sbx_json *J = sbx_json();
    char where[32], normal[MAX_PATH];

    snprintf(where, sizeof where, "files[%zu]", i);
    if (!sbx_schema_keys(item, where, eval ? NULL : keys, err)) {
        return;
    }
    const json_t *path = J->j_object_get(item, "path");
    const json_t *content = J->j_object_get(item, "content");
    if (!json_is_string(path)) {
        sbx_refuse(err, 400, "%s.path: must be a string", where);
        return;
    }
    if (!sbx_schema_path(J->j_string_value(path), normal, sizeof normal)) {
        sbx_refuse(err, 400,
                   "%s.path: must be a relative path that stays in the "
                   "working directory",
                   where);
        return;
    }
    if (content != NULL && !json_is_string(content)) {
        sbx_refuse(err, 400, "%s.content: must be a string", where);
        return;
    }
    files[i].path = sbx_need(strdup(normal));
    files[i].content =
        content == NULL
            ? sbx_need(strdup(""))
            : sbx_base64_decode(J->j_string_value(content),
                                J->j_string_length(content), &files[i].n);
    if (files[i].content == NULL) {
        sbx_refuse(err, 400, "%s.content: is no base64", where);
    }
    else if (collides(files, i)) {
        sbx_refuse(err, 400, "%s.path: collides with another file", where);
    }
}

struct sbx_file *
sbx_schema_files(const json_t *j, size_t *n, bool eval,
                 struct sbx_refusal *err)
{
    const struct sbx_json *J = sbx_json();
    const json_t *list = sbx_schema_get(j, "files", JSON_ARRAY, err);

    *n = 0;
    if (list == NULL) {
        return NULL;
    }
    size_t size = J->j_array_size(list);
    if (size > MAX_FILES) {
        sbx_refuse(err, 400, "files: at most %d are taken", MAX_FILES);
        return NULL;
    }
    struct sbx_file *files = sbx_need(calloc(size + 1, sizeof *files));
    while (*n < size && err->status == 0) {
        take_file(J->j_array_get(list, *n), files, *n, eval, err);
        ++*n;
    }
    return files;
}
