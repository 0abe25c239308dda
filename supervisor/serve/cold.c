// SPDX-License-Identifier: MIT
// An order at work in a `pysbx run` of its own: for servers without zygotes,
// and when a zygote does not come up.

#include "scratchdir.h"
#include "spawn.h"
#include "streams.h"
#include "task.h"
#include "value.h"
#include "watch.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define MAX_REPORT ((uint64_t)64 << 20)
#define LONG_CODE 100000 /* the kernel's limit for one argument is 128 KiB */
#define GRACE (10 * SBX_SECOND)

struct own {
    pid_t pid;
    int pidfd;
    bool dead;
    int status;
    struct sbx_streams s; /* log: the report */
    char *code, *policy;  /* files */
};

/* The arguments of `pysbx run`; strings are freed by free_words. */
struct words {
    char *at[40];
    unsigned n;
    char **argv; /* with the program's own */
};

static void
word(struct words *w, const char *option, const char *value)
{
    w->at[w->n++] = sbx_need(strdup(option));
    if (value != NULL) {
        w->at[w->n++] = sbx_need(strdup(value));
    }
}

static void
limit(struct words *w, const char *option, uint64_t value, bool time)
{
    char text[32];

    if (value == 0) {
        word(w, option, "none");
    }
    else if (time) {
        snprintf(text, sizeof text, "%llums",
                 (unsigned long long)((value + 999999) / 1000000));
        word(w, option, text);
    }
    else {
        word(w, option, sbx_value_of_size(value));
    }
}

/* A file beside the scratch directories. */
static char *
put(const char *suffix, const char *text, size_t n)
{
    static unsigned long counter;
    char *path =
        sbx_format("%s/c%lu.%s", sbx_scratchdir_path(), ++counter, suffix);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0 || write(fd, text, n) != (ssize_t)n || close(fd) != 0) {
        unlink(path);
        free(path);
        return NULL;
    }
    return path;
}

static bool
compose(struct sbx_task *t, struct own *own, int report, struct words *w)
{
    const struct sbx_order *o = t->order;
    char where[32];
    size_t n = 0, k;

    snprintf(where, sizeof where, "fd:%d", report);
    word(w, sbx_server.self, NULL);
    word(w, "run", "-q");
    word(w, "--report", where);
    if (o->narrow != NULL) {
        own->policy = put("conf", o->narrow, strlen(o->narrow));
    }
    word(w, "--policy", o->narrow != NULL ? own->policy : o->pool->names);
    word(w, "--python", o->pool->python.path);
    limit(w, "--wall", o->wall, true);
    limit(w, "--cpu", o->cpu, true);
    limit(w, "--memory", o->memory, false);
    limit(w, "--output", o->output, false);
    if (o->merge) {
        word(w, "--merge", NULL);
    }
    if (t->path != NULL) {
        word(w, "--allow-read", t->path);
        word(w, "--allow-write", t->path);
    }
    if (o->module != NULL) {
        word(w, "-m", o->module);
    }
    else if (o->program != NULL) {
        word(w, "--", o->program);
    }
    else if (o->n_code < LONG_CODE && strlen(o->code) == o->n_code) {
        word(w, "-c", o->code);
    }
    else {
        own->code = put("py", o->code, o->n_code);
        word(w, "--", own->code != NULL ? own->code : "");
    }
    while (o->args != NULL && o->args[n] != NULL) {
        n++;
    }
    w->argv = sbx_need(calloc(w->n + n + 1, sizeof *w->argv));
    for (k = 0; k < w->n; k++) {
        w->argv[k] = w->at[k];
    }
    for (size_t i = 0; i < n; i++) {
        w->argv[k++] = (char *)(uintptr_t)o->args[i];
    }
    return (o->narrow == NULL || own->policy != NULL)
           && w->at[w->n - 1][0] != '\0';
}

static void
free_words(struct words *w)
{
    for (unsigned i = 0; i < w->n; i++) {
        free(w->at[i]);
    }
    free(w->argv);
}

static void
free_own(struct sbx_task *t)
{
    struct own *own = t->own;

    if (own == NULL) {
        return;
    }
    if (own->pid > 0 && !own->dead) {
        kill(own->pid, SIGKILL);
        waitpid(own->pid, NULL, 0);
    }
    if (own->pidfd >= 0) {
        close(own->pidfd);
    }
    if (own->code != NULL) {
        unlink(own->code);
    }
    if (own->policy != NULL) {
        unlink(own->policy);
    }
    free(own->code);
    free(own->policy);
    sbx_streams_close(&own->s);
    free(own);
    t->own = NULL;
}

/* In a directory of its own, or in an empty one. */
static pid_t
launch(struct sbx_task *t, struct own *own)
{
    int theirs[3], report[2];
    struct words w = {.n = 0};
    const char *step;
    pid_t pid = -1;

    if (!sbx_streams_open(&own->s, t->order->merge, theirs)) {
        return -1;
    }
    if (pipe2(report, O_CLOEXEC) == 0) {
        own->s.log = report[0];
        fcntl(report[0], F_SETFL, O_NONBLOCK);
        char *empty = sbx_format("%s/empty", sbx_scratchdir_path());
        if (compose(t, own, report[1], &w)) {
            struct sbx_spawn s = {
                .path = sbx_server.self,
                .argv = w.argv,
                .envp = environ,
                .std = {theirs[0], theirs[1], theirs[2]},
                .keep = {report[1], -1, -1, -1, -1},
                .session = true,
                .cwd = t->path != NULL ? t->path : empty,
                .death = SIGTERM, /* it has a tree of its own to end */
            };
            pid = sbx_spawn_try(&s, &step);
        }
        free(empty);
        free_words(&w);
        close(report[1]);
    }
    for (int i = 0; i < 3; i++) {
        close(theirs[i]);
    }
    return pid;
}

static bool
start(struct sbx_task *t)
{
    if (t->order->scratch && t->dir < 0 && !sbx_scratchdir_make(t)) {
        return false;
    }
    struct own *own = t->own = sbx_need(calloc(1, sizeof *own));
    own->pidfd = -1;
    sbx_streams_clear(&own->s);
    own->pid = launch(t, own);
    own->pidfd = own->pid > 0 ? (int)syscall(SYS_pidfd_open, own->pid, 0) : -1;
    if (own->pidfd < 0) { /* no processes or descriptors are left for now */
        free_own(t);
        return false;
    }
    own->s.text = t->order->in;
    own->s.n_text = t->order->n_in;
    if (t->deadline != 0) {
        t->deadline += GRACE; /* `pysbx run` keeps the limit itself */
    }
    sbx_streams_step(&own->s, t, false);
    return true;
}

static unsigned
poll_fds(const struct sbx_task *t, struct pollfd *fds)
{
    const struct own *own = t->own;
    unsigned n = sbx_streams_poll(&own->s, fds);

    fds[n++] = (struct pollfd){.fd = own->pidfd, .events = POLLIN};
    return n;
}

static void
end(struct sbx_task *t, enum sbx_kill why)
{
    struct own *own = t->own;

    if (!own->dead) {
        kill(own->pid, why == SBX_KILL_WALL ? SIGKILL : SIGTERM);
    }
}

static void
finish(struct sbx_task *t)
{
    struct own *own = t->own;
    json_error_t error;
    json_t *report = own->s.claims.n == 0
                         ? NULL
                         : sbx_json()->j_loadb(own->s.claims.at,
                                               own->s.claims.n, 0, &error);

    if (report == NULL) {
        report = sbx_answer_killed(t->order, own->status);
    }
    sbx_answer_complete(t, report);
    t->report = report;
}

static bool
step(struct sbx_task *t)
{
    struct own *own = t->own;

    /* `pysbx run` keeps the limit; here it is only a matter of memory. */
    sbx_streams_step(&own->s, t, false);
    if (!own->dead && waitpid(own->pid, &own->status, WNOHANG) == own->pid) {
        own->dead = true;
    }
    if (own->dead) {
        sbx_streams_step(&own->s, t, true);
        finish(t);
        return true;
    }
    if (t->deadline != 0 && sbx_now() >= t->deadline) {
        end(t, SBX_KILL_WALL);
    }
    return false;
}

const struct sbx_backend sbx_cold_backend = {
    .start = start,
    .poll = poll_fds,
    .step = step,
    .kill = end,
    .free = free_own,
};
