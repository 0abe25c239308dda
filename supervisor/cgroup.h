// SPDX-License-Identifier: MIT
// Control groups (cgroup v2), where we may make one: optional everywhere.

#ifndef SBX_CGROUP_H
#define SBX_CGROUP_H

/* The directory in which a group with memory and pids limits can be made, or
 * NULL. */
const char *sbx_cgroup_parent(void);

#endif
