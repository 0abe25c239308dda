// SPDX-License-Identifier: MIT
// Base64 (RFC 4648), strictly: no blanks, whole groups, padded.

#ifndef SBX_BASE64_H
#define SBX_BASE64_H

#include <stddef.h>

/* New strings with a NUL behind; *ret_n without it.  Decoding: NULL if text is
 * no base64. */
char *sbx_base64_encode(const void *data, size_t n, size_t *ret_n);
char *sbx_base64_decode(const char *text, size_t n, size_t *ret_n);

#endif
