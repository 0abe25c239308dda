// SPDX-License-Identifier: MIT
// A zygote's first child is its own, runs a small program of ours, locked as
// all are, and is thrown away: it shows which pages children write to
// (hotpages.c).  Whatever goes wrong with it, the others are forked all the
// same and fault in theirs.

#include "trial.h"

#include "hotpages.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE 5000 /* ms */

static bool on;
static pid_t child = -1;
static int ours[SBX_FDS] = {-1, -1, -1, -1, -1, -1};

bool
sbx_trial_is_on(void)
{
    return on;
}

static void
close_all(int fds[SBX_FDS])
{
    for (int i = 0; i < SBX_FDS; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
        fds[i] = -1;
    }
}

static bool
make(int fds[SBX_FDS])
{
    int pair[2];

    for (int i = 0; i < SBX_FDS; i++) {
        bool to_them = i == SBX_FD_ASK || i == SBX_FD_IN;
        if (pipe2(pair, O_CLOEXEC) != 0) {
            return false;
        }
        ours[i] = pair[to_them];
        fds[i] = pair[!to_them];
    }
    return true;
}

/* It fits: nobody reads yet. */
static bool
ask(const char *code)
{
    struct sbx_wire_request head = {.code = strlen(code), .early = 1};
    char text[sizeof head + 4096];
    size_t n = sizeof head + head.code;

    if (n > sizeof text) {
        return false;
    }
    memcpy(text, &head, sizeof head);
    memcpy(text + sizeof head, code, head.code);
    return write(ours[SBX_FD_ASK], text, n) == (ssize_t)n;
}

bool
sbx_trial_begin(const char *code, int fds[SBX_FDS])
{
    for (int i = 0; i < SBX_FDS; i++) {
        fds[i] = -1;
    }
    on = make(fds) && ask(code);
    if (!on) {
        close_all(fds);
        close_all(ours);
    }
    return on;
}

void
sbx_trial_forked(pid_t pid)
{
    child = pid;
}

static bool
has_ended(void)
{
    struct sbx_wire_answer a = {0};
    struct pollfd ready = {.fd = ours[SBX_FD_ANSWER], .events = POLLIN};

    do {
        if (poll(&ready, 1, PATIENCE) <= 0
            || read(ready.fd, &a, sizeof a) != sizeof a || a.n != 0) {
            return false;
        }
    } while (a.kind != SBX_WIRE_END);
    return a.status == 0;
}

bool
sbx_trial_end(void)
{
    bool pinned = child > 0 && has_ended() && sbx_hot_pages_pin();

    if (child > 0) {
        kill(child, SIGKILL);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    close_all(ours);
    on = false;
    return pinned;
}
