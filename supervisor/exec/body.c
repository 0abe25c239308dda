// SPDX-License-Identifier: MIT
// Options and files become the body of a request.

#include "body.h"

#include "buffer.h"
#include "cli.h"
#include "client.h"
#include "policy_build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST ((size_t)64 << 20)

static void
read_all(int fd, const char *name, struct sbx_buffer *ret)
{
    char text[65536];
    ssize_t n;

    while ((n = read(fd, text, sizeof text)) != 0) {
        if (n < 0 && errno != EINTR) {
            sbx_die("%s: %s: %s", sbx_client_name, name, strerror(errno));
        }
        sbx_buffer_add(ret, text, n > 0 ? (size_t)n : 0, MOST);
        if (ret->cut) {
            sbx_die("%s: %s is too long", sbx_client_name, name);
        }
    }
}

static void
read_file(const char *path, struct sbx_buffer *ret)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        sbx_die("%s: %s: %s", sbx_client_name, path, strerror(errno));
    }
    read_all(fd, path, ret);
    close(fd);
}

/* JSON has only text. */
static json_t *
text_of(const struct sbx_buffer *b, const char *name)
{
    json_t *j = sbx_json()->j_stringn(b->at == NULL ? "" : b->at, b->n);

    if (j == NULL) {
        sbx_die("%s: %s is not UTF-8", sbx_client_name, name);
    }
    return j;
}

static void
add_limit(json_t *limits, const struct sbx_overlay_line *l)
{
    bool time = strcmp(l->key, "wall") == 0 || strcmp(l->key, "cpu") == 0;
    char *key = sbx_format("%s_%s", l->key, time ? "seconds" : "bytes");
    uint64_t n = 0;

    if (time) {
        sbx_value_duration(l->value, &n);
    }
    else {
        sbx_value_size(l->value, &n);
    }
    if (n != 0) { /* none: as far as the server goes */
        sbx_json_set(limits, key,
                     time ? sbx_json()->j_real((double)n / 1e9)
                          : sbx_json()->j_integer((json_int_t)n));
    }
    free(key);
}

static bool
is_file(const char *name)
{
    size_t n = strlen(name);

    return strchr(name, '/') != NULL
           || (n > 5 && strcmp(name + n - 5, ".conf") == 0);
}

/* Paths are relative to where we are, not to where the server is. */
static void
add_line(struct sbx_buffer *text, const struct sbx_overlay_line *l,
         const char *cwd)
{
    bool relative = strncmp(l->value, "${cwd}", 6) == 0;
    char *line =
        sbx_format("[%s]\n%s = %s%s\n", l->section, l->key,
                   relative ? cwd : "", l->value + (relative ? 6 : 0));

    sbx_buffer_add(text, line, strlen(line), MOST);
    free(line);
}

/* A name is one of the server's profiles; files and options that grant are
 * sent as text, which may not be more than what the server grants. */
static json_t *
policy_of(const struct sbx_exec *e)
{
    const struct sbx_overlay *o = &e->profile.overlay;
    const char *names = e->profile.policy;
    struct sbx_buffer text = {0};
    char *cwd = sbx_need(getcwd(NULL, 0));
    bool more = false,
         plain =
             names == NULL || (strchr(names, ',') == NULL && !is_file(names));

    for (size_t i = 0; i < o->n; i++) {
        more |= strcmp(o->at[i].section, "limits") != 0;
    }
    if (plain && !more) {
        free(cwd);
        return sbx_json_text(names);
    }
    char *list = sbx_need(strdup(names == NULL ? "default" : names));
    for (char *rest = list, *name; (name = strsep(&rest, ",")) != NULL;) {
        if (is_file(name)) {
            read_file(name, &text);
            sbx_buffer_add(&text, "\n", 1, MOST);
        }
        else {
            char *line = sbx_format("include = %s\n", name);
            sbx_buffer_add(&text, line, strlen(line), MOST);
            free(line);
        }
    }
    free(list);
    for (size_t i = 0; i < o->n; i++) {
        if (strcmp(o->at[i].section, "limits") != 0) {
            add_line(&text, &o->at[i], cwd);
        }
    }
    free(cwd);
    json_t *j = sbx_need(sbx_json()->j_object());
    sbx_json_set(j, "text", text_of(&text, "the policy"));
    sbx_buffer_free(&text);
    return j;
}

json_t *
sbx_exec_body(const struct sbx_exec *e)
{
    const struct sbx_json *J = sbx_json();
    const struct sbx_overlay *o = &e->profile.overlay;
    json_t *j = sbx_need(J->j_object()), *args = sbx_need(J->j_array());
    json_t *limits = sbx_need(J->j_object());
    struct sbx_buffer code = {0}, in = {0};

    if (e->code != NULL) {
        sbx_json_set(j, "code", sbx_json_text(e->code));
    }
    else {
        if (e->file != NULL) {
            read_file(e->file, &code);
            sbx_json_set(j, "name", sbx_json_text(e->file));
        }
        else {
            read_all(STDIN_FILENO, "standard input", &code);
            sbx_json_set(j, "name", sbx_json_text("-"));
        }
        sbx_json_set(j, "code", text_of(&code, "the program"));
    }
    for (size_t i = 0; e->args[i] != NULL; i++) {
        J->j_array_append_new(args, sbx_json_text(e->args[i]));
    }
    sbx_json_set(j, "args", args);
    if ((e->code != NULL || e->file != NULL) && !isatty(STDIN_FILENO)) {
        read_all(STDIN_FILENO, "standard input", &in);
        sbx_json_set(j, "stdin", text_of(&in, "standard input"));
    }
    for (size_t i = 0; i < o->n; i++) {
        if (strcmp(o->at[i].section, "limits") == 0) {
            add_limit(limits, &o->at[i]);
        }
    }
    sbx_json_set(j, "limits", limits);
    sbx_json_set(j, "policy", policy_of(e));
    sbx_json_set(j, "python", sbx_json_text(e->profile.python));
    sbx_json_set(j, "merge", e->merge ? J->j_true() : J->j_false());
    sbx_json_set(j, "encoding", sbx_json_text("base64"));
    sbx_buffer_free(&code);
    sbx_buffer_free(&in);
    return j;
}
