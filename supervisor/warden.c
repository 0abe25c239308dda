// SPDX-License-Identifier: MIT
// A process that outlives us by a moment.  The kernel kills the interpreter
// when we die, but not those that it started (PR_SET_PDEATHSIG is not
// inherited); they cannot leave its process group, so that one call ends them.

#include "spawn.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int line = -1; /* its end is closed when we are dead */
static pid_t warden;

/* In a session of its own: nobody's ^C or hangup is for it. */
static void __attribute__((__noreturn__)) watch(int from)
{
    sigset_t all;
    pid_t group = 0;
    char dismissed;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    setsid();
    prctl(PR_SET_NAME, "pysbx-warden", 0, 0, 0);
    dup2(from, STDIN_FILENO);
    syscall(SYS_close_range, 1, ~0U, 0);
    if (read(STDIN_FILENO, &group, sizeof group) == sizeof group
        && read(STDIN_FILENO, &dismissed, 1) == 0 && group > 1) {
        kill(-group, SIGKILL);
    }
    _exit(0);
}

void
sbx_warden_start(void)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0) {
        sbx_die("cannot make a pipe: %s", strerror(errno));
    }
    warden = fork();
    if (warden == 0) {
        close(ends[1]);
        watch(ends[0]);
    }
    if (warden < 0) {
        sbx_die("cannot start a process: %s", strerror(errno));
    }
    close(ends[0]);
    line = ends[1];
}

void
sbx_warden_watch(pid_t group)
{
    if (write(line, &group, sizeof group) != sizeof group) {
        sbx_die("the warden of the processes is gone");
    }
}

void
sbx_warden_dismiss(void)
{
    if (line >= 0 && write(line, "", 1) == 1) {
        waitpid(warden, NULL, 0);
    }
    if (line >= 0) {
        close(line);
        line = -1;
    }
}
