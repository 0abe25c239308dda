// SPDX-License-Identifier: MIT
// Control groups (cgroup v2), where we may make one: a second limit of memory,
// for the whole tree of processes, and an end that none of them escapes.
// Optional everywhere: where there is none, rlimits and the subreaper remain.

#ifndef SBX_CGROUP_H
#define SBX_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

/* The directory in which a group with memory and pids limits can be made, or
 * NULL.  PYSBX_CGROUP names another, or "none". */
const char *sbx_cgroup_parent(void);

struct sbx_cgroup {
    const char *path; /* NULL: there is none */
    int fd;           /* the directory, for clone3(2) */
};

/* A group of our own below the parent.  memory: bytes, 0 for no limit; tasks:
 * processes and threads.  Without one if it cannot be made; dies if
 * PYSBX_CGROUP asked for it. */
void sbx_cgroup_make(struct sbx_cgroup *ret, uint64_t memory, unsigned tasks);

/* Kill all in it. */
void sbx_cgroup_kill(const struct sbx_cgroup *g);

/* Did the kernel kill in it because its memory was used up? */
bool sbx_cgroup_oom(const struct sbx_cgroup *g);

void sbx_cgroup_remove(struct sbx_cgroup *g);
void sbx_cgroup_abandon(void); /* by sbx_die: nothing is in it */

#endif
