// SPDX-License-Identifier: MIT
// Forked ahead: one child waits for its order itself, on the zygote's control
// socket, so that the fork and the pages that any program copies come before a
// run and not in it.  It has run nothing and is as trusted as the zygote; the
// lock, for the policy of its order, comes when it has one.
//
// The zygote does not listen meanwhile.  A pipe, whose other end only the
// child has, tells it that the child has its order or died: fork another.

#include "ahead.h"

#include "fork.h"
#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAUSE 1 /* ms: a short program is over by then */

static bool wanted, failed;
static int last = -1; /* in the zygote: the pipe of the last one */
static int mine = -1; /* in the child: its end */

void
sbx_ahead_begin(void)
{
    wanted = sbx_setting("PYSBX_AHEAD", NULL) != NULL;
}

bool
sbx_ahead(void)
{
    return wanted && !failed;
}

void
sbx_ahead_again(void)
{
    failed = false;
}

void
sbx_ahead_wait(int control)
{
    struct pollfd fds[] = {{.fd = last, .events = POLLIN}, {.fd = control}};

    if (last < 0) {
        return;
    }
    while (poll(fds, 2, -1) < 0 && errno == EINTR) {
    }
    if (fds[1].revents != 0) {
        syscall(SYS_exit_group, 0);
    }
    close(last);
    last = -1;
    /* The run that has begun, and the process that waits for it, want the
     * processors first; unless an order is there that needs a child. */
    fds[1].events = POLLIN;
    poll(&fds[1], 1, PAUSE);
}

int
sbx_ahead_fork(void)
{
    int fds[2];
    int pid = -1;

    if (pipe2(fds, O_CLOEXEC) == 0) {
        pid = sbx_fork(true);
    }
    else {
        fds[0] = fds[1] = -1;
    }
    failed = pid < 0;
    if (failed) {
        close(fds[0]);
        close(fds[1]);
        return -1;
    }
    close(fds[pid != 0]);
    last = pid != 0 ? fds[0] : -1;
    mine = pid != 0 ? -1 : fds[1];
    return pid;
}

void
sbx_ahead_taken(void)
{
    close(mine);
    mine = -1;
}
