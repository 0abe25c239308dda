// SPDX-License-Identifier: MIT
// Memory of a zygote that its children would copy although nothing is in it:
// free blocks among used ones.  A child that takes one writes to the page, and
// to the head of its pool.

#include "hooks.h"
#include "zygote.h"

#include <malloc.h>

/* Objects/obmalloc.c: sizes go up by 16 bytes to 512, each has pools of its
 * own, of 16 KiB, in which 48 bytes come before the first block. */
#define STEP 16
#define LARGEST 512
#define POOL ((uintptr_t)16 << 10)
#define HEAD 48
#define MOST ((size_t)256 << 10) /* of one size: another allocator */

/* Until the next block of this size is the first one of a pool. */
static void
fill(size_t size)
{
    uintptr_t pool = 0;

    for (size_t taken = 0; taken < MOST; taken += size) {
        void *block = PyObject_Malloc(size);
        uintptr_t at = (uintptr_t)block;
        if (block == NULL) {
            return;
        }
        if (at % POOL == HEAD && at - HEAD != pool) {
            PyObject_Free(block);
            return;
        }
        pool = at & ~(POOL - 1);
    }
}

/* What children allocate comes from pages that have never been used: those
 * cost a third less than a copy, and lie close together. */
void
sbx_zygote_tidy(void)
{
    for (size_t size = STEP; size <= LARGEST; size += STEP) {
        fill(size);
    }
    malloc_trim(0);
}
