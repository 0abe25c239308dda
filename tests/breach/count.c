// SPDX-License-Identifier: MIT
// How many system calls can be reached: every number is tried, each in a child
// of its own, with arguments that no call takes (-1, or NULL where -1 would
// mean something).
//
//   count           from where it stands: a plain process, a container
//   count --locked  under the kernel layer of the default profile
//   count --child   likewise, its filter in two parts, as in a zygote's child
//
// Reached is what does not answer ENOSYS or EPERM and does not die of SIGSYS:
// what calls say to wrong arguments is EFAULT, EBADF, EINVAL.  A call whose
// arguments are filtered may refuse these and take others: the exact number
// for the filter comes from the simulator (tests/unit/bpf_test.c).

#include "../../preload/core.h"
#include "../../preload/kernel/kernel.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REFUSED = 1, REACHED = 2 };
enum way { BARE, LOCKED, CHILD };

/* Numbers whose -1 arguments ENOSYS or EPERM is the honest answer to. */
static void
harmless(long nr, long args[6])
{
    for (int i = 0; i < 6; i++) {
        args[i] = -1;
    }
    switch (nr) {
    case SYS_futex:
        args[1] = 1; /* wake whoever waits on no address */
        break;
    case SYS_kill:
    case SYS_tgkill:
        args[0] = getpid();
        break;
    case SYS_fcntl:
        args[1] = 1;
        break;
    case SYS_ioctl:
        args[1] = 0x5401;
        break;
    case SYS_openat:
        args[1] = args[2] = 0;
        break;
    case SYS_mmap:
    case SYS_mprotect:
        args[2] = args[3] = 1;
        break;
    case SYS_mremap:
        args[3] = 0;
        break;
    case SYS_prlimit64:
        args[0] = args[2] = 0;
        break;
    case SYS_rt_sigaction:
    case SYS_sched_getaffinity:
    case SYS_personality:
        args[0] = args[1] = 0;
        break;
#ifdef SYS_arch_prctl
    case SYS_arch_prctl:
        args[0] = 0x1003; /* ARCH_GET_FS */
        args[1] = 0;
        break;
#endif
    default:
        break;
    }
}

static void
try(long nr, enum way way)
{
    static struct sbx_policy policy; /* as the default: no grants */
    struct rlimit none = {0, 0};
    long a[6];

    setrlimit(RLIMIT_CORE, &none);
    if (way == CHILD) {
        sbx_seccomp_prepare(&policy);
        sbx_seccomp_outer(&policy);
    }
    if (way != BARE) {
        sbx_limits_enforce(&policy);
        sbx_landlock_enforce(&policy);
        sbx_seccomp_enforce(&policy);
    }
    harmless(nr, a);
    long rc = syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
    _exit(rc == -1 && (errno == ENOSYS || errno == EPERM) ? REFUSED : REACHED);
}

/* Calls that end or stop the machine, the session or whoever waits: not tried,
 * and counted as reached only when not locked. */
static bool
dangerous(long nr)
{
    return nr == SYS_reboot || nr == SYS_vhangup || nr == SYS_sync;
}

static bool
reached(long nr, enum way way)
{
    int status;
    struct timespec tick = {.tv_nsec = 2000000};

    if (dangerous(nr)) {
        return way == BARE;
    }
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        try(nr, way);
    }
    /* One that does not come back is waiting inside a call: reached.  SIGILL
     * is all that uretprobe gives (Linux 6.11; it and uprobe are the kernel's
     * own trampolines, which no seccomp filter sees). */
    for (int i = 0; i < 100; i++) {
        if (waitpid(pid, &status, WNOHANG) == pid) {
            return WIFSIGNALED(status) ? WTERMSIG(status) != SIGSYS
                                             && WTERMSIG(status) != SIGILL
                                       : WEXITSTATUS(status) != REFUSED;
        }
        nanosleep(&tick, NULL);
    }
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return true;
}

int
main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    enum way way = strcmp(how, "--locked") == 0  ? LOCKED
                   : strcmp(how, "--child") == 0 ? CHILD
                                                 : BARE;
    unsigned n = 0;

    for (long nr = 0; nr < 512; nr++) {
        if (reached(nr, way)) {
            n++;
            if (getenv("VERBOSE") != NULL) {
                printf("%ld ", nr);
            }
        }
    }
    printf("%u\n", n);
    return 0;
}
