// SPDX-License-Identifier: MIT
// fork(2) for a zygote: see fork.c.

#ifndef SBX_FORK_H
#define SBX_FORK_H

#include <sys/types.h>

/* 0 in the child; -1 with errno. */
pid_t sbx_fork_sibling(void);

#endif
