// SPDX-License-Identifier: MIT
// Start one process.  vfork: a fork of even this small program costs more than
// the rest of our work, and its child sees errors for us in shared memory.

#include "spawn.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Written by the child, which shares this memory until it execs. */
static struct trouble {
    volatile int error;
    const char *volatile step;
} * trouble;

static void __attribute__((__noreturn__)) give_up(const char *step)
{
    trouble->error = errno;
    trouble->step = step;
    _exit(127);
}

/* Into the control group at once: to move a process there later takes the
 * kernel some ten milliseconds.  vfork() cannot do that, and a vfork by hand
 * needs a stack by hand; so this is a fork that waits for the exec. */
static pid_t
fork_into(int cgroup)
{
    struct clone_args args = {.flags = CLONE_VFORK | CLONE_INTO_CGROUP,
                              .exit_signal = SIGCHLD,
                              .cgroup = (uint64_t)cgroup};

    return (pid_t)syscall(SYS_clone3, &args, sizeof args);
}

/* All three at once: a target may be the number that another one has now. */
static void
set_std(const struct sbx_spawn *s)
{
    int from[3];

    for (int i = 0; i < 3; i++) {
        from[i] = s->std[i] == i ? i
                  : s->std[i] < 0
                      ? open("/dev/null", O_RDWR | O_CLOEXEC | O_NOCTTY)
                      : fcntl(s->std[i], F_DUPFD_CLOEXEC, 3);
        if (from[i] < 0 && s->std[i] != i) {
            give_up("a standard stream");
        }
    }
    for (int i = 0; i < 3; i++) {
        if (from[i] != i && dup2(from[i], i) < 0) {
            give_up("a standard stream");
        }
    }
}

static void __attribute__((__noreturn__))
child(const struct sbx_spawn *s, pid_t parent)
{
    /* execve() resets the signals that we handle, but not the one that we
     * ignore. */
    if (!s->ignores_pipe) {
        signal(SIGPIPE, SIG_DFL);
    }
    if (s->session) {
        setsid(); /* fails only if it is one already */
    }
    if (prctl(PR_SET_PDEATHSIG, s->death != 0 ? s->death : SIGKILL, 0, 0, 0)
        != 0) {
        give_up("prctl(PR_SET_PDEATHSIG)");
    }
    /* We may have died before that; then there is nobody to tell. */
    if (getppid() != parent) {
        _exit(127);
    }
    set_std(s);
    if (s->cwd != NULL && chdir(s->cwd) != 0) {
        give_up(s->cwd);
    }
    for (int i = 0; i < SBX_SPAWN_KEEP; i++) {
        if (s->keep[i] >= 0 && fcntl(s->keep[i], F_SETFD, 0) < 0) {
            give_up("a descriptor");
        }
    }
    sigprocmask(SIG_SETMASK, &s->mask, NULL);
    execve(s->path, s->argv, s->envp);
    give_up(s->path);
}

pid_t
sbx_spawn_try(const struct sbx_spawn *s, const char **step)
{
    static struct trouble own;
    pid_t parent = getpid(), pid = -1;
    void *page = MAP_FAILED;

    if (s->cgroup > 0) {
        page = mmap(NULL, sizeof own, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    }
    trouble = page != MAP_FAILED ? page : &own;
    trouble->error = 0;
    if (page != MAP_FAILED) {
        pid = fork_into(s->cgroup);
        if (pid == 0) {
            child(s, parent);
        }
        if (pid < 0 && getenv("PYSBX_CGROUP") != NULL) {
            *step = "PYSBX_CGROUP: a process in the control group";
            munmap(page, sizeof own);
            return -1;
        }
    }
    if (pid < 0) { /* no clone3 in many containers */
        pid = vfork();
        if (pid == 0) {
            child(s, parent);
        }
    }
    int error = pid < 0 ? errno : trouble->error;
    if (pid > 0 && error != 0) {
        *step = trouble->step;
        waitpid(pid, NULL, 0); /* or its group is busy */
        pid = -1;
    }
    if (page != MAP_FAILED) {
        munmap(page, sizeof own);
    }
    errno = error;
    return pid;
}

pid_t
sbx_spawn(const struct sbx_spawn *s)
{
    const char *step;
    pid_t pid = sbx_spawn_try(s, &step);

    if (pid < 0) {
        sbx_die("cannot run %s: %s", step, strerror(errno));
    }
    return pid;
}
