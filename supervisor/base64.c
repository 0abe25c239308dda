// SPDX-License-Identifier: MIT
// Base64 (RFC 4648).  Pure.

#include "base64.h"

#include "cli.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *
sbx_base64_encode(const void *data, size_t n, size_t *ret_n)
{
    const unsigned char *p = data;
    char *text = sbx_need(malloc((n + 2) / 3 * 4 + 1));
    size_t k = 0;

    for (size_t i = 0; i < n; i += 3) {
        size_t left = n - i;
        uint32_t v = (uint32_t)p[i] << 16;
        v |= left > 1 ? (uint32_t)p[i + 1] << 8 : 0;
        v |= left > 2 ? p[i + 2] : 0;
        text[k++] = letters[v >> 18];
        text[k++] = letters[v >> 12 & 63];
        text[k++] = left > 1 ? letters[v >> 6 & 63] : '=';
        text[k++] = left > 2 ? letters[v & 63] : '=';
    }
    text[k] = '\0';
    *ret_n = k;
    return text;
}

static int
value_of(char c)
{
    const char *at = c == '\0' ? NULL : strchr(letters, c);

    return at == NULL ? -1 : (int)(at - letters);
}

char *
sbx_base64_decode(const char *text, size_t n, size_t *ret_n)
{
    size_t pad = n == 0                        ? 0
                 : text[n - 1] != '='          ? 0
                 : n > 1 && text[n - 2] == '=' ? 2
                                               : 1;
    size_t k = 0;

    if (n % 4 != 0) {
        return NULL;
    }
    char *data = sbx_need(malloc(n / 4 * 3 + 1));
    for (size_t i = 0; i < n; i += 4) {
        uint32_t v = 0;
        for (size_t j = 0; j < 4; j++) {
            int d = i + j >= n - pad ? 0 : value_of(text[i + j]);
            if (d < 0) {
                free(data);
                return NULL;
            }
            v = v << 6 | (uint32_t)d;
        }
        data[k++] = (char)(v >> 16);
        data[k++] = (char)(v >> 8);
        data[k++] = (char)v;
    }
    *ret_n = k - pad;
    data[*ret_n] = '\0';
    return data;
}
