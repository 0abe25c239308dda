// SPDX-License-Identifier: MIT
// A kernel for landlock.c: its system calls go to a double that plays one
// Landlock ABI after the other and is as strict as the kernel (sizes, unknown
// bits, rights that no file can have).

#ifndef SBX_TESTS_LANDLOCK_DOUBLE_H
#define SBX_TESTS_LANDLOCK_DOUBLE_H

#include "check.h"
#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

static long double_call(long nr, ...);
#define syscall double_call
#include "../../preload/kernel/landlock.c" // the file itself: its statics are tested
#include "../../preload/policy/parent.c" // for its openat2
#undef syscall

/* What the kernel of each ABI knows, by hand: not from the table under test.
 */
static const struct {
    uint64_t fs, net, scoped;
    size_t size;
} kernels[] = {
    [1] = {0x1fff, 0, 0, 8},   [2] = {0x3fff, 0, 0, 8},
    [3] = {0x7fff, 0, 0, 8},   [4] = {0x7fff, 3, 0, 16},
    [5] = {0xffff, 3, 0, 16},  [6] = {0xffff, 3, 3, 24},
    [7] = {0xffff, 3, 3, 24},  [8] = {0xffff, 3, 3, 24},
    [9] = {0x1ffff, 3, 3, 24},
};
#define LAST_KERNEL 9

static int kernel;     /* the ABI that is played; 0: error_here */
static int error_here; /* ENOSYS or EOPNOTSUPP */
static int openat2_error;
static uint64_t handled_fs, handled_net;
static unsigned n_rules, n_ports, restricted;
static uint64_t last_rights;
static unsigned n_relative; /* opened from a directory that was kept */

static long
fail(int error)
{
    errno = error;
    return -1;
}

static long
create(const struct ll_ruleset_attr *attr, size_t size, unsigned flags)
{
    uint64_t words[8] = {0};

    if (kernel == 0) {
        return fail(error_here);
    }
    if (flags == 1) {
        return attr == NULL && size == 0 ? kernel : fail(EINVAL);
    }
    memcpy(words, attr, size < sizeof(words) ? size : sizeof(words));
    for (size_t i = kernels[kernel].size / 8; i < size / 8; i++) {
        if (words[i] != 0) {
            return fail(E2BIG);
        }
    }
    if ((words[0] & ~kernels[kernel].fs) != 0
        || (words[1] & ~kernels[kernel].net) != 0
        || (words[2] & ~kernels[kernel].scoped) != 0) {
        return fail(EINVAL);
    }
    handled_fs = words[0];
    handled_net = words[1];
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static long
add(int type, const void *rule)
{
    if (type == 1) {
        const struct ll_path_beneath_attr *attr = rule;
        struct stat st;

        if (attr->allowed_access == 0) {
            return fail(ENOMSG);
        }
        if ((attr->allowed_access & ~handled_fs) != 0
            || fstat(attr->parent_fd, &st) != 0
            || (!S_ISDIR(st.st_mode)
                && (attr->allowed_access & ~UINT64_C(0xc007)) != 0)) {
            return fail(EINVAL);
        }
        last_rights = attr->allowed_access;
        n_rules++;
    }
    else {
        const struct ll_net_port_attr *attr = rule;

        if (attr->allowed_access == 0
            || (attr->allowed_access & ~handled_net) != 0) {
            return fail(EINVAL);
        }
        n_ports++;
    }
    return 0;
}

static long
double_call(long nr, ...)
{
    va_list ap;
    long a[4];

    va_start(ap, nr);
    for (int i = 0; i < 4; i++) {
        a[i] = va_arg(ap, long);
    }
    va_end(ap);
    switch (nr) {
    case 444:
        return create((void *)a[0], (size_t)a[1], (unsigned)a[2]);
    case 445:
        return add((int)a[1], (void *)a[2]);
    case 446:
        restricted++;
        return 0;
    case SYS_openat2:
        n_relative += (int)a[0] != AT_FDCWD;
        return openat2_error != 0 ? fail(openat2_error)
                                  : (syscall)(nr, a[0], a[1], a[2], a[3]);
    }
    return fail(ENOSYS);
}

#endif
