// SPDX-License-Identifier: MIT
// Scratch directories.  A server holds a lock on its own one, so that the next
// one can tell what was left behind; the kernel lets go of it when it dies.

#include "scratchdir.h"

#include "bytes.h"
#include "cli.h"
#include "scratch.h"

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
#define PREFIX "server-"

static char *base_path, *own_path;
static int own = -1, lock = -1;

/* It may stand in /tmp: it must be ours, and nobody else may enter it. */
static void
make_base(const char *path)
{
    struct stat st;

    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        sbx_die("cannot make the directory %s: %s", path, strerror(errno));
    }
    if (lstat(path, &st) != 0) {
        sbx_die("%s: %s", path, strerror(errno));
    }
    if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid()
        || (st.st_mode & 077) != 0) {
        sbx_die("%s must be a directory of yours that nobody else can enter "
                "(mode 0700); name another one by --scratch",
                path);
    }
}

static char *
default_base(void)
{
    const char *names[] = {getenv("RUNTIME_DIRECTORY"),
                           getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR")};
    struct stat st;

    for (int i = 0; i < 3; i++) {
        if (names[i] != NULL && names[i][0] == '/' && stat(names[i], &st) == 0
            && S_ISDIR(st.st_mode)) {
            return i == 2 ? sbx_format("%s/pysbx-serve-%d", names[i],
                                       (int)geteuid())
                          : sbx_format("%s/pysbx-serve", names[i]);
        }
    }
    return sbx_format("/tmp/pysbx-serve-%d", (int)geteuid());
}

/* The lock file stands beside the directory, where no request can get at it.
 */
static int
take_lock(const char *name, bool create)
{
    char *path = sbx_format("%s/%s.lock", base_path, name);
    int fd = open(
        path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0), 0600);

    free(path);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void
forget(const char *name)
{
    char *directory = sbx_format("%s/%s", base_path, name);
    char *file = sbx_format("%s.lock", directory);

    sbx_scratch_clear(directory);
    unlink(file);
    free(directory);
    free(file);
}

static void
sweep(void)
{
    DIR *list = opendir(base_path);
    struct dirent *e;

    while (list != NULL && (e = readdir(list)) != NULL) {
        size_t n = strlen(e->d_name);
        if (strncmp(e->d_name, PREFIX, strlen(PREFIX)) != 0 || n < 6
            || strcmp(e->d_name + n - 5, ".lock") != 0) {
            continue;
        }
        char *name = sbx_need(strndup(e->d_name, n - 5));
        int fd = take_lock(name, false);
        if (fd >= 0) {
            forget(name);
            close(fd);
        }
        free(name);
    }
    if (list != NULL) {
        closedir(list);
    }
}

void
sbx_scratchdir_open(const char *base)
{
    char name[64];

    base_path = base != NULL ? sbx_need(strdup(base)) : default_base();
    make_base(base_path);
    sweep();
    snprintf(name, sizeof name, PREFIX "%d-%08lx", (int)getpid(),
             (unsigned long)(sbx_server.started & 0xffffffff));
    lock = take_lock(name, true);
    own_path = sbx_format("%s/%s", base_path, name);
    if (lock < 0 || mkdir(own_path, 0700) != 0
        || (own = open(own_path, DIRECTORY)) < 0
        || mkdirat(own, "empty", 0500) != 0) {
        sbx_die("cannot make a directory in %s: %s", base_path,
                strerror(errno));
    }
}

void
sbx_scratchdir_close(void)
{
    if (own >= 0) {
        close(own);
        own = -1;
        const char *name = strrchr(own_path, '/') + 1;
        forget(name);
        close(lock);
    }
}

const char *
sbx_scratchdir_path(void)
{
    return own_path;
}

/* The directory that is to hold path's last name, made if need be; the name
 * is *ret.  Nobody else is in there yet. */
static int
parent_of(int dir, const char *path, const char **ret)
{
    int at = openat(dir, ".", DIRECTORY);
    char name[256];

    for (const char *slash; at >= 0 && (slash = strchr(path, '/')) != NULL;
         path = slash + 1) {
        snprintf(name, sizeof name, "%.*s", (int)(slash - path), path);
        int next = -1;
        if (mkdirat(at, name, 0700) == 0 || errno == EEXIST) {
            next = openat(at, name, DIRECTORY);
        }
        close(at);
        at = next;
    }
    *ret = path;
    return at;
}

static bool
put_file(int dir, const struct sbx_file *f)
{
    const char *name;
    int at = parent_of(dir, f->path, &name);
    int fd = at < 0
                 ? -1
                 : openat(at, name,
                          O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                          0600);

    bool ok = fd >= 0 && sbx_write_all(fd, f->content, f->n);
    if (fd >= 0) {
        ok = close(fd) == 0 && ok;
    }
    if (at >= 0) {
        close(at);
    }
    return ok;
}

bool
sbx_scratchdir_make(struct sbx_task *t)
{
    static unsigned long counter;
    char name[32];

    snprintf(name, sizeof name, "r%lu", ++counter);
    if (mkdirat(own, name, 0700) != 0) {
        return false;
    }
    t->path = sbx_format("%s/%s", own_path, name);
    t->dir = openat(own, name, DIRECTORY);
    for (size_t i = 0; t->dir >= 0 && i < t->order->n_files; i++) {
        if (!put_file(t->dir, &t->order->files[i])) {
            int error = errno;
            sbx_scratchdir_remove(t);
            errno = error;
            return false;
        }
    }
    return t->dir >= 0;
}

void
sbx_scratchdir_remove(struct sbx_task *t)
{
    if (t->dir >= 0) {
        close(t->dir);
        t->dir = -1;
    }
    if (t->path != NULL) {
        sbx_scratch_clear(t->path);
        free((void *)(uintptr_t)t->path);
        t->path = NULL;
    }
}
