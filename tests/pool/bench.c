// SPDX-License-Identifier: MIT
// What a warm pool costs beside a fork server without any sandbox (floor.py),
// which is measured in the same rounds: both are processes behind a socket,
// take source text and give back what it printed when its process is dead.
// Ratios only mean something.
//
//   pool-bench [--python PATH] [--policy NAMES] [--preload MODULES]
//              [--ready N] [--rounds N] [--floor tests/pool/floor.py] [--raw
//              1]
//
// raw: a line for each number of each round (scripts/bench.d/pool.py).

#include "server.h"

#include "watch.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

static struct sbx_zygote_options options;
static const char *floor_script = "tests/pool/floor.py";
#define CODE "print(sum(range(1000)))\n"

struct server {
    int socket[2]; /* two of them, for two clients */
    pid_t pid[2];
    bool pool, bound; /* each to a processor of its own */
};

static void
stay_on(int cpu)
{
    cpu_set_t one;

    CPU_ZERO(&one);
    CPU_SET((size_t)cpu, &one);
    if (sched_setaffinity(0, sizeof one, &one) != 0) {
        sbx_die("processor %d: %s", cpu, strerror(errno));
    }
}

static void
start(struct server *s)
{
    for (int i = 0; i < 2; i++) {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | (s->pool ? SOCK_CLOEXEC : 0), 0,
                       pair)
            != 0) {
            sbx_die("socketpair: %s", strerror(errno));
        }
        s->pid[i] = fork();
        if (s->pid[i] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(pair[0]);
            if (s->bound) {
                stay_on(i);
            }
            if (s->pool) {
                pool_serve(&options, pair[1]);
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

enum { ROWS = 7, MOST = 101 };

static void
tell(const char *const *rows, int n_rows, double (*floors)[MOST],
     double (*pools)[MOST], double (*ratios)[MOST], int rounds)
{
    printf("%-24s %10s %10s %8s   %s\n", "", "fork server", "pool", "ratio",
           "of all rounds");
    for (int i = 0; i < n_rows; i++) {
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
        "latency, idle pool",  "latency, back to back",
        "requests a second",   "processor, us/request",
        "page faults/request", "bound: requests/second",
        "bound: us/request"};
    static double floors[ROWS][MOST], pools[ROWS][MOST], ratios[ROWS][MOST];
    /* A floor and a pool that the scheduler places, and that it does not. */
    struct server all[] = {{.pool = false},
                           {.pool = true},
                           {.pool = false, .bound = true},
                           {.pool = true, .bound = true}};
    const unsigned n_all = sysconf(_SC_NPROCESSORS_ONLN) < 2 ? 2 : 4;
    const int n_rows = n_all == 4 ? ROWS : ROWS - 2;
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
    for (unsigned k = 0; k < n_all; k++) {
        start(&all[k]);
        for (int i = 0; i < 4; i++) {
            ask(all[k].socket[i % 2]);
        }
    }
    for (int r = 0; r < rounds; r++) {
        double none;
        for (unsigned k = 0; k < n_all; k++) {
            const struct server *s = &all[r % 2 == 0 ? k : k ^ 1];
            double(*to)[MOST] = s->pool ? pools : floors;
            if (s->bound) {
                throughput(s, &to[5][r], &to[6][r], &none);
                continue;
            }
            to[0][r] = latency(s, true);
            to[1][r] = latency(s, false);
            throughput(s, &to[2][r], &to[3][r], &to[4][r]);
        }
        for (int i = 0; i < n_rows; i++) {
            ratios[i][r] = pools[i][r] / floors[i][r];
        }
    }
    for (int r = 0; raw && r < rounds; r++) {
        for (int i = 0; i < n_rows; i++) {
            printf("%s: %.2f %.2f\n", rows[i], floors[i][r], pools[i][r]);
        }
    }
    if (!raw) {
        tell(rows, n_rows, floors, pools, ratios, rounds);
    }
    for (unsigned k = 0; k < n_all; k++) {
        for (int i = 0; i < 2; i++) {
            kill(all[k].pid[i], SIGKILL); /* a pool's zygote with it */
            waitpid(all[k].pid[i], NULL, 0);
        }
    }
    return 0;
}
