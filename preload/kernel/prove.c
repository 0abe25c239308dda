// SPDX-License-Identifier: MIT
// The kernel layer proves itself: after the lock it tries what must be refused
// and goes no further if anything succeeds.  The commonest failure of
// sandboxes in the field is the silent no-op.

#include "core.h"
#include "kernel.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool
grants_root(const struct sbx_policy *p)
{
    return p->paths.n > 0 && strcmp(p->paths.at[0].path, "/") == 0;
}

static bool
grants_writing_zero(const struct sbx_policy *p)
{
    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *rule = &p->paths.at[i];

        if ((rule->rights & SBX_WRITE) != 0
            && (strcmp(rule->path, "/dev/zero") == 0
                || strcmp(rule->path, "/dev") == 0)) {
            return true;
        }
    }
    return false;
}

/* No name at all, that everybody may ask for.  fstat must work without one. */
static const char *
no_names(void)
{
    char buffer[512];

    if (syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY | O_CLOEXEC, 0) != -1
        || errno != EACCES
        || syscall(SYS_newfstatat, AT_FDCWD, "/", buffer, 0) != -1
        || syscall(SYS_readlinkat, AT_FDCWD, "/proc/self", buffer,
                   sizeof(buffer))
               != -1
        || syscall(SYS_getcwd, buffer, sizeof(buffer)) != -1) {
        return "the process is sealed, but could ask for a file by its name";
    }
    return NULL;
}

/* The reason why a proof failed, or NULL. */
static const char *
files(const struct sbx_policy *p)
{
    long fd;

    if (grants_root(p)) {
        return NULL; /* nothing is outside */
    }
    fd = syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC,
                 0);
    if (fd >= 0) {
        close((int)fd);
        return "a directory that the policy does not name could be opened";
    }
    if (errno != EACCES) {
        return "opening a directory failed, but not by Landlock";
    }
    /* Everybody may write to this one, were it not for Landlock. */
    if (grants_writing_zero(p)) {
        return NULL;
    }
    fd = syscall(SYS_openat, AT_FDCWD, "/dev/zero",
                 O_WRONLY | O_CLOEXEC | O_NOCTTY, 0);
    if (fd >= 0) {
        close((int)fd);
        return "a file that the policy does not name could be opened for "
               "writing";
    }
    if (errno != EACCES && errno != ENOENT) {
        return "opening a file for writing failed, but not by Landlock";
    }
    return NULL;
}

static const char *
calls(void)
{
    struct rusage usage;
    void *code;

    /* The first cannot fail by itself; the second fails always, but otherwise:
     * the kernel shares no signal handlers without the memory.  In a zygote's
     * child one is its outer filter's to refuse, one its inner one's.  Both
     * refuse without a signal, which is dear; the third makes one. */
    if (syscall(SYS_getrusage, RUSAGE_SELF, &usage) != -1 || errno != EPERM) {
        return "a refused system call succeeded";
    }
    if (syscall(SYS_clone, CLONE_SIGHAND | SIGCHLD, NULL, NULL, NULL, NULL)
            != -1
        || errno != EPERM) {
        return "clone() was not refused by the filter";
    }
    code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (code != MAP_FAILED) {
        return "writable memory could be made executable";
    }
    return NULL;
}

void
sbx_kernel_prove(const struct sbx_policy *p)
{
    const char *why = NULL;

    sbx_log_mute(true);
    if (p->sealed && sbx_kernel.seccomp) {
        why = no_names();
    }
    else if (sbx_kernel.landlock != 0) {
        why = files(p);
    }
    if (why == NULL && sbx_kernel.seccomp) {
        why = calls();
    }
    sbx_log_mute(false);
    if (why != NULL) {
        sbx_die("the kernel layer does not hold: %s", why);
    }
}
