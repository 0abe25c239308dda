// SPDX-License-Identifier: MIT
// A descriptor, or -1.

#ifndef SBX_DESCRIPTOR_H
#define SBX_DESCRIPTOR_H

#include <unistd.h>

static inline void
sbx_close(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

#endif
