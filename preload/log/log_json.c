// SPDX-License-Identifier: MIT
// Text building for the log.  No snprintf: it may allocate, and it is not on
// the list of signal-safety(7).

#include "log_json.h"
#include "utf8.h"

#include <string.h>

static bool
append(struct sbx_text *t, const char *s, size_t n)
{
    if (n > t->size - t->n) {
        t->cut = true;
        return false;
    }
    memcpy(t->at + t->n, s, n);
    t->n += n;
    return true;
}

void
sbx_text_put(struct sbx_text *t, const char *s)
{
    append(t, s, strlen(s));
}

void
sbx_text_number(struct sbx_text *t, unsigned long n)
{
    char digits[24];
    size_t i = sizeof digits;

    do {
        digits[--i] = (char)('0' + n % 10);
        n /= 10;
    } while (n != 0);
    append(t, digits + i, sizeof digits - i);
}

/* How the character at s[0..len) is written in JSON; at most 6 bytes. */
static size_t
json_char(const char *s, size_t len, char out[8])
{
    static const char hex[] = "0123456789abcdef";
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    unsigned char c = (unsigned char)s[0];

    if (len == 0) {
        memcpy(out, "\\ufffd", 6);
        return 6;
    }
    const char *short_form = memchr(from, c, sizeof from - 1);
    if (len == 1 && short_form != NULL) {
        out[0] = '\\';
        out[1] = to[short_form - from];
        return 2;
    }
    if (c < ' ' || c == 0x7F) {
        memcpy(out, "\\u00", 4);
        out[4] = hex[c >> 4];
        out[5] = hex[c & 15];
        return 6;
    }
    memcpy(out, s, len);
    return len;
}

bool
sbx_text_json(struct sbx_text *t, const char *s, size_t max)
{
    size_t end = strlen(s), start = t->n + 1;
    char out[8];
    bool whole = true;

    append(t, "\"", 1);
    for (size_t i = 0; i < end;) {
        size_t len = sbx_utf8_len(s + i, end - i);
        size_t n = json_char(s + i, len, out);
        /* One byte of room stays for the closing quote. */
        if (t->n - start + n > max || t->size - t->n < n + 1) {
            whole = false;
            break;
        }
        append(t, out, n);
        i += len != 0 ? len : 1;
    }
    append(t, "\"", 1);
    t->cut |= !whole;
    return whole;
}

/* Controls (C0, DEL, C1), separators and marks that hide text or turn its
 * direction: U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F, U+FEFF. */
static bool
is_harmless(const char *s, size_t len)
{
    const unsigned char *u = (const unsigned char *)s;

    if (len == 0) {
        return false;
    }
    if (len == 1) {
        return u[0] >= ' ' && u[0] != 0x7F;
    }
    if (len == 2) {
        return u[0] != 0xC2 || u[1] >= 0xA0;
    }
    if (u[0] == 0xE2 && u[1] == 0x80) {
        return (u[2] < 0x8B || u[2] > 0x8F) && (u[2] < 0xA8 || u[2] > 0xAE);
    }
    if (u[0] == 0xE2 && u[1] == 0x81) {
        return u[2] < 0xA0 || u[2] > 0xAF;
    }
    return u[0] != 0xEF || u[1] != 0xBB || u[2] != 0xBF;
}

bool
sbx_text_shown(struct sbx_text *t, const char *s, size_t max)
{
    size_t end = strlen(s), start = t->n;

    for (size_t i = 0; i < end;) {
        size_t len = sbx_utf8_len(s + i, end - i);
        bool keep = is_harmless(s + i, len);
        size_t n = keep ? len : 1;
        if (t->n - start + n > max) {
            append(t, "...", 3);
            return false;
        }
        if (!append(t, keep ? s + i : "?", n)) {
            return false;
        }
        i += len != 0 ? len : 1;
    }
    return true;
}
