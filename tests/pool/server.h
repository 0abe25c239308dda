// SPDX-License-Identifier: MIT
// The pool that bench.c measures: a server behind a socket, for one client.  A
// request is the number of its bytes and source text, an answer the number of
// its bytes and what was printed; to an empty one, what all have cost so far.

#ifndef SBX_TESTS_POOL_SERVER_H
#define SBX_TESTS_POOL_SERVER_H

#include "cli.h"
#include "zygote.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static bool
exactly(int fd, void *at, size_t n, bool out)
{
    for (char *p = at; n > 0;) {
        ssize_t got = out ? write(fd, p, n) : read(fd, p, n);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        p += got;
        n -= (size_t)got;
    }
    return true;
}

/* What all of it has used so far. */
struct used {
    uint64_t ns, faults;
};

static uint64_t
clock_of(pid_t pid)
{
    clockid_t id = CLOCK_PROCESS_CPUTIME_ID;
    struct timespec t;

    if ((pid != 0 && clock_getcpuclockid(pid, &id) != 0)
        || clock_gettime(id, &t) != 0) {
        return 0;
    }
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static struct used
used(const struct sbx_zygote *z)
{
    struct rusage children;

    getrusage(RUSAGE_CHILDREN, &children);
    const struct timeval *u = &children.ru_utime, *s = &children.ru_stime;
    return (struct used){.ns = clock_of(0) + clock_of(sbx_zygote_pid(z))
                               + (uint64_t)(u->tv_sec + s->tv_sec) * 1000000000
                               + (uint64_t)(u->tv_usec + s->tv_usec) * 1000,
                         .faults = (uint64_t)children.ru_minflt};
}

static char out[sizeof(uint32_t) + 65536]; /* an answer: how long, what */

static uint32_t
collect(const struct sbx_warm *w)
{
    ssize_t k;
    uint32_t n = 0;
    char *to = out + sizeof n;

    while (n < sizeof out - sizeof n
           && (k = read(w->out, to + n, sizeof out - sizeof n - n)) > 0) {
        n += (uint32_t)k;
    }
    return n;
}

static struct sbx_warm *
take(struct sbx_zygote *z)
{
    struct pollfd fds[SBX_ZYGOTE_FDS];
    struct sbx_warm *w;

    while ((w = sbx_zygote_take(z)) == NULL) {
        if (sbx_zygote_error(z) != NULL) {
            sbx_die("%s", sbx_zygote_error(z));
        }
        sbx_zygote_step(z);
        poll(fds, sbx_zygote_fds(z, fds), 1000);
    }
    return w;
}

/* As serve/loop.c does it: nothing is forked while a request is at work, and
 * what it has printed is read when it ends. */
static void
answer(struct sbx_zygote *z, int socket, const char *text, uint32_t n)
{
    struct sbx_warm *w = take(z);
    struct pollfd fds[3];

    sbx_warm_send(w,
                  &(struct sbx_request){.code = text, .n = n, .early = true});
    while (w->state == SBX_WARM_BUSY) {
        poll(fds, sbx_warm_poll(w, fds), 1000);
        sbx_warm_step(w);
    }
    n = collect(w);
    n = w->status == 0 ? n : 0;
    memcpy(out, &n, sizeof n);
    exactly(socket, out, sizeof n + n, true);
    sbx_warm_free(w);
}

/* False: no request is there yet. */
static bool
look(struct sbx_zygote *z, int socket, bool wait)
{
    struct pollfd fds[SBX_ZYGOTE_FDS + 1] = {{.fd = socket, .events = POLLIN}};
    unsigned n = 1 + sbx_zygote_fds(z, fds + 1);
    bool step = false;

    poll(fds, n, wait ? 1000 : 0);
    for (unsigned i = 1; i < n; i++) {
        step |= fds[i].revents != 0;
    }
    if (step) {
        sbx_zygote_step(z);
    }
    return fds[0].revents != 0;
}

static void __attribute__((__noreturn__))
pool_serve(const struct sbx_zygote_options *o, int socket)
{
    struct sbx_zygote *z = sbx_zygote_start(o);
    static char text[65536];

    for (;;) {
        uint32_t n;
        if (!look(z, socket, false)) {
            sbx_zygote_fill(z);
            while (!look(z, socket, true)) {
            }
        }
        ssize_t got = read(socket, text, sizeof text);
        if (got < (ssize_t)sizeof n) {
            break;
        }
        memcpy(&n, text, sizeof n);
        if (n == 0) {
            struct used u = used(z);
            exactly(socket, &u, sizeof u, true);
            continue;
        }
        answer(z, socket, text + sizeof n, n);
    }
    sbx_zygote_stop(z);
    exit(0);
}

#endif
