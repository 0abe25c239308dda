// SPDX-License-Identifier: MIT
// The token that requests over TCP must bear.

#ifndef SBX_TOKEN_H
#define SBX_TOKEN_H

#include <stdbool.h>

/* From the file (NULL: none was named) or from PYSBX_TOKEN, which is then no
 * longer in the environment.  Dies. */
void sbx_token_read(const char *file);
bool sbx_token_is_set(void);

/* header: the value of Authorization, or NULL. */
bool sbx_token_is_good(const char *header);

#endif
