// SPDX-License-Identifier: MIT
// The standard streams of a program at work.

#include "streams.h"

#include "cli.h"
#include "descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define MAX_CLAIMS ((size_t)4 << 20)

void
sbx_streams_clear(struct sbx_streams *s)
{
    *s = (struct sbx_streams){.in = -1, .out = -1, .err = -1, .log = -1};
}

static bool
make(int *ours, int *theirs, bool to_them)
{
    int fds[2];

    if (pipe2(fds, O_CLOEXEC) != 0) {
        return false;
    }
    *ours = fds[to_them];
    *theirs = fds[!to_them];
    return fcntl(*ours, F_SETFL, O_NONBLOCK) == 0;
}

bool
sbx_streams_open(struct sbx_streams *s, bool merge, int theirs[3])
{
    theirs[0] = theirs[1] = theirs[2] = -1;
    if (make(&s->in, &theirs[0], true) && make(&s->out, &theirs[1], false)
        && (merge || make(&s->err, &theirs[2], false))) {
        if (merge) {
            theirs[2] = fcntl(theirs[1], F_DUPFD_CLOEXEC, 3);
        }
        if (theirs[2] >= 0) {
            return true;
        }
    }
    int error = errno;
    for (int i = 0; i < 3; i++) {
        sbx_close(&theirs[i]);
    }
    sbx_streams_close(s);
    errno = error;
    return false;
}

unsigned
sbx_streams_poll(const struct sbx_streams *s, struct pollfd *fds)
{
    const int from[] = {s->out, s->err, s->log};
    unsigned n = 0;

    for (int i = 0; i < 3; i++) {
        if (from[i] >= 0) {
            fds[n++] = (struct pollfd){.fd = from[i], .events = POLLIN};
        }
    }
    if (s->in >= 0 && s->n_text > 0) {
        fds[n++] = (struct pollfd){.fd = s->in, .events = POLLOUT};
    }
    return n;
}

/* A program that does not read its input leaves us with it. */
static void
feed(struct sbx_streams *s)
{
    while (s->in >= 0 && s->n_text > 0) {
        ssize_t n = write(s->in, s->text, s->n_text);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno == EAGAIN) {
            return;
        }
        if (n < 0) {
            s->n_text = 0;
            sbx_close(&s->in);
            return;
        }
        s->text += n;
        s->n_text -= (size_t)n;
    }
    if (!s->keep_in) {
        sbx_close(&s->in);
    }
}

/* At most so many times, or a process that writes without end would have us
 * do nothing else.  A pipe holds at most 1 MiB. */
static bool
drain(int *fd, struct sbx_buffer *to, uint64_t *count, uint64_t *left,
      unsigned times)
{
    char text[32768];

    while (*fd >= 0 && times-- > 0) {
        ssize_t n = read(*fd, text, sizeof text);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            break;
        }
        if (n <= 0) {
            sbx_close(fd);
            break;
        }
        size_t take = (uint64_t)n < *left ? (size_t)n : (size_t)*left;
        sbx_buffer_add(to, text, take, SIZE_MAX);
        *left -= take;
        *count += (uint64_t)n;
        if (take < (size_t)n) {
            return false;
        }
        if ((size_t)n < sizeof text) {
            break; /* that was all */
        }
    }
    return true;
}

bool
sbx_streams_step(struct sbx_streams *s, struct sbx_task *t, bool all)
{
    uint64_t limit = t->order->output, none = UINT64_MAX, ignored = 0;
    uint64_t had = t->out.n + t->err.n;
    uint64_t left = limit > had ? limit - had : 0;
    unsigned times = all ? 100 : 4;

    feed(s);
    bool ok = drain(&s->out, &t->out, &s->out_bytes, &left, times);
    ok &= drain(&s->err, &t->err, &s->err_bytes, &left, times);
    none = MAX_CLAIMS > s->claims.n ? MAX_CLAIMS - s->claims.n : 0;
    if (!drain(&s->log, &s->claims, &ignored, &none, times)) {
        s->claims.cut = true;
    }
    s->cut |= !ok;
    if (t->out.n + t->err.n > had && t->output != NULL) {
        t->output(t);
    }
    return ok;
}

void
sbx_streams_close(struct sbx_streams *s)
{
    sbx_close(&s->in);
    sbx_close(&s->out);
    sbx_close(&s->err);
    sbx_close(&s->log);
    sbx_buffer_free(&s->claims);
}
