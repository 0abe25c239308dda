// SPDX-License-Identifier: MIT
// Control groups.  Our own group holds processes (us), so it cannot hand
// controllers down unless it is the root; its parent can, where it is ours.
// A group is held by a lock on its directory: one that is there without a lock
// belongs to a supervisor that was killed, and the next one removes it.

#include "cgroup.h"

#include "cli.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PREFIX "pysbx-"
#define PATIENCE 1000 /* rounds of a millisecond */

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

/* What PYSBX_CGROUP says; NULL: nothing. */
static const char *
wish(void)
{
    const char *dir = getenv("PYSBX_CGROUP");

    return dir == NULL || dir[0] == '\0' ? NULL : dir;
}

static const char *
find_parent(void)
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

const char *
sbx_cgroup_parent(void)
{
    const char *dir = wish();

    if (dir == NULL) {
        return find_parent();
    }
    if (strcmp(dir, "none") == 0) {
        return NULL;
    }
    if (dir[0] != '/') {
        sbx_die("PYSBX_CGROUP: '%s' is neither none nor an absolute path",
                dir);
    }
    return dir;
}

/* Write value into a file of the group.  False with errno. */
static bool
set(const struct sbx_cgroup *g, const char *name, const char *value)
{
    int fd = openat(g->fd, name, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, value, strlen(value)) >= 0;
    int error = errno;

    if (fd >= 0) {
        close(fd);
    }
    errno = error;
    return ok;
}

/* Groups of supervisors that were killed.  A group is younger than its lock
 * for a moment: leave young ones alone. */
static void
remove_stale(const char *parent)
{
    DIR *list = opendir(parent);
    struct dirent *e;
    struct stat st;

    while (list != NULL && (e = readdir(list)) != NULL) {
        if (strncmp(e->d_name, PREFIX, strlen(PREFIX)) != 0) {
            continue;
        }
        int fd = openat(dirfd(list), e->d_name,
                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0) {
            continue;
        }
        if (fstat(fd, &st) == 0 && st.st_uid == geteuid()
            && st.st_mtime + 2 < time(NULL)
            && flock(fd, LOCK_EX | LOCK_NB) == 0) {
            unlinkat(dirfd(list), e->d_name, AT_REMOVEDIR);
        }
        close(fd);
    }
    if (list != NULL) {
        closedir(list);
    }
}

static struct sbx_cgroup *current;

void
sbx_cgroup_abandon(void)
{
    if (current != NULL && current->path != NULL) {
        rmdir(current->path);
    }
}

static bool
make(struct sbx_cgroup *g, const char *parent)
{
    static unsigned counter;

    g->path =
        sbx_format("%s/" PREFIX "%d-%u", parent, (int)getpid(), counter++);
    if (mkdir(g->path, 0755) != 0) {
        return false;
    }
    g->fd = open(g->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* Without this file it is no control group. */
    if (g->fd < 0 || flock(g->fd, LOCK_EX | LOCK_NB) != 0
        || faccessat(g->fd, "cgroup.procs", W_OK, 0) != 0) {
        int error = errno;
        sbx_cgroup_remove(g);
        errno = error;
        return false;
    }
    return true;
}

void
sbx_cgroup_make(struct sbx_cgroup *ret, uint64_t memory, unsigned tasks)
{
    const char *parent = sbx_cgroup_parent();

    *ret = (struct sbx_cgroup){.fd = -1};
    if (parent == NULL) {
        return;
    }
    remove_stale(parent);
    current = ret;
    if (!make(ret, parent)) {
        if (wish() != NULL) {
            sbx_die("PYSBX_CGROUP: cannot make a control group in %s: %s",
                    parent, strerror(errno));
        }
        *ret = (struct sbx_cgroup){.fd = -1};
        return;
    }
    /* What the parent does not hand down is not there (ENOENT). */
    char number[32];
    snprintf(number, sizeof number, "%u", tasks);
    set(ret, "pids.max", number);
    if (memory != 0) {
        snprintf(number, sizeof number, "%llu", (unsigned long long)memory);
        set(ret, "memory.max", number);
        set(ret, "memory.swap.max", "0");
        set(ret, "memory.oom.group", "1");
    }
}

void
sbx_cgroup_kill(const struct sbx_cgroup *g)
{
    if (g->path != NULL) {
        set(g, "cgroup.kill", "1"); /* from Linux 5.14 on */
    }
}

bool
sbx_cgroup_oom(const struct sbx_cgroup *g)
{
    char text[512];
    const char *found;

    if (g->path == NULL
        || read_file(sbx_format("%s/memory.events", g->path), text,
                     sizeof text)
               == NULL) {
        return false;
    }
    found = strstr(text, "\noom_kill ");
    return found != NULL && strtoul(found + 10, NULL, 10) > 0;
}

void
sbx_cgroup_remove(struct sbx_cgroup *g)
{
    const struct timespec moment = {.tv_nsec = 1000000};

    if (g->path == NULL) {
        return;
    }
    /* Busy until the last of its processes has been collected. */
    for (int round = 0; rmdir(g->path) != 0 && errno == EBUSY; round++) {
        if (round == PATIENCE) {
            sbx_warn("the control group %s cannot be removed", g->path);
            break;
        }
        nanosleep(&moment, NULL);
    }
    if (g->fd >= 0) {
        close(g->fd);
    }
    *g = (struct sbx_cgroup){.fd = -1};
    current = NULL;
}
