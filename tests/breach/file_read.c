// SPDX-License-Identifier: MIT
// Reading what the policy does not grant.

#include "breach.h"
#include "uring.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

/* O_PATH descriptor, reopened through /proc. */
static int
reopen(long fd)
{
    char path[64];

    if (fd < 0) {
        return breach_errno(fd);
    }
    snprintf(path, sizeof(path), "/proc/self/fd/%ld", fd);
    return breach_has_secret(CALL(openat, AT_FDCWD, P(path), O_RDONLY));
}

static int
old_open(void)
{
    return N_open < 0 ? SKIP
                      : breach_has_secret(CALL(open, P(ground.secret), 0));
}

static int
openat_absolute(void)
{
    return breach_has_secret(CALL(openat, AT_FDCWD, P(ground.secret), 0));
}

static int
openat_high_bits(void)
{
    return breach_has_secret(
        CALL(openat, AT_FDCWD, P(ground.secret), 0x7fffffff00000000));
}

static int
openat2_plain(void)
{
    struct open_how how = {.flags = O_RDONLY};

    return breach_has_secret(
        CALL(openat2, AT_FDCWD, P(ground.secret), P(&how), sizeof(how)));
}

static int
from_root_directory(void)
{
    long root = CALL(openat, AT_FDCWD, P("/"), O_RDONLY | O_DIRECTORY);

    return root < 0 ? breach_errno(root)
                    : breach_has_secret(
                        CALL(openat, root, P(ground.secret + 1), 0));
}

static int
path_descriptor(void)
{
    return reopen(CALL(openat, AT_FDCWD, P(ground.secret), O_PATH));
}

static int
path_descriptor_of_root(void)
{
    long root = CALL(openat, AT_FDCWD, P("/"), O_PATH);

    return root < 0 ? breach_errno(root)
                    : breach_has_secret(
                        CALL(openat, root, P(ground.secret + 1), 0));
}

static int
open_tree_descriptor(void)
{
    return reopen(CALL(open_tree, AT_FDCWD, P(ground.secret), 0));
}

static int
by_file_handle(void)
{
    struct {
        unsigned bytes;
        int type;
        unsigned char handle[128];
    } h = {.bytes = sizeof(h.handle)};
    int id;
    long rc =
        CALL(name_to_handle_at, AT_FDCWD, P(ground.secret), P(&h), P(&id), 0);

    if (rc < 0) {
        return breach_errno(rc);
    }
    /* Any descriptor of the same file system serves as the mount. */
    long mount = CALL(openat, AT_FDCWD, P(ground.granted), O_RDONLY);
    return breach_has_secret(CALL(open_by_handle_at, mount, P(&h), O_RDONLY));
}

static int
through_proc_self_root(void)
{
    return breach_has_secret(
        CALL(openat, AT_FDCWD,
             P(breach_path("/proc/self/root", ground.secret)), 0));
}

static int
through_granted_link(void)
{
    return breach_has_secret(
        CALL(openat, AT_FDCWD, P(breach_path(ground.granted, "link")), 0));
}

static int
through_dot_dot(void)
{
    return breach_has_secret(
        CALL(openat, AT_FDCWD,
             P(breach_path(ground.granted, "../outside/secret")), 0));
}

static int
dot_dot_from_granted_directory(void)
{
    long dir = CALL(openat, AT_FDCWD, P(ground.granted), O_RDONLY);

    return dir < 0 ? breach_errno(dir)
                   : breach_has_secret(
                       CALL(openat, dir, P("../outside/secret"), 0));
}

static int
after_chdir(void)
{
    long rc = CALL(chdir, P(ground.outside));

    return rc < 0 ? breach_errno(rc)
                  : breach_has_secret(CALL(openat, AT_FDCWD, P("secret"), 0));
}

static int
after_chroot(void)
{
    long rc = CALL(chroot, P(ground.outside));

    return rc < 0 ? breach_errno(rc)
                  : breach_has_secret(CALL(openat, AT_FDCWD, P("/secret"), 0));
}

static int
list_directory(void)
{
    char entries[1024];
    long dir =
        CALL(openat, AT_FDCWD, P(ground.outside), O_RDONLY | O_DIRECTORY);

    return dir < 0 ? breach_errno(dir)
                   : breach_errno(CALL(getdents64, dir, P(entries), 1024));
}

static int
list_root(void)
{
    return breach_fd(CALL(openat, AT_FDCWD, P("/"), O_RDONLY | O_DIRECTORY));
}

static int
io_uring(void)
{
    struct uring ring;
    int rc = uring_open(&ring);

    return rc != 0 ? rc
                   : breach_has_secret(uring_openat(&ring, ground.secret, 0));
}

#if defined(__x86_64__)
/* int 0x80 from 64-bit code: i386 numbers, and pointers below 4 GiB. */
static int
i386_open(void)
{
    char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    int ret;

    if (low == MAP_FAILED) {
        return errno;
    }
    strcpy(low, ground.secret);
    __asm__ volatile("int $0x80"
                     : "=a"(ret)
                     : "a"(5), "b"((int)(long)low), "c"(0), "d"(0)
                     : "memory", "r8", "r9", "r10", "r11");
    return breach_has_secret(ret);
}

static int
x32_open(void)
{
    long fd =
        breach_call(0x40000000 + N_open, (const long[6]){P(ground.secret)});

    return fd == -ENOSYS ? SKIP : breach_has_secret(fd);
}
#else
static int
i386_open(void)
{
    return SKIP;
}

static int
x32_open(void)
{
    return SKIP;
}
#endif

static int
open_one(const char *path)
{
    long fd = CALL(openat, AT_FDCWD, P(path), O_RDONLY);

    return fd == -ENOENT || fd == -ENXIO ? SKIP : breach_fd(fd);
}

static int
open_of_victim(const char *what)
{
    char path[64];

    snprintf(path, sizeof(path), "/proc/%d/%s", ground.victim, what);
    return open_one(path);
}

#define OPEN(name, path)       \
    static int name(void)      \
    {                          \
        return open_one(path); \
    }
#define VICTIM(name, what)           \
    static int name(void)            \
    {                                \
        return open_of_victim(what); \
    }
OPEN(etc_passwd, "/etc/passwd")
OPEN(etc_shadow, "/etc/shadow")
OPEN(etc_hostname, "/etc/hostname")
OPEN(root_directory_of_user, "/root")
OPEN(home, "/home")
OPEN(temporary, "/tmp")
OPEN(proc, "/proc")
OPEN(proc_self_environ, "/proc/self/environ")
OPEN(proc_self_maps, "/proc/self/maps")
OPEN(proc_self_mem, "/proc/self/mem")
OPEN(proc_self_status, "/proc/self/status")
OPEN(proc_thread_self_auxv, "/proc/thread-self/auxv")
OPEN(proc_parent, "/proc/1/cmdline")
OPEN(proc_mounts, "/proc/mounts")
OPEN(proc_net_tcp, "/proc/net/tcp")
OPEN(proc_cpuinfo, "/proc/cpuinfo")
OPEN(proc_kallsyms, "/proc/kallsyms")
OPEN(sys, "/sys")
OPEN(dev, "/dev")
OPEN(dev_mem, "/dev/mem")
OPEN(dev_kmsg, "/dev/kmsg")
OPEN(dev_tty, "/dev/tty")
OPEN(dev_zero, "/dev/zero")
OPEN(run, "/run")
VICTIM(victim_environ, "environ")
VICTIM(victim_memory, "mem")
VICTIM(victim_maps, "maps")
VICTIM(victim_descriptors, "fd")
VICTIM(victim_root, "root/etc/passwd")

static int
victim_cwd_link(void)
{
    char path[64], target[256];

    snprintf(path, sizeof(path), "/proc/%d/cwd", ground.victim);
    return breach_errno(
        CALL(readlinkat, AT_FDCWD, P(path), P(target), sizeof(target)));
}

static int
xattr(void)
{
    char value[64];
    long rc = CALL(getxattr, P(ground.secret), P("user.breach"), P(value), 64);

    return rc == -ENODATA || rc == -EOPNOTSUPP ? SKIP : breach_errno(rc);
}

static int
inotify(void)
{
    long fd = CALL(inotify_init1, 0);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(
                      CALL(inotify_add_watch, fd, P(ground.outside), 0xfff));
}

static int
fanotify(void)
{
    long fd = CALL(fanotify_init, 0, 0);

    return fd == -ENOSYS ? SKIP
           : fd < 0      ? breach_errno(fd)
                    : breach_errno(CALL(fanotify_mark, fd, 1, 0x3b, AT_FDCWD,
                                        P(ground.outside)));
}

#define R(name) ROW("file-read", name)
// clang-format off
const struct breach_probe breach_file_read[] = {
    R(old_open) R(openat_absolute) R(openat_high_bits) R(openat2_plain)
    R(from_root_directory) R(path_descriptor) R(path_descriptor_of_root)
    R(open_tree_descriptor) R(by_file_handle) R(through_proc_self_root)
    R(through_granted_link) R(through_dot_dot)
    R(dot_dot_from_granted_directory) R(after_chdir) R(after_chroot)
    R(list_directory) R(list_root) R(io_uring) R(i386_open) R(x32_open)
    R(etc_passwd) R(etc_shadow) R(etc_hostname) R(root_directory_of_user)
    R(home) R(temporary) R(proc) R(proc_self_environ) R(proc_self_maps)
    R(proc_self_mem) R(proc_self_status) R(proc_thread_self_auxv)
    R(proc_parent) R(proc_mounts) R(proc_net_tcp) R(proc_cpuinfo)
    R(proc_kallsyms) R(sys) R(dev) R(dev_mem) R(dev_kmsg) R(dev_tty)
    R(dev_zero) R(run) R(victim_environ) R(victim_memory) R(victim_maps)
    R(victim_descriptors) R(victim_root) R(victim_cwd_link) R(xattr) R(inotify)
    R(fanotify)
    END_ROWS
};
// clang-format on
