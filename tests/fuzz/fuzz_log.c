// SPDX-License-Identifier: MIT
// Any bytes as the object of a violation: the JSON string is one, and says the
// same again when it is read back; the terminal's text obeys nothing.

#include "log_json.h"
#include "require.h"
#include "utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Decode one character of JSON at s[0..n); its length there. */
static size_t
decode(const char *s, size_t n, char *out, size_t *out_len)
{
    static const char from[] = "\"\\bfnrt", to[] = "\"\\\b\f\n\r\t";

    if (s[0] != '\\') {
        size_t len = sbx_utf8_len(s, n);
        REQUIRE(len != 0 && (unsigned char)s[0] >= ' ' && s[0] != '"');
        memcpy(out, s, len);
        *out_len = len;
        return len;
    }
    REQUIRE(n >= 2);
    if (s[1] != 'u') {
        const char *p = memchr(from, s[1], sizeof from - 1);
        REQUIRE(p != NULL);
        out[0] = to[p - from];
        *out_len = 1;
        return 2;
    }
    REQUIRE(n >= 6);
    char hex[5] = {s[2], s[3], s[4], s[5], '\0'};
    unsigned long code = strtoul(hex, NULL, 16);
    REQUIRE(code < 0x80 || code == 0xFFFD);
    out[0] = (char)code;
    *out_len = code < 0x80 ? 1 : 0; /* 0: a byte that was no UTF-8 */
    return 6;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    size_t max = data[0] * 2u, room = data[1] + 2u, n = size - 2;
    char *s = malloc(n + 1), *buffer = malloc(room), c[8];
    REQUIRE(s != NULL && buffer != NULL);
    memcpy(s, data + 2, n);
    s[n] = '\0';
    n = strlen(s);

    struct sbx_text t = {buffer, 0, room, false};
    bool whole = sbx_text_json(&t, s, max);
    REQUIRE(t.n >= 2 && t.n <= room && buffer[0] == '"'
            && buffer[t.n - 1] == '"' && t.n - 2 <= max && t.cut == !whole);
    size_t at = 0, len;
    for (size_t i = 1; i < t.n - 1;) {
        i += decode(buffer + i, t.n - 1 - i, c, &len);
        if (len == 0) {
            REQUIRE(sbx_utf8_len(s + at, n - at) == 0);
            at++;
            continue;
        }
        REQUIRE(at + len <= n && memcmp(s + at, c, len) == 0);
        at += len;
    }
    REQUIRE(!whole || at == n);

    t = (struct sbx_text){buffer, 0, room, false};
    sbx_text_shown(&t, s, max);
    for (size_t i = 0; i < t.n; i += len) {
        len = sbx_utf8_len(buffer + i, t.n - i);
        REQUIRE(len != 0 && (unsigned char)buffer[i] >= ' '
                && buffer[i] != 0x7F);
    }
    free(s);
    free(buffer);
    return 0;
}
