// SPDX-License-Identifier: MIT
// One region of memory that grows while the policy is read and is made
// read-only before the program runs.  For the constructor only: no locks.
// Nothing is ever handed back but the whole.

#ifndef SBX_ARENA_H
#define SBX_ARENA_H

#include <stddef.h>

struct sbx_arena;

struct sbx_arena *sbx_arena_new(void);
void sbx_arena_free(struct sbx_arena *a);

/* Zeroed and aligned for any type of the policy; NULL without memory. */
void *sbx_arena_alloc(struct sbx_arena *a, size_t size);
char *sbx_arena_strndup(struct sbx_arena *a, const char *s, size_t n);

/* Room for one more element in the array `at` of n: returns `at`, or a copy
 * twice as large whenever n is a power of two (so no capacity is kept). */
void *sbx_arena_grow(struct sbx_arena *a, void *at, size_t n, size_t size);

/* Read-only from here on, and for good where the kernel has mseal(2) (6.10).
 * 0, or -1 with errno. */
int sbx_arena_seal(struct sbx_arena *a);

#endif
