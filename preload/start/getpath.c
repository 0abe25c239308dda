// SPDX-License-Identifier: MIT
// CPython's path search once more; see getpath.h.

#include "getpath.h"

#include "core.h"
#include "object.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const sbx_libs[SBX_LIBS] = {"lib", "lib64"};

bool
sbx_join(sbx_path_t out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(out, PATH_MAX, format, args);
    va_end(args);
    return n > 0 && n < PATH_MAX;
}

static bool
is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool
sbx_is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

const char *
sbx_copy(const char *s)
{
    char *new = strdup(s);
    if (new == NULL) {
        sbx_die("out of memory");
    }
    return new;
}

const char *
sbx_directory_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path) {
        return "/";
    }
    char *dir = strndup(path, (size_t)(slash - path));
    if (dir == NULL) {
        sbx_die("out of memory");
    }
    return dir;
}

/* The path made absolute, if it is a regular, executable file (getpath's
 * isxfile), else NULL. */
static const char *
executable_at(const char *path)
{
    struct stat st;
    sbx_path_t normal;
    if (stat(path, &st) < 0 || !S_ISREG(st.st_mode) || (st.st_mode & 0111) == 0
        || sbx_path_normal(sbx_core.cwd, path, normal, PATH_MAX) < 0) {
        return NULL;
    }
    return sbx_copy(normal);
}

const char *
sbx_getpath_executable(const char *name)
{
    if (strchr(name, '/') != NULL) {
        return executable_at(name);
    }
    const char *path = getenv("PATH");
    while (path != NULL && *path != '\0') {
        size_t n = strcspn(path, ":");
        sbx_path_t file;
        bool fits =
            sbx_join(file, "%.*s%s%s", (int)n, path, n == 0 ? "" : "/", name);
        const char *found = fits ? executable_at(file) : NULL;
        if (found != NULL) {
            return found;
        }
        path += n + (path[n] == ':');
    }
    return NULL;
}

/* Is DIR a prefix: does it hold a landmark of this version? */
static bool
is_prefix(const char *dir, int minor)
{
    sbx_path_t path;
    for (size_t i = 0; i < SBX_LIBS; i++) {
        if ((sbx_join(path, "%s/%s/python3.%d/os.py", dir, sbx_libs[i], minor)
             && is_file(path))
            || (sbx_join(path, "%s/%s/python3.%d/os.pyc", dir, sbx_libs[i],
                         minor)
                && is_file(path))
            || (sbx_join(path, "%s/%s/python3%d.zip", dir, sbx_libs[i], minor)
                && is_file(path))) {
            return true;
        }
    }
    return false;
}

/* Does DIR hold the extension modules (prefix and exec_prefix may differ)? */
static bool
is_exec_prefix(const char *dir, int minor)
{
    sbx_path_t path;
    for (size_t i = 0; i < SBX_LIBS; i++) {
        if (sbx_join(path, "%s/%s/python3.%d/lib-dynload", dir, sbx_libs[i],
                     minor)
            && sbx_is_dir(path)) {
            return true;
        }
    }
    return false;
}

/* The nearest directory from dir upwards that passes; not the root, at which
 * getpath.py stops. */
static const char *
search_up(const char *dir, int minor, bool (*test)(const char *, int))
{
    sbx_path_t path;
    if (dir == NULL || !sbx_join(path, "%s", dir)) {
        return NULL;
    }
    while (path[0] == '/' && path[1] != '\0') {
        if (test(path, minor)) {
            return sbx_copy(path);
        }
        *strrchr(path, '/') = '\0';
    }
    return NULL;
}

/* The directory of the shared libpython, NULL when it is linked statically. */
static const char *
libpython_dir(void)
{
    struct sbx_object object;
    sbx_path_t real;
    const void *symbol = dlsym(RTLD_DEFAULT, "PySys_AddAuditHook");
    if (symbol == NULL || !sbx_object_of(symbol, &object) || object.is_exe
        || realpath(object.name, real) == NULL) {
        return NULL;
    }
    return sbx_directory_of(real);
}

const char *
sbx_getpath_prefix(const char *start, int minor)
{
    const char *prefix = search_up(start, minor, is_prefix);
    if (prefix == NULL) {
        prefix = search_up(libpython_dir(), minor, is_prefix);
    }
    for (size_t i = 0; prefix == NULL && i < SBX_LIBS; i++) {
        static const char *const configured[SBX_LIBS] = {"/usr", "/usr/local"};
        if (is_prefix(configured[i], minor)) {
            prefix = configured[i];
        }
    }
    return prefix;
}

const char *
sbx_getpath_exec_prefix(const char *start, int minor)
{
    return search_up(start, minor, is_exec_prefix);
}
