// SPDX-License-Identifier: MIT
// Where the parts of pysbx lie.

#include "place.h"

#include "cli.h"
#include "policy.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIBRARY "libpysbx.so"

/* The directory of this program's file, followed by rest. */
static const char *
beside(const char *rest)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

    if (n <= 0) {
        sbx_die("cannot find my own place (/proc/self/exe: %s)",
                strerror(errno));
    }
    path[n] = '\0';
    *strrchr(path, '/') = '\0';
    return sbx_format("%s%s", path, rest);
}

/* The names of LD_PRELOAD but for every libpysbx.so: the one that we add is
 * the one whose version was checked. */
static const char *
without_ours(const char *names)
{
    char *kept = sbx_need(strdup(""));

    while (names != NULL && *(names += strspn(names, " :")) != '\0') {
        size_t n = strcspn(names, " :");
        char *name = sbx_need(strndup(names, n));
        const char *slash = strrchr(name, '/');
        if (strcmp(slash != NULL ? slash + 1 : name, LIBRARY) != 0) {
            kept = sbx_format("%s%s%s", kept, *kept != '\0' ? " " : "", name);
        }
        names += n;
    }
    return kept;
}

/* ld.so separates the names in LD_PRELOAD by both and knows no quotes. */
static const char *
preload_of(const char *library)
{
    const char *others = without_ours(getenv("LD_PRELOAD"));

    if (strpbrk(library, " :") != NULL) {
        sbx_die("the path '%s' has a space or a colon, which LD_PRELOAD "
                "cannot express: move pysbx",
                library);
    }
    /* Ours comes last: ld.so runs the constructors of later ones first, so
     * that what the others do happens in the sandbox. */
    return others[0] == '\0' ? library : sbx_format("%s %s", others, library);
}

void
sbx_place_find(struct sbx_place *ret)
{
    const char *const dirs[] = {beside(""), beside("/../lib/pysbx"),
                                SBX_LIBDIR};
    char path[PATH_MAX];

    *ret = (struct sbx_place){0};
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
        const char *library = sbx_format("%s/" LIBRARY, dirs[i]);
        if (realpath(library, path) != NULL) {
            ret->library = sbx_need(strdup(path));
            break;
        }
    }
    if (ret->library == NULL) {
        sbx_die(LIBRARY " is not in %s, %s or %s: run make, or make install",
                dirs[0], dirs[1], dirs[2]);
    }
    /* ld.so skips a library that it cannot read, with a warning. */
    if (access(ret->library, R_OK) != 0) {
        sbx_die("%s: %s", ret->library, strerror(errno));
    }
    *strrchr(path, '/') = '\0';
    ret->libdir = sbx_need(strdup(path));
    ret->preload = preload_of(ret->library);
    const char *whitelist = getenv("PYSBX_WHITELIST_DIR");
    if (whitelist == NULL || whitelist[0] == '\0') {
        whitelist = sbx_format("%s/whitelist.d", ret->libdir);
        if (access(whitelist, F_OK) != 0) {
            whitelist = SBX_DATADIR "/whitelist.d";
        }
    }
    ret->whitelist = whitelist;
    ret->cwd = getcwd(path, sizeof path) == NULL || path[0] != '/'
                   ? "/"
                   : sbx_need(strdup(path));
}

const char *
sbx_place_absolute(const struct sbx_place *place, const char *path)
{
    char normal[PATH_MAX];

    if (path == NULL) {
        return NULL;
    }
    if (sbx_path_normal(place->cwd, path, normal, sizeof normal) != 0) {
        sbx_die("'%s': %s", path, strerror(errno));
    }
    return sbx_need(strdup(normal));
}
