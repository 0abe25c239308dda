// SPDX-License-Identifier: MIT
// Bytes on their way out, all of them, and whether they are text.

#ifndef SBX_BYTES_H
#define SBX_BYTES_H

#include <stdbool.h>
#include <stddef.h>

/* To the end, whatever interrupts; false with errno.  Sent: to a socket,
 * without SIGPIPE. */
bool sbx_write_all(int fd, const void *from, size_t n);
bool sbx_send_all(int fd, const void *from, size_t n);

/* How many bytes at the start of s[0..n) are UTF-8; n: all of it. */
size_t sbx_utf8_span(const char *s, size_t n);

#endif
