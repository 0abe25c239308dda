// SPDX-License-Identifier: MIT
// May this path be read or written?  As text and in truth: what a link leads
// to must be granted as well as the name that was asked for.

#include "hooks.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

/* --- where a path leads -----------------------------------------------------
 */

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

static bool resolve_links(const char *path, char *out, int links);

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
        return false;
    }
    char *slash = strrchr(out, '/');
    snprintf(path, sizeof path, "%.*s%s",
             *target == '/' ? 0 : (int)(slash + 1 - out), out, target);
    return resolve_links(path, out, links - 1);
}

/* realpath(), but for a last part that need not be there.  glibc's asks by
 * access(), which the kernel layer refuses, where a path has `..` in it or
 * ends in a slash: so it gets the parts between them. */
static bool
resolve_links(const char *path, char *out, int links)
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
        return false;
    }
    strcpy(last, slash);
    *slash = '\0';
    if (slash != out && !follow(out)) {
        return false;
    }
    n = strcmp(out, "/") == 0 ? 0 : strlen(out);
    if (n + strlen(last) >= PATH_MAX) {
        return false;
    }
    strcpy(out + n, last);
    return follow_dangling(out, links);
}

/* Does no part of a normal path lead elsewhere?  The last part need not be
 * there. */
static bool
through_no_link(const char *normal)
{
    char part[PATH_MAX], target[2];
    size_t n = strlen(normal);
    if (strcmp(normal, "/") == 0) {
        return true;
    }
    for (size_t i = 1; i <= n; i++) {
        if ((normal[i] != '/' && i != n) || sbx_path_known(normal, i, 0)) {
            continue;
        }
        memcpy(part, normal, i);
        part[i] = '\0';
        if (readlink(part, target, sizeof target) >= 0
            || (errno != EINVAL && (errno != ENOENT || i != n))) {
            return false;
        }
        if (errno == EINVAL
            && sbx.host->path(sbx.host->policy, part, SBX_WRITE, true)
                   == NULL) {
            sbx_path_remember(part, i, 0);
        }
    }
    return true;
}

bool
sbx_path_granted(const char *path, unsigned rights, bool trusted)
{
    char cwd[PATH_MAX], normal[PATH_MAX], real[PATH_MAX];
    const struct sbx_policy *p = sbx.host->policy;
    if (rights != 0 && *path == '/'
        && sbx_path_known(path, strlen(path), rights)) {
        return true;
    }
    if (*path != '/' && getcwd(cwd, sizeof cwd) == NULL) {
        return false;
    }
    if (sbx.host->path_normal(*path == '/' ? "/" : cwd, path, normal,
                              sizeof normal)
            < 0
        || sbx.host->path(p, normal, rights, trusted) == NULL) {
        return false;
    }
    /* Lexically and in truth: "dir/../x" is not x where dir is a link. */
    if (strstr(path, "..") == NULL && through_no_link(normal)) {
        size_t n = strlen(normal);
        if (!trusted && sbx_path_known(normal, n, 0)) {
            sbx_path_remember(normal, n, rights);
        }
        return true;
    }
    return resolve_links(path, real, 40) /* as many as the kernel's */
           && sbx.host->path(p, real, rights, trusted) != NULL;
}
