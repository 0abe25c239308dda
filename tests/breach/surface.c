// SPDX-License-Identifier: MIT
// Parts of the kernel that a computing program has no business with, each
// asked for something that an ordinary (or root's) process gets.

#include "breach.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

/* What a kernel may not have been built with. */
static int
there(long rc)
{
    return rc == -ENOSYS || rc == -EOPNOTSUPP ? SKIP : breach_errno(rc);
}

#define ACT(name, call, ...)                                         \
    static int name(void)                                            \
    {                                                                \
        return N_##call < 0 ? SKIP : there(CALL(call, __VA_ARGS__)); \
    }

static int
io_uring(void)
{
    uint32_t params[30] = {0};

    return there(CALL(io_uring_setup, 1, P(params)));
}

static int
bpf_map(void)
{
    union bpf_attr attr = {.map_type = BPF_MAP_TYPE_ARRAY,
                           .key_size = 4,
                           .value_size = 4,
                           .max_entries = 1};

    return there(CALL(bpf, BPF_MAP_CREATE, P(&attr), sizeof(attr)));
}

static int
perf_event(void)
{
    struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE,
                                   .size = sizeof(attr),
                                   .config = PERF_COUNT_SW_CPU_CLOCK};

    return there(CALL(perf_event_open, P(&attr), 0, -1, -1, 0));
}

ACT(page_faults, userfaultfd, 1 /* UFFD_USER_MODE_ONLY */)
ACT(personality_of_old, personality, 0xffffffff)
ACT(memory_file, memfd_create, P("x"), 0)
ACT(secret_memory, memfd_secret, 0)
ACT(ruleset_version, landlock_create_ruleset, 0, 0, 1)
ACT(filter_actions, seccomp, 2 /* GET_ACTION_AVAIL */, 0, P(&(int){0}))
ACT(local_descriptors, modify_ldt, 0, P(&(char[16]){0}), 16)
ACT(io_ports, ioperm, 0x80, 1, 0)
ACT(io_privilege, iopl, 0)
ACT(kernel_log, syslog, 10 /* SIZE_BUFFER */, 0, 0)
ACT(file_system_names, sysfs, 3)
ACT(new_file_system, fsopen, P("tmpfs"), 0)
ACT(mount_tree, open_tree, AT_FDCWD, P("/"), 1 /* CLONE */)
ACT(file_handle, name_to_handle_at, AT_FDCWD, P("/"), P(&(uint32_t[40]){128}),
    P(&(int){0}), 0)
ACT(async_io, io_setup, 1, P(&(unsigned long){0}))
ACT(event_poll, epoll_create1, 0)
ACT(watches, inotify_init1, 0)
ACT(file_watches, fanotify_init, 0, 0)
ACT(protection_key, pkey_alloc, 0, 0)
ACT(barrier, membarrier, 0, 0, 0)
ACT(memory_nodes, get_mempolicy, P(&(int){0}), 0, 0, 0, 0)
ACT(bind_memory, mbind, 0, 0, 0, 0, 0, 0)
ACT(cached_pages, mincore, P(&ground) & -4096L, 4096, P(&(char[4]){0}))
ACT(adjust_clock, adjtimex, P(&(struct timex){0}))
ACT(adjust_any_clock, clock_adjtime, CLOCK_REALTIME, P(&(struct timex){0}))
ACT(interval_timer, setitimer, 0, P(&(long[4]){0}), 0)
ACT(alarm_clock, alarm, 0)
ACT(usage, getrusage, 0, P(&(char[256]){0}))
ACT(parent, getppid, 0)
ACT(session, getsid, 0)
ACT(priority, getpriority, 0, 0)
ACT(scheduler, sched_getattr, 0, P(&(char[64]){0}), 64, 0)
ACT(compare, kcmp, getpid(), getpid(), 1, 0, 0)
ACT(file_system_status, statfs, P("/"), P(&(char[256]){0}))
ACT(change_directory, chdir, P("/"))
ACT(file_mode_mask, umask, 077)
ACT(access_path, faccessat, AT_FDCWD, P("/"), 0)
ACT(duplicate_over, dup3, 0, 9, 0)
ACT(reserve_file_cache, cachestat, 0, P(&(long[2]){0}), P(&(long[5]){0}), 0)
ACT(seal_memory, mseal, 0, 0, 0)
ACT(mount_list, listmount, P(&(uint64_t[3]){24, UINT64_MAX}),
    P(&(uint64_t[64]){0}), 64, 0)
ACT(security_modules, lsm_list_modules, P(&(uint64_t[64]){0}),
    P(&(uint32_t){512}), 0)

/* The name that it has already. */
static int
host_name(void)
{
    struct utsname names;

    if (uname(&names) != 0) {
        return errno;
    }
    return there(
        CALL(sethostname, P(names.nodename), (long)strlen(names.nodename)));
}

/* In a mount namespace of its own: nobody else sees it. */
static int
mount_private(void)
{
    long rc = CALL(unshare, CLONE_NEWNS);

    rc = rc < 0 ? rc : CALL(mount, 0, P("/"), 0, MS_REC | MS_PRIVATE, 0);
    return there(
        rc < 0 ? rc
               : CALL(mount, P("none"), P(ground.outside), P("tmpfs"), 0, 0));
}

static int
pipes_without_copying(void)
{
    int fds[2];
    char byte = 0;
    struct iovec one = {&byte, 1};
    long rc = CALL(pipe2, P(fds), 0);

    return rc < 0 ? there(rc) : there(CALL(vmsplice, fds[1], P(&one), 1, 0));
}

static int
splice_pages(void)
{
    int fds[2];
    long rc = CALL(pipe2, P(fds), 0);
    long file = CALL(openat, AT_FDCWD, P(breach_path(ground.granted, "file")),
                     O_RDONLY);

    return rc < 0 ? there(rc) : there(CALL(splice, file, 0, fds[1], 0, 1, 0));
}

#define R(name) ROW("kernel-surface", name)
// clang-format off
const struct breach_probe breach_surface[] = {
    R(io_uring) R(bpf_map) R(perf_event) R(page_faults) R(personality_of_old)
    R(memory_file) R(secret_memory) R(ruleset_version) R(filter_actions)
    R(local_descriptors) R(io_ports) R(io_privilege) R(kernel_log)
    R(file_system_names) R(new_file_system) R(mount_tree) R(mount_private)
    R(file_handle) R(async_io) R(event_poll) R(watches) R(file_watches)
    R(protection_key) R(barrier) R(memory_nodes) R(bind_memory) R(cached_pages)
    R(host_name) R(adjust_clock) R(adjust_any_clock) R(interval_timer)
    R(alarm_clock) R(usage) R(parent) R(session) R(priority) R(scheduler)
    R(compare) R(file_system_status) R(change_directory) R(file_mode_mask)
    R(access_path) R(duplicate_over) R(reserve_file_cache) R(seal_memory)
    R(mount_list) R(security_modules) R(pipes_without_copying) R(splice_pages)
    END_ROWS
};
// clang-format on
