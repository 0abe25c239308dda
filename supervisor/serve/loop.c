// SPDX-License-Identifier: MIT
// pysbx serve: the loop.  Each turn asks everyone what to wait for, waits, and
// lets everyone look.  Signals are blocked and come by a descriptor.

#include "serve.h"

#include "cli.h"
#include "http.h"
#include "listen.h"
#include "scratchdir.h"
#include "session.h"
#include "spawn.h"
#include "token.h"
#include "watch.h"
#include "zygote.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define TICK SBX_SECOND /* zygotes and slow clients are looked at so often */

struct sbx_server sbx_server;

static bool kick;
static int signals = -1;
static struct pollfd *fds;
static unsigned room;
static unsigned first_fd[SBX_MAX_POOLS]; /* behind those of each zygote */
/* No later than this the end comes while draining. */
static uint64_t end_at;

void
sbx_serve_kick(void)
{
    kick = true;
}

/* Whoever is busy with requests has until the longest limit of time. */
static uint64_t
patience(void)
{
    uint64_t most = 10 * SBX_SECOND;

    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        uint64_t wall = sbx_server.pools[i].policy->wall.value;
        most = wall + 10 * SBX_SECOND > most ? wall + 10 * SBX_SECOND : most;
    }
    return most;
}

static void
drain(void)
{
    if (sbx_server.draining) { /* asked again: at once */
        sbx_queue_kill();
        end_at = sbx_now() + 5 * SBX_SECOND;
        return;
    }
    sbx_server.draining = true;
    end_at = sbx_now() + patience();
    sbx_notify("STOPPING=1");
    sbx_http_quiesce();
    sbx_session_end_all();
}

static void
read_signals(void)
{
    struct signalfd_siginfo info;

    while (read(signals, &info, sizeof info) == sizeof info) {
        drain();
    }
}

static uint64_t
earliest(uint64_t a, uint64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

static void
make_room(unsigned n)
{
    if (n > room) {
        room = 2 * n;
        fds = sbx_need(reallocarray(fds, room, sizeof *fds));
    }
}

static void
wait_for_events(unsigned n)
{
    uint64_t now = sbx_now(), until = now + TICK;
    int timeout = 0;

    until = earliest(until, sbx_queue_deadline());
    until = earliest(until, sbx_queue_brief());
    until = earliest(until, sbx_session_deadline());
    until = earliest(until, sbx_http_deadline());
    if (!kick && until > now) {
        timeout = (int)((until - now + 999999) / 1000000);
    }
    kick = false;
    if (poll(fds, n, timeout) < 0 && errno != EINTR) {
        sbx_die("poll: %s", strerror(errno));
    }
}

/* Each when one of its descriptors is ready, all of them once in a while. */
static void
step_zygotes(void)
{
    static uint64_t last;
    uint64_t now = sbx_now();
    unsigned at = 1;
    bool all = false;

    if (now - last >= TICK) {
        all = true;
        last = now;
        sbx_strays_collect();
    }
    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        struct sbx_zygote *z = sbx_server.pools[i].zygote;
        bool ready = all;
        for (; at < first_fd[i]; at++) {
            ready |= fds[at].revents != 0;
        }
        if (z != NULL) {
            sbx_zygote_hold(z, sbx_queue_waiting() == 0
                                   && sbx_queue_brief() != 0);
            if (ready) {
                sbx_zygote_step(z);
            }
            sbx_zygote_fill(z);
        }
    }
}

/* The last child that waited has been taken: the next request wants one. */
static void
refill_zygotes(void)
{
    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        if (sbx_server.pools[i].zygote != NULL) {
            sbx_zygote_hold(sbx_server.pools[i].zygote, true);
            sbx_zygote_fill(sbx_server.pools[i].zygote);
        }
    }
}

static void
turn(void)
{
    unsigned n = 1;

    make_room(1 + SBX_ZYGOTE_FDS * sbx_server.n_pools + sbx_queue_fds()
              + sbx_session_fds() + sbx_http_fds());
    fds[0] = (struct pollfd){.fd = signals, .events = POLLIN};
    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        if (sbx_server.pools[i].zygote != NULL) {
            n += sbx_zygote_fds(sbx_server.pools[i].zygote, fds + n);
        }
        first_fd[i] = n;
    }
    n = sbx_queue_poll(fds, n);
    n = sbx_session_poll(fds, n);
    n = sbx_http_poll(fds, n);
    wait_for_events(n);
    /* Requests first: they start what the others will look after. */
    sbx_http_step(fds);
    if (fds[0].revents != 0) {
        read_signals();
    }
    step_zygotes();
    sbx_queue_step(fds);
    sbx_session_step(fds);
    refill_zygotes();
}

static void
block_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_DFL); /* inherited as ignored, it hides how they end */
    signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0) {
        sbx_die("signalfd: %s", strerror(errno));
    }
}

/* A connection and a run need some ten descriptors between them. */
static void
raise_files(void)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) == 0) {
        r.rlim_cur = r.rlim_max;
        setrlimit(RLIMIT_NOFILE, &r);
    }
}

static const char *
own_file(void)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

    if (n <= 0) {
        sbx_die("/proc/self/exe: %s", strerror(errno));
    }
    path[n] = '\0';
    return sbx_need(strdup(path));
}

static void
clean_up(const char *why)
{
    (void)why;
    sbx_listen_close();
    sbx_scratchdir_close();
}

int
sbx_cmd_serve(int argc, char **argv)
{
    unsigned n_listeners;

    sbx_place_find(&sbx_server.place);
    sbx_serve_options_read(argc, argv);
    sbx_server.started = sbx_now();
    sbx_server.self = own_file();
    sbx_token_read(sbx_server.o.token_file);
    unsetenv("PYSBX_SERVER"); /* its own cold runs would come back to it */
    sbx_json();
    sbx_mhd();
    raise_files();
    /* Our memory holds what several requests sent. */
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    sbx_cli_on_die(clean_up);
    const struct sbx_listener *l = sbx_listen(&n_listeners);
    sbx_scratchdir_open(sbx_server.o.scratch);
    sbx_pools_start();
    block_signals();
    for (unsigned i = 0; i < n_listeners; i++) {
        sbx_http_start(&l[i]);
        fprintf(stderr, "pysbx: listening on %s\n", l[i].name);
    }
    sbx_notify("READY=1");
    while (!sbx_server.draining
           || ((sbx_queue_waiting() + sbx_queue_working() > 0
                || !sbx_http_is_idle())
               && sbx_now() < end_at)) {
        turn();
    }
    sbx_session_end_all();
    sbx_http_stop();
    sbx_queue_kill();
    sbx_pools_stop();
    clean_up(NULL);
    return 0;
}
