// SPDX-License-Identifier: MIT
// Control groups.  Our own group holds processes (us), so it cannot hand
// controllers down unless it is the root; its parent can, where it is ours.

#include "cgroup.h"

#include "cli.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *
read_file(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);

    if (fd >= 0) {
        close(fd);
    }
    text[n < 0 ? 0 : n] = '\0';
    return n < 0 ? NULL : text;
}

/* Does the group at dir hand memory and pids down, and may we write there? */
static bool
is_usable(const char *dir)
{
    char text[512];
    const char *list = read_file(sbx_format("%s/cgroup.subtree_control", dir),
                                 text, sizeof text);

    return list != NULL && strstr(list, "memory") != NULL
           && strstr(list, "pids") != NULL && access(dir, W_OK) == 0
           && access(sbx_format("%s/cgroup.procs", dir), W_OK) == 0;
}

const char *
sbx_cgroup_parent(void)
{
    char text[4096], *own = NULL;

    if (read_file("/proc/self/cgroup", text, sizeof text) == NULL) {
        return NULL;
    }
    /* "0::/path" is the unified hierarchy (cgroups(7)). */
    for (char *rest = text, *line; (line = strsep(&rest, "\n")) != NULL;) {
        if (strncmp(line, "0::/", 4) == 0) {
            own = line + 3;
        }
    }
    if (own == NULL) {
        return NULL;
    }
    char *dir = sbx_format("/sys/fs/cgroup%s", own);
    if (is_usable(dir)) {
        return dir;
    }
    char *slash = strrchr(dir, '/');
    if (own[1] == '\0' || slash == NULL) {
        return NULL;
    }
    *slash = '\0';
    return is_usable(dir) ? dir : NULL;
}
