// SPDX-License-Identifier: MIT
// The directory that one path after the other lies in, kept open: a policy of
// 10,000 files names few directories, and the kernel need not walk to them
// each time.  For the constructor only.

#ifndef SBX_PARENT_H
#define SBX_PARENT_H

#include <stdbool.h>
#include <stddef.h>

struct sbx_parent {
    const char *dir; /* the start of a path of the caller's, which stays */
    size_t len;
    unsigned paths; /* so many lay there, one after the other */
    bool plain;     /* neither it nor what leads to it is a link */
    int fd;         /* -1: none yet; -2: none that could be kept */
};
#define SBX_NO_PARENT ((struct sbx_parent){.dir = NULL, .fd = -1})

/* For openat() and its like of a normal path: a descriptor, with *name the
 * last component, when some paths before lay in the same directory and neither
 * that nor what leads to it is a symbolic link; else AT_FDCWD and path. */
int sbx_parent_at(struct sbx_parent *p, const char *path, const char **name);
void sbx_parent_close(struct sbx_parent *p);

#endif
