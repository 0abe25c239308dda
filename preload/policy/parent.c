// SPDX-License-Identifier: MIT
// The directory that one path after the other lies in: see parent.h.  Whoever
// replaces it meanwhile changes what a path means between two look-ups, as he
// could before: what was found first is what is granted.

#include "parent.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A few paths are not worth the two calls. */
#define WORTH 4

/* Without openat2 (Linux 5.6; filters of containers) nothing is kept: open()
 * would follow links on the way. */
static int
open_plain(const char *path, size_t len)
{
    struct open_how how = {
        .flags = O_PATH | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW,
        .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    char dir[PATH_MAX] = "/";

    if (len >= sizeof dir) {
        return -1;
    }
    if (len > 0) {
        memcpy(dir, path, len);
        dir[len] = '\0';
    }
    return (int)syscall(SYS_openat2, AT_FDCWD, dir, &how, sizeof how);
}

int
sbx_parent_at(struct sbx_parent *p, const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');
    size_t len = (size_t)(slash - path);

    *name = path;
    if (p->dir == NULL || p->len != len || memcmp(p->dir, path, len) != 0) {
        sbx_parent_close(p);
        p->dir = path;
        p->len = len;
    }
    if (p->fd == -1 && ++p->paths >= WORTH) {
        p->fd = open_plain(path, len);
        p->plain |= p->fd >= 0;
        p->fd = p->fd < 0 ? -2 : p->fd; /* never again for this one */
    }
    if (p->fd < 0 || slash[1] == '\0') {
        return AT_FDCWD;
    }
    *name = slash + 1;
    return p->fd;
}

void
sbx_parent_close(struct sbx_parent *p)
{
    if (p->fd >= 0) {
        close(p->fd);
    }
    *p = SBX_NO_PARENT;
}
