// SPDX-License-Identifier: MIT
// Landlock's user API, written out: Debian 12's <linux/landlock.h> stops at
// ABI 2 and glibc has no wrappers.  Numbers from include/uapi/linux/landlock.h
// of Linux 6.15; they are ABI and cannot change.

#ifndef SBX_LANDLOCK_ABI_H
#define SBX_LANDLOCK_ABI_H

#include <stddef.h>
#include <stdint.h>

/* The same on every architecture. */
#define LL_NR_CREATE_RULESET 444
#define LL_NR_ADD_RULE 445
#define LL_NR_RESTRICT_SELF 446

#define LL_CREATE_RULESET_VERSION 1u
#define LL_RULE_PATH_BENEATH 1
#define LL_RULE_NET_PORT 2

enum {
    LL_FS_EXECUTE = 1 << 0,
    LL_FS_WRITE_FILE = 1 << 1,
    LL_FS_READ_FILE = 1 << 2,
    LL_FS_READ_DIR = 1 << 3,
    LL_FS_REMOVE_DIR = 1 << 4,
    LL_FS_REMOVE_FILE = 1 << 5,
    LL_FS_MAKE_CHAR = 1 << 6,
    LL_FS_MAKE_DIR = 1 << 7,
    LL_FS_MAKE_REG = 1 << 8,
    LL_FS_MAKE_SOCK = 1 << 9,
    LL_FS_MAKE_FIFO = 1 << 10,
    LL_FS_MAKE_BLOCK = 1 << 11,
    LL_FS_MAKE_SYM = 1 << 12,
    LL_FS_REFER = 1 << 13,     /* ABI 2, Linux 5.19 */
    LL_FS_TRUNCATE = 1 << 14,  /* ABI 3, Linux 6.2 */
    LL_FS_IOCTL_DEV = 1 << 15, /* ABI 5, Linux 6.10 */
};

enum {
    LL_NET_BIND_TCP = 1 << 0, /* ABI 4, Linux 6.7 */
    LL_NET_CONNECT_TCP = 1 << 1,
};

enum {
    LL_SCOPE_ABSTRACT_UNIX_SOCKET = 1 << 0, /* ABI 6, Linux 6.12 */
    LL_SCOPE_SIGNAL = 1 << 1,
};

struct ll_ruleset_attr {
    uint64_t handled_access_fs;  /* ABI 1 */
    uint64_t handled_access_net; /* ABI 4 */
    uint64_t scoped;             /* ABI 6 */
};

/* `packed` is the kernel's own layout (12 bytes). */
struct ll_path_beneath_attr {
    uint64_t allowed_access;
    int32_t parent_fd;
} __attribute__((packed));

struct ll_net_port_attr {
    uint64_t allowed_access;
    uint64_t port; /* host byte order */
};

/* What each ABI knows.  A kernel refuses with E2BIG an attribute struct that
 * is longer than its own and not zero at the end, so the size goes along. */
struct ll_abi {
    uint64_t fs;
    uint64_t net;
    uint64_t scope;
    size_t attr_size;
};

#define LL_FS_ABI1 (((uint64_t)LL_FS_MAKE_SYM << 1) - 1)
#define LL_FS_ABI2 (LL_FS_ABI1 | LL_FS_REFER)
#define LL_FS_ABI3 (LL_FS_ABI2 | LL_FS_TRUNCATE)
#define LL_FS_ABI5 (LL_FS_ABI3 | LL_FS_IOCTL_DEV)
#define LL_NET_ABI4 ((uint64_t)LL_NET_BIND_TCP | LL_NET_CONNECT_TCP)
#define LL_SCOPE_ABI6 \
    ((uint64_t)LL_SCOPE_ABSTRACT_UNIX_SOCKET | LL_SCOPE_SIGNAL)
#define LL_UP_TO(member) \
    (offsetof(struct ll_ruleset_attr, member) + sizeof(uint64_t))

/* Index: the ABI that the kernel reports; later ones count as the last. */
#define LL_ABI_TABLE                                                      \
    {                                                                     \
        [1] = {LL_FS_ABI1, 0, 0, LL_UP_TO(handled_access_fs)},            \
        [2] = {LL_FS_ABI2, 0, 0, LL_UP_TO(handled_access_fs)},            \
        [3] = {LL_FS_ABI3, 0, 0, LL_UP_TO(handled_access_fs)},            \
        [4] = {LL_FS_ABI3, LL_NET_ABI4, 0, LL_UP_TO(handled_access_net)}, \
        [5] = {LL_FS_ABI5, LL_NET_ABI4, 0, LL_UP_TO(handled_access_net)}, \
        [6] = {LL_FS_ABI5, LL_NET_ABI4, LL_SCOPE_ABI6, LL_UP_TO(scoped)}, \
        [7] = {LL_FS_ABI5, LL_NET_ABI4, LL_SCOPE_ABI6, LL_UP_TO(scoped)}, \
    }
#define LL_ABI_LAST 7

#endif
