// SPDX-License-Identifier: MIT
// Where the parts of pysbx lie, and which interpreter is to be run.

#ifndef SBX_PLACE_H
#define SBX_PLACE_H

#include <stdbool.h>
#include <stddef.h>

struct sbx_place {
    const char *libdir;    /* of libpysbx.so and the hooks objects */
    const char *library;   /* libpysbx.so, by its real path */
    const char *whitelist; /* where bare names of profiles are looked for */
    const char *preload;   /* the value for LD_PRELOAD */
    const char *cwd;
    bool runs; /* a program is to be run: ${tmp} is made when it is named */
};

/* Beside this program (in the build tree), in ../lib/pysbx, or in PREFIX.
 * Dies. */
void sbx_place_find(struct sbx_place *ret);

/* A path as typed, made absolute and normal; NULL stays NULL.  Dies. */
const char *sbx_place_absolute(const struct sbx_place *place,
                               const char *path);

/* What libpysbx.so tells about the interpreter that it is in. */
struct sbx_interp {
    const char *path;    /* to be executed */
    const char *version; /* "3.11"; NULL: not asked for */
    const char **python; /* ${python}: NULL-terminated, or NULL */
    bool hooks;          /* there is an interpreter layer for it */
};

/* The last letter of argv[1].  CPython has no such option and ends with status
 * 2 before it runs anything; the library, once it is loaded and knows that it
 * was started by us, makes a B of it (preload/start/supervised.c). */
#define SBX_INTERP_MARK "!"
#define SBX_INTERP_MARK_STATUS 2

/* Find the interpreter that wanted names (NULL: $PYSBX_PYTHON, python3).
 * Dies. */
void sbx_interp_find(const char *wanted, struct sbx_interp *ret);

/* Ask the library: fills in all of ret by running ret->path, which runs no
 * program.  NULL, or why it cannot be used. */
const char *sbx_interp_ask(const struct sbx_place *place,
                           struct sbx_interp *ret);

/* The file that a name without a slash is in PATH, or NULL. */
const char *sbx_interp_in_path(const char *name);

#endif
