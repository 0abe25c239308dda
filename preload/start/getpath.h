// SPDX-License-Identifier: MIT
// Where an interpreter's files are: CPython's own search (Modules/getpath.py,
// 3.11 to 3.14) from the name it was started by to the standard library.  For
// the constructor only.  What is found wrongly fails closed: it is not
// granted.

#ifndef SBX_GETPATH_H
#define SBX_GETPATH_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

typedef char sbx_path_t[PATH_MAX];

/* "lib" of nearly everybody, "lib64" of Fedora (sys.platlibdir). */
#define SBX_LIBS 2
extern const char *const sbx_libs[SBX_LIBS];

/* snprintf into out; false when it does not fit. */
bool sbx_join(sbx_path_t out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *sbx_copy(const char *s); /* never NULL: dies */
const char *sbx_directory_of(const char *path);
bool sbx_is_dir(const char *path);

/* The file that NAME (argv[0]) was found as, absolute, or NULL. */
const char *sbx_getpath_executable(const char *name);

/* A virtual environment; all zero: none. */
struct sbx_venv {
    const char *prefix;
    const char *cfg;  /* its pyvenv.cfg */
    const char *home; /* the directory of its base interpreter */
    bool system_site; /* include-system-site-packages */
};
struct sbx_venv sbx_getpath_venv(const char *bin_dir);

/* The prefix of the standard library, searched from the directory start
 * upwards (NULL: not there), then beside libpython, then where it usually is.
 * NULL: none. */
const char *sbx_getpath_prefix(const char *start, int minor);
/* The same for the directory of the extension modules, by start only. */
const char *sbx_getpath_exec_prefix(const char *start, int minor);

#endif
