// SPDX-License-Identifier: MIT
// See uring.h.  linux/io_uring.h differs too much between distributions: only
// the offsets that are ABI since Linux 5.1 are used.

#include "uring.h"

#include "breach.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

struct sq_offsets {
    uint32_t head, tail, mask, entries, flags, dropped, array, r1;
    uint64_t r2;
};
struct cq_offsets {
    uint32_t head, tail, mask, entries, overflow, cqes, flags, r1;
    uint64_t r2;
};
struct params {
    uint32_t sq_entries, cq_entries, flags, r[7];
    struct sq_offsets sq;
    struct cq_offsets cq;
};
struct sqe {
    uint8_t opcode, flags;
    uint16_t ioprio;
    int32_t fd;
    uint64_t off, addr;
    uint32_t len, op_flags;
    uint64_t user_data, rest[3];
};
struct cqe {
    uint64_t user_data;
    int32_t res;
    uint32_t flags;
};
#define OP_OPENAT 18
#define OP_SOCKET 45

static void *
map(int fd, size_t size, long offset)
{
    return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);
}

int
uring_open(struct uring *ring)
{
    struct params p = {0};
    long fd = CALL(io_uring_setup, 4, P(&p));

    if (fd == -ENOSYS) {
        return SKIP;
    }
    if (fd < 0) {
        return breach_errno(fd);
    }
    ring->fd = (int)fd;
    char *sq = map(ring->fd, p.sq.array + p.sq_entries * 4, 0);
    char *cq = map(ring->fd, p.cq.cqes + p.cq_entries * sizeof(struct cqe),
                   0x8000000);
    ring->sqes = map(ring->fd, p.sq_entries * sizeof(struct sqe), 0x10000000);
    if (sq == MAP_FAILED || cq == MAP_FAILED || ring->sqes == MAP_FAILED) {
        return errno;
    }
    ring->sq_tail = (unsigned *)(sq + p.sq.tail);
    ring->sq_mask = (unsigned *)(sq + p.sq.mask);
    ring->sq_array = (unsigned *)(sq + p.sq.array);
    ring->cq_head = (unsigned *)(cq + p.cq.head);
    ring->cq_tail = (unsigned *)(cq + p.cq.tail);
    ring->cq_mask = (unsigned *)(cq + p.cq.mask);
    ring->cqes = cq + p.cq.cqes;
    return 0;
}

static long
submit(struct uring *ring, const struct sqe *what)
{
    unsigned tail = *ring->sq_tail, slot = tail & *ring->sq_mask;

    memcpy(ring->sqes + slot * sizeof(*what), what, sizeof(*what));
    ring->sq_array[slot] = slot;
    __atomic_store_n(ring->sq_tail, tail + 1, __ATOMIC_RELEASE);
    long rc = CALL(io_uring_enter, ring->fd, 1, 1, 1 /* GETEVENTS */, 0, 0);
    if (rc < 0) {
        return rc;
    }
    unsigned head = *ring->cq_head;
    if (head == __atomic_load_n(ring->cq_tail, __ATOMIC_ACQUIRE)) {
        return -EAGAIN;
    }
    const struct cqe *done =
        (const struct cqe *)ring->cqes + (head & *ring->cq_mask);
    return done->res;
}

long
uring_openat(struct uring *ring, const char *path, int flags)
{
    struct sqe sqe = {.opcode = OP_OPENAT,
                      .fd = AT_FDCWD,
                      .addr = (uintptr_t)path,
                      .len = 0600,
                      .op_flags = (uint32_t)flags};

    return submit(ring, &sqe);
}

long
uring_socket(struct uring *ring, int domain, int type)
{
    struct sqe sqe = {
        .opcode = OP_SOCKET, .fd = domain, .off = (uint64_t)type};

    return submit(ring, &sqe);
}
