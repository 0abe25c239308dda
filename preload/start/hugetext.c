// SPDX-License-Identifier: MIT
// The interpreter's machine code and constants in memory without a file, huge
// pages where they fit, in a zygote.  fork() does not copy the page tables of
// files, so that each child would fault them in again, 16 pages at a time, and
// unmap what it had fetched.  Memory without a file is inherited: 55 of 273
// faults are gone.  Before CPython starts, in a process with one thread.

#include "hugetext.h"

#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#define HUGE ((uintptr_t)2 << 20)
#define PAGE ((uintptr_t)4096)
#define SEGMENTS 8

struct segment {
    uintptr_t start, end; /* whole pages */
    int protection;
};

/* The segments of one object that nothing writes to, behind each other. */
struct object {
    uintptr_t symbol;
    struct segment at[SEGMENTS];
    size_t n;
};

static int
look(struct dl_phdr_info *info, size_t size, void *data)
{
    struct object *o = data;
    bool here = false;
    (void)size;

    o->n = 0;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *h = &info->dlpi_phdr[i];
        uintptr_t at = info->dlpi_addr + h->p_vaddr;
        if (h->p_type != PT_LOAD) {
            continue;
        }
        here = here || o->symbol - at < h->p_memsz;
        if ((h->p_flags & PF_W) == 0 && o->n < SEGMENTS) {
            o->at[o->n++] = (struct segment){
                .start = at & ~(PAGE - 1),
                .end = (at + h->p_memsz + PAGE - 1) & ~(PAGE - 1),
                .protection =
                    PROT_READ | ((h->p_flags & PF_X) != 0 ? PROT_EXEC : 0)};
        }
    }
    return here;
}

/* Whole huge pages have one protection: what shares them with the code is
 * executable too.  (Not split: a quarter of what a child costs.) */
static struct segment
code_of(const struct object *o)
{
    struct segment code = {o->at[o->n - 1].end, o->at[0].start,
                           PROT_READ | PROT_EXEC};

    for (size_t i = 0; i < o->n; i++) {
        const struct segment *s = &o->at[i];
        if ((s->protection & PROT_EXEC) != 0) {
            uintptr_t start = s->start & ~(HUGE - 1);
            uintptr_t end = (s->end + HUGE - 1) & ~(HUGE - 1);
            code.start = start < code.start ? start : code.start;
            code.end = end > code.end ? end : code.end;
        }
    }
    code.start = code.start < o->at[0].start ? o->at[0].start : code.start;
    code.end = code.end > o->at[o->n - 1].end ? o->at[o->n - 1].end : code.end;
    return code;
}

/* Never writable and executable; the move replaces the old pages at once. */
static bool
move(char *copy, uintptr_t to, size_t n, int protection)
{
    return n == 0
           || (mprotect(copy, n, protection) == 0
               && mremap(copy, n, n, MREMAP_MAYMOVE | MREMAP_FIXED, (void *)to)
                      != MAP_FAILED);
}

void
sbx_huge_text(const void *symbol)
{
    struct object o = {.symbol = (uintptr_t)symbol};

    if (symbol == NULL || dl_iterate_phdr(look, &o) == 0 || o.n == 0) {
        return;
    }
    for (size_t i = 1; i < o.n; i++) {
        if (o.at[i].start < o.at[i - 1].end) {
            return; /* they share a page */
        }
    }
    struct segment code = code_of(&o);
    uintptr_t start = o.at[0].start, end = o.at[o.n - 1].end;
    size_t n = end - start;
    if (code.start >= code.end) {
        return;
    }
    char *room = mmap(NULL, n + 2 * HUGE, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) {
        return;
    }
    /* As far from a huge page's start as it will be. */
    char *copy = room + ((start - (uintptr_t)room) & (HUGE - 1));
    madvise(copy, n, MADV_HUGEPAGE);
    for (size_t i = 0; i < o.n; i++) {
        const struct segment *s = &o.at[i];
        memcpy(copy + (s->start - start), (const void *)s->start,
               s->end - s->start);
    }
    /* The constants stay where they are if one of these fails. */
    if (move(copy + (code.start - start), code.start, code.end - code.start,
             code.protection)
        && move(copy, start, code.start - start, PROT_READ)) {
        move(copy + (code.end - start), code.end, end - code.end, PROT_READ);
    }
    munmap(room, n + 2 * HUGE);
}
