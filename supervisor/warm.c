// SPDX-License-Identifier: MIT
// One child of a zygote, from its order to its end: see zygote.h.

#include "warm.h"

#include "cli.h"
#include "descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECOND UINT64_C(1000000000)

static struct sbx_warm_child *
child_of(struct sbx_warm *w)
{
    return (struct sbx_warm_child *)(void *)w;
}

/* --- to be --- */

static bool
make_pipe(int *ours, int *theirs, bool to_them)
{
    int fds[2];

    if (pipe2(fds, O_CLOEXEC) != 0) {
        return false;
    }
    *ours = fds[to_them];
    *theirs = fds[!to_them];
    return fcntl(*ours, F_SETFL, O_NONBLOCK) == 0;
}

struct sbx_warm_child *
sbx_warm_new(const struct sbx_warm_order *o, int *fds)
{
    struct sbx_warm_child *c = sbx_need(calloc(1, sizeof *c));
    struct sbx_warm *w = &c->w;

    w->pidfd = w->ask = w->answers = w->in = w->out = w->err = w->log = -1;
    for (int i = 0; i < SBX_FDS; i++) {
        fds[i] = -1;
    }
    if (o->all != NULL) {
        return c;
    }
    bool ok = make_pipe(&w->ask, &fds[SBX_FD_ASK], true)
              && make_pipe(&w->answers, &fds[SBX_FD_ANSWER], false)
              && make_pipe(&w->log, &fds[SBX_FD_LOG], false);
    if (ok && o->std == NULL) {
        ok = make_pipe(&w->in, &fds[SBX_FD_IN], true)
             && make_pipe(&w->out, &fds[SBX_FD_OUT], false)
             && make_pipe(&w->err, &fds[SBX_FD_ERR], false);
    }
    if (!ok) {
        int error = errno;
        for (int i = 0; i < SBX_FDS; i++) {
            sbx_close(&fds[i]);
        }
        sbx_warm_close(c);
        free(c);
        errno = error;
        return NULL;
    }
    return c;
}

/* Never up: the policy's own limits hold. */
static void
lower(pid_t pid, int resource, uint64_t soft, uint64_t hard)
{
    struct rlimit now;

    if (prlimit(pid, resource, NULL, &now) != 0) {
        return; /* it is dead */
    }
    now.rlim_max = hard < now.rlim_max ? hard : now.rlim_max;
    now.rlim_cur = soft < now.rlim_cur ? soft : now.rlim_cur;
    if (prlimit(pid, resource, &now, NULL) != 0 && errno != ESRCH) {
        kill(pid, SIGKILL); /* rather than to run it without */
    }
}

static void
set_limits(struct sbx_warm_child *c)
{
    const struct sbx_request *r = &c->limits;
    uint64_t seconds = (r->cpu + SECOND - 1) / SECOND;

    if (r->cpu != 0) {
        lower(c->w.pid, RLIMIT_CPU, seconds, seconds + 1);
    }
    if (r->memory != 0) {
        lower(c->w.pid, RLIMIT_AS, r->memory, r->memory);
    }
    if (r->file_size != 0) {
        lower(c->w.pid, RLIMIT_FSIZE, r->file_size, r->file_size);
    }
}

void
sbx_warm_born(struct sbx_warm_child *c, pid_t pid)
{
    c->w.pid = pid;
    if (pid == 0) {
        c->never = true;
        c->w.state = SBX_WARM_GONE;
        return;
    }
    c->w.pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (c->abandoned) {
        sbx_warm_kill(&c->w);
    }
    else if (c->request != NULL) {
        set_limits(c);
        sbx_warm_step(&c->w);
    }
}

/* --- to be asked --- */

static void
send_request(struct sbx_warm_child *c)
{
    while (c->request != NULL && c->w.pid > 0) {
        ssize_t n =
            write(c->w.ask, c->request + c->sent, c->n_request - c->sent);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno == EAGAIN) {
            break;
        }
        c->sent += n < 0 ? 0 : (size_t)n;
        if (n < 0 || c->sent == c->n_request) { /* or it is dead */
            free(c->request);
            c->request = NULL;
        }
    }
    c->w.sending = c->request != NULL && c->w.pid > 0;
}

/* from may be NULL where n is 0. */
static char *
append(char *at, const char *from, size_t n)
{
    return n == 0 ? at : (char *)mempcpy(at, from, n);
}

void
sbx_warm_send(struct sbx_warm *w, const struct sbx_request *r)
{
    struct sbx_warm_child *c = child_of(w);
    size_t file = r->file == NULL ? 0 : strlen(r->file), argv = 0, argc = 0;

    for (; r->argv != NULL && r->argv[argc] != NULL; argc++) {
        argv += strlen(r->argv[argc]) + 1;
    }
    struct sbx_wire_request head = {.code = r->n,
                                    .file = (uint32_t)file,
                                    .argv = (uint32_t)argv,
                                    .argc = (uint32_t)argc,
                                    .want = r->want,
                                    .keep = r->keep,
                                    .merged = r->merged,
                                    .early = r->early && !r->keep};
    free(c->request);
    c->n_request = sizeof head + r->n + file + argv;
    c->sent = 0;
    c->requests++;
    char *at = c->request = sbx_need(malloc(c->n_request));
    at = (char *)mempcpy(at, &head, sizeof head);
    at = append(at, r->code, r->n);
    at = append(at, r->file, file);
    for (size_t i = 0; i < argc; i++) {
        at = stpcpy(at, r->argv[i]) + 1;
    }
    c->limits = *r;
    c->limits.code = NULL;
    c->ends = false;
    w->state = w->state == SBX_WARM_GONE ? w->state : SBX_WARM_BUSY;
    w->answer.came = false;
    if (w->pid > 0) {
        set_limits(c);
        send_request(c);
    }
    else {
        w->sending = false;
    }
}

/* --- not to be --- */

bool
sbx_warm_collect(struct sbx_warm_child *c)
{
    struct sbx_warm *w = &c->w;

    if (w->state == SBX_WARM_GONE) {
        return true;
    }
    if (w->state == SBX_WARM_ENDED || w->pid <= 0) {
        return false;
    }
    pid_t pid = wait4(w->pid, &w->status, WNOHANG, &w->usage);
    if (pid == 0) {
        return false;
    }
    if (pid < 0) {
        w->status = SIGKILL; /* nobody knows how: not well */
    }
    sbx_warm_hear(c); /* what it said last */
    w->state = SBX_WARM_GONE;
    return true;
}

enum sbx_warm_state
sbx_warm_step(struct sbx_warm *w)
{
    struct sbx_warm_child *c = child_of(w);

    send_request(c);
    sbx_warm_hear(c);
    if (!sbx_warm_collect(c) && c->ends && sbx_warm_end(c)) {
        w->state = SBX_WARM_ENDED;
    }
    return w->state;
}

unsigned
sbx_warm_poll(const struct sbx_warm *w, struct pollfd *fds)
{
    unsigned n = 0;

    if (w->pidfd >= 0) {
        fds[n++] = (struct pollfd){.fd = w->pidfd, .events = POLLIN};
    }
    if (w->answers >= 0) {
        fds[n++] = (struct pollfd){.fd = w->answers, .events = POLLIN};
    }
    if (w->sending) {
        fds[n++] = (struct pollfd){.fd = w->ask, .events = POLLOUT};
    }
    return n;
}

/* Killed; it is gone within microseconds, or it hangs in the kernel and we had
 * better hang too than lose it. */
static void
wait_for(struct sbx_warm_child *c)
{
    while (c->w.state != SBX_WARM_GONE && c->w.pid > 0
           && wait4(c->w.pid, &c->w.status, 0, &c->w.usage) < 0
           && errno == EINTR) {
    }
    c->w.state = SBX_WARM_GONE;
}

void
sbx_warm_free(struct sbx_warm *w)
{
    struct sbx_warm_child *c = child_of(w);

    if (w->state == SBX_WARM_ENDED) {
        sbx_warm_leave(w->pid);
        w->state = SBX_WARM_GONE;
    }
    sbx_warm_kill(w);
    if (w->pid == 0 && !c->never) {
        c->abandoned = true; /* zygote.c frees it when its number comes */
        return;
    }
    wait_for(c);
    sbx_warm_close(c);
    free(c);
}

void
sbx_warm_close(struct sbx_warm_child *c)
{
    struct sbx_warm *w = &c->w;

    sbx_close(&w->pidfd);
    sbx_close(&w->ask);
    sbx_close(&w->answers);
    sbx_close(&w->in);
    sbx_close(&w->out);
    sbx_close(&w->err);
    sbx_close(&w->log);
    free(c->request);
    free(c->value);
    free((void *)(uintptr_t)w->answer.value);
    free((void *)(uintptr_t)w->scratch);
    c->request = c->value = NULL;
    w->answer.value = w->scratch = NULL;
}
