// SPDX-License-Identifier: MIT
// A run without `pysbx` that has a scratch directory: nobody waits for its
// end, so a process of our own does, outside of the sandbox and of the
// program's reach, and removes the directory.  Started by the constructor
// only, while nothing untrusted is there.

#include "core.h"
#include "scratch.h"
#include "start.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Nothing of the starter's may stay open: whoever reads the program's output
 * waits for the last descriptor.  Linux 5.9; Landlock is newer. */
static void
close_all_but(int fd)
{
    /* Both are above 2: the standard streams are open. */
    dup2(fd, 0);
    dup2(sbx_scratch_lock(), 1);
    syscall(SYS_close_range, 2, ~0u, 0);
}

static void
keep(int pidfd)
{
    sigset_t all;
    struct pollfd p = {.fd = 0, .events = POLLIN};

    /* Ctrl-C ends the program, not its cleaning up. */
    setsid();
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    close_all_but(pidfd);
    while (poll(&p, 1, -1) < 0 && errno == EINTR) {
    }
    sbx_scratch_remove();
    _exit(0);
}

/* As a grandchild, so that the program has no child that it did not start. */
static void
start_keeper(void)
{
    int status = 0;
    int pidfd = (int)syscall(SYS_pidfd_open, getpid(), 0);
    pid_t child = pidfd < 0 ? -1 : fork();

    if (child == 0) {
        pid_t keeper = fork();
        if (keeper == 0) {
            keep(pidfd);
        }
        _exit(keeper < 0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        sbx_scratch_remove();
        sbx_die("cannot start the process that removes the scratch directory: "
                "%s",
                strerror(errno));
    }
    close(pidfd);
}

const char *
sbx_scratch_keep(void)
{
    if (sbx_core.tmp == NULL) {
        sbx_core.tmp = sbx_scratch_make();
        start_keeper();
    }
    return sbx_core.tmp;
}
