// SPDX-License-Identifier: MIT
// fork(2) for a zygote: the child is its parent's, the supervisor's, which can
// wait for it and sees how it ends.  glibc has no such fork, so what its own
// does for the child is done here.  For a process with one thread.

#include "fork.h"

#include "core.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Where glibc keeps the number of this thread: what fork(3) has the kernel
 * correct in the child.  glibc gave it to the kernel when the thread began. */
static pid_t *
own_thread_number(void)
{
    pid_t *at = NULL;
    char *self = (char *)pthread_self();

#ifdef PR_GET_TID_ADDRESS
    if (prctl(PR_GET_TID_ADDRESS, &at, 0, 0, 0) == 0 && at != NULL
        && *at == gettid()) {
        return at;
    }
#endif
    /* A kernel without CONFIG_CHECKPOINT_RESTORE: it is a member of the
     * thread's struct. */
    at = NULL;
    for (size_t i = 0; i < 2048; i += sizeof(pid_t)) {
        if (*(pid_t *)(void *)(self + i) == gettid()) {
            if (at != NULL) {
                return NULL;
            }
            at = (pid_t *)(void *)(self + i);
        }
    }
    return at;
}

pid_t
sbx_fork(bool sibling)
{
    /* CLONE_PARENT: the supervisor's child, which it can wait for. */
    unsigned long flags = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD
                          | (sibling ? CLONE_PARENT : 0);
    static pid_t *number;
    long pid;

    if (number == NULL && (number = own_thread_number()) == NULL) {
        sbx_die("zygote: this C library keeps its threads in an unknown way");
    }
#if defined(__x86_64__)
    pid = syscall(SYS_clone, flags, NULL, NULL, number, NULL);
#else
    pid = syscall(SYS_clone, flags, NULL, NULL, NULL, number);
#endif
    return (pid_t)pid;
}
