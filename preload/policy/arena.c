// SPDX-License-Identifier: MIT
// The arena: anonymous mappings in a list, each twice as large as the last.
// Not malloc, whose pages hold other things and cannot be made read-only, and
// no large reserved range, which would count against RLIMIT_AS.

#include "arena.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FIRST_CHUNK ((size_t)64 << 10) /* default.conf needs 24 KiB */
#define FIRST_USED ((size_t)24 << 10)
#define MAX_CHUNK ((size_t)8 << 20)
#define MAX_ALLOC ((size_t)1 << 30)
#define PAGE ((size_t)64 << 10) /* at least the page of any supported CPU */
#define ALIGN ((size_t)16)
#define FIRST_GROWN 8

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif
#ifndef SYS_mseal
#define SYS_mseal 462 /* the same on every architecture */
#endif

struct chunk {
    struct chunk *next;
    size_t size; /* of the mapping, this header included */
    size_t used;
};

struct sbx_arena {
    struct chunk *chunks; /* the one in use first */
};

static size_t
round_up(size_t n, size_t unit)
{
    return (n + unit - 1) / unit * unit;
}

static struct chunk *
chunk_new(size_t size)
{
    struct chunk *c = mmap(NULL, size, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (c == MAP_FAILED) {
        return NULL;
    }
    c->size = size;
    c->used = round_up(sizeof *c, ALIGN);
    return c;
}

struct sbx_arena *
sbx_arena_new(void)
{
    struct chunk *c = chunk_new(FIRST_CHUNK);
    if (c == NULL) {
        return NULL;
    }
    /* One call for six page faults; before Linux 5.14 EINVAL. */
    madvise(c, FIRST_USED, MADV_POPULATE_WRITE);
    struct sbx_arena *a = (void *)((char *)c + c->used);
    c->used += round_up(sizeof *a, ALIGN);
    a->chunks = c;
    return a;
}

void
sbx_arena_free(struct sbx_arena *a)
{
    struct chunk *next;

    /* The arena itself lies in the last chunk of the list. */
    for (struct chunk *c = a != NULL ? a->chunks : NULL; c != NULL; c = next) {
        next = c->next;
        munmap(c, c->size);
    }
}

void *
sbx_arena_alloc(struct sbx_arena *a, size_t size)
{
    struct chunk *c = a->chunks;

    if (size > MAX_ALLOC) {
        errno = ENOMEM;
        return NULL;
    }
    size = round_up(size, ALIGN);
    if (c->size - c->used < size) {
        size_t want = c->size < MAX_CHUNK / 2 ? c->size * 2 : MAX_CHUNK;
        if (want < size + 2 * ALIGN + sizeof *c) {
            want = round_up(size + 2 * ALIGN + sizeof *c, PAGE);
        }
        struct chunk *fresh = chunk_new(want);
        if (fresh == NULL) {
            return NULL;
        }
        fresh->next = c;
        a->chunks = c = fresh;
    }
    void *p = (char *)c + c->used;
    c->used += size;
    return p;
}

char *
sbx_arena_strndup(struct sbx_arena *a, const char *s, size_t n)
{
    char *copy = sbx_arena_alloc(a, n + 1);

    if (copy != NULL) {
        memcpy(copy, s, n);
    }
    return copy;
}

void *
sbx_arena_grow(struct sbx_arena *a, void *at, size_t n, size_t size)
{
    if (n != 0 && (n < FIRST_GROWN || (n & (n - 1)) != 0)) {
        return at;
    }
    void *more = sbx_arena_alloc(a, (n == 0 ? FIRST_GROWN : 2 * n) * size);
    if (more != NULL && n != 0) {
        memcpy(more, at, n * size);
    }
    return more;
}

int
sbx_arena_seal(struct sbx_arena *a)
{
    struct chunk *next;

    for (struct chunk *c = a->chunks; c != NULL; c = next) {
        next = c->next;
        if (mprotect(c, c->size, PROT_READ) != 0) {
            return -1;
        }
        /* Without mseal native code can undo the mprotect: the boundary does
         * not rest on it, the kernel layer has its own copy of the rules. */
        syscall(SYS_mseal, c, c->size, 0UL);
    }
    return 0;
}
