// SPDX-License-Identifier: MIT
// Start one process, and end it with all that it started.

#ifndef SBX_SPAWN_H
#define SBX_SPAWN_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#define SBX_SPAWN_KEEP 5

struct sbx_spawn {
    const char *path;
    char *const *argv, *const *envp;
    int std[3]; /* what becomes descriptor 0 to 2; -1: /dev/null */
    int keep[SBX_SPAWN_KEEP]; /* others that stay open; -1: none */
    int cgroup;               /* a control group to be born in; 0, -1: ours */
    bool session;      /* a session of its own, away from our terminal */
    bool ignores_pipe; /* as whoever started us left SIGPIPE */
    sigset_t mask;     /* its signal mask */
    const char *cwd;   /* its current directory; NULL: ours */
    int death;         /* the signal that it gets when we die; 0: SIGKILL */
};

/* The new process, which the kernel kills when we die.  try: -1 with errno,
 * and *step is what failed; the other dies. */
pid_t sbx_spawn_try(const struct sbx_spawn *s, const char **step);
pid_t sbx_spawn(const struct sbx_spawn *s);

/* Take charge of orphans from here on. */
void sbx_tree_adopt(void);

/* Kill what is left of the tree below us and collect it.  group: a process
 * group to be killed as one, which no fork slips out of; or 0. */
void sbx_tree_kill(pid_t group);

/* How many processes there are in it, and threads; it stops counting above
 * most. */
uint64_t sbx_tree_count(uint64_t most, uint64_t *ret_threads);

/* warden.c: a process that kills the group when we die in whatever way.
 * Before sbx_tree_adopt; watch: as soon as the group is there. */
void sbx_warden_start(void);
void sbx_warden_watch(pid_t group);
void sbx_warden_dismiss(void);

#endif
