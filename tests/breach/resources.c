// SPDX-License-Identifier: MIT
// More of the machine than [limits] grants.  The runner's policy: memory 512M,
// open-files 64, file-size 1M, cpu 1s, wall 3s.

#include "breach.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/timex.h>
#include <time.h>

static int
memory(void)
{
    return breach_errno(CALL(mmap, 0, 2L << 30, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                             0));
}

static int
memory_in_pieces(void)
{
    for (int i = 0; i < 128; i++) {
        long at = CALL(mmap, 0, 16L << 20, PROT_READ,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (breach_errno(at) != 0) {
            return breach_errno(at);
        }
    }
    return 0;
}

static int
memory_by_growing(void)
{
    long at =
        CALL(mmap, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return breach_errno(CALL(mremap, at, 4096, 2L << 30, MREMAP_MAYMOVE));
}

static int
heap(void)
{
    long end = CALL(brk, 0);

    return CALL(brk, end + (2L << 30)) >= end + (2L << 30) ? 0 : ENOMEM;
}

static int
descriptors(void)
{
    for (int i = 0; i < 100; i++) {
        long fd = CALL(openat, AT_FDCWD, P(ground.granted), O_RDONLY);

        if (fd < 0) {
            return breach_errno(fd);
        }
    }
    return 0;
}

static int
file_size(void)
{
    static char block[2 << 20];
    long fd = CALL(openat, AT_FDCWD, P(breach_path(ground.outside, "big")),
                   O_CREAT | O_WRONLY, 0600);
    long n = fd < 0 ? fd : CALL(write, fd, P(block), sizeof(block));

    return breach_errno(n);
}

/* Success is more than the limit and its second of grace, by the clock that
 * the limit goes by: utime + stime of the process (CPUCLOCK_PROF). */
#define PROFILE_CLOCK (-8L)
static int
burn(void)
{
    struct timespec used;

    do {
        for (volatile int i = 0; i < 1000000; i++) {
        }
        CALL(clock_gettime, PROFILE_CLOCK, P(&used));
    } while (used.tv_sec * 10 + used.tv_nsec / 100000000 < 25);
    return 0;
}

static int
cpu_time(void)
{
    return burn();
}

static int
cpu_time_ignoring_signals(void)
{
    sigset_t all;

    signal(SIGXCPU, SIG_IGN);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    return burn();
}

static int
wall_time(void)
{
    struct timespec four = {.tv_sec = 4};

    return breach_errno(
        CALL(clock_nanosleep, CLOCK_MONOTONIC, 0, P(&four), 0));
}

static int
wall_time_without_timers(void)
{
    for (int timer = 0; timer < 64; timer++) {
        CALL(timer_delete, timer);
    }
    return wall_time();
}

static int
raise_limit(int resource)
{
    struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};

    return breach_errno(CALL(prlimit64, 0, resource, P(&none), 0));
}

static int
raise_cpu_limit(void)
{
    return raise_limit(RLIMIT_CPU);
}

static int
raise_memory_limit(void)
{
    return raise_limit(RLIMIT_AS);
}

static int
old_setrlimit(void)
{
    struct rlimit none = {0, 0};

    return breach_errno(CALL(setrlimit, RLIMIT_CORE, P(&none)));
}

#define ACT(name, call, ...)                                                \
    static int name(void)                                                   \
    {                                                                       \
        return N_##call < 0 ? SKIP : breach_errno(CALL(call, __VA_ARGS__)); \
    }
ACT(lock_memory, mlockall, 3)
ACT(lock_page, mlock, P(&ground), 1)
ACT(locked_map, mmap, 0, 4096, PROT_READ,
    MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0)
ACT(priority, setpriority, PRIO_PROCESS, 0, -5)
ACT(io_priority, ioprio_set, 1, 0, 1 << 13)
ACT(leave_affinity, sched_setaffinity, 0, 8, P(&(long){-1}))
ACT(merge_pages, madvise, P(&ground) & -4096L, 4096, 12 /* MERGEABLE */)
ACT(memory_policy, set_mempolicy, 0, 0, 0)

static int
huge_page(void)
{
    long rc = CALL(mmap, 0, 2 << 20, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);

    return rc == -ENOMEM ? SKIP : breach_errno(rc);
}

static int
real_time(void)
{
    struct sched_param one = {.sched_priority = 1};

    return breach_errno(CALL(sched_setscheduler, 0, SCHED_FIFO, P(&one)));
}

static int
timers(void)
{
    struct sigevent event = {.sigev_notify = SIGEV_NONE};
    int timer;

    return breach_errno(
        CALL(timer_create, CLOCK_MONOTONIC, P(&event), P(&timer)));
}

static int
timer_descriptor(void)
{
    return breach_fd(CALL(timerfd_create, CLOCK_MONOTONIC, 0));
}

#define R(name) ROW("resources", name)
// clang-format off
const struct breach_probe breach_resources[] = {
    R(memory) R(memory_in_pieces) R(memory_by_growing) R(heap) R(descriptors)
    R(file_size) R(cpu_time) R(cpu_time_ignoring_signals) R(wall_time)
    R(wall_time_without_timers) R(raise_cpu_limit) R(raise_memory_limit)
    R(old_setrlimit) R(lock_memory) R(lock_page) R(locked_map) R(huge_page)
    R(priority) R(io_priority) R(leave_affinity) R(merge_pages)
    R(memory_policy) R(real_time) R(timers) R(timer_descriptor)
    END_ROWS
};
// clang-format on
