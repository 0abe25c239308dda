// SPDX-License-Identifier: MIT
// The tree of processes below us: for policies that allow new ones, and for
// the day that a layer fails.

#include "spawn.h"

#include "cli.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 10000 /* rounds of a millisecond and more */

/* Children that we had before we started anything: a shell may have left us
 * some when it exec'ed us.  They are not ours to kill. */
#define MAX_STRANGERS 64
static pid_t strangers[MAX_STRANGERS];
static size_t n_strangers;

static bool
is_stranger(pid_t pid)
{
    for (size_t i = 0; i < n_strangers; i++) {
        if (strangers[i] == pid) {
            return true;
        }
    }
    return false;
}

/* Call each for the children of a thread; how many calls there were, or -1. */
static int
for_children_of(int process, int thread, void (*each)(pid_t))
{
    char path[64], text[16384];
    int count = 0;

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", process, thread);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    text[n < 0 ? 0 : n] = '\0';
    /* A full buffer may end in half a number. */
    char *end = n == sizeof text - 1 ? strrchr(text, ' ') : NULL;
    if (end != NULL) {
        *end = '\0';
    }
    for (char *rest = text, *next;; rest = next) {
        long pid = strtol(rest, &next, 10);
        if (next == rest) {
            return count;
        }
        if (!is_stranger((pid_t)pid)) {
            each((pid_t)pid);
            count++;
        }
    }
}

static int
for_children(void (*each)(pid_t))
{
    return for_children_of(getpid(), getpid(), each);
}

static void
remember(pid_t pid)
{
    if (n_strangers < MAX_STRANGERS) {
        strangers[n_strangers++] = pid;
    }
}

static void
end(pid_t pid)
{
    kill(pid, SIGKILL);
}

void
sbx_tree_adopt(void)
{
    static bool done;
    siginfo_t info;

    if (done) {
        return;
    }
    done = true;
    if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
        sbx_die("prctl(PR_SET_CHILD_SUBREAPER): %s", strerror(errno));
    }
    if (waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) == 0) {
        for_children(remember);
    }
}

/* --- counting --- */

#define MAX_COUNTED 4096
static pid_t found[MAX_COUNTED];
static size_t n_found;

static void
add_found(pid_t pid)
{
    if (n_found < MAX_COUNTED) {
        found[n_found++] = pid;
    }
}

uint64_t
sbx_tree_count(uint64_t most, uint64_t *ret_threads)
{
    uint64_t threads = 0;

    n_found = 0;
    for_children(add_found);
    for (size_t i = 0; i < n_found && n_found <= most && threads <= most;
         i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/task", (int)found[i]);
        DIR *list = opendir(path);
        struct dirent *e;
        while (list != NULL && threads <= most
               && (e = readdir(list)) != NULL) {
            if (e->d_name[0] != '.') {
                threads++;
                for_children_of(found[i], atoi(e->d_name), add_found);
            }
        }
        if (list != NULL) {
            closedir(list);
        }
    }
    *ret_threads = threads;
    return n_found;
}

void
sbx_tree_kill(pid_t group)
{
    const struct timespec moment = {.tv_nsec = 1000000};

    /* Whoever is killed leaves its children to us: until there are none, or
     * one does not die within seconds (it hangs in the kernel). */
    for (int round = 0; round < PATIENCE; round++) {
        pid_t pid = waitpid(-1, NULL, WNOHANG);
        if (pid > 0) {
            continue;
        }
        if (pid < 0 && errno != EINTR) {
            return;
        }
        if (for_children(end) <= 0) {
            return; /* only strangers, or no way to look */
        }
        if (group > 0) {
            kill(-group, SIGKILL);
        }
        nanosleep(&moment, NULL);
    }
    sbx_warn("a process of the sandbox does not die");
}
