// SPDX-License-Identifier: MIT
#ifndef SBX_HUGEDATA_H
#define SBX_HUGEDATA_H

#include <stddef.h>
#include <sys/uio.h>

/* The N ranges of APART, in ascending order, get pages of their own.  For a
 * process with one thread. */
void sbx_huge_data(const struct iovec *apart, size_t n);

#endif
