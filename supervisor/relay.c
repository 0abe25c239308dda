// SPDX-License-Identifier: MIT
// Output on its way from the sandboxed process to our own descriptors.

#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEEP_END 65536

/* O_NONBLOCK belongs to the open file, which others share with us: so open the
 * pipe or terminal once more, where that is possible. */
struct sbx_sink
sbx_sink_open(int fd)
{
    struct sbx_sink s = {.fd = fd};
    struct stat st;
    char path[32];

    if (fd < 0 || fstat(fd, &st) != 0) {
        s.fd = -1;
        return s;
    }
    s.socket = S_ISSOCK(st.st_mode);
    s.poll = s.socket || S_ISFIFO(st.st_mode)
             || (S_ISCHR(st.st_mode) && isatty(fd));
    if (s.poll && !s.socket) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        int own = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (own >= 0) {
            s.fd = own;
            s.own = true;
        }
    }
    return s;
}

void
sbx_sink_close(struct sbx_sink *s)
{
    if (s->own) {
        close(s->fd);
    }
    s->fd = -1;
    s->own = false;
}

static ssize_t
put(const struct sbx_sink *s, const char *text, size_t n)
{
    if (s->socket) {
        return send(s->fd, text, n, MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    /* A pipe that is ready takes so much at once (pipe(7)). */
    return write(s->fd, text,
                 !s->poll || s->own || n < PIPE_BUF ? n : PIPE_BUF);
}

unsigned
sbx_relay_poll(const struct sbx_relay *r, struct pollfd *fds)
{
    unsigned n = 0;

    if (r->from >= 0 && r->n == 0) {
        fds[n++] = (struct pollfd){.fd = r->from, .events = POLLIN};
    }
    if (r->n > 0) {
        fds[n++] = (struct pollfd){.fd = r->to.fd, .events = POLLOUT};
    }
    return n;
}

void
sbx_relay_close(struct sbx_relay *r)
{
    if (r->from >= 0) {
        close(r->from);
        r->from = -1;
    }
}

bool
sbx_relay_read(struct sbx_relay *r, uint64_t *left)
{
    if (r->from < 0 || r->n > 0) {
        return true;
    }
    ssize_t n = read(r->from, r->at, sizeof r->at);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        sbx_relay_close(r);
    }
    if (n <= 0) {
        return true;
    }
    r->count += (uint64_t)n;
    bool enough = (uint64_t)n <= *left;
    size_t pass = enough ? (size_t)n : (size_t)*left;
    *left -= pass;
    if (r->end != NULL) {
        sbx_buffer_roll(r->end, r->at, pass, KEEP_END);
    }
    r->start = 0;
    r->n = r->to.fd < 0 || r->broken ? 0 : pass;
    sbx_relay_write(r);
    return enough;
}

void
sbx_relay_write(struct sbx_relay *r)
{
    while (r->n > 0) {
        ssize_t n = put(&r->to, r->at + r->start, r->n);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        if (n < 0) {
            /* As it would be for the program itself: EPIPE. */
            r->broken = true;
            r->n = 0;
            sbx_relay_close(r);
            return;
        }
        r->start += (size_t)n;
        r->n -= (size_t)n;
        if (r->to.poll && !r->to.own && !r->to.socket) {
            return; /* only after poll(2) is it known not to wait */
        }
    }
}
