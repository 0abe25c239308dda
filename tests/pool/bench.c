// SPDX-License-Identifier: MIT
// What a warm pool costs beside a fork server without any sandbox (floor.py),
// which is measured in the same rounds: both are processes behind a socket,
// take source text and give back what it printed when its process is dead.
// Ratios only mean something.
//
//   pool-bench [--python PATH] [--policy NAMES] [--preload MODULES] [--ready
//   N]
//              [--rounds N] [--floor tests/pool/floor.py] [--raw 1]
//
// raw: a line for each number of each round (scripts/bench.d/pool.py).

#include "cli.h"
#include "watch.h"
#include "zygote.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct sbx_zygote_options options;
static const char *floor_script = "tests/pool/floor.py";
#define CODE "print(sum(range(1000)))\n"

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

/* --- the pool's server --- */

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

static void
serve(int socket)
{
    struct sbx_zygote *z = sbx_zygote_start(&options);
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

/* --- the client --- */

struct server {
    const char *name;
    int socket[2]; /* two of them, for two clients */
    pid_t pid[2];
};

static void
start(struct server *s, bool pool)
{
    for (int i = 0; i < 2; i++) {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | (pool ? SOCK_CLOEXEC : 0), 0,
                       pair)
            != 0) {
            sbx_die("socketpair: %s", strerror(errno));
        }
        s->pid[i] = fork();
        if (s->pid[i] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(pair[0]);
            if (pool) {
                serve(pair[1]);
            }
            char fd[16];
            snprintf(fd, sizeof fd, "%d", pair[1]);
            execl(options.python, options.python, "-I", floor_script, fd,
                  options.preload == NULL ? "" : options.preload, NULL);
            _exit(127);
        }
        close(pair[1]);
        s->socket[i] = pair[0];
    }
}

static struct used
ask_used(const struct server *s)
{
    struct used sum = {0}, u;
    const uint32_t n = 0;

    for (int i = 0; i < 2; i++) {
        if (write(s->socket[i], &n, sizeof n) != sizeof n
            || !exactly(s->socket[i], &u, sizeof u, false)) {
            sbx_die("no answer");
        }
        sum.ns += u.ns;
        sum.faults += u.faults;
    }
    return sum;
}

static void
ask(int socket)
{
    static const struct {
        uint32_t n;
        char text[sizeof CODE];
    } request = {sizeof CODE - 1, CODE};
    const size_t n = sizeof request.n + request.n;
    struct pollfd ready = {.fd = socket, .events = POLLIN};
    char answer[64];

    /* Waiting in read(2) it would be woken when what it sent is read, too. */
    if (write(socket, &request, n) != (ssize_t)n || poll(&ready, 1, -1) != 1
        || read(socket, answer, sizeof answer) != 11
        || memcmp(answer, "\7\0\0\000499500\n", 11) != 0) {
        sbx_die("a wrong answer");
    }
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double
median(double *v, size_t n)
{
    qsort(v, n, sizeof *v, by_value);
    return v[n / 2];
}

/* Microseconds for one request, when the server had time to get ready, or not.
 */
static double
latency(const struct server *s, bool idle)
{
    double v[40];

    for (int i = 0; i < 40; i++) {
        if (idle) {
            usleep(8000);
        }
        uint64_t t = sbx_now();
        ask(s->socket[0]);
        v[i] = (double)(sbx_now() - t) / 1e3;
    }
    return median(v, 40);
}

/* Requests a second of two clients. */
static void
throughput(const struct server *s, double *ret_a_second, double *ret_us,
           double *ret_faults)
{
    const int each = 300;
    struct used before = ask_used(s);
    uint64_t t = sbx_now();
    pid_t other = fork();

    for (int i = 0; i < each; i++) {
        ask(s->socket[other == 0]);
    }
    if (other == 0) {
        _exit(0);
    }
    waitpid(other, NULL, 0);
    *ret_a_second = 2 * each / ((double)(sbx_now() - t) / 1e9);
    struct used after = ask_used(s);
    *ret_us = (double)(after.ns - before.ns) / 1e3 / 2 / each;
    *ret_faults = (double)(after.faults - before.faults) / 2 / each;
}

enum { ROWS = 5, MOST = 101 };

static void
tell(const char *const *rows, double (*floors)[MOST], double (*pools)[MOST],
     double (*ratios)[MOST], int rounds)
{
    printf("%-24s %10s %10s %8s   %s\n", "", "fork server", "pool", "ratio",
           "of all rounds");
    for (int i = 0; i < ROWS; i++) {
        double m = median(ratios[i], (size_t)rounds);
        printf("%-24s %10.0f %10.0f %8.2f   %.2f to %.2f\n", rows[i],
               median(floors[i], (size_t)rounds),
               median(pools[i], (size_t)rounds), m, ratios[i][0],
               ratios[i][rounds - 1]);
    }
}

int
main(int argc, char **argv)
{
    static const char *const rows[ROWS] = {
        "latency, idle pool", "latency, back to back", "requests a second",
        "processor, us/request", "page faults/request"};
    static double floors[ROWS][MOST], pools[ROWS][MOST], ratios[ROWS][MOST];
    struct server bare = {.name = "floor"}, pool = {.name = "pool"};
    struct sbx_place place;
    int rounds = 9;
    bool raw = false;

    options = (struct sbx_zygote_options){.place = &place,
                                          .python = "/usr/bin/python3",
                                          .policy = "default",
                                          .ready = 4};
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--python") == 0) {
            options.python = value;
        }
        else if (strcmp(argv[i], "--policy") == 0) {
            options.policy = value;
        }
        else if (strcmp(argv[i], "--preload") == 0) {
            options.preload = value;
        }
        else if (strcmp(argv[i], "--ready") == 0) {
            options.ready = (unsigned)atoi(value);
        }
        else if (strcmp(argv[i], "--rounds") == 0) {
            rounds = atoi(value) < MOST ? atoi(value) : MOST - 1;
        }
        else if (strcmp(argv[i], "--raw") == 0) {
            raw = atoi(value) != 0;
        }
        else if (strcmp(argv[i], "--floor") == 0) {
            floor_script = value;
        }
        else {
            sbx_die("no option %s", argv[i]);
        }
    }
    sbx_place_find(&place);
    signal(SIGPIPE, SIG_IGN);
    unsetenv("PYTHONUNBUFFERED"); /* a write for each word of print() */
    start(&bare, false);
    start(&pool, true);
    for (int i = 0; i < 4; i++) {
        ask(bare.socket[i % 2]);
        ask(pool.socket[i % 2]);
    }
    for (int r = 0; r < rounds; r++) {
        const struct server *const both[] = {&bare, &pool};
        for (int k = 0; k < 2; k++) {
            bool first = (r + k) % 2 == 0;
            const struct server *s = both[!first];
            double(*to)[MOST] = first ? floors : pools;
            to[0][r] = latency(s, true);
            to[1][r] = latency(s, false);
            throughput(s, &to[2][r], &to[3][r], &to[4][r]);
        }
        for (int i = 0; i < ROWS; i++) {
            ratios[i][r] = pools[i][r] / floors[i][r];
        }
    }
    for (int r = 0; raw && r < rounds; r++) {
        for (int i = 0; i < ROWS; i++) {
            printf("%s: %.2f %.2f\n", rows[i], floors[i][r], pools[i][r]);
        }
    }
    if (!raw) {
        tell(rows, floors, pools, ratios, rounds);
    }
    for (int i = 0; i < 2; i++) {
        kill(bare.pid[i], SIGKILL);
        kill(pool.pid[i], SIGKILL); /* and its zygote with it */
        waitpid(bare.pid[i], NULL, 0);
        waitpid(pool.pid[i], NULL, 0);
    }
    return 0;
}
