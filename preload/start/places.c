// SPDX-License-Identifier: MIT
// ${python}: the files and directories that this interpreter reads, as narrow
// as can be: public libraries, the standard library, the site directories, and
// no home directory, nothing of /etc and /proc but the files named here.  For
// the constructor only.

#include "core.h"
#include "getpath.h"
#include "object.h"
#include "start.h"

#include <gnu/libc-version.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_PLACES 40
static const char **places; /* NULL-terminated */
static size_t n_places;

/* Many of these are not there; that is for the policy to find out, which looks
 * at each path anyway.  Where one leads through a link, it grants both names.
 */
static void
add(const char *path)
{
    for (size_t i = 0; i < n_places; i++) {
        if (strcmp(places[i], path) == 0) {
            return;
        }
    }
    if (places == NULL) {
        places = calloc(MAX_PLACES + 1, sizeof(*places));
    }
    if (places == NULL || n_places == MAX_PLACES) {
        sbx_die("too many places for ${python}");
    }
    places[n_places++] = sbx_copy(path);
}

/* {lib,lib64}/pythonX.Y/LEAF below prefix. */
static void
add_versioned(const char *prefix, int minor, const char *leaf)
{
    sbx_path_t path;
    for (size_t i = 0; i < SBX_LIBS; i++) {
        if (sbx_join(path, "%s/%s/python3.%d%s", prefix, sbx_libs[i], minor,
                     leaf)) {
            add(path);
        }
    }
}

/* Where distributions put packages beside the prefix /usr. */
static void
add_distribution_sites(int minor)
{
    sbx_path_t path;
    add("/usr/lib/python3/dist-packages"); /* Debian */
    if (sbx_join(path, "/usr/local/lib/python3.%d/dist-packages", minor)) {
        add(path);
    }
    add_versioned("/usr/local", minor, "/site-packages"); /* Fedora */
}

/* Debian's sitecustomize.py is a link into /etc, which is not a place. */
static void
add_sitecustomize(const char *prefix, int minor)
{
    sbx_path_t path, target;
    if (!sbx_join(path, "%s/lib/python3.%d/sitecustomize.py", prefix, minor)) {
        return;
    }
    ssize_t n = readlink(path, target, sizeof(target) - 1);
    if (n > 0 && strncmp(target, "/etc/", 5) == 0) {
        target[n] = '\0';
        add(target);
    }
}

static void
add_shared_libraries(const char *prefix)
{
    sbx_path_t path;
    struct sbx_object libc;
    if (sbx_object_of((const void *)gnu_get_libc_version, &libc)
        && libc.name[0] == '/') {
        add(sbx_directory_of(libc.name));
    }
    /* Conda keeps the libraries of all its packages in one directory. */
    if (sbx_join(path, "%s/conda-meta", prefix) && sbx_is_dir(path)
        && sbx_join(path, "%s/lib", prefix)) {
        add(path);
    }
    add("/etc/ld.so.cache");
}

static void
add_standard_library(const char *prefix, const char *exec_prefix, int minor)
{
    sbx_path_t path;
    add_versioned(prefix, minor, "");
    for (size_t i = 0; i < SBX_LIBS; i++) {
        if (sbx_join(path, "%s/%s/python3%d.zip", prefix, sbx_libs[i],
                     minor)) {
            add(path);
        }
    }
    if (exec_prefix != NULL && strcmp(prefix, exec_prefix) != 0) {
        add_versioned(exec_prefix, minor, "/lib-dynload");
    }
    add_sitecustomize(prefix, minor);
}

static void
find_exe(const char *name, struct sbx_python *ret)
{
    /* An embedder's program name is "python3" unless it sets another. */
    ret->exe = sbx_getpath_executable(ret->is_python ? name : "python3");
    if (ret->exe == NULL && ret->is_python && sbx_core.exe != NULL
        && strchr(name, '/') == NULL) {
        /* No PATH, or another one than the starter's.  The one that CPython
         * will see is the directory found here (sbx_hygiene_environment). */
        sbx_path_t beside;
        if (sbx_join(beside, "%s/%s", sbx_directory_of(sbx_core.exe), name)) {
            ret->exe = sbx_getpath_executable(beside);
        }
    }
    if (ret->exe == NULL && ret->is_python) {
        /* CPython would go on and look for its library below the current
         * directory, which may be the program's. */
        sbx_die("cannot find the interpreter %s: start it by its path", name);
    }
    ret->bin_dir = ret->exe == NULL ? NULL : sbx_directory_of(ret->exe);
}

bool
sbx_python_find(struct sbx_python *ret, char **argv)
{
    const char *name = argv[0] == NULL ? "python3" : argv[0];
    struct sbx_venv venv = {0};
    sbx_path_t real;

    if (!sbx_python_version(ret, argv[0])) {
        return false;
    }
    int minor = ret->minor;
    find_exe(name, ret);
    const char *start = NULL;
    if (ret->exe != NULL) {
        venv = sbx_getpath_venv(ret->bin_dir);
        if (venv.home != NULL) {
            start = venv.home;
        }
        else if (realpath(ret->exe, real) != NULL) {
            start = sbx_directory_of(real);
        }
    }
    const char *prefix = sbx_getpath_prefix(start, minor);
    if (prefix == NULL) {
        sbx_die("cannot find the standard library of this Python 3.%d (%s)",
                minor, ret->exe == NULL ? name : ret->exe);
    }
    if (ret->bin_dir == NULL) {
        ret->bin_dir =
            sbx_join(real, "%s/bin", prefix) ? sbx_copy(real) : "/usr/bin";
    }
    add_standard_library(prefix, sbx_getpath_exec_prefix(start, minor), minor);
    if (venv.prefix != NULL) {
        add(venv.cfg);
        add_versioned(venv.prefix, minor, "/site-packages");
    }
    if ((venv.prefix == NULL || venv.system_site)
        && strcmp(prefix, "/usr") == 0) {
        add_distribution_sites(minor);
    }
    add_shared_libraries(prefix);
    add("/usr/lib/locale");
    add("/usr/share/zoneinfo");
    add("/etc/localtime");
    ret->places = places;
    return true;
}
