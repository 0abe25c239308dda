// SPDX-License-Identifier: MIT
// The libc layer's self-proof: does a call by its public name come to us, and
// is it refused?  (Another preloaded library may stand in front, or a loader
// may have taken the names from elsewhere.)

#include "interpose.h"

#include "log.h"
#include "start.h"

static bool
is_refused(const char *name, int flags)
{
    int (*call)(const char *, int, ...) = NULL;
    *(void **)&call = dlsym(RTLD_DEFAULT, name);
    if (call == NULL) {
        return false;
    }
    errno = 0;
    int fd = call("/", flags, 0);
    if (fd >= 0) {
        close(fd);
    }
    return fd < 0 && errno == EACCES;
}

void
sbx_interpose_prove(void)
{
    static const char *const names[] = {"open", "open64", "openat64"};
    /* CPython's names must be ours to begin with... */
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        Dl_info theirs, ours;
        void *found = dlsym(RTLD_DEFAULT, names[i]);
        if (found == NULL || dladdr(found, &theirs) == 0 ||
            dladdr(&sbx_core, &ours) == 0) {
            sbx_die("the libc layer is not in force: %s is not found",
                    names[i]);
        }
        if (theirs.dli_fbase != ours.dli_fbase) {
            sbx_warn("%s is answered by %s before it comes to the libc layer",
                     names[i], theirs.dli_fname);
        }
    }
    /* ... and refuse.  "/" always exists; few policies grant it. */
    if (sbx_policy_path(sbx_core.policy, "/", SBX_READ, true) != NULL) {
        return;
    }
    sbx_log_mute(true);
    bool refused = is_refused("open", O_RDONLY | O_DIRECTORY) &&
                   is_refused("open64", O_RDONLY | O_DIRECTORY);
    sbx_log_mute(false);
    if (!refused) {
        sbx_die("the libc layer is not in force: a refused open() succeeded");
    }
}
