// SPDX-License-Identifier: MIT
// What a process inherits and the program must not: descriptors, environment
// strings, a permissive umask, a blocked signal.  Runs in the constructor,
// after everything that needs the starter's environment.

#include "core.h"
#include "log.h"
#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

/* --- descriptors --- */

void
sbx_hygiene_stdio(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
            /* The lowest free number is fd: those below it are open. */
            int got = open(_PATH_DEVNULL, O_RDWR | O_NOCTTY);
            if (got != fd) {
                sbx_die("cannot open " _PATH_DEVNULL " as descriptor %d: %s",
                        fd, strerror(errno));
            }
        }
    }
}

/* close_range(2) is of Linux 5.9; a seccomp filter around us may not know it.
 * The loop is long only where the limit is, and then nothing else is right. */
static void
close_between(unsigned first, unsigned last)
{
    if (first > last || syscall(SYS_close_range, first, last, 0) == 0) {
        return;
    }
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) {
        sbx_die("cannot read the limit of open files: %s", strerror(errno));
    }
    /* Descriptors may be above the soft limit, not above the hard one: it can
     * have been lowered too, but only by a starter who meant to. */
    rlim_t end = limit.rlim_max;
    if (end == RLIM_INFINITY || end > 1 << 20) {
        end = 1 << 20;
    }
    for (unsigned fd = first; fd <= last && fd < end; fd++) {
        close((int)fd);
    }
}

static void
replace(int fd, bool granted, int flags)
{
    if (granted) {
        return;
    }
    int null = open(_PATH_DEVNULL, flags | O_NOCTTY | O_CLOEXEC);
    if (null < 0 || dup2(null, fd) < 0) {
        sbx_die("cannot put " _PATH_DEVNULL " in the place of descriptor %d: "
                "%s",
                fd, strerror(errno));
    }
    close(null);
}

static int
by_number(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Only 0 to 2 and what this library itself writes to outlive this. */
void
sbx_hygiene_descriptors(const struct sbx_policy *p, const int *more,
                        size_t n_more)
{
    /* The rest of the set-up must be able to say what failed. */
    int messages = -1;
    if (!p->err.on) {
        messages = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
        if (messages >= 0) {
            sbx_die_to(messages);
        }
    }
    replace(STDIN_FILENO, p->in.on, O_RDONLY);
    replace(STDOUT_FILENO, p->out.on, O_WRONLY);
    replace(STDERR_FILENO, p->err.on, O_WRONLY);

    int keep[8] = {STDERR_FILENO, sbx_log_stderr(), messages};
    size_t n = 3;
    while (n_more > 0 && n < sizeof(keep) / sizeof(*keep)) {
        keep[n++] = more[--n_more];
    }
    qsort(keep, n, sizeof(*keep), by_number);
    for (size_t i = 0; i < n; i++) {
        if (keep[i] >= STDERR_FILENO) {
            unsigned next = i + 1 < n ? (unsigned)keep[i + 1] : 0;
            close_between((unsigned)keep[i] + 1, next - 1);
        }
    }
}

/* --- environment --- */

static bool
is_set(const struct sbx_policy *p, const char *name)
{
    for (size_t i = 0; i < p->env_set.n; i++) {
        if (strcmp(p->env_set.at[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Never: PATH, which is ours to give (add_defaults), and what was for this
 * library. */
static bool
is_passed(const struct sbx_policy *p, const char *entry)
{
    const char *equals = strchr(entry, '=');
    if (equals == NULL || equals == entry) {
        return false;
    }
    size_t n = (size_t)(equals - entry);
    char name[256];
    if (n >= sizeof(name)) {
        return false;
    }
    memcpy(name, entry, n);
    name[n] = '\0';
    if (strcmp(name, "PATH") == 0 || strcmp(name, "LD_PRELOAD") == 0
        || strncmp(name, "PYSBX_", 6) == 0) {
        return false;
    }
    if (sbx_core.tmp != NULL && strcmp(name, "TMPDIR") == 0) {
        return false; /* the scratch directory instead */
    }
    return !is_set(p, name) && sbx_policy_env(p, name);
}

static char *
entry_of(const char *name, const char *value)
{
    size_t n = strlen(name), m = strlen(value);
    char *entry = malloc(n + m + 2);
    if (entry == NULL) {
        sbx_die("out of memory");
    }
    memcpy(entry, name, n);
    entry[n] = '=';
    memcpy(entry + n + 1, value, m + 1);
    return entry;
}

/* The interpreter's directory, then those of the programs that may be run, so
 * that they are found by their bare names. */
static char *
search_path(const struct sbx_policy *p, const char *python_dir)
{
    size_t room = strlen(python_dir) + 1, n = room - 1;
    for (size_t i = 0; i < p->paths.n; i++) {
        room += p->paths.at[i].program ? strlen(p->paths.at[i].path) + 1 : 0;
    }
    char *path = malloc(room);
    if (path == NULL) {
        sbx_die("out of memory");
    }
    memcpy(path, python_dir, room = n + 1);
    const char *last = python_dir;
    for (size_t i = 0; i < p->paths.n && p->subprocess.on; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        size_t len = (size_t)(strrchr(r->path, '/') - r->path);
        if (!r->program || len == 0
            || (strncmp(last, r->path, len) == 0
                && (last[len] == '\0' || last[len] == '/'))) {
            continue;
        }
        path[n++] = ':';
        memcpy(path + n, last = r->path, len);
        path[n += len] = '\0';
    }
    return path;
}

/* What CPython gets whether the policy speaks of it or not: PATH, to find
 * itself by (argv[0] without a slash), and a HOME, without which site.py asks
 * the user database, through sockets and files, for the user's packages.  And
 * the scratch directory, where there is one, for tempfile. */
static void
add_defaults(const struct sbx_policy *p, const char *python_dir, bool has_home,
             char **to)
{
    size_t n = 0;
    if (python_dir != NULL && !is_set(p, "PATH")) {
        char *path = search_path(p, python_dir);
        to[n++] = entry_of("PATH", path);
        free(path);
    }
    if (!has_home && !is_set(p, "HOME")) {
        to[n++] = entry_of("HOME", "/nonexistent");
    }
    if (sbx_core.tmp != NULL && !is_set(p, "TMPDIR")) {
        to[n++] = entry_of("TMPDIR", sbx_core.tmp);
    }
}
#define DEFAULTS 3

/* The strings lie on the stack, where native code and /proc/self/environ read
 * them whatever environ says: wipe the text, then close the gaps in the array
 * in place, so that whoever kept a pointer to it sees the same. */
void
sbx_hygiene_environment(const struct sbx_policy *p, char **envp,
                        const char *python_dir)
{
    size_t slots = 0, kept = 0;
    bool has_home = false;
    for (; envp[slots] != NULL; slots++) {
        char *entry = envp[slots];
        if (is_passed(p, entry)) {
            has_home |= strncmp(entry, "HOME=", 5) == 0;
            envp[kept++] = entry;
        }
        else {
            explicit_bzero(entry, strlen(entry));
        }
    }
    memset(envp + kept, 0, (slots - kept) * sizeof(*envp));

    /* What is added goes into the free slots while there are enough. */
    char **to = envp;
    if (kept + p->env_set.n + DEFAULTS > slots) {
        to = calloc(kept + p->env_set.n + DEFAULTS + 1, sizeof(*to));
        if (to == NULL) {
            sbx_die("out of memory");
        }
        memcpy(to, envp, kept * sizeof(*to));
    }
    for (size_t i = 0; i < p->env_set.n; i++) {
        to[kept++] = entry_of(p->env_set.at[i].name, p->env_set.at[i].value);
    }
    add_defaults(p, python_dir, has_home, to + kept);
    environ = to;
}

/* --- the process --- */

void
sbx_hygiene_process(const struct sbx_policy *p)
{
    (void)p;
    umask(077);
    /* No core image, no ptrace, and /proc/self/{mem,environ,...} belong to
     * root.  CPython needs none of them. */
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) {
        sbx_die("prctl(PR_SET_DUMPABLE): %s", strerror(errno));
    }
    /* A blocked SIGXCPU or SIGSYS would be delivered late or kill. */
    sigset_t none;
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL) < 0) {
        sbx_die("sigprocmask: %s", strerror(errno));
    }
}
