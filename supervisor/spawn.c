// SPDX-License-Identifier: MIT
// Start one process.  vfork: a fork of even this small program costs more than
// the rest of our work, and its child sees errors for us in shared memory.

#include "spawn.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Written by the child, which shares our memory until it execs. */
static volatile int child_error;
static const char *volatile child_step;

static void __attribute__((__noreturn__)) give_up(const char *step)
{
    child_error = errno;
    child_step = step;
    _exit(127);
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
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
        give_up("prctl(PR_SET_PDEATHSIG)");
    }
    /* We may have died before that; then there is nobody to tell. */
    if (getppid() != parent) {
        _exit(127);
    }
    set_std(s);
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
sbx_spawn(const struct sbx_spawn *s)
{
    pid_t parent = getpid();

    child_error = 0;
    pid_t pid = vfork();
    if (pid == 0) {
        child(s, parent);
    }
    if (pid < 0) {
        sbx_die("cannot start a process: %s", strerror(errno));
    }
    if (child_error != 0) {
        sbx_die("cannot run %s: %s", child_step, strerror(child_error));
    }
    return pid;
}
