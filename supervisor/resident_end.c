// SPDX-License-Identifier: MIT
// How a run in a child of a resident ends: the resident tells it, or first the
// child says that it ends and waits.  It is then killed whatever it said: what
// it cannot lie about is that it is over, and its output is complete.

#include "resident.h"

#include "warm.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* That it is ready, that it is done, that it ends. */
#define ANSWERS 3

void
sbx_resident_listen(struct sbx_resident_run *r)
{
    r->left = ANSWERS;
    r->n = 0;
}

/* Has it said with which status it ends? */
static bool
says(struct sbx_resident_run *r)
{
    while (r->left > 0) {
        ssize_t n = recv(r->ask, (char *)&r->answer + r->n,
                         sizeof r->answer - r->n, MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            return false;
        }
        if (n <= 0) {
            r->left = 0; /* it is dead */
            return false;
        }
        r->n += (size_t)n;
        if (r->n < sizeof r->answer) {
            continue;
        }
        r->n = 0;
        r->left--;
        if (r->answer.kind == SBX_WIRE_END) {
            r->left = 0;
            return true;
        }
        if (r->left == 0 || r->answer.n != 0) {
            /* No library of ours says that.  It hears the end of us, or it
             * would wait to be read from, or to be killed. */
            r->left = 0;
            shutdown(r->ask, SHUT_RDWR);
        }
    }
    return false;
}

bool
sbx_resident_ended(struct sbx_resident_run *r, pid_t pid, int pidfd,
                   struct sbx_outcome *ret)
{
    struct sbx_resident_word w;
    ssize_t n = recv(r->connection, &w, sizeof w, MSG_DONTWAIT);

    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        if (!says(r) || !sbx_warm_usage(pid, &ret->usage)) {
            return false;
        }
        syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
        ret->status = (int)(r->answer.status & 0xff) << 8;
    }
    else if (n == sizeof w && w.kind == SBX_RESIDENT_ENDED) {
        ret->status = w.status;
        ret->usage = w.usage;
    }
    else {
        ret->status = SIGKILL; /* they die together */
    }
    return true;
}
