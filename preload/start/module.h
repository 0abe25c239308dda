// SPDX-License-Identifier: MIT
// `-m MODULE`: the module's source file, which then is the program.

#ifndef SBX_MODULE_H
#define SBX_MODULE_H

#include <limits.h>
#include <stdbool.h>

/* A dotted name of identifiers? */
bool sbx_module_is_name(const char *name);

/* The file below dir that `-m name` runs: a/b.py, or a/b/__main__.py for a
 * package.  Pure but for looking. */
bool sbx_module_file(const char *name, const char *dir, char ret[PATH_MAX]);

#endif
