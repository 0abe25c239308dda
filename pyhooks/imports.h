// SPDX-License-Identifier: MIT
// Importing: what the program's import statement does (import.c, local.c,
// resolve.c), and packages before it runs (early.c).

#ifndef SBX_IMPORTS_H
#define SBX_IMPORTS_H

#include "hooks.h"

PyObject *sbx_import_function(void); /* new */
/* What `import name` of the program gives; new.  fromlist, globals: or NULL.
 */
PyObject *sbx_import(PyObject *name, PyObject *globals, PyObject *fromlist,
                     int level);
PyObject *sbx_refuse_import(const char *name); /* import_refused.c; NULL */
/* The granted modules of the package name[0..n), itself and what lies below,
 * one a call; *at starts with 0.  NULL at their end. */
const char *sbx_granted_of(const char *name, size_t n, size_t *at);
/* importlib's functions in its view give views, as `import` does. */
int sbx_import_view(PyObject *dict);
/* The module of a dotted name, as the program may have it; new. */
PyObject *sbx_import_module(PyObject *name);
/* local.c: `local = yes`, the program's own files as untrusted modules. */
PyObject *sbx_local_module(PyObject *name); /* loaded already; borrowed */
PyObject *sbx_local_modules(void); /* name -> module; borrowed, or NULL */
/* 1 with *module set (borrowed), 0: no such file, -1: it failed. */
int sbx_local_import(PyObject *name, PyObject **module);

/* early.c: packages that the program's text names, before it runs.  event: of
 * arming, or NULL in a program that embeds Python. */
void sbx_import_early(const char *event);
bool sbx_grants_packages(void); /* any at all */

#endif
