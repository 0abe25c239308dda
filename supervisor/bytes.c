// SPDX-License-Identifier: MIT
// Bytes on their way out, all of them, and whether they are text.

#include "bytes.h"
#include "utf8.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

bool
sbx_write_all(int fd, const void *from, size_t n)
{
    for (const char *at = from; n > 0;) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && errno != EINTR) {
            return false;
        }
        at += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

bool
sbx_send_all(int fd, const void *from, size_t n)
{
    for (const char *at = from; n > 0;) {
        ssize_t done = send(fd, at, n, MSG_NOSIGNAL);
        if (done < 0 && errno != EINTR) {
            return false;
        }
        at += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

size_t
sbx_utf8_span(const char *s, size_t n)
{
    size_t i = 0;

    for (size_t len; i < n && (len = sbx_utf8_len(s + i, n - i)) != 0;) {
        i += len;
    }
    return i;
}
