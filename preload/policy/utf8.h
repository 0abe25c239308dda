// SPDX-License-Identifier: MIT
// One UTF-8 sequence, strictly (Unicode 15, table 3-7): no overlong forms, no
// surrogates, nothing above U+10FFFF.  Async-signal-safe.

#ifndef SBX_UTF8_H
#define SBX_UTF8_H

#include <stddef.h>

/* Length of the valid sequence at s[0..n), n > 0; 0 if there is none. */
static inline size_t
sbx_utf8_len(const char *s, size_t n)
{
    const unsigned char *u = (const unsigned char *)s;
    unsigned char low = 0x80, high = 0xBF; /* of the second byte */
    size_t len;

    if (u[0] < 0x80) {
        return 1;
    }
    if (u[0] < 0xC2 || u[0] > 0xF4) {
        return 0;
    }
    len = u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
    switch (u[0]) {
    case 0xE0:
        low = 0xA0;
        break;
    case 0xED:
        high = 0x9F;
        break;
    case 0xF0:
        low = 0x90;
        break;
    case 0xF4:
        high = 0x8F;
        break;
    default:
        break;
    }
    if (n < len || u[1] < low || u[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < len; i++) {
        if ((u[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return len;
}

#endif
