// SPDX-License-Identifier: MIT
// A zygote that is killed after it has forked and before it has said so leaves
// a child of ours that nobody knows.  It ends by itself (its socket is
// closed), and stays a zombie.  Whoever knows a child collects it in the turn
// in which it has died: one that is dead two ticks later is nobody's.

#include "serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST 64 /* the rest the next time */

static bool
is_dead(pid_t pid)
{
    siginfo_t info = {.si_pid = 0};

    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0
           && info.si_pid == pid;
}

/* Once a tick.  Without CONFIG_PROC_CHILDREN there is no list. */
void
sbx_strays_collect(void)
{
    static pid_t before[MOST];
    static unsigned n_before;
    pid_t dead[MOST];
    unsigned n = 0;
    char path[64];
    int pid;

    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *f = fopen(path, "re");
    while (f != NULL && n < MOST && fscanf(f, "%d", &pid) == 1) {
        if (!is_dead(pid)) {
            continue;
        }
        bool known = false;
        for (unsigned i = 0; i < n_before; i++) {
            known |= before[i] == pid;
        }
        if (known) {
            waitpid(pid, NULL, WNOHANG);
        }
        else {
            dead[n++] = pid;
        }
    }
    if (f != NULL) {
        fclose(f);
    }
    n_before = n;
    for (unsigned i = 0; i < n; i++) {
        before[i] = dead[i];
    }
}
