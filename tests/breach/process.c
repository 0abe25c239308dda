// SPDX-License-Identifier: MIT
// New processes and threads, and hands on other processes or on the sandbox.

#include "breach.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define VICTIM ground.victim

#define ACT(name, call, ...)                                                \
    static int name(void)                                                   \
    {                                                                       \
        return N_##call < 0 ? SKIP : breach_errno(CALL(call, __VA_ARGS__)); \
    }

/* A raw fork: the child must not come back into the caller. */
static int
child(long pid)
{
    if (pid == 0) {
        CALL(exit_group, 0);
    }
    if (pid > 0) {
        CALL(wait4, pid, 0, __WALL, 0);
    }
    return breach_errno(pid);
}

static int
fork_call(void)
{
    return N_fork < 0 ? SKIP : child(CALL(fork, 0));
}

static int
clone_as_fork(void)
{
    return child(CALL(clone, SIGCHLD));
}

static int
clone_parent(void)
{
    return child(CALL(clone, CLONE_PARENT | SIGCHLD));
}

static int
clone_new_user(void)
{
    return child(CALL(clone, CLONE_NEWUSER | SIGCHLD));
}

static int
clone3_as_fork(void)
{
    struct clone_args args = {.exit_signal = SIGCHLD};

    return child(CALL(clone3, P(&args), sizeof(args)));
}

static int
vfork_call(void)
{
    pid_t pid = vfork();

    if (pid == 0) {
        _exit(0);
    }
    return pid < 0 ? errno : 0;
}

static int
libc_fork(void)
{
    pid_t pid = fork();

    if (pid == 0) {
        _exit(0);
    }
    return pid < 0 ? errno : 0;
}

static void *
nothing(void *arg)
{
    return arg;
}

static int
thread(void)
{
    pthread_t id;
    int rc = pthread_create(&id, NULL, nothing, NULL);

    return rc != 0 ? rc : pthread_join(id, NULL);
}

static int
sleeper(void *arg)
{
    (void)arg;
    CALL(exit, 0);
    return 0;
}

/* Shares memory but is a process of its own: no thread flags. */
static int
clone_sharing_memory(void)
{
    static char stack[64 << 10] __attribute__((aligned(16)));
    int pid = clone(sleeper, stack + sizeof(stack),
                    CLONE_VM | CLONE_UNTRACED | SIGCHLD, NULL);

    return pid < 0 ? errno : 0;
}

/* SIGCONT does no harm to a process that runs. */
ACT(kill_victim, kill, VICTIM, SIGCONT)
ACT(kill_everybody, kill, -1, 0)
ACT(kill_group, kill, 0, 0)
ACT(kill_parent, kill, getppid(), 0)
ACT(kill_init, kill, 1, 0)
ACT(kill_high_bits, kill, 0x7fff00000000 | VICTIM, SIGCONT)
ACT(tkill_victim, tkill, VICTIM, SIGCONT)
ACT(tgkill_victim, tgkill, VICTIM, VICTIM, SIGCONT)

static int
queue_signal(void)
{
    siginfo_t info = {.si_code = SI_QUEUE};

    return breach_errno(CALL(rt_sigqueueinfo, VICTIM, SIGCONT, P(&info)));
}

static int
queue_thread_signal(void)
{
    siginfo_t info = {.si_code = SI_QUEUE};

    return breach_errno(
        CALL(rt_tgsigqueueinfo, VICTIM, VICTIM, SIGCONT, P(&info)));
}

ACT(pidfd_of_victim, pidfd_open, VICTIM, 0)

static int
pidfd_signal(void)
{
    long fd = CALL(pidfd_open, VICTIM, 0);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(pidfd_send_signal, fd, SIGCONT, 0, 0));
}

static int
pidfd_steal(void)
{
    long fd = CALL(pidfd_open, VICTIM, 0);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(pidfd_getfd, fd, 0, 0));
}

/* Signals by way of descriptors: F_SETOWN names any process. */
static int
signal_by_owner(void)
{
    return breach_errno(CALL(fcntl, 1, F_SETOWN, VICTIM));
}

ACT(ptrace_seize, ptrace, 0x4206 /* PTRACE_SEIZE */, VICTIM, 0, 0)
ACT(ptrace_attach, ptrace, PTRACE_ATTACH, VICTIM, 0, 0)
ACT(ptrace_me, ptrace, PTRACE_TRACEME, 0, 0, 0)

/* The victim runs this same program or not: its stack is somewhere else.  An
 * address that is not mapped there gives EFAULT, after the permission check.
 */
static int
touch_memory(long nr)
{
    char byte = 0;
    struct iovec mine = {&byte, 1}, theirs = {(void *)4096, 1};
    long rc = breach_call(
        nr, (const long[6]){VICTIM, P(&mine), 1, P(&theirs), 1, 0});

    return rc == -EFAULT ? 0 : breach_errno(rc);
}

static int
read_memory(void)
{
    return touch_memory(N_process_vm_readv);
}

static int
write_memory(void)
{
    return touch_memory(N_process_vm_writev);
}

static int
advise_memory(void)
{
    long fd = CALL(pidfd_open, VICTIM, 0);
    struct iovec none = {(void *)4096, 0};

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(process_madvise, fd, P(&none), 1,
                                      20 /* MADV_COLD */, 0));
}

static int
robust_list(void)
{
    void *head;
    size_t size;

    return breach_errno(CALL(get_robust_list, VICTIM, P(&head), P(&size)));
}

ACT(compare_processes, kcmp, getpid(), VICTIM, 1 /* KCMP_VM */, 0, 0)
ACT(priority_of_victim, setpriority, PRIO_PROCESS, VICTIM, 0)
ACT(io_priority_of_victim, ioprio_set, 1, VICTIM, 2 << 13 | 4)
ACT(pages_of_victim, move_pages, VICTIM, 0, 0, 0, 0, 0)

static int
affinity_of_victim(void)
{
    unsigned long mask[16] = {~0ul};

    return breach_errno(
        CALL(sched_setaffinity, VICTIM, sizeof(mask), P(mask)));
}

static int
scheduler_of_victim(void)
{
    int priority = 0;

    return breach_errno(
        CALL(sched_setscheduler, VICTIM, 0 /* SCHED_OTHER */, P(&priority)));
}

static int
limits_of_victim(void)
{
    struct rlimit core;

    return breach_errno(CALL(prlimit64, VICTIM, RLIMIT_CORE, 0, P(&core)));
}

/* What the starter set up for this process. */
ACT(parent_death_signal, prctl, PR_SET_PDEATHSIG, 0)
ACT(dumpable, prctl, PR_SET_DUMPABLE, 1)
ACT(subreaper, prctl, PR_SET_CHILD_SUBREAPER, 1)
ACT(tracer, prctl, PR_SET_PTRACER, -1)
ACT(keep_capabilities, prctl, PR_SET_KEEPCAPS, 1)
ACT(speculation, prctl, 53 /* PR_SET_SPECULATION_CTRL */, 0, 2 /* ENABLE */)
ACT(new_session, setsid, 0)
ACT(new_group, setpgid, 0, 0)
ACT(user, setuid, geteuid())
ACT(users, setresuid, -1, -1, -1)
ACT(group, setgid, getegid())
ACT(file_user, setfsuid, geteuid())
ACT(user_namespace, unshare, CLONE_NEWUSER)
ACT(network_namespace, unshare, CLONE_NEWNET)
ACT(mount_namespace, unshare, CLONE_NEWNS)
ACT(new_root, chroot, P("/"))

static int
groups(void)
{
    gid_t none[1] = {0};

    return breach_errno(CALL(setgroups, 0, P(none)));
}

/* How much of the processor another process uses, and when. */
static int
clock_of_victim(void)
{
    long spent[2], clock = (long)((~(unsigned)VICTIM << 3) | 2);

    return breach_errno(CALL(clock_gettime, clock, P(spent)));
}

static int
sleep_by_clock_of_victim(void)
{
    long none[2] = {0, 1}, clock = (long)((~(unsigned)VICTIM << 3) | 2);
    long rc = CALL(clock_nanosleep, clock, 1 /* ABSTIME */, P(none), 0);

    return breach_errno(rc);
}

static int
capabilities(void)
{
    struct {
        uint32_t version;
        int pid;
    } header = {0x20080522, 0};
    uint32_t data[6] = {0};

    return breach_errno(CALL(capset, P(&header), P(data)));
}

static int
namespace_of_victim(void)
{
    long fd = CALL(pidfd_open, VICTIM, 0);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(setns, fd, CLONE_NEWUTS));
}

/* A filter of one's own, above ours: with SECCOMP_RET_TRACE or USER_NOTIF it
 * could answer calls in place of the kernel. */
static int
another_filter(void)
{
    struct sock_filter allow = {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
    struct sock_fprog program = {1, &allow};

    CALL(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return breach_errno(
        CALL(seccomp, SECCOMP_SET_MODE_FILTER, 0, P(&program)));
}

static int
another_filter_by_prctl(void)
{
    struct sock_filter allow = {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
    struct sock_fprog program = {1, &allow};

    CALL(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return breach_errno(
        CALL(prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, P(&program)));
}

static int
another_domain(void)
{
    return breach_errno(CALL(landlock_create_ruleset, 0, 0, 1));
}

#define R(name) ROW("process", name)
// clang-format off
const struct breach_probe breach_process[] = {
    R(fork_call) R(clone_as_fork) R(clone_parent) R(clone_new_user)
    R(clone3_as_fork) R(vfork_call) R(libc_fork) R(thread)
    R(clone_sharing_memory) R(kill_victim) R(kill_everybody) R(kill_group)
    R(kill_parent) R(kill_init) R(kill_high_bits) R(tkill_victim)
    R(tgkill_victim) R(queue_signal) R(queue_thread_signal) R(pidfd_of_victim)
    R(pidfd_signal) R(pidfd_steal) R(signal_by_owner) R(ptrace_seize)
    R(ptrace_attach) R(ptrace_me) R(read_memory) R(write_memory)
    R(advise_memory) R(robust_list) R(compare_processes) R(priority_of_victim)
    R(io_priority_of_victim) R(pages_of_victim) R(affinity_of_victim)
    R(clock_of_victim) R(sleep_by_clock_of_victim)
    R(scheduler_of_victim) R(limits_of_victim) R(parent_death_signal)
    R(dumpable) R(subreaper) R(tracer) R(keep_capabilities) R(speculation)
    R(new_session) R(new_group) R(user) R(users) R(group) R(file_user)
    R(user_namespace) R(network_namespace) R(mount_namespace) R(new_root)
    R(groups) R(capabilities) R(namespace_of_victim) R(another_filter)
    R(another_filter_by_prctl) R(another_domain)
    END_ROWS
};
// clang-format on
