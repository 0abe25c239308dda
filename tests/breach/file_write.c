// SPDX-License-Identifier: MIT
// Making, changing and removing what the policy does not grant.

#include "breach.h"
#include "uring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>

#define OUT(name) P(breach_path(ground.outside, name))
#define GRANTED(name) P(breach_path(ground.granted, name))

/* ACT: one system call; the number may be missing on aarch64. */
#define ACT(name, call, ...)                                                \
    static int name(void)                                                   \
    {                                                                       \
        return N_##call < 0 ? SKIP : breach_errno(CALL(call, __VA_ARGS__)); \
    }
/* OPEN: one that gives a descriptor. */
#define OPEN(name, call, ...)                                            \
    static int name(void)                                                \
    {                                                                    \
        return N_##call < 0 ? SKIP : breach_fd(CALL(call, __VA_ARGS__)); \
    }

OPEN(create, openat, AT_FDCWD, OUT("new"), O_CREAT | O_WRONLY, 0600)
OPEN(create_read_only, openat, AT_FDCWD, OUT("new"), O_CREAT, 0600)
OPEN(create_exclusive, openat, AT_FDCWD, OUT("new"), O_CREAT | O_EXCL | O_RDWR,
     0600)
OPEN(create_in_granted, openat, AT_FDCWD, GRANTED("new"), O_CREAT | O_WRONLY,
     0600)
OPEN(create_in_tmp, openat, AT_FDCWD, P("/tmp"), O_TMPFILE | O_WRONLY, 0600)
OPEN(create_in_shm, openat, AT_FDCWD, P("/dev/shm"), O_TMPFILE | O_RDWR, 0600)
OPEN(creat_call, creat, OUT("new"), 0600)
OPEN(old_open_create, open, OUT("new"), O_CREAT | O_WRONLY, 0600)
OPEN(open_write, openat, AT_FDCWD, OUT("file"), O_WRONLY)
OPEN(open_read_write, openat, AT_FDCWD, OUT("file"), O_RDWR)
OPEN(open_append, openat, AT_FDCWD, OUT("file"), O_WRONLY | O_APPEND)
OPEN(open_granted_for_writing, openat, AT_FDCWD, GRANTED("file"), O_WRONLY)
OPEN(truncate_by_reading_open, openat, AT_FDCWD, GRANTED("file"), O_TRUNC)
OPEN(mode_three, openat, AT_FDCWD, GRANTED("file"), 3)
OPEN(unnamed_file, openat, AT_FDCWD, P(ground.outside), O_TMPFILE | O_RDWR,
     0600)
ACT(truncate_path, truncate, OUT("file"), 0)
ACT(truncate_granted, truncate, GRANTED("file"), 0)
ACT(make_directory, mkdir, OUT("newdir"), 0700)
ACT(make_directory_at, mkdirat, AT_FDCWD, OUT("newdir"), 0700)
ACT(remove_directory, rmdir, OUT("sub"))
ACT(remove_directory_at, unlinkat, AT_FDCWD, OUT("sub"), AT_REMOVEDIR)
ACT(unlink_path, unlink, OUT("file"))
ACT(unlink_at, unlinkat, AT_FDCWD, OUT("file"), 0)
ACT(unlink_granted, unlinkat, AT_FDCWD, GRANTED("file"), 0)
ACT(rename_path, rename, OUT("file"), OUT("other"))
ACT(rename_at, renameat, AT_FDCWD, OUT("file"), AT_FDCWD, OUT("other"))
ACT(rename_exchange, renameat2, AT_FDCWD, OUT("file"), AT_FDCWD, OUT("sub"), 2)
ACT(link_secret, link, P(ground.secret), GRANTED("hard"))
ACT(link_at, linkat, AT_FDCWD, P(ground.secret), AT_FDCWD, OUT("hard"), 0)
ACT(symbolic_link, symlink, P("/etc/passwd"), OUT("soft"))
ACT(symbolic_link_at, symlinkat, P("/etc/passwd"), AT_FDCWD, GRANTED("soft"))
ACT(make_fifo, mknod, OUT("pipe"), S_IFIFO | 0600, 0)
ACT(make_fifo_at, mknodat, AT_FDCWD, OUT("pipe"), S_IFIFO | 0600, 0)
ACT(make_file_node, mknodat, AT_FDCWD, OUT("node"), S_IFREG | 0600, 0)
ACT(make_device, mknodat, AT_FDCWD, OUT("null"), S_IFCHR | 0600, 0x103)
ACT(change_mode, chmod, OUT("file"), 0777)
ACT(change_mode_at, fchmodat, AT_FDCWD, OUT("file"), 0777)
ACT(change_mode_granted, fchmodat, AT_FDCWD, GRANTED("file"), 0777)
ACT(change_owner, chown, OUT("file"), -1, -1)
ACT(change_owner_link, lchown, OUT("file"), -1, -1)
ACT(change_owner_at, fchownat, AT_FDCWD, OUT("file"), -1, -1, 0)
ACT(set_times, utimensat, AT_FDCWD, OUT("file"), 0, 0)
ACT(set_times_granted, utimensat, AT_FDCWD, GRANTED("file"), 0, 0)
ACT(set_times_old, utime, OUT("file"), 0)
ACT(set_times_older, utimes, OUT("file"), 0)
ACT(set_times_at, futimesat, AT_FDCWD, OUT("file"), 0)
OPEN(proc_self_mem, openat, AT_FDCWD, P("/proc/self/mem"), O_RDWR)
OPEN(proc_self_comm, openat, AT_FDCWD, P("/proc/self/comm"), O_WRONLY)
OPEN(proc_self_oom, openat, AT_FDCWD, P("/proc/self/oom_score_adj"), O_WRONLY)
OPEN(proc_sys, openat, AT_FDCWD, P("/proc/sys/kernel/core_pattern"), O_WRONLY)
OPEN(dev_full, openat, AT_FDCWD, P("/dev/full"), O_WRONLY)

/* On a descriptor that may be read: the inode is not the descriptor's. */
static long
granted_file(void)
{
    return CALL(openat, AT_FDCWD, GRANTED("file"), O_RDONLY);
}

#define ON_GRANTED(name, call, ...)                                \
    static int name(void)                                          \
    {                                                              \
        long fd = granted_file();                                  \
        return fd < 0 ? breach_errno(fd)                           \
                      : breach_errno(CALL(call, fd, __VA_ARGS__)); \
    }
ON_GRANTED(descriptor_mode, fchmod, 0777)
ON_GRANTED(descriptor_owner, fchown, -1, -1)
ON_GRANTED(descriptor_times, utimensat, 0, 0, 0)
ON_GRANTED(descriptor_flags, ioctl, 0x40086602 /* FS_IOC_SETFLAGS */,
           P(&(long){0}))

/* user.* attributes need support by the file system. */
static int
supported(long rc)
{
    return rc == -EOPNOTSUPP || rc == -ENOSYS ? SKIP : breach_errno(rc);
}

static int
set_xattr(void)
{
    return supported(CALL(setxattr, OUT("file"), P("user.x"), P("y"), 1, 0));
}

static int
set_xattr_granted(void)
{
    long fd = granted_file();

    return fd < 0 ? breach_errno(fd)
                  : supported(CALL(fsetxattr, fd, P("user.x"), P("y"), 1, 0));
}

static int
set_xattr_at(void)
{
    struct {
        uint64_t value;
        uint32_t size, flags;
    } args = {(uintptr_t) "y", 1, 0};

    return supported(CALL(setxattrat, AT_FDCWD, OUT("file"), 0, P("user.x"),
                          P(&args), sizeof(args)));
}

static int
change_mode_at2(void)
{
    return supported(CALL(fchmodat2, AT_FDCWD, OUT("file"), 0777, 0));
}

static int
set_file_attributes(void)
{
    uint64_t attr[4] = {0};

    return supported(
        CALL(file_setattr, AT_FDCWD, OUT("file"), P(attr), sizeof(attr), 0));
}

static int
shared_mapping(void)
{
    long fd = CALL(openat, AT_FDCWD, GRANTED("file"), O_RDWR);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(mmap, 0, 4096, PROT_READ | PROT_WRITE,
                                      MAP_SHARED, fd, 0));
}

static int
punch_hole(void)
{
    long fd = CALL(openat, AT_FDCWD, OUT("file"), O_WRONLY);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(fallocate, fd, 3, 0, 1));
}

static int
io_uring_create(void)
{
    struct uring ring;
    int rc = uring_open(&ring);

    return rc != 0 ? rc
                   : breach_fd(uring_openat(&ring,
                                            breach_path(ground.outside, "new"),
                                            O_CREAT | O_WRONLY));
}

static int
accounting(void)
{
    long rc = CALL(acct, OUT("file"));

    if (rc == 0) {
        CALL(acct, 0);
    }
    return rc == -ENOSYS ? SKIP : breach_errno(rc);
}

#define R(name) ROW("file-write", name)
// clang-format off
const struct breach_probe breach_file_write[] = {
    R(create) R(create_read_only) R(create_exclusive) R(create_in_granted)
    R(create_in_tmp) R(create_in_shm) R(creat_call) R(old_open_create)
    R(open_write) R(open_read_write) R(open_append) R(open_granted_for_writing)
    R(truncate_by_reading_open) R(mode_three) R(unnamed_file) R(truncate_path)
    R(truncate_granted) R(make_directory) R(make_directory_at)
    R(remove_directory) R(remove_directory_at) R(unlink_path) R(unlink_at)
    R(unlink_granted) R(rename_path) R(rename_at) R(rename_exchange)
    R(link_secret) R(link_at) R(symbolic_link) R(symbolic_link_at) R(make_fifo)
    R(make_fifo_at) R(make_file_node) R(make_device) R(change_mode)
    R(change_mode_at) R(change_mode_at2) R(change_mode_granted) R(change_owner)
    R(change_owner_link) R(change_owner_at) R(set_times) R(set_times_granted)
    R(set_times_old) R(set_times_older) R(set_times_at) R(proc_self_mem)
    R(proc_self_comm) R(proc_self_oom) R(proc_sys) R(dev_full)
    R(descriptor_mode) R(descriptor_owner) R(descriptor_times)
    R(descriptor_flags) R(set_xattr) R(set_xattr_granted) R(set_xattr_at)
    R(set_file_attributes) R(shared_mapping) R(punch_hole) R(io_uring_create)
    R(accounting)
    END_ROWS
};
// clang-format on
