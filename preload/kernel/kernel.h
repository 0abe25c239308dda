// SPDX-License-Identifier: MIT
// What the files of the kernel layer share among themselves: landlock.c,
// seccomp.c, sigsys.c, limits.c, prove.c.

#ifndef SBX_KERNEL_H
#define SBX_KERNEL_H

#include "policy.h"

#include <stdbool.h>

/* What came into force; less than everything only under best-effort. */
struct sbx_kernel {
    int landlock; /* the ABI, or 0 */
    bool seccomp;
};
extern struct sbx_kernel sbx_kernel;

/* No set-user-ID program gives anything back, and an unprivileged process may
 * lock itself.  Dies if the kernel refuses.  Again does no harm. */
void sbx_no_new_privs(void);

/* In a zygote: what depends on the policy only, made ready once.  It counts
 * for children whose policy is p itself.  The descriptor of the rules, or -1.
 */
void sbx_landlock_prepare(const struct sbx_policy *p);
int sbx_landlock_fd(void);
void sbx_seccomp_prepare(const struct sbx_policy *p);

/* In a zygote whose children all have p, or p and a scratch directory: put on
 * itself what their filters have in common.  Where the kernel refuses, they
 * have the whole filter, as without this. */
void sbx_seccomp_outer(const struct sbx_policy *p);

/* The handler that reports refused calls; before the filter.  gates: what the
 * policy opens, for the line that would open more; pid: whom kill() may reach.
 */
void sbx_sigsys_install(unsigned gates, uint32_t pid);

#endif
