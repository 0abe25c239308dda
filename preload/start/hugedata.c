// SPDX-License-Identifier: MIT
// A zygote's memory in large folios.  fork() counts a reference for each of
// its thousand pages, and the child's end takes it back; where pages are of
// one folio, both go by the folio.  Such a folio can be had as a huge page
// only: what is there is copied into some, piece behind piece, and each piece
// moved to where it was.  It is then mapped by the page, wherever that is.
//
// Between copy and move nothing may write to the piece.  Only this thread
// could, and it has its stack and DATA, which are not moved.

#include "hugedata.h"

#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define HUGE ((uintptr_t)2 << 20)
#define PAGE ((uintptr_t)4096)
#define AREAS 512
#define TEXT ((size_t)2 << 20)
#define MOST ((uintptr_t)256 << 20)

/* Documentation/admin-guide/mm/pagemap.rst */
#define PM_SWAP (UINT64_C(1) << 62)
#define PM_PRESENT (UINT64_C(1) << 63)

/* One mapping. */
struct area {
    uintptr_t start, end;
    int protection;
    bool zero; /* what is not there is zero, and not in a file */
    char *copy;
};

struct data {
    char text[TEXT];
    uint64_t entries[512];
    struct area at[AREAS];
    size_t n;
    uintptr_t size;
    int pagemap;
    const struct iovec *apart, *apart_end, *next;
    char *room, *ready; /* of the room, what is huge pages */
};

/* --- what there is --- */

static bool
read_all(const char *path, char *to, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t n = 0;
    ssize_t got = -1;

    while (fd >= 0 && n < size - 1
           && (got = read(fd, to + n, size - 1 - n)) > 0) {
        n += (size_t)got;
    }
    if (fd >= 0) {
        close(fd);
    }
    to[n] = '\0';
    return got == 0;
}

/* Nothing that a move would lose: stacks, what is sealed, locked, wiped or
 * kept from children. */
static bool
is_plain(const char *flags)
{
    static const char known[] = " rd wr mr mw me ac nr hg nh sd ";

    for (; *flags == ' ' && flags[1] != '\0'; flags += 3) {
        char word[] = {' ', flags[1], flags[2], ' ', '\0'};
        if (flags[2] == '\0' || strstr(known, word) == NULL) {
            return false;
        }
    }
    return true;
}

static size_t
number(const char *line, const char *name)
{
    size_t n = strlen(name);

    return strncmp(line, name, n) == 0 ? strtoul(line + n, NULL, 10) : 0;
}

static bool
begin_area(char *line, struct area *a)
{
    a->start = strtoul(line, &line, 16);
    a->end = strtoul(line + 1, &line, 16);
    a->protection = line[2] == 'w' ? PROT_READ | PROT_WRITE : PROT_READ;
    bool wanted =
        (strncmp(line, " rw-p ", 6) == 0 || strncmp(line, " r--p ", 6) == 0);
    strtoul(line + 6, &line, 16);           /* offset */
    strtoul(line + 1, &line, 16);           /* device: major, */
    strtoul(line + 1, &line, 16);           /* minor */
    a->zero = strtoul(line, NULL, 10) == 0; /* inode */
    return wanted;
}

/* Those with pages of their own. */
static void
find(struct data *d)
{
    struct area a = {0};
    size_t other = 0, own = 0;
    bool wanted = false;
    char *save = NULL;

    for (char *line = strtok_r(d->text, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        if (!isupper((unsigned char)*line)) {
            wanted = begin_area(line, &a);
            other = own = 0;
        }
        own += number(line, "Anonymous:");
        other += number(line, "AnonHugePages:");
        other += number(line, "ProtectionKey:");
        if (wanted && own > 0 && other == 0 && d->n < AREAS
            && strncmp(line, "VmFlags:", 8) == 0 && is_plain(line + 8)
            && a.end - a.start <= MOST - d->size) {
            d->at[d->n++] = a;
            d->size += a.end - a.start;
        }
    }
}

/* --- page by page --- */

enum kind { ABSENT, WARM, APART };

static enum kind
kind_of(struct data *d, const struct area *a, uintptr_t page, uint64_t entry)
{
    while (d->next < d->apart_end
           && (uintptr_t)d->next->iov_base + d->next->iov_len <= page) {
        d->next++;
    }
    if (d->next < d->apart_end && (uintptr_t)d->next->iov_base <= page) {
        return APART;
    }
    return a->zero && (entry & (PM_PRESENT | PM_SWAP)) == 0 ? ABSENT : WARM;
}

typedef bool run_f(struct data *d, char *to, const char *from, size_t n,
                   enum kind kind);

/* Calls F for runs of pages of one kind. */
static bool
walk(struct data *d, const struct area *a, run_f *f)
{
    uintptr_t page = a->start;

    while (page < a->end) {
        size_t n = (a->end - page) / PAGE, from = 0;
        n = n < 512 ? n : 512;
        ssize_t size = (ssize_t)(n * sizeof *d->entries);
        if (pread(d->pagemap, d->entries, (size_t)size,
                  (off_t)(page / PAGE * sizeof *d->entries))
            != size) {
            return false;
        }
        enum kind kind = kind_of(d, a, page, d->entries[0]);
        for (size_t i = 1; i <= n; i++) {
            enum kind next =
                i == n ? kind : kind_of(d, a, page + i * PAGE, d->entries[i]);
            if (i < n && next == kind) {
                continue;
            }
            uintptr_t at = page + from * PAGE;
            if (!f(d, a->copy + (at - a->start), (const char *)at,
                   (i - from) * PAGE, kind)) {
                return false;
            }
            from = i;
            kind = next;
        }
        page += n * PAGE;
    }
    return true;
}

/* Only when it is asked for: no page of a child is to be huge. */
static bool
make_huge(const struct data *d, char *at)
{
    off_t of_last = (off_t)(((uintptr_t)at + HUGE - PAGE) / PAGE * 8);
    uint64_t last = 0;

    if (madvise(at, HUGE, MADV_HUGEPAGE) != 0) {
        return false;
    }
    *(volatile char *)at = 0;
    return pread(d->pagemap, &last, sizeof last, of_last) == sizeof last
           && (last & PM_PRESENT) != 0
           && madvise(at, HUGE, MADV_NOHUGEPAGE) == 0;
}

static bool
provide(struct data *d, char *to, const char *from, size_t n, enum kind kind)
{
    char *huge = to - ((uintptr_t)to & (HUGE - 1));
    (void)from;

    if (kind != WARM) {
        return true;
    }
    for (huge = huge < d->ready ? d->ready : huge; huge < to + n;
         huge += HUGE) {
        if (!make_huge(d, huge)) {
            return false;
        }
        d->ready = huge + HUGE;
    }
    return true;
}

/* What is pinned for a device is of a folio of its own: fork() copies all that
 * is mapped of such a folio. */
static bool
copy(struct data *d, char *to, const char *from, size_t n, enum kind kind)
{
    (void)d;
    if (kind != WARM && madvise(to, n, MADV_DONTNEED) != 0) {
        return false;
    }
    if (kind != ABSENT) {
        memcpy(to, from, n);
    }
    return true;
}

/* If one fails, that area stays as it is. */
static void
move(struct data *d)
{
    d->next = d->apart;
    for (struct area *a = d->at; a < d->at + d->n; a++) {
        size_t n = a->end - a->start;
        if (walk(d, a, copy) && mprotect(a->copy, n, a->protection) == 0) {
            mremap(a->copy, n, n, MREMAP_MAYMOVE | MREMAP_FIXED,
                   (void *)a->start);
        }
    }
}

static bool
prepare(struct data *d)
{
    char *to = d->room + (-(uintptr_t)d->room & (HUGE - 1));

    if (madvise(d->room, d->size + 2 * HUGE, MADV_NOHUGEPAGE) != 0) {
        return false;
    }
    d->next = d->apart;
    d->ready = to;
    for (struct area *a = d->at; a < d->at + d->n; a++) {
        a->copy = to;
        if (!walk(d, a, provide)) {
            return false;
        }
        to += a->end - a->start;
    }
    return true;
}

void
sbx_huge_data(const struct iovec *apart, size_t n)
{
    /* Shared, so that it is nothing to move. */
    struct data *d = mmap(NULL, sizeof *d, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    sigset_t all, before;

    if (d == MAP_FAILED) {
        return;
    }
    d->apart = apart;
    d->apart_end = apart + n;
    d->pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    if (d->pagemap >= 0 && read_all("/proc/self/smaps", d->text, TEXT)) {
        find(d);
    }
    d->room = d->n == 0
                  ? MAP_FAILED
                  : mmap(NULL, d->size + 2 * HUGE, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (d->room != MAP_FAILED) {
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, &before);
        if (prepare(d)) {
            move(d);
        }
        sigprocmask(SIG_SETMASK, &before, NULL);
        munmap(d->room, d->size + 2 * HUGE);
    }
    if (d->pagemap >= 0) {
        close(d->pagemap);
    }
    munmap(d, sizeof *d);
}
