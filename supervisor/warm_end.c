// SPDX-License-Identifier: MIT
// The end of a zygote's child that has said by which status it ends.  Nobody
// waits until the kernel has taken it apart, a quarter of what a small request
// takes: it is killed, whatever it said, and collected later.

#include "warm.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void
sbx_warm_kill(struct sbx_warm *w)
{
    if (w->state != SBX_WARM_GONE && w->pid > 0) {
        kill(-w->pid, SIGKILL); /* its group */
        kill(w->pid, SIGKILL);
    }
}

bool
sbx_warm_was_lost(const struct sbx_warm *w)
{
    const struct sbx_warm_child *c =
        (const struct sbx_warm_child *)(const void *)w;

    if (w->pid == 0) { /* nothing is sent before it is there */
        return c->never || w->answers < 0;
    }
    /* It says READY before it reads.  A set-up that fails ends by exit(). */
    return w->state == SBX_WARM_GONE && WIFSIGNALED(w->status)
           && WTERMSIG(w->status) == SIGKILL && (!c->ready || c->unread);
}

/* Killed and perhaps not yet dead; oldest first. */
#define MOST 16
static pid_t dying[MOST];
static unsigned n_dying;

/* Its largest size in KiB; 0: it has no memory any more. */
static long
largest(pid_t pid)
{
    char path[32], text[2048];

    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) {
        close(fd);
    }
    text[n > 0 ? n : 0] = '\0';
    const char *at = strstr(text, "\nVmHWM:");
    return at == NULL ? 0 : strtol(at + 7, NULL, 10);
}

bool
sbx_warm_usage(pid_t pid, struct rusage *ret)
{
    clockid_t clock;
    struct timespec t;

    long size = largest(pid);
    if (size == 0 || clock_getcpuclockid(pid, &clock) != 0
        || clock_gettime(clock, &t) != 0) {
        return false;
    }
    *ret = (struct rusage){
        .ru_utime = {.tv_sec = t.tv_sec, .tv_usec = t.tv_nsec / 1000},
        .ru_maxrss = size};
    return true;
}

/* It waits for us, and uses no more. */
bool
sbx_warm_end(struct sbx_warm_child *c)
{
    struct sbx_warm *w = &c->w;

    if (!sbx_warm_usage(w->pid, &w->usage)) {
        return false;
    }
    sbx_warm_kill(w);
    w->status = (int)c->status << 8;
    return true;
}

void
sbx_warm_reap(void)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < n_dying; i++) {
        if (waitpid(dying[i], NULL, WNOHANG) == 0) {
            dying[kept++] = dying[i];
        }
    }
    n_dying = kept;
}

void
sbx_warm_leave(pid_t pid)
{
    sbx_warm_reap();
    if (n_dying == MOST) { /* their memory is not free yet either */
        while (waitpid(dying[0], NULL, 0) < 0 && errno == EINTR) {
        }
        memmove(dying, dying + 1, --n_dying * sizeof *dying);
    }
    dying[n_dying++] = pid;
}
