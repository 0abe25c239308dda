// SPDX-License-Identifier: MIT
// May this path be read or written?  As text and in truth: what a link leads
// to must be granted as well as the name that was asked for.

#include "files.h"
#include "hooks.h"
#include "links.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

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
    return sbx_resolve_links(path, real, 40) /* as many as the kernel's */
           && sbx.host->path(p, real, rights, trusted) != NULL;
}
