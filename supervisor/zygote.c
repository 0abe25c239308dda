// SPDX-License-Identifier: MIT
// Zygotes, seen from the supervisor: they are started, given orders, replaced
// when they are old or dead.  See zygote.h; the other side is
// preload/start/zygote.c.

#include "zygote.h"

#include "cli.h"
#include "descriptor.h"
#include "job.h"
#include "profile.h"
#include "program.h"
#include "spawn.h"
#include "warm.h"
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAUSE UINT64_C(250000000) /* ns; doubled while it fails */
#define LONGEST_PAUSE (64 * PAUSE)
/* It is killed from outside, or its imports crash: those would for ever. */
#define MOST_KILLED 4

/* --- one process --- */

static void
clear(struct process *p)
{
    *p = (struct process){.pidfd = -1, .control = -1, .err = -1};
    p->last = &p->pending;
}

/* Its standard streams are pipes, as those of its children will be. */
static bool
start(struct sbx_zygote *z, struct process *p)
{
    int in[2] = {-1, -1}, err[2] = {-1, -1}, pair[2] = {-1, -1};
    const char *step = "a pipe";

    clear(p);
    if (pipe2(in, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0
        && fcntl(err[0], F_SETFL, O_NONBLOCK) == 0
        && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0
        && fcntl(pair[0], F_SETFL, O_NONBLOCK) == 0) {
        struct sbx_spawn s = {.path = z->o.python,
                              .argv = z->argv,
                              .envp = z->envp,
                              .std = {in[0], err[1], err[1]},
                              .session = true};
        sigemptyset(&s.mask);
        for (int i = 0; i < SBX_SPAWN_KEEP; i++) {
            s.keep[i] = i == 0 ? pair[1] : -1;
        }
        snprintf(z->zygote, sizeof z->zygote, "PYSBX_ZYGOTE=%d", pair[1]);
        p->pid = sbx_spawn_try(&s, &step);
    }
    int error = errno;
    sbx_close(&in[0]);
    sbx_close(&in[1]);
    sbx_close(&err[1]);
    sbx_close(&pair[1]);
    p->err = err[0];
    p->control = pair[0];
    if (p->pid <= 0) {
        p->pid = 0;
        sbx_close(&p->err);
        sbx_close(&p->control);
        free(z->error);
        z->error = sbx_format("cannot start %s: %s: %s", z->o.python, step,
                              strerror(error));
        return false;
    }
    p->pidfd = (int)syscall(SYS_pidfd_open, p->pid, 0);
    p->since = sbx_now();
    z->starts++;
    return true;
}

static void
read_words(struct process *p)
{
    char text[4096];
    ssize_t n;

    while (p->err >= 0 && (n = read(p->err, text, sizeof text)) > 0) {
        sbx_buffer_roll(&p->said, text, (size_t)n, sizeof text);
    }
}

/* Nobody else would. */
static void
end_ahead(struct process *p)
{
    if (p->ahead > 0) {
        kill(p->ahead, SIGKILL);
        waitpid(p->ahead, NULL, 0);
    }
    p->ahead = 0;
}

static void
end(struct process *p)
{
    end_ahead(p);
    sbx_zygote_lose(p);
    sbx_close(&p->pidfd);
    sbx_close(&p->control);
    sbx_close(&p->err);
    sbx_buffer_free(&p->said);
    clear(p);
}

/* True if it is no more. */
static bool
collect(struct sbx_zygote *z, struct process *p)
{
    int status;

    if (p->pid == 0 || waitpid(p->pid, &status, WNOHANG) == 0) {
        return false;
    }
    read_words(p);
    if (!p->up && (!WIFSIGNALED(status) || ++z->killed >= MOST_KILLED)) {
        const char *line = sbx_buffer_line(&p->said);
        free(z->error);
        z->error =
            line[0] == '\0'
                ? sbx_format("%s ended before it was ready (status %d)",
                             z->o.python, status)
                : sbx_need(strdup(strncmp(line, "pysbx: ", 7) == 0 ? line + 7
                                                                   : line));
    }
    p->pid = 0;
    end(p);
    return true;
}

/* --- the zygote --- */

void
sbx_zygote_hear(struct sbx_zygote *z, struct process *p)
{
    union {
        struct sbx_wire_up up;
        struct sbx_wire_born born;
    } m;
    ssize_t n;

    while (p->control >= 0
           && (n = recv(p->control, &m, sizeof m, MSG_DONTWAIT)) > 0) {
        if (!p->up) {
            p->up = true;
            p->since = p->looked = p->heard = sbx_now();
            z->killed = 0;
            p->size = sbx_zygote_resident(p->pid);
            z->was_up = true;
            z->pause = PAUSE;
            free(z->error);
            z->error = NULL;
            continue;
        }
        p->heard = sbx_now();
        if (m.born.number == 0) {
            end_ahead(p); /* one that died of itself */
            p->ahead = m.born.pid;
        }
        else {
            sbx_zygote_born(p, &m.born);
        }
    }
}

static void
start_soon(struct sbx_zygote *z, struct process *p)
{
    uint64_t now = sbx_now();

    if (p->pid == 0 && now >= z->not_before) {
        z->not_before = now + z->pause;
        z->pause = z->pause < LONGEST_PAUSE ? 2 * z->pause : LONGEST_PAUSE;
        start(z, p);
    }
}

void
sbx_zygote_step(struct sbx_zygote *z)
{
    if (z->plain != NULL) {
        sbx_zygote_step(z->plain);
    }
    enum sbx_zygote_end why;

    read_words(&z->now);
    read_words(&z->next);
    sbx_zygote_hear(z, &z->now);
    sbx_zygote_hear(z, &z->next);
    for (int i = 0; i < 2; i++) {
        const struct process *p = i == 0 ? &z->now : &z->next;
        if (sbx_zygote_hangs(p)) {
            kill(p->pid, SIGKILL); /* nothing runs in it */
        }
    }
    z->ends[SBX_ZYGOTE_DIED] += collect(z, &z->next);
    if (collect(z, &z->now)) {
        z->not_before = z->was_up && z->pause == PAUSE ? 0 : z->not_before;
        z->ends[SBX_ZYGOTE_DIED]++;
    }
    if (z->next.up && (z->now.pid == 0 || z->now.pending == NULL)) {
        struct process old = z->now;
        z->now = z->next;
        if (z->now.pending == NULL) {
            z->now.last = &z->now.pending;
        }
        clear(&z->next);
        if (old.pid != 0) {
            why = sbx_zygote_is_old(z, &old);
            if (why < SBX_ZYGOTE_ENDS) {
                z->ends[why]++;
            }
            kill(old.pid, SIGKILL); /* its children are ours */
            waitpid(old.pid, NULL, 0);
            end(&old);
        }
    }
    if (z->next.pid == 0) {
        start_soon(z, &z->now);
    }
    if (z->now.up && sbx_zygote_is_old(z, &z->now) < SBX_ZYGOTE_ENDS) {
        start_soon(z, &z->next);
    }
    sbx_zygote_weed(z);
    sbx_zygote_fill(z);
}

static struct sbx_zygote *
start_zygote(const struct sbx_zygote_options *o, bool plain)
{
    static char *const none[] = {NULL};
    struct sbx_zygote *z = sbx_need(calloc(1, sizeof *z));
    struct sbx_profile_options profile = {0};
    struct sbx_program program = {.code = "pass", .args = none};
    struct sbx_job job = {
        .place = o->place, .policy = o->policy, .zygote = true};

    z->o = *o;
    z->is_plain = plain;
    struct sbx_policy *p =
        sbx_profile_parse(&profile, o->policy, o->place, NULL, NULL);
    z->argv = sbx_program_argv(&program, o->python, p);
    sbx_policy_free(p);
    z->envp = sbx_job_environment(&job, -1);
    size_t n = 0;
    while (z->envp[n] != NULL) {
        n++;
    }
    z->envp[n++] = z->zygote;
    z->envp[n++] = "LD_BIND_NOW=1"; /* once, instead of in each child */
    if (o->preload != NULL) {
        z->envp[n++] = sbx_format("PYSBX_PRELOAD=%s", o->preload);
    }
    if (o->ahead && !plain) {
        z->envp[n++] = "PYSBX_AHEAD=1";
    }
    if (plain) {
        z->o.ready = 0;
        z->envp[n++] = "PYSBX_PLAIN=1";
    }
    z->pause = PAUSE;
    clear(&z->now);
    clear(&z->next);
    start_soon(z, &z->now);
    return z;
}

struct sbx_zygote *
sbx_zygote_start(const struct sbx_zygote_options *o)
{
    return start_zygote(o, false);
}

struct sbx_zygote *
sbx_zygote_start_plain(const struct sbx_zygote_options *o)
{
    return start_zygote(o, true);
}

void
sbx_zygote_stop(struct sbx_zygote *z)
{
    struct process *const both[] = {&z->now, &z->next};

    if (z->plain != NULL) {
        sbx_zygote_stop(z->plain);
    }
    while (z->ready != NULL) {
        struct sbx_warm_child *c = z->ready;
        z->ready = c->next;
        sbx_zygote_drop(c);
    }
    for (int i = 0; i < 2; i++) {
        if (both[i]->pid != 0) {
            kill(both[i]->pid, SIGKILL);
            waitpid(both[i]->pid, NULL, 0);
        }
        end(both[i]);
    }
    free(z->error);
    free((void *)z->argv);
    free((void *)z->envp);
    free(z);
}
