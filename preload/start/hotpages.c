// SPDX-License-Identifier: MIT
// Some hundred pages of a zygote are written to by each of its children: the
// counts of references to what all programs use.  Copied when they are written
// to, each costs a fault, two changes of a page table and a flush; copied by
// fork(), a third of that.  fork() copies at once what is pinned for devices
// (Linux 5.10), and the buffers of an io_uring are: they are registered, and
// the ring is never used.
//
// Which pages?  Those that a child has written to are no longer shared with
// it: /proc/self/pagemap of the zygote says so, without any privilege, while
// such a child lives.

#include "hotpages.h"

#include "hugedata.h"

#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define PAGE ((uintptr_t)4096)
#define MAPS ((size_t)1 << 20)
#define MOST 1000 /* buffers of a ring before Linux 5.13: 1024 */

/* Documentation/admin-guide/mm/pagemap.rst */
#define PM_EXCLUSIVE (UINT64_C(1) << 56)
#define PM_FILE (UINT64_C(1) << 61)
#define PM_PRESENT (UINT64_C(1) << 63)

struct hot {
    char maps[MAPS];
    uint64_t entries[512];
    struct iovec at[MOST];
    unsigned n;
};

static void
add(struct hot *h, uintptr_t page)
{
    struct iovec *last = h->n == 0 ? NULL : &h->at[h->n - 1];

    if (last != NULL && (uintptr_t)last->iov_base + last->iov_len == page) {
        last->iov_len += PAGE;
    }
    else if (h->n < MOST) {
        h->at[h->n++] = (struct iovec){(void *)page, PAGE};
    }
}

static void
look(struct hot *h, int pagemap, uintptr_t start, uintptr_t end)
{
    while (start < end) {
        size_t n = (end - start) / PAGE;
        n = n < 512 ? n : 512;
        ssize_t got = pread(pagemap, h->entries, n * sizeof *h->entries,
                            (off_t)(start / PAGE * sizeof *h->entries));
        if (got <= 0) {
            return;
        }
        n = (size_t)got / sizeof *h->entries;
        for (size_t i = 0; i < n; i++) {
            if ((h->entries[i] & (PM_PRESENT | PM_EXCLUSIVE | PM_FILE))
                == (PM_PRESENT | PM_EXCLUSIVE)) {
                add(h, start + i * PAGE);
            }
        }
        start += n * PAGE;
    }
}

static bool
read_maps(char *to)
{
    int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    size_t n = 0;
    ssize_t got = -1;

    while (fd >= 0 && n < MAPS - 1
           && (got = read(fd, to + n, MAPS - 1 - n)) > 0) {
        n += (size_t)got;
    }
    if (fd >= 0) {
        close(fd);
    }
    to[n] = '\0';
    return got == 0;
}

/* What can be written to and belongs to nobody else. */
static void
find(struct hot *h)
{
    int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    char *save = NULL;

    if (pagemap < 0 || !read_maps(h->maps)) {
        h->maps[0] = '\0';
    }
    for (char *line = strtok_r(h->maps, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        uintptr_t start = strtoul(line, &line, 16);
        uintptr_t end = *line == '-' ? strtoul(line + 1, &line, 16) : start;
        if (strncmp(line, " rw-p ", 6) == 0) {
            look(h, pagemap, start, end);
        }
    }
    if (pagemap >= 0) {
        close(pagemap);
    }
}

/* Where every process gets huge pages without asking. */
static bool thp;

void
sbx_hot_pages_begin(void)
{
    char text[64];
    int fd = open("/sys/kernel/mm/transparent_hugepage/enabled",
                  O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

    if (fd >= 0) {
        close(fd);
    }
    text[n > 0 ? n : 0] = '\0';
    thp = strstr(text, "[always]") != NULL
          && prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0) == 0
          && prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0;
}

void
sbx_hot_pages_child(void)
{
    if (thp) {
        prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
    }
}

bool
sbx_hot_pages_pin(void)
{
    struct io_uring_params params = {0};
    struct hot *h = mmap(NULL, sizeof *h, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    bool pinned = false;

    if (h == MAP_FAILED) {
        return false;
    }
    find(h);
    sbx_hot_pages_child(); /* it may have huge pages now */
    sbx_huge_data(h->at, h->n);
    if (thp) {
        prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
    }
    if (h->n > 0) {
        int ring = (int)syscall(SYS_io_uring_setup, 1, &params);
        pinned = ring >= 0
                 && syscall(SYS_io_uring_register, ring,
                            IORING_REGISTER_BUFFERS, h->at, h->n)
                        == 0;
        if (ring >= 0 && !pinned) {
            close(ring);
        }
    }
    munmap(h, sizeof *h);
    return pinned; /* as long as the ring is open */
}
