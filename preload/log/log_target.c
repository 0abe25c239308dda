// SPDX-License-Identifier: MIT
// The log's descriptors.

#include "log_target.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Above what `open-files` of any sane policy lets dup2() reach. */
#define HIGH_FD 200

/* A copy at or above HIGH_FD, or as high as the limit allows. */
static int
move_up(int fd)
{
    struct rlimit limit;
    int lowest = HIGH_FD;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0
        && limit.rlim_cur < HIGH_FD + 16) {
        lowest = limit.rlim_cur > 24 ? (int)limit.rlim_cur - 8 : 3;
    }
    int up = fcntl(fd, F_DUPFD_CLOEXEC, lowest);
    return up >= 0 ? up : fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

int
sbx_log_adopt(struct sbx_log_target *t, int fd)
{
    struct stat st;
    int up = move_up(fd);

    if (up < 0 || fstat(up, &st) != 0) {
        return -1;
    }
    *t = (struct sbx_log_target){up, st.st_dev, st.st_ino};
    return 0;
}

/* The program can close our descriptor and have its own file there. */
bool
sbx_log_is_ours(const struct sbx_log_target *t)
{
    struct stat st;

    /* glibc's fstat is newfstatat, which a sealed process has not. */
    return t->fd >= 0 && syscall(SYS_fstat, t->fd, &st) == 0
           && st.st_dev == t->dev && st.st_ino == t->ino;
}

bool
sbx_log_write(int fd, const char *text, size_t n)
{
    ssize_t done;

    do {
        done = write(fd, text, n);
    } while (done < 0 && errno == EINTR);
    return done == (ssize_t)n;
}

/* "fd:N", N decimal and writable; the inherited descriptor is closed. */
static int
open_inherited(struct sbx_log_target *t, const char *digits)
{
    int fd = 0;

    if (digits[0] == '\0' || strlen(digits) > 6) {
        errno = EINVAL;
        return -1;
    }
    for (; *digits != '\0'; digits++) {
        if (*digits < '0' || *digits > '9') {
            errno = EINVAL;
            return -1;
        }
        fd = 10 * fd + (*digits - '0');
    }
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || (flags & O_PATH) || (flags & O_ACCMODE) == O_RDONLY) {
        errno = EBADF;
        return -1;
    }
    if (sbx_log_adopt(t, fd) != 0) {
        return -1;
    }
    if (fd > STDERR_FILENO) {
        close(fd);
    }
    return 0;
}

static int
open_file(struct sbx_log_target *t, const char *path)
{
    /* Not blocking: a FIFO that nobody reads is an error, not a wait. */
    int fd =
        open(path,
             O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
             0600);
    if (fd < 0) {
        return -1;
    }
    int flags = fcntl(fd, F_GETFL);
    int rc = sbx_log_adopt(t, fd);
    if (rc == 0 && flags >= 0) {
        rc = fcntl(t->fd, F_SETFL, flags & ~O_NONBLOCK);
    }
    close(fd);
    return rc;
}

int
sbx_log_target_open(struct sbx_log_target *t, const char *spec)
{
    if (strncmp(spec, "fd:", 3) == 0) {
        return open_inherited(t, spec + 3);
    }
    if (spec[0] == '/') {
        return open_file(t, spec);
    }
    errno = EINVAL;
    return -1;
}
