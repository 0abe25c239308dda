// SPDX-License-Identifier: MIT
// Paths as text.  Lexical on purpose: a path that goes through a symbolic link
// is judged by the kernel layer, which looks at what was really opened.
// Async-signal-safe.

#include "path.h"
#include "policy.h"

#include <errno.h>
#include <string.h>

/* Append the components of path to out[*n], resolving `.` and `..`. */
static int
append(const char *path, char *out, size_t size, size_t *n)
{
    while (*path != '\0') {
        if (*path == '/') {
            path++;
            continue;
        }
        size_t len = strcspn(path, "/");
        if (len == 1 && path[0] == '.') {
            /* nothing */
        }
        else if (len == 2 && path[0] == '.' && path[1] == '.') {
            /* Up one; the parent of the root is the root. */
            while (*n > 0 && out[--*n] != '/') {
            }
        }
        else {
            if (len + 1 >= size - *n) {
                errno = ENAMETOOLONG;
                return -1;
            }
            out[(*n)++] = '/';
            memcpy(out + *n, path, len);
            *n += len;
        }
        path += len;
    }
    return 0;
}

int
sbx_path_normal(const char *cwd, const char *path, char *out, size_t size)
{
    size_t n = 0;

    if (path == NULL || path[0] == '\0') {
        errno = ENOENT;
        return -1;
    }
    if (size < 2) {
        errno = ENAMETOOLONG;
        return -1;
    }
    if (path[0] != '/') {
        if (cwd == NULL || cwd[0] != '/') {
            errno = ENOENT;
            return -1;
        }
        if (append(cwd, out, size, &n) != 0) {
            return -1;
        }
    }
    /* Nearly all absolute paths are normal. */
    size_t len = strlen(path);
    if (path[0] == '/' && len > 1 && len < size && path[len - 1] != '/'
        && strstr(path, "//") == NULL && strstr(path, "/.") == NULL) {
        memcpy(out, path, len + 1);
        return 0;
    }
    if (append(path, out, size, &n) != 0) {
        return -1;
    }
    if (n == 0) {
        out[n++] = '/';
    }
    out[n] = '\0';
    return 0;
}

bool
sbx_path_is_normal(const char *path)
{
    if (path == NULL || path[0] != '/') {
        return false;
    }
    if (path[1] == '\0') {
        return true;
    }
    /* Each turn looks at one component and the slash in front of it. */
    for (const char *p = path; *p != '\0';) {
        size_t len = strcspn(++p, "/");
        if (len == 0 || (len == 1 && p[0] == '.')
            || (len == 2 && p[0] == '.' && p[1] == '.')) {
            return false;
        }
        p += len;
    }
    return true;
}
