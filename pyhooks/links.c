// SPDX-License-Identifier: MIT
// Where a path leads.

#include "links.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Follow the links of out[]; what stands there has no dots. */
static bool
follow(char *out)
{
    char real[PATH_MAX];
    if (realpath(out, real) == NULL) {
        return false;
    }
    strcpy(out, real);
    return true;
}

/* out[] is no file: does a link stand there that leads to none?  Whoever
 * creates a file by its name creates it where the link leads. */
static bool
follow_dangling(char *out, int links)
{
    char target[PATH_MAX], path[2 * PATH_MAX];
    ssize_t n = readlink(out, target, sizeof target - 1);
    if (n < 0) {
        return true;
    }
    target[n] = '\0';
    if (links == 0) {
        errno = ELOOP;
        return false;
    }
    char *slash = strrchr(out, '/');
    snprintf(path, sizeof path, "%.*s%s",
             *target == '/' ? 0 : (int)(slash + 1 - out), out, target);
    return sbx_resolve_links(path, out, links - 1);
}

/* glibc's realpath() asks by access(), which the kernel layer refuses, where a
 * path has `..` in it or ends in a slash: so it gets the parts between them.
 */
bool
sbx_resolve_links(const char *path, char *out, int links)
{
    bool resolved = true; /* all that stands in out[] */
    out[0] = '\0';
    if (*path != '/' && realpath(".", out) == NULL) {
        return false;
    }
    size_t n = strcmp(out, "/") == 0 ? 0 : strlen(out);
    for (;;) {
        path += strspn(path, "/");
        size_t len = strcspn(path, "/");
        if (len == 0) {
            break;
        }
        if (len == 2 && strncmp(path, "..", 2) == 0) {
            out[n] = '\0';
            if (!resolved && !follow(out)) {
                return false;
            }
            resolved = true;
            char *slash = strrchr(out, '/');
            n = slash == NULL ? 0 : (size_t)(slash - out);
        }
        else if (len != 1 || *path != '.') {
            if (n + len + 2 > PATH_MAX) {
                errno = ENAMETOOLONG;
                return false;
            }
            out[n] = '/';
            memcpy(out + n + 1, path, len);
            n += len + 1;
            resolved = false;
        }
        path += len;
    }
    if (n == 0) {
        out[n++] = '/';
    }
    out[n] = '\0';
    if (resolved || follow(out)) {
        return true;
    }
    char last[NAME_MAX + 2];
    char *slash = strrchr(out, '/');
    if (strlen(slash) >= sizeof last) {
        errno = ENAMETOOLONG;
        return false;
    }
    strcpy(last, slash);
    *slash = '\0';
    if (slash != out && !follow(out)) {
        return false;
    }
    n = strcmp(out, "/") == 0 ? 0 : strlen(out);
    if (n + strlen(last) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    strcpy(out + n, last);
    return follow_dangling(out, links);
}
