// SPDX-License-Identifier: MIT
// The libc layer's self-proof: does a call by its public name come to us, and
// is it refused?  (Another preloaded library may stand in front, or a loader
// may have taken the names from elsewhere.)

#include "interpose.h"

#include "log.h"
#include "object.h"
#include "start.h"

static bool
is_refused(void *function)
{
    int (*call)(const char *, int, ...) = NULL;
    *(void **)&call = function;
    errno = 0;
    int fd = call("/", O_RDONLY | O_DIRECTORY, 0);
    if (fd >= 0) {
        close(fd);
    }
    return fd < 0 && errno == EACCES;
}

static void *found[3];

/* CPython's names must be ours to begin with. */
void
sbx_interpose_prepare(void)
{
    static const char *const names[] = {"open", "open64", "openat64"};
    struct sbx_object ours, theirs;

    if (!sbx_object_of(&sbx_core, &ours)) {
        sbx_die("the libc layer is not in force: it is not among the loaded "
                "libraries");
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        found[i] = dlsym(RTLD_DEFAULT, names[i]);
        if (found[i] == NULL || !sbx_object_of(found[i], &theirs)) {
            sbx_die("the libc layer is not in force: %s is not found",
                    names[i]);
        }
        if (theirs.base != ours.base) {
            sbx_warn("%s is answered by %s before it comes to the libc layer",
                     names[i], theirs.is_exe ? "the program" : theirs.name);
        }
    }
}

/* ... and refuse.  "/" always exists; few policies grant it. */
void
sbx_interpose_prove(void)
{
    if (found[0] == NULL) {
        sbx_interpose_prepare();
    }
    if (sbx_policy_path(sbx_core.policy, "/", SBX_READ, true) != NULL) {
        return;
    }
    sbx_log_mute(true);
    bool refused = is_refused(found[0]) && is_refused(found[1]);
    sbx_log_mute(false);
    if (!refused) {
        sbx_die("the libc layer is not in force: a refused open() succeeded");
    }
}
