// SPDX-License-Identifier: MIT
// Where the log writes: descriptors that the program cannot easily reach, and
// that are used only while they are what they were.

#ifndef SBX_LOG_TARGET_H
#define SBX_LOG_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct sbx_log_target {
    int fd; /* -1: none */
    dev_t dev;
    ino_t ino;
};

/* A copy of fd, as high as possible.  0, or -1 with errno. */
int sbx_log_adopt(struct sbx_log_target *t, int fd);

/* "fd:N" or an absolute path.  0, or -1 with errno. */
int sbx_log_target_open(struct sbx_log_target *t, const char *spec);

/* Async-signal-safe: still the file that was opened?  And one write(2). */
bool sbx_log_is_ours(const struct sbx_log_target *t);
bool sbx_log_write(int fd, const char *text, size_t n);

#endif
