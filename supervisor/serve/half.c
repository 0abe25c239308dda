// SPDX-License-Identifier: MIT
// A client on a UNIX socket that has nothing more to say (shutdown(SHUT_WR))
// still wants its answer.  libmicrohttpd reads from a connection before it
// answers, and drops it where it finds the end; only 0.9.75 can be kept from
// that by an option.  So its recv() is this one (the symbol of the program
// comes before libc's): while an answer is due the end has not come yet.

#undef _FORTIFY_SOURCE /* its recv() is a macro of a kind */

#include "http.h"

#include <errno.h>
#include <sys/socket.h>

bool
sbx_http_half_closed(int fd)
{
    char next;

    return recvfrom(fd, &next, 1, MSG_PEEK | MSG_DONTWAIT, NULL, NULL) == 0;
}

__attribute__((visibility("default"))) ssize_t
recv(int fd, void *to, size_t n, int flags)
{
    if (sbx_http_owes(fd) && sbx_http_half_closed(fd)) {
        errno = EAGAIN;
        return -1;
    }
    return recvfrom(fd, to, n, flags, NULL, NULL);
}
