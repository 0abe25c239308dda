// SPDX-License-Identifier: MIT
// The scratch directory.  What is in it at the end was made by an enemy: names
// of any kind, links, directories without rights, a tree of any depth.  So
// nothing follows links, nothing is done by a path of more than one name, and
// nothing recurses: a directory inside a directory is moved up to the top.

#include "scratch.h"

#include "core.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

#define PREFIX "pysbx-run-"

static char path[4096];
static int lock_fd = -1;

const char *
sbx_scratch_path(void)
{
    return path[0] == '\0' ? NULL : path;
}

static void
close_fd(int fd)
{
    if (fd >= 0) {
        close(fd);
    }
}

static bool
is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Not through a link: it might lead anywhere. */
static bool
make_writable(int dir, const char *name)
{
    struct stat st;

    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0
           && S_ISDIR(st.st_mode) && fchmodat(dir, name, 0700, 0) == 0;
}

/* Remove what name is in dir; a directory that is not empty goes up to the
 * top, under a name that nobody has.  True if it is no longer there. */
static bool
clear(int dir, const char *name, int top)
{
    static unsigned long counter;
    char fresh[64];

    if (unlinkat(dir, name, 0) == 0
        || unlinkat(dir, name, AT_REMOVEDIR) == 0) {
        return true;
    }
    /* To move a directory is to write its `..`. */
    if (dir == top || !make_writable(dir, name)) {
        return false;
    }
    snprintf(fresh, sizeof fresh, "pysbx-%lu-%d", counter++, (int)getpid());
    return renameat(dir, name, top, fresh) == 0;
}

static size_t clear_all(int dir, int top);

/* A directory that stands at the top.  True if it is gone. */
static bool
clear_below(int top, const char *name)
{
    int dir = make_writable(top, name) ? openat(top, name, DIRECTORY) : -1;

    if (dir < 0) {
        return false;
    }
    clear_all(dir, top);
    close(dir);
    return unlinkat(top, name, AT_REMOVEDIR) == 0;
}

/* All entries of dir once.  How many of them are gone. */
static size_t
clear_all(int dir, int top)
{
    struct dirent *e;
    size_t n = 0;
    int copy = openat(dir, ".", DIRECTORY);
    DIR *list = copy < 0 ? NULL : fdopendir(copy);

    if (list == NULL) {
        close_fd(copy);
        return 0;
    }
    while ((e = readdir(list)) != NULL) {
        if (!is_dots(e->d_name)) {
            n += clear(dir, e->d_name, top)
                 || (dir == top && clear_below(top, e->d_name));
        }
    }
    closedir(list);
    return n;
}

void
sbx_scratch_clear(const char *dir)
{
    int top = open(dir, DIRECTORY);

    if (top < 0 && errno == EACCES && chmod(dir, 0700) == 0) {
        top = open(dir, DIRECTORY);
    }
    if (top >= 0) {
        fchmod(top, 0700);
        /* Each round takes a level away; rmdir() tells when all is gone, and
         * a round that did nothing is the last. */
        while (rmdir(dir) != 0 && errno == ENOTEMPTY
               && clear_all(top, top) > 0) {
        }
    }
    close_fd(top);
    if (access(dir, F_OK) == 0 && rmdir(dir) != 0) {
        sbx_warn("the scratch directory %s: %s", dir, strerror(errno));
    }
}

/* As long as its descriptor is open somewhere, the directory has an owner.
 * -1: it is somebody else's, or gone. */
static int
lock(int dir, const char *name)
{
    struct stat st, named;
    int fd = openat(dir, name, DIRECTORY);

    if (fd < 0 && errno == EACCES && make_writable(dir, name)) {
        fd = openat(dir, name, DIRECTORY);
    }
    if (fd >= 0
        && (fstat(fd, &st) != 0 || st.st_uid != geteuid()
            || flock(fd, LOCK_EX | LOCK_NB) != 0
            || fstatat(dir, name, &named, AT_SYMLINK_NOFOLLOW) != 0
            || named.st_ino != st.st_ino || named.st_dev != st.st_dev)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* Directories whose owner was killed before it could remove them. */
static void
sweep(const char *base)
{
    char whole[sizeof path];
    struct dirent *e;
    DIR *list = opendir(base);

    while (list != NULL && (e = readdir(list)) != NULL) {
        if (strncmp(e->d_name, PREFIX, strlen(PREFIX)) != 0
            || strlen(e->d_name) != strlen(PREFIX) + 6) {
            continue;
        }
        int n = snprintf(whole, sizeof whole, "%s/%s", base, e->d_name);
        int fd = lock(dirfd(list), e->d_name);
        if (fd >= 0 && n > 0 && (size_t)n < sizeof whole) {
            sbx_scratch_clear(whole);
        }
        if (fd >= 0) {
            close(fd);
        }
    }
    if (list != NULL) {
        closedir(list);
    }
}

const char *
sbx_scratch_make(void)
{
    const char *base = getenv("TMPDIR");
    struct stat st;

    if (path[0] != '\0') {
        return path;
    }
    /* A value that no policy could say would end the run. */
    if (base == NULL || base[0] != '/' || stat(base, &st) != 0
        || !S_ISDIR(st.st_mode)) {
        base = "/tmp";
    }
    sweep(base);
    for (int times = 0; lock_fd < 0; times++) {
        int n = snprintf(path, sizeof path, "%s/" PREFIX "XXXXXX", base);
        if (n < 0 || (size_t)n >= sizeof path || times == 100
            || mkdtemp(path) == NULL) {
            path[0] = '\0';
            sbx_die("cannot make a scratch directory in %s: %s", base,
                    strerror(errno));
        }
        /* Somebody who sweeps may have been quicker: another one then. */
        lock_fd = lock(AT_FDCWD, path);
    }
    return path;
}

int
sbx_scratch_lock(void)
{
    return lock_fd;
}

void
sbx_scratch_remove(void)
{
    if (path[0] != '\0') {
        sbx_scratch_clear(path);
        path[0] = '\0';
        close_fd(lock_fd);
        lock_fd = -1;
    }
}
