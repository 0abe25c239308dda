// SPDX-License-Identifier: MIT
// pysbx doctor: what the kernel and the machine offer.

#include "doctor.h"

#include "cgroup.h"
#include "cli.h"
#include "landlock_abi.h"

#include <errno.h>
#include <glob.h>
#include <gnu/libc-version.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

/* The traces that container engines leave; NULL: none. */
static const char *
container(void)
{
    char text[256] = "";
    const char *name = getenv("container"); /* systemd's convention */

    if (name != NULL && name[0] != '\0') {
        return sbx_shown(name);
    }
    if (access("/.dockerenv", F_OK) == 0) {
        return "docker";
    }
    if (access("/run/.containerenv", F_OK) == 0) {
        return "podman";
    }
    if (getenv("KUBERNETES_SERVICE_HOST") != NULL) {
        return "kubernetes";
    }
    FILE *file = fopen("/proc/1/environ", "re");
    if (file != NULL) {
        size_t n = fread(text, 1, sizeof text - 1, file);
        fclose(file);
        if (memmem(text, n, "container=", 10) != NULL) {
            return "of an unknown kind";
        }
    }
    return NULL;
}

void
sbx_system_look(struct sbx_system *ret)
{
    struct utsname u;
    uint32_t action = SECCOMP_RET_TRAP;

    *ret = (struct sbx_system){0};
    ret->kernel =
        uname(&u) == 0 ? sbx_format("%s %s", u.release, u.machine) : "unknown";
    ret->libc = sbx_format("glibc %s", gnu_get_libc_version());
    ret->container = container();
    long abi =
        syscall(LL_NR_CREATE_RULESET, NULL, 0, LL_CREATE_RULESET_VERSION);
    ret->landlock = abi > 0 ? (int)abi : 0;
    ret->landlock_error = abi > 0 ? 0 : errno;
    ret->seccomp =
        syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
    ret->root = geteuid() == 0;
    ret->cgroup = sbx_cgroup_parent();
}

/* Is it one that was found already, under another name? */
static bool
is_known(const struct sbx_python_found *found, size_t n, const char *path)
{
    struct stat a, b;

    for (size_t i = 0; i < n; i++) {
        if (stat(found[i].interp.path, &a) == 0 && stat(path, &b) == 0
            && a.st_dev == b.st_dev && a.st_ino == b.st_ino) {
            return true;
        }
    }
    return false;
}

static void
take(const struct sbx_place *place, const char *path,
     struct sbx_python_found *found, size_t *n)
{
    if (*n == SBX_MAX_PYTHONS || is_known(found, *n, path)
        || access(path, X_OK) != 0) {
        return;
    }
    struct sbx_python_found *f = &found[(*n)++];
    *f = (struct sbx_python_found){.interp.path = path};
    f->why = sbx_interp_ask(place, &f->interp);
    if (f->why == NULL && !f->interp.hooks) {
        f->why = sbx_format("there is no interpreter layer for Python %s "
                            "(pysbx-hooks-%s.so)",
                            f->interp.version, f->interp.version);
    }
}

size_t
sbx_pythons_look(const struct sbx_place *place, const char *wanted,
                 struct sbx_python_found ret[SBX_MAX_PYTHONS])
{
    static const char *const patterns[] = {"/usr/bin/python3.[0-9]*",
                                           "/usr/local/bin/python3.[0-9]*"};
    const char *first = wanted != NULL ? wanted : getenv("PYSBX_PYTHON");
    size_t n = 0;

    if (first == NULL || first[0] == '\0') {
        first = "python3";
    }
    if (strchr(first, '/') == NULL) {
        first = sbx_interp_in_path(first);
    }
    if (first != NULL) {
        take(place, first, ret, &n);
        if (n > 0) {
            ret[0].chosen = true;
        }
    }
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        glob_t g;
        if (glob(patterns[i], 0, NULL, &g) != 0) {
            continue;
        }
        for (size_t k = 0; k < g.gl_pathc; k++) {
            const char *rest = strrchr(g.gl_pathv[k], '.') + 1;
            if (rest[strspn(rest, "0123456789")] == '\0') {
                take(place, sbx_need(strdup(g.gl_pathv[k])), ret, &n);
            }
        }
        globfree(&g);
    }
    return n;
}
