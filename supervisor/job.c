// SPDX-License-Identifier: MIT
// One run: pipes, environment, start, watch.

#include "job.h"

#include "cli.h"
#include "resident.h"
#include "scratch.h"
#include "spawn.h"
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

/* Our end does not block; the other one does, as programs expect. */
static void
make_pipe(int ret[2])
{
    if (pipe2(ret, O_CLOEXEC) != 0
        || fcntl(ret[0], F_SETFL, O_NONBLOCK) != 0) {
        sbx_die("cannot make a pipe: %s", strerror(errno));
    }
}

/* Our environment, with what the library reads put in. */
char **
sbx_job_environment(const struct sbx_job *job, int log)
{
    const char *layers =
        job->layers != NULL ? job->layers : sbx_setting("PYSBX_LAYERS");
    size_t n = 0, k = 0;

    while (environ[n] != NULL) {
        n++;
    }
    char **env = sbx_need(calloc(n + 13 + SBX_JOB_MORE, sizeof *env));
    for (size_t i = 0; i < n; i++) {
        if (strncmp(environ[i], "PYSBX_", 6) != 0
            && strncmp(environ[i], "LD_PRELOAD=", 11) != 0) {
            env[k++] = environ[i];
        }
    }
    if (job->bare) {
        env[k++] = sbx_format("PYSBX_LOG=fd:%d", log);
        for (size_t i = 0; i < k; i++) {
            if (strncmp(env[i], "TMPDIR=", 7) == 0) {
                env[i--] = env[--k];
            }
        }
        env[k++] = sbx_format("TMPDIR=%s", sbx_scratch_path());
        env[k] = NULL;
        return env;
    }
    env[k++] = sbx_format("LD_PRELOAD=%s", job->place->preload);
    env[k++] = sbx_format("PYSBX_POLICY=%s", job->policy);
    env[k++] = sbx_format("PYSBX_WHITELIST_DIR=%s", job->place->whitelist);
    env[k++] = "PYSBX_SUPERVISED=" SBX_VERSION;
    env[k++] = job->summary ? "PYSBX_SUMMARY=1" : "PYSBX_SUMMARY=0";
    if (job->tell) {
        env[k++] = "PYSBX_TELL=1";
    }
    if (sbx_scratch_path() != NULL) {
        env[k++] = sbx_format("PYSBX_TMP=%s", sbx_scratch_path());
    }
    if (job->task[1] > 0) {
        env[k++] = sbx_format("PYSBX_TASK=%d,%d", job->task[0], job->task[1]);
    }
    if (layers != NULL) {
        env[k++] = sbx_format("PYSBX_LAYERS=%s", layers);
    }
    if (log >= 0) {
        env[k++] = sbx_format("PYSBX_LOG=fd:%d", log);
    }
    else if (sbx_setting("PYSBX_LOG") != NULL && !job->zygote) {
        env[k++] = "PYSBX_CLAIMS=0";
        env[k++] = sbx_format("PYSBX_LOG=%s", sbx_setting("PYSBX_LOG"));
    }
    return env;
}

/* The descriptor of the starter's own "fd:N". */
static int
inherited_log(void)
{
    const char *log = sbx_setting("PYSBX_LOG");

    return log == NULL || strncmp(log, "fd:", 3) != 0 ? -1 : atoi(log + 3);
}

/* Is one of our streams our controlling terminal? */
static bool
has_terminal(void)
{
    for (int fd = 0; fd < 3; fd++) {
        if (tcgetpgrp(fd) >= 0) {
            return true;
        }
    }
    return false;
}

/* With a network, or an event loop, it may set that a descriptor does not
 * block; the open file behind standard streams is our starter's. */
static void
remember_flags(int flags[3])
{
    for (int fd = 0; fd < 3; fd++) {
        flags[fd] = fcntl(fd, F_GETFL);
    }
}

static void
restore_flags(const int flags[3])
{
    for (int fd = 0; fd < 3; fd++) {
        int now = flags[fd] < 0 ? -1 : fcntl(fd, F_GETFL);
        if (now >= 0 && ((now ^ flags[fd]) & O_NONBLOCK) != 0) {
            fcntl(fd, F_SETFL, now ^ O_NONBLOCK);
        }
    }
}

/* A program may change the modes of the terminal that it got. */
static void
restore_terminal(const struct termios *old)
{
    struct termios now;
    sigset_t set, before;

    if (tcgetattr(STDIN_FILENO, &now) != 0
        || memcmp(&now, old, sizeof now) == 0) {
        return;
    }
    sigemptyset(&set);
    sigaddset(&set, SIGTTOU); /* from the background it would stop us */
    sigprocmask(SIG_BLOCK, &set, &before);
    tcsetattr(STDIN_FILENO, TCSADRAIN, old);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static struct sbx_relay *
new_relay(const struct sbx_job *job, int from, int to, struct sbx_buffer *end)
{
    struct sbx_relay *r = sbx_need(malloc(sizeof *r));

    memset(r, 0, offsetof(struct sbx_relay, at));
    r->start = r->n = 0;
    r->from = from;
    r->to = sbx_sink_open(job->discard ? -1 : to);
    r->end = end;
    return r;
}

static uint64_t
end_relay(struct sbx_relay *r)
{
    uint64_t count = r->count;

    sbx_relay_close(r);
    sbx_sink_close(&r->to);
    free(r);
    return count;
}

static void
close_all(const int *fds, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
}

/* False: it is to be started cold, and next time there is a resident. */
static bool
spawn_resident(const struct sbx_job *job, const struct sbx_spawn *s, int log,
               struct sbx_watch *w)
{
    if (job->resident == NULL) {
        return false;
    }
    w->outcome->resident = sbx_resident_spawn(
        job->resident, s->std, log, &w->pid, &w->pidfd, &w->resident);
    if (!w->outcome->resident) {
        w->pidfd = -1;
        sbx_resident_begin(job->resident);
    }
    return w->outcome->resident;
}

void
sbx_job_run(const struct sbx_job *job, struct sbx_outcome *ret)
{
    struct sbx_spawn s = {.path = job->path,
                          .argv = job->argv,
                          .std = {job->in, STDOUT_FILENO, STDERR_FILENO},
                          .keep = {-1, -1, -1, -1, -1}};
    bool relay = job->relay || job->capture || job->discard;
    int out[2] = {-1, -1}, err[2] = {-1, -1}, log[2] = {-1, -1};
    struct sbx_cgroup cgroup = {.fd = -1};
    struct sbx_watch w = {
        .log = -1, .pidfd = -1, .cgroup = &cgroup, .outcome = ret};
    struct termios modes;

    *ret = (struct sbx_outcome){0};
    if (job->out_to_err) {
        s.std[1] = STDERR_FILENO;
    }
    sbx_watch_begin(&s.mask, &s.ignores_pipe);
    /* Those that it starts cannot leave its group, so that all can be killed
     * as one; then the group must not be ours. */
    s.session = !has_terminal() || job->starts;
    if (relay) {
        make_pipe(out);
        make_pipe(err);
        w.out = new_relay(job, out[0], s.std[1], NULL);
        w.err = new_relay(job, err[0], STDERR_FILENO,
                          job->capture ? &ret->error : NULL);
        s.std[1] = out[1];
        s.std[2] = job->merge ? out[1] : err[1];
        if (job->merge && job->capture) {
            w.out->end = &ret->error;
        }
    }
    else if (job->merge) {
        s.std[2] = s.std[1];
    }
    if (job->claims) {
        make_pipe(log);
        w.log = log[0];
    }
    s.keep[0] = job->claims ? log[1] : inherited_log();
    const int keep[] = {job->policy_fd, job->own_policy_fd, job->task[0],
                        job->task[1]};
    for (int i = 0; i < 4; i++) {
        s.keep[i + 1] = keep[i] > 0 ? keep[i] : -1;
    }
    int flags[3];
    remember_flags(flags);
    bool terminal = tcgetattr(STDIN_FILENO, &modes) == 0;
    w.start = sbx_now();
    w.session = true;
    if (!spawn_resident(job, &s, log[1], &w)) {
        if (job->starts) {
            sbx_warden_start();
        }
        sbx_tree_adopt(); /* not the resident that has begun, nor the warden */
        w.session = s.session;
        s.envp = sbx_job_environment(job, log[1]);
        if (job->cgroup) {
            sbx_cgroup_make(&cgroup, job->memory, SBX_TASKS);
        }
        s.cgroup = cgroup.fd;
        w.pid = sbx_spawn(&s);
        /* The kernel counts threads where there is a control group. */
        if (job->starts || (job->threads && cgroup.fd < 0)) {
            w.threads = SBX_TASKS;
        }
        if (job->starts) {
            w.group = w.pid;
            w.processes = job->processes;
            sbx_warden_watch(w.pid);
        }
    }
    close_all((const int[]){out[1], err[1], log[1]}, 3);
    w.wall = job->wall;
    w.output = job->output;
    sbx_watch_run(&w);
    ret->oom = sbx_cgroup_oom(&cgroup);
    sbx_cgroup_remove(&cgroup);
    if (relay) {
        ret->out_bytes = end_relay(w.out);
        ret->err_bytes = end_relay(w.err);
    }
    close_all(&w.log, 1);
    if (ret->resident) {
        close_all(
            (const int[]){w.pidfd, w.resident.connection, w.resident.ask}, 3);
    }
    restore_flags(flags);
    if (terminal) {
        restore_terminal(&modes);
    }
    free((void *)s.envp); /* its strings are few: they live on */
}
