// SPDX-License-Identifier: MIT
// Where a path leads: for the interpreter layer, and for the guard in one's
// own process.

#ifndef SBX_LINKS_H
#define SBX_LINKS_H

#include <stdbool.h>

/* realpath(), but for a last part that need not be there: a link that leads to
 * no file yet is followed, too.  out[PATH_MAX]; links: how many such links at
 * most.  False with errno: ENOENT where a directory on the way is not there.
 */
bool sbx_resolve_links(const char *path, char *out, int links);

#endif
