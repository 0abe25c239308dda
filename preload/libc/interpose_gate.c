// SPDX-License-Identifier: MIT
// What the libc layer decides, one function for each kind of act.  Paths are
// compared as text, absolute and without `..`, following no link: what a link
// leads to is for the kernel to say, which looks at the file itself.

#include "interpose.h"

#include <limits.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>

unsigned
sbx_rights_of_flags(int flags)
{
    unsigned rights;
    switch (flags & O_ACCMODE) {
    case O_RDONLY:
        rights = SBX_READ;
        break;
    case O_WRONLY:
        rights = SBX_WRITE;
        break;
    default: /* O_RDWR, and 3, which is for ioctl only */
        rights = SBX_READ | SBX_WRITE;
        break;
    }
    if ((flags & (O_CREAT | O_TRUNC)) != 0
        || (flags & O_TMPFILE) == O_TMPFILE) {
        rights |= SBX_WRITE;
    }
    return rights;
}

unsigned
sbx_rights_of_mode(const char *mode)
{
    if (mode == NULL) {
        return SBX_READ | SBX_WRITE;
    }
    unsigned rights = mode[0] == 'r' ? SBX_READ : SBX_WRITE;
    return strchr(mode, '+') != NULL ? SBX_READ | SBX_WRITE : rights;
}

/* "/proc/self/fd/N" without stdio. */
static void
name_descriptor(int fd, char out[32])
{
    static const char prefix[] = "/proc/self/fd/";
    char digits[12];
    size_t n = sizeof(digits);
    unsigned rest = (unsigned)fd;

    digits[--n] = '\0';
    do {
        digits[--n] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    memcpy(out, prefix, sizeof(prefix) - 1);
    memcpy(out + sizeof(prefix) - 1, digits + n, sizeof(digits) - n);
}

/* The path of an open descriptor; ENOTDIR for a pipe, a socket, ... */
static int
path_of_descriptor(int fd, char *out)
{
    char link[32];
    name_descriptor(fd, link);
    /* readlink is not interposed; on aarch64 there is only readlinkat. */
    ssize_t n = fd < 0 ? -1 : readlink(link, out, PATH_MAX - 1);
    if (n < 0) {
        return EBADF;
    }
    out[n] = '\0';
    return out[0] == '/' ? 0 : ENOTDIR;
}

static int
absolute(int dir, const char *path, char *out)
{
    char base[PATH_MAX];
    const char *from = "/";

    if (path[0] != '/') {
        if (dir == AT_FDCWD) {
            /* Not getcwd(): that one may allocate. */
            long n = sbx_real.syscall(SYS_getcwd, base, sizeof(base));
            if (n < 0 || base[0] != '/') {
                return n < 0 ? errno : ENOENT;
            }
        }
        else {
            int error = path_of_descriptor(dir, base);
            if (error != 0) {
                return error;
            }
            if (path[0] == '\0') {
                path = base;
            }
        }
        from = base;
    }
    return sbx_path_normal(from, path, out, PATH_MAX) == 0 ? 0 : errno;
}

/* Landlock does not keep the absence of a file secret either, and a program
 * that looks for its optional configuration deserves the answer that it
 * expects.  Only reading: what would be created is refused. */
static int
absence(const char *path)
{
    struct stat st;
    if (sbx_real.syscall(SYS_newfstatat, AT_FDCWD, path, &st,
                         AT_SYMLINK_NOFOLLOW)
            == 0
        || (errno != ENOENT && errno != ENOTDIR)) {
        return 0;
    }
    return errno;
}

static void
put(char *out, size_t size, size_t *n, const char *text)
{
    size_t m = strlen(text);
    if (*n + m < size) {
        memcpy(out + *n, text, m + 1);
        *n += m;
    }
}

/* Out of line: the common way, a path that is granted, must not pay for it. */
static __attribute__((noinline)) int
refuse_path(const struct sbx_call *call, const char *path, unsigned rights)
{
    char allow[PATH_MAX + 32];
    size_t n = 0;
    bool write = (rights & SBX_WRITE) != 0;

    if (!write) {
        int error = absence(path);
        if (error != 0) {
            return error;
        }
    }
    put(allow, sizeof(allow), &n, "[files] ");
    put(allow, sizeof(allow), &n, write ? "write = " : "read = ");
    put(allow, sizeof(allow), &n, path);
    return sbx_refuse(call, EACCES,
                      &(struct sbx_refusal){
                          .rule = write ? "write" : "open",
                          .object = path,
                          .reason = write ? "not granted for writing"
                                          : "not granted for reading",
                          .allow = allow,
                      });
}

int
sbx_gate_path(const struct sbx_call *call, int dir, const char *path,
              unsigned rights)
{
    char full[PATH_MAX];

    if (path == NULL) {
        return 0; /* EFAULT, says the kernel; freopen means its own file */
    }
    if (path[0] == '\0' && dir == AT_FDCWD) {
        return 0; /* ENOENT */
    }
    int error = absolute(dir, path, full);
    if (error == ENOTDIR && path[0] == '\0') {
        return 0; /* a descriptor that has no path: inherited, or a pipe */
    }
    if (error != 0) {
        return error;
    }
    if (sbx_policy_path(sbx_core.policy, full, rights, true) != NULL) {
        return 0;
    }
    return refuse_path(call, full, rights);
}

int
sbx_gate_exec(const struct sbx_call *call, int dir, const char *path)
{
    char full[PATH_MAX];

    if (path == NULL) {
        return 0;
    }
    if (!sbx_core.policy->subprocess.on) {
        return sbx_refuse(
            call, EACCES,
            &(struct sbx_refusal){
                .rule = "exec",
                .object = path[0] != '\0' ? path : "a descriptor",
                .reason = "no other program may run",
                .allow = "[process] subprocess = yes",
            });
    }
    /* A name for PATH: the kernel sees what it is found as. */
    if (dir == AT_FDCWD && strchr(path, '/') == NULL) {
        return 0;
    }
    int error = absolute(dir, path, full);
    if (error != 0) {
        return error;
    }
    if (sbx_policy_program(sbx_core.policy, full) != NULL) {
        return 0;
    }
    error = absence(full);
    if (error != 0) {
        return error;
    }
    char allow[PATH_MAX + 32];
    size_t n = 0;
    put(allow, sizeof(allow), &n, "[process] execute = ");
    put(allow, sizeof(allow), &n, full);
    return sbx_refuse(call, EACCES,
                      &(struct sbx_refusal){
                          .rule = "exec",
                          .object = full,
                          .reason = "not granted as a program to run",
                          .allow = allow,
                      });
}

int
sbx_gate_fork(const struct sbx_call *call)
{
    if (sbx_core.policy->subprocess.on) {
        return 0;
    }
    return sbx_refuse(call, EPERM,
                      &(struct sbx_refusal){
                          .rule = "process",
                          .object = "a new process",
                          .reason = "no other process may be started",
                          .allow = "[process] subprocess = yes",
                      });
}

int
sbx_gate_thread(const struct sbx_call *call)
{
    if (sbx_core.policy->threads.on) {
        return 0;
    }
    return sbx_refuse(call, EAGAIN,
                      &(struct sbx_refusal){
                          .rule = "thread",
                          .object = "a new thread",
                          .reason = "no thread may be started",
                          .allow = "[process] threads = yes",
                      });
}

static bool
is_child(pid_t pid)
{
    siginfo_t info;
    int saved = errno;
    bool is =
        pid > 0
        && waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
    errno = saved;
    return is;
}

/* To oneself, and to children where there may be any.  Not to stop oneself:
 * nobody would be there to go on. */
int
sbx_gate_signal(const struct sbx_call *call, pid_t pid, int sig)
{
    bool stops =
        sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU;
    if (pid == getpid() && !stops) {
        return 0;
    }
    if (sbx_core.policy->subprocess.on && is_child(pid)) {
        return 0;
    }
    return sbx_refuse(call, EPERM,
                      &(struct sbx_refusal){
                          .rule = "signal",
                          .object = stops && pid == getpid()
                                        ? "a stop signal"
                                        : "another process",
                          .reason = "signals only to itself, and none that "
                                    "stops",
                      });
}

int
sbx_gate_never(const struct sbx_call *call, const char *rule,
               const char *object)
{
    return sbx_refuse(call, EPERM,
                      &(struct sbx_refusal){
                          .rule = rule,
                          .object = object,
                          .reason = "no policy grants it",
                      });
}

/* A bare name is looked for where ld.so always looks, and what is
 * open already is not opened again. */
int
sbx_gate_library(const struct sbx_call *call, const char *path)
{
    if (path == NULL || strchr(path, '/') == NULL) {
        return 0;
    }
    return sbx_gate_path(call, AT_FDCWD, path, SBX_READ);
}
