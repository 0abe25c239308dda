// SPDX-License-Identifier: MIT
// Paths as text, besides what policy.h declares.

#ifndef SBX_PATH_H
#define SBX_PATH_H

#include <stdbool.h>

/* Absolute, no `.`, `..`, doubled or trailing slashes. */
bool sbx_path_is_normal(const char *path);

#endif
