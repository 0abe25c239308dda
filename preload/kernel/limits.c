// SPDX-License-Identifier: MIT
// [limits] by what every kernel has: rlimits, and a timer in the kernel that
// nothing in the process can stop.  Before the system call filter, which then
// refuses setrlimit, timer_settime and timer_delete.

#include "core.h"
#include "kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SECOND UINT64_C(1000000000)
#define MIB (UINT64_C(1) << 20)

/* What CPython maps between here and the first line of the program: 9 MiB for
 * Debian's python3.11, 19 for pyenv's 3.13 with a UTF-8 locale. */
#define START_ROOM (24 * MIB)

/* Standard streams, a module being imported, a shared object of it, and two
 * to spare. */
#define LEAST_FILES 8

/* Nested iterators and destructors recurse in C without a check of their own;
 * CPython's recursion limits assume more than the usual 8 MiB.  The kernel
 * places mappings at least 128 MiB below the stack (mmap_base()). */
#define STACK_ROOM (120 * MIB)

/* What the zygote has already, and so each of its children. */
static struct {
    bool on;
    uint64_t soft, hard;
} ahead[RLIM_NLIMITS];
static bool is_zygote;

static bool
is_set(int resource, uint64_t soft, uint64_t hard)
{
    return ahead[resource].on && ahead[resource].soft == soft
           && ahead[resource].hard == hard;
}

static void
set(int resource, const char *key, uint64_t soft, uint64_t hard)
{
    struct rlimit limit;

    if (is_set(resource, soft, hard)) {
        return;
    }
    if (getrlimit((unsigned)resource, &limit) != 0) {
        sbx_die("[limits] %s: cannot read the limit: %m", key);
    }
    /* Never up: the starter's own limits hold. */
    limit.rlim_max = hard < limit.rlim_max ? hard : limit.rlim_max;
    limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
    if (setrlimit((unsigned)resource, &limit) != 0) {
        sbx_die("[limits] %s: cannot set the limit: %m", key);
    }
    if (is_zygote) {
        ahead[resource].on = true;
        ahead[resource].soft = soft;
        ahead[resource].hard = hard;
    }
}

/* Address space in use, in bytes; 0: unknown. */
static uint64_t
mapped(void)
{
    char text[32];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

    if (fd >= 0) {
        close(fd);
    }
    if (n <= 0) {
        return 0;
    }
    text[n] = '\0';
    return strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void
limit_memory(uint64_t bytes)
{
    if (is_set(RLIMIT_AS, bytes, bytes)) {
        return;
    }
    set(RLIMIT_AS, "memory", bytes, bytes);
    /* Trying costs a fraction of asking /proc how much there is. */
    void *room =
        mmap(NULL, START_ROOM, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room != MAP_FAILED) {
        munmap(room, START_ROOM);
        return;
    }
    uint64_t least = mapped() + START_ROOM;
    if (bytes < least) {
        sbx_die("[limits] memory: %" PRIu64 "M is too little for this "
                "interpreter to start; it needs %" PRIu64 "M",
                bytes / MIB, (least + MIB - 1) / MIB);
    }
}

static void
limit_open_files(uint64_t count)
{
    if (count < LEAST_FILES) {
        sbx_die("[limits] open-files: %" PRIu64 " is too few for an "
                "interpreter to start; it needs %d",
                count, LEAST_FILES);
    }
    set(RLIMIT_NOFILE, "open-files", count, count);
}

/* SIGXCPU at the limit, so that the starter sees why; SIGKILL one second later
 * for those who handle it. */
static void
limit_cpu(uint64_t nanoseconds)
{
    uint64_t seconds = (nanoseconds + SECOND - 1) / SECOND;

    if (signal(SIGXCPU, SIG_DFL) == SIG_ERR) {
        sbx_die("[limits] cpu: %m");
    }
    set(RLIMIT_CPU, "cpu", seconds, seconds + 1);
}

static void
limit_wall(uint64_t nanoseconds)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
                             .sigev_signo = SIGKILL};
    struct itimerspec at = {
        .it_value = {.tv_sec = (time_t)(nanoseconds / SECOND),
                     .tv_nsec = (long)(nanoseconds % SECOND)}};
    int timer; /* the kernel's timer_t */

    if (syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer) != 0
        || syscall(SYS_timer_settime, timer, 0, &at, NULL) != 0) {
        sbx_die("[limits] wall: cannot set the timer: %m");
    }
}

/* Those that are no different for a zygote. */
static void
limit_alike(const struct sbx_policy *p)
{
    /* No core files.  A handler that the kernel pipes them to gets them in
     * spite of 0, but not of 1; and an executed program is dumpable again. */
    uint64_t core = p->subprocess.on ? 1 : 0;
    set(RLIMIT_CORE, "core", core, core);
    set(RLIMIT_MEMLOCK, "memlock", 0, 0);
    if (p->file_size.value != 0) {
        set(RLIMIT_FSIZE, "file-size", p->file_size.value, p->file_size.value);
    }
    if (p->stack.value != 0) {
        set(RLIMIT_STACK, "stack", p->stack.value, p->stack.value);
    }
    else if (!p->subprocess.on || !p->threads.on) {
        /* Each thread of an executed program would reserve as much. */
        set(RLIMIT_STACK, "stack", STACK_ROOM, RLIM_INFINITY);
    }
}

/* Not `cpu`, which each child begins to count anew, and not `open-files`,
 * which is less than the set-up itself needs. */
void
sbx_limits_ahead(const struct sbx_policy *p)
{
    uint64_t room = mapped();

    is_zygote = true;
    limit_alike(p);
    /* Where there is too little, a child says so. */
    if (room != 0 && room + START_ROOM <= p->memory.value) {
        set(RLIMIT_AS, "memory", p->memory.value, p->memory.value);
    }
    is_zygote = false;
}

void
sbx_limits_enforce(const struct sbx_policy *p)
{
    sbx_no_new_privs();
    limit_alike(p);
    if (p->memory.value != 0) {
        limit_memory(p->memory.value);
    }
    if (p->open_files.value != 0) {
        limit_open_files(p->open_files.value);
    }
    if (p->cpu.value != 0) {
        limit_cpu(p->cpu.value);
    }
    if (p->wall.value != 0) {
        limit_wall(p->wall.value);
    }
}
