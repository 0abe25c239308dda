// SPDX-License-Identifier: MIT
// Files that a program left.  It may have made anything of its directory:
// links, pipes, a tree of any depth and width, files that claim to be huge.
// All processes of it are dead; nothing is opened through a link, nothing but
// regular files is read, and there are limits to everything.

#include "scratchdir.h"

#include "base64.h"
#include "bytes.h"
#include "cli.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_DEPTH 32
#define MAX_SEEN 10000 /* entries that are looked at */
#define MAX_FILES 100  /* as snekbox */
#define MAX_SKIPPED 100

struct collection {
    const struct sbx_task *task;
    bool eval;
    json_t *list, *skipped;
    unsigned seen, files, n_skipped;
    uint64_t left; /* bytes */
    char path[4096];
};

static int
open_below(int dir, const char *path, int flags)
{
    struct open_how how = {.flags = (uint64_t)(flags | O_NOFOLLOW | O_NONBLOCK
                                               | O_NOCTTY | O_CLOEXEC),
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS
                                      | RESOLVE_NO_MAGICLINKS
                                      | RESOLVE_NO_XDEV};

    return (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
}

static void
skip(struct collection *c, const char *path, const char *why)
{
    if (c->n_skipped++ < MAX_SKIPPED) {
        json_t *j = sbx_need(sbx_json()->j_object());
        sbx_json_set(j, "path", sbx_json_text(path));
        sbx_json_set(j, "reason", sbx_json_text(why));
        sbx_json()->j_array_append_new(c->skipped, j);
    }
}

static void
add(struct collection *c, const char *path, const char *data, size_t n)
{
    size_t len;
    char *text = sbx_base64_encode(data, n, &len);
    json_t *j = sbx_need(sbx_json()->j_object());

    sbx_json_set(j, "path", sbx_json_text(path));
    sbx_json_set(j, "size", sbx_json()->j_integer((json_int_t)n));
    sbx_json_set(j, "content", sbx_json()->j_stringn(text, len));
    sbx_json()->j_array_append_new(c->list, j);
    free(text);
}

/* As it was put there. */
static bool
is_old(const struct sbx_order *o, const char *path, const char *data, size_t n)
{
    for (size_t i = 0; i < o->n_files; i++) {
        const struct sbx_file *f = &o->files[i];
        if (strcmp(f->path, path) == 0) {
            return f->n == n && memcmp(f->content, data, n) == 0;
        }
    }
    return false;
}

static bool
is_text(const char *s)
{
    size_t n = strlen(s);

    return sbx_utf8_span(s, n) == n;
}

/* Read fd, which is of size bytes; at most so many. */
static char *
slurp(int fd, size_t size, size_t *n)
{
    char *data = sbx_need(malloc(size + 1));

    *n = 0;
    while (*n < size) {
        ssize_t got = read(fd, data + *n, size - *n);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            break;
        }
        *n += got > 0 ? (size_t)got : 0;
    }
    return data;
}

static void
take(struct collection *c, const char *path, bool changed_only)
{
    int fd = open_below(c->task->dir, path, O_RDONLY);
    struct stat st;
    size_t n;

    if (fd < 0 || fstat(fd, &st) != 0) {
        skip(c, path,
             errno == ENOENT  ? "is not there"
             : errno == ELOOP ? "is a symbolic link"
                              : "cannot be read");
    }
    else if (!S_ISREG(st.st_mode)) {
        skip(c, path, "is no regular file");
    }
    else if (st.st_nlink > 1) {
        skip(c, path, "has other names (hard links)");
    }
    else if (!is_text(path)) {
        skip(c, path, "its name is no UTF-8");
    }
    else if (st.st_size < 0 || (uint64_t)st.st_size > c->left) {
        skip(c, path, "is too large");
    }
    else if (c->files == MAX_FILES) {
        skip(c, path, "there are too many files");
    }
    else {
        char *data = slurp(fd, (size_t)st.st_size, &n);
        if (!changed_only || !is_old(c->task->order, path, data, n)) {
            add(c, path, data, n);
            c->files++;
            c->left -= n;
        }
        free(data);
    }
    if (fd >= 0) {
        close(fd);
    }
}

static void walk(struct collection *c, size_t len, unsigned depth);

static void
look(struct collection *c, int dir, const struct dirent *e, size_t len,
     unsigned depth)
{
    size_t n = strlen(e->d_name);
    struct stat st;

    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) {
        return;
    }
    if (c->seen++ == MAX_SEEN) {
        skip(c, "", "there are too many entries");
    }
    if (c->seen > MAX_SEEN || len + n + 2 > sizeof c->path
        || fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        return;
    }
    memcpy(c->path + len, e->d_name, n + 1);
    if (S_ISDIR(st.st_mode)) {
        c->path[len + n] = '/';
        c->path[len + n + 1] = '\0';
        walk(c, len + n + 1, depth + 1);
    }
    else if (!c->eval || e->d_name[0] != '_') {
        take(c, c->path, true);
    }
    c->path[len] = '\0';
}

/* The directory c->path, which is "" or ends in a slash. */
static void
walk(struct collection *c, size_t len, unsigned depth)
{
    int fd = depth > MAX_DEPTH
                 ? -1
                 : open_below(c->task->dir, len == 0 ? "." : c->path,
                              O_RDONLY | O_DIRECTORY);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    struct dirent *e;

    if (list == NULL) {
        skip(c, c->path, depth > MAX_DEPTH ? "is too deep" : "cannot be read");
        if (fd >= 0) {
            close(fd);
        }
        return;
    }
    while (c->seen <= MAX_SEEN && (e = readdir(list)) != NULL) {
        look(c, fd, e, len, depth);
    }
    closedir(list);
}

json_t *
sbx_collect(const struct sbx_task *t, bool eval, json_t *skipped)
{
    const struct sbx_order *o = t->order;
    struct collection c = {.task = t,
                           .eval = eval,
                           .list = sbx_need(sbx_json()->j_array()),
                           .skipped = skipped,
                           .left = sbx_server.o.files};

    if (t->dir < 0) {
        return c.list;
    }
    for (size_t i = 0; i < o->n_wanted; i++) {
        take(&c, o->wanted[i], false);
    }
    if (o->collect == SBX_COLLECT_ALL || o->collect == SBX_COLLECT_SHOWN) {
        walk(&c, 0, 0);
    }
    return c.list;
}
