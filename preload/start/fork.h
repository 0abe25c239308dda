// SPDX-License-Identifier: MIT
// fork(2) for a zygote: see fork.c.

#ifndef SBX_FORK_H
#define SBX_FORK_H

#include <stdbool.h>
#include <sys/types.h>

/* 0 in the child; -1 with errno.  sibling: it is our parent's. */
pid_t sbx_fork(bool sibling);

#endif
