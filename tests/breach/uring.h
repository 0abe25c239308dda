// SPDX-License-Identifier: MIT
// As little io_uring as opens one file: the calls that it makes on behalf of
// the program never pass the program's seccomp filter.

#ifndef BREACH_URING_H
#define BREACH_URING_H

struct uring {
    int fd;
    unsigned *sq_tail, *sq_mask, *sq_array;
    unsigned *cq_head, *cq_tail, *cq_mask;
    char *cqes, *sqes;
};

/* 0, an errno, or SKIP. */
int uring_open(struct uring *ring);
/* The new descriptor, or minus the errno. */
long uring_openat(struct uring *ring, const char *path, int flags);
/* A socket without socket(2). */
long uring_socket(struct uring *ring, int domain, int type);

#endif
