// SPDX-License-Identifier: MIT
// The one loop of the supervisor.  Signals are blocked except inside ppoll(2),
// so that none can be missed between a look and a wait; nothing in here waits
// for anything else.

#include "watch.h"

#include "cli.h"
#include "resident.h"
#include "spawn.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECOND UINT64_C(1000000000)
#define GRACE (5 * SECOND)           /* after a SIGTERM */
#define COUNT_EVERY (SECOND / 20)    /* its processes */
#define MAX_CLAIMS ((size_t)4 << 20) /* 1000 lines of at most 4096 bytes */

static const int handed_on[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGTERM,
                                SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT};
#define HANDED_ON (sizeof handed_on / sizeof *handed_on)

static volatile sig_atomic_t came[65];
static volatile sig_atomic_t by_terminal[65];

static void
on_signal(int signal, siginfo_t *info, void *context)
{
    (void)context;
    if (info->si_code == SI_KERNEL) {
        by_terminal[signal] = 1;
    }
    else {
        came[signal] = 1;
    }
}

uint64_t
sbx_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

void
sbx_watch_begin(sigset_t *old, bool *ignores_pipe)
{
    static sigset_t before;
    static bool done, pipe_ignored;
    struct sigaction action = {.sa_sigaction = on_signal,
                               .sa_flags = SA_SIGINFO};
    struct sigaction was;
    sigset_t set;

    if (!done) {
        done = true;
        sigemptyset(&set);
        sigaddset(&set, SIGCHLD);
        for (size_t i = 0; i < HANDED_ON; i++) {
            sigaddset(&set, handed_on[i]);
        }
        sigprocmask(SIG_BLOCK, &set, &before);
        sigfillset(&action.sa_mask);
        sigaction(SIGCHLD, &action, NULL);
        /* What is ignored (nohup, a shell's background) stays so. */
        for (size_t i = 0; i < HANDED_ON; i++) {
            if (sigaction(handed_on[i], NULL, &was) == 0
                && was.sa_handler != SIG_IGN) {
                sigaction(handed_on[i], &action, NULL);
            }
        }
        pipe_ignored = signal(SIGPIPE, SIG_IGN) == SIG_IGN;
    }
    *old = before;
    *ignores_pipe = pipe_ignored;
}

/* Where it is not our child, its number may be another's by now. */
static void
send_signal(const struct sbx_watch *w, int signal)
{
    if (w->pidfd < 0) {
        kill(w->pid, signal);
    }
    else {
        syscall(SYS_pidfd_send_signal, w->pidfd, signal, NULL, 0);
    }
}

/* What a terminal would send to all. */
static void
send_all(const struct sbx_watch *w, int signal)
{
    if (w->group <= 0 || kill(-w->group, signal) != 0) {
        send_signal(w, signal);
    }
}

static void
end(struct sbx_watch *w, enum sbx_kill why)
{
    if (w->outcome->kill == SBX_KILL_NO) {
        w->outcome->kill = why;
    }
    send_all(w, SIGKILL);
}

/* ^Z, or somebody's SIGTSTP: stop both, and go on together. */
static void
stop_both(struct sbx_watch *w)
{
    if (w->session) {
        send_all(w, SIGSTOP);
    }
    raise(SIGSTOP);
    send_all(w, SIGCONT);
}

/* What the terminal sends, the child has got as well, unless it has a session
 * of its own. */
static void
hand_on(struct sbx_watch *w, uint64_t *patience)
{
    for (size_t i = 0; i < HANDED_ON; i++) {
        int signal = handed_on[i];
        bool terminal = by_terminal[signal], other = came[signal];

        by_terminal[signal] = came[signal] = 0;
        if (signal == SIGTSTP && (terminal || other)) {
            stop_both(w);
        }
        else if (terminal && w->session) {
            send_all(w, signal);
        }
        else if (other) {
            send_signal(w, signal);
        }
        if ((other || terminal) && signal != SIGTSTP && signal != SIGCONT) {
            w->outcome->stop = signal;
        }
        if (other && signal == SIGTERM && *patience == 0) {
            *patience = sbx_now() + GRACE;
        }
    }
}

/* Collect whatever has died; true if it was ours. */
static bool
collect(struct sbx_watch *w)
{
    struct rusage usage;
    bool ours = false;
    int status;
    pid_t pid;

    came[SIGCHLD] = by_terminal[SIGCHLD] = 0;
    if (w->pidfd >= 0
        && sbx_resident_ended(&w->resident, w->pid, w->pidfd, w->outcome)) {
        w->outcome->elapsed = sbx_now() - w->start;
        return true;
    }
    while ((pid = wait4(-1, &status, WNOHANG, &usage)) > 0) {
        if (pid == w->pid) {
            w->outcome->status = status;
            w->outcome->usage = usage;
            w->outcome->elapsed = sbx_now() - w->start;
            ours = true;
        }
    }
    return ours;
}

/* At most so many times, or a process that writes without end would have us
 * do nothing else. */
static void
read_log(struct sbx_watch *w, unsigned times)
{
    char text[16384];

    while (w->log >= 0 && times-- > 0) {
        ssize_t n = read(w->log, text, sizeof text);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        if (n <= 0) {
            close(w->log);
            w->log = -1;
            return;
        }
        sbx_buffer_add(&w->outcome->claims, text, (size_t)n, MAX_CLAIMS);
    }
}

static void
read_output(struct sbx_watch *w, struct sbx_relay *r, uint64_t *left)
{
    if (r == NULL) {
        return;
    }
    sbx_relay_write(r);
    if (!sbx_relay_read(r, left)) {
        w->outcome->output_cut = true;
        end(w, SBX_KILL_OUTPUT);
    }
}

/* Wait until something happens, or until the clock is at `until` (0: never).
 */
static void
look(struct sbx_watch *w, uint64_t until, bool dead)
{
    struct pollfd fds[7];
    struct timespec rest, *timeout = NULL;
    unsigned n = 0;
    sigset_t none;

    if (until != 0) {
        uint64_t now = sbx_now();
        uint64_t ns = until > now ? until - now : 0;
        rest.tv_sec = (time_t)(ns / SECOND);
        rest.tv_nsec = (long)(ns % SECOND);
        timeout = &rest;
    }
    n += w->out == NULL ? 0 : sbx_relay_poll(w->out, fds + n);
    n += w->err == NULL ? 0 : sbx_relay_poll(w->err, fds + n);
    if (w->log >= 0) {
        fds[n++] = (struct pollfd){.fd = w->log, .events = POLLIN};
    }
    if (w->pidfd >= 0 && !dead) {
        fds[n++] =
            (struct pollfd){.fd = w->resident.connection, .events = POLLIN};
        if (w->resident.left > 0) {
            fds[n++] =
                (struct pollfd){.fd = w->resident.ask, .events = POLLIN};
        }
    }
    sigemptyset(&none);
    if (ppoll(fds, n, timeout, &none) < 0 && errno != EINTR) {
        int error = errno;
        send_signal(w, SIGKILL);
        sbx_die("ppoll: %s", strerror(error));
    }
}

/* What was written before the end but not read yet.  All writers are dead, so
 * there is no more than the pipe holds. */
static bool
is_drained(const struct sbx_relay *r)
{
    struct pollfd p = {.fd = r == NULL ? -1 : r->from, .events = POLLIN};

    return r == NULL
           || (r->n == 0
               && (p.fd < 0 || poll(&p, 1, 0) <= 0
                   || (p.revents & POLLIN) == 0));
}

static uint64_t
earliest(uint64_t a, uint64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

void
sbx_watch_run(struct sbx_watch *w)
{
    uint64_t wall = w->wall == 0 ? 0 : w->start + w->wall;
    uint64_t left = w->output == 0 ? UINT64_MAX : w->output;
    uint64_t patience = 0; /* until when we wait for others */
    bool dead = false;

    if (wall != 0 && wall < w->start) {
        wall = 0; /* some hundred years */
    }
    for (;;) {
        if (!dead && (w->pidfd >= 0 || came[SIGCHLD] || by_terminal[SIGCHLD])
            && collect(w)) {
            dead = true;
            if (w->pidfd < 0) {
                sbx_cgroup_kill(w->cgroup);
                sbx_warden_dismiss();
                sbx_tree_kill(w->group);
            }
            patience = w->wall == 0 ? 0 : sbx_now() + GRACE;
        }
        read_output(w, w->out, &left);
        read_output(w, w->err, &left);
        /* A pipe holds 64 KiB, or 1 MiB where somebody made it larger. */
        read_log(w, dead ? 1000 : 4);
        if (dead && is_drained(w->out) && is_drained(w->err)) {
            break;
        }
        if (dead) {
            /* Only a reader of ours is slow.  Whoever set a limit of time
             * does not want to wait for ever; others tell by a signal. */
            look(w, patience, true);
            if (came[SIGTERM] || came[SIGINT] || came[SIGHUP]
                || by_terminal[SIGINT]
                || (patience != 0 && sbx_now() >= patience)) {
                w->outcome->output_lost = true;
                break;
            }
            continue;
        }
        hand_on(w, &patience);
        if (wall != 0 && sbx_now() >= wall) {
            end(w, SBX_KILL_WALL);
            wall = 0;
        }
        if (patience != 0 && sbx_now() >= patience) {
            end(w, SBX_KILL_STOP);
            patience = 0;
        }
        uint64_t until = earliest(wall, patience);
        if (w->threads != 0) {
            uint64_t threads, n = sbx_tree_count(w->threads, &threads);
            if (w->processes != 0 && n > w->processes) {
                end(w, SBX_KILL_PROCESSES);
            }
            if (n > w->threads || threads > w->threads) {
                end(w, SBX_KILL_THREADS);
            }
            until = earliest(until, sbx_now() + COUNT_EVERY);
        }
        look(w, until, false);
    }
    struct sbx_relay *const both[] = {w->out, w->err};
    for (int i = 0; i < 2; i++) {
        if (both[i] != NULL) {
            w->outcome->output_lost |= both[i]->broken;
        }
    }
}
