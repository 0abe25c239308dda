// SPDX-License-Identifier: MIT
// The wrappers that no row can write: variadic functions, and dlopen, which
// must notice an interpreter that comes late.  Those that end the process are
// in exits.c.

#include "interpose.h"

#include <alloca.h>
#include <stdarg.h>
#include <string.h>

#ifndef SBX_NO_INTERPOSE

/* The verdict of a gate, with errno handled as everywhere: untouched when it
 * passes, else the reason. */
#define REFUSED(gate)                                            \
    ({                                                           \
        int saved_ = errno, refused_ = SBX_LIBC_ON ? (gate) : 0; \
        errno = refused_ ? refused_ : saved_;                    \
        refused_ != 0;                                           \
    })

/* --- exec: the arguments are collected only when they will be used --- */

/* On the stack: an exec may follow a vfork.  `rest` is left behind NULL. */
#define COLLECT(argv, first, rest)               \
    do {                                         \
        size_t n_ = 1;                           \
        va_start(rest, first);                   \
        while (va_arg(rest, char *) != NULL) {   \
            n_++;                                \
        }                                        \
        va_end(rest);                            \
        argv = alloca((n_ + 1) * sizeof(*argv)); \
        argv[0] = (char *)first;                 \
        va_start(rest, first);                   \
        for (size_t i_ = 1; i_ <= n_; i_++) {    \
            argv[i_] = va_arg(rest, char *);     \
        }                                        \
    } while (0)

SBX_PUBLIC int
execl(const char *path, const char *first, ...)
{
    const struct sbx_call call = SBX_CALL(execl);
    char **argv;
    va_list rest;
    if (!SBX_REAL(execv) || REFUSED(GATE_EXEC(AT_FDCWD, path))) {
        return -1;
    }
    COLLECT(argv, first, rest);
    va_end(rest);
    return sbx_real.execv(path, argv);
}

SBX_PUBLIC int
execlp(const char *path, const char *first, ...)
{
    const struct sbx_call call = SBX_CALL(execlp);
    char **argv;
    va_list rest;
    if (!SBX_REAL(execvp) || REFUSED(GATE_EXEC(AT_FDCWD, path))) {
        return -1;
    }
    COLLECT(argv, first, rest);
    va_end(rest);
    return sbx_real.execvp(path, argv);
}

SBX_PUBLIC int
execle(const char *path, const char *first, ...)
{
    const struct sbx_call call = SBX_CALL(execle);
    char **argv;
    va_list rest;
    if (!SBX_REAL(execve) || REFUSED(GATE_EXEC(AT_FDCWD, path))) {
        return -1;
    }
    COLLECT(argv, first, rest);
    char **envp = va_arg(rest, char **);
    va_end(rest);
    return sbx_real.execve(path, argv, envp);
}

/* --- processes --- */

SBX_PUBLIC int
clone(int (*run)(void *), void *stack, int flags, void *arg, ...)
{
    const struct sbx_call call = SBX_CALL(clone);
    va_list rest;
    va_start(rest, arg);
    pid_t *parent = va_arg(rest, pid_t *);
    void *tls = va_arg(rest, void *);
    pid_t *child = va_arg(rest, pid_t *);
    va_end(rest);
    if (!SBX_REAL(clone)
        || REFUSED((flags & CLONE_THREAD) ? GATE_THREAD() : GATE_FORK())) {
        return -1;
    }
    return sbx_real.clone(run, stack, flags, arg, parent, tls, child);
}

SBX_PUBLIC long
ptrace(enum __ptrace_request request, ...)
{
    const struct sbx_call call = SBX_CALL(ptrace);
    va_list rest;
    va_start(rest, request);
    pid_t pid = va_arg(rest, pid_t);
    void *address = va_arg(rest, void *);
    void *data = va_arg(rest, void *);
    va_end(rest);
    if (!SBX_REAL(ptrace)
        || REFUSED(GATE_NEVER("process", "the memory of a process"))) {
        return -1;
    }
    return sbx_real.ptrace(request, pid, address, data);
}

#ifdef __SANITIZE_ADDRESS__
void __asan_init(void);
#else
#define __asan_init()
#endif

/* Six words whatever was given, as glibc's own does.  The constructor of
 * Debian 13's libpython calls it before AddressSanitizer is there. */
SBX_PUBLIC __attribute__((no_sanitize("address"))) long
syscall(long number, ...)
{
    __asan_init();
    const struct sbx_call call = SBX_CALL(syscall);
    long args[6];
    va_list rest;
    va_start(rest, number);
    for (size_t i = 0; i < 6; i++) {
        args[i] = va_arg(rest, long);
    }
    va_end(rest);
    if (!SBX_REAL(syscall) || REFUSED(sbx_gate_syscall(&call, number, args))) {
        return -1;
    }
    return sbx_real.syscall(number, args[0], args[1], args[2], args[3],
                            args[4], args[5]);
}

/* --- named locks and queues --- */

SBX_PUBLIC sem_t *
sem_open(const char *name, int flags, ...)
{
    const struct sbx_call call = SBX_CALL(sem_open);
    mode_t mode = 0;
    unsigned value = 0;
    if ((flags & O_CREAT) != 0) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        value = va_arg(rest, unsigned);
        va_end(rest);
    }
    if (!SBX_REAL(sem_open) || REFUSED(GATE_NEVER("ipc", name))) {
        return SEM_FAILED;
    }
    return sbx_real.sem_open(name, flags, mode, value);
}

SBX_PUBLIC mqd_t
mq_open(const char *name, int flags, ...)
{
    const struct sbx_call call = SBX_CALL(mq_open);
    mode_t mode = 0;
    struct mq_attr *attr = NULL;
    if ((flags & O_CREAT) != 0) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        attr = va_arg(rest, struct mq_attr *);
        va_end(rest);
    }
    if (!SBX_REAL(mq_open) || REFUSED(GATE_NEVER("ipc", name))) {
        return -1;
    }
    return sbx_real.mq_open(name, flags, mode, attr);
}

/* --- shared libraries --- */

/* What dlerror() will say of our own refusal, which glibc knows nothing of. */
static __thread bool refused_library
    __attribute__((tls_model("initial-exec")));

SBX_PUBLIC char *
dlerror(void)
{
    static char text[] = "refused by pysbx: not in a granted place";
    if (refused_library) {
        refused_library = false;
        return text;
    }
    return SBX_REAL(dlerror) ? sbx_real.dlerror() : NULL;
}

/* glibc's dlopen takes its caller (whose RUNPATH counts for a bare name) from
 * the return address, so it sees us; our own RUNPATH is empty. */
SBX_PUBLIC void *
dlopen(const char *path, int flags)
{
    const struct sbx_call call = SBX_CALL(dlopen);
    if (!SBX_REAL(dlopen)) {
        return NULL;
    }
    refused_library = REFUSED(GATE_LIBRARY(path));
    if (refused_library) {
        return NULL;
    }
    void *handle = sbx_real.dlopen(path, flags);
    /* A process that was none becomes an interpreter: too late for a sandbox,
     * and running it bare is not what the starter asked for. */
    if (handle != NULL && path != NULL && sbx_core.inert
        && dlsym(handle, "PySys_AddAuditHook") != NULL) {
        sbx_die("%s loads Python at run time: not supported, link the program "
                "with libpython",
                sbx_core.exe == NULL ? "this program" : sbx_core.exe);
    }
    return handle;
}

#endif
