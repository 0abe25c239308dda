// SPDX-License-Identifier: MIT
// One line of a policy before libinih sees it.  libinih is lenient where a
// policy must not be: it cuts long lines into two, stops at NUL bytes, takes
// `:` for `=` and an indented line for a continuation, skips a byte order
// mark, ignores what follows `]`, and takes ` ;` for a comment.

#include "policy_build.h"
#include "utf8.h"

#include <string.h>

const unsigned char sbx_name_bytes[256] = {
    ['a' ... 'z'] = SBX_LETTER,
    ['A' ... 'Z'] = SBX_LETTER,
    [0x80 ... 0xFF] = SBX_LETTER,
    ['_'] = SBX_LETTER,
    ['0' ... '9'] = SBX_DIGIT,
    ['.'] = SBX_SIGN,
    ['-'] = SBX_SIGN,
    ['*'] = SBX_SIGN,
};

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Whether the eight bytes at s are all printable ASCII.  Only the lowest byte
 * that is not needs to be seen for certain: borrows go upwards. */
static bool
is_ascii8(const char *s)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t w;

    memcpy(&w, s, sizeof w);
    return ((w | (w - ones * ' ') | (w + ones)) & (ones << 7)) == 0;
}

/* What no line of any kind may hold. */
static const char *
check_bytes(const char *s, size_t n)
{
    if (n > SBX_LINE_MAX) {
        return "the line is longer than 8191 bytes";
    }
    if (n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) {
        return "the line starts with a byte order mark; save the file as "
               "UTF-8 without one";
    }
    if (n > 0 && s[n - 1] == '\r') {
        return "the line ends in CR LF; save the file with Unix line ends";
    }
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)s[i];
        if (n - i >= 8 && is_ascii8(s + i)) { /* nearly always */
            i += 8;
            continue;
        }
        if (c >= ' ' && c < 0x7F) {
            i++;
            continue;
        }
        if (c == '\0') {
            return "the line has a NUL byte; is this a text file?";
        }
        if ((c < ' ' && c != '\t') || c == 0x7F) {
            return "the line has a control character";
        }
        size_t len = sbx_utf8_len(s + i, n - i);
        if (len == 0) {
            return "the line is not UTF-8";
        }
        i += len;
    }
    return NULL;
}

/* Cut a comment, and blanks on both sides. */
static const char *
cut(const char **s, size_t *n)
{
    const char *p = *s;

    while (*n > 0 && is_blank(*p)) {
        p++;
        (*n)--;
    }
    *s = p;
    bool signs = memchr(p, '#', *n) != NULL || memchr(p, ';', *n) != NULL;
    for (size_t i = 0; i < *n && signs; i++) {
        bool first = i == 0 || is_blank(p[i - 1]);
        if (p[i] == '#' && first) {
            *n = i; /* ends the loop */
        }
        else if (p[i] == ';' && first) {
            return "`;` starts no comment here; write `#`";
        }
    }
    while (*n > 0 && is_blank(p[*n - 1])) {
        (*n)--;
    }
    return NULL;
}

static bool
is_key(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (sbx_name_bytes[(unsigned char)s[i]] == 0) {
            return false;
        }
    }
    return n > 0;
}

static const char *
section(const char *s, size_t n)
{
    const char *close = memchr(s, ']', n);

    if (close == NULL) {
        return "the section has no `]`";
    }
    if (close + 1 != s + n) {
        return "there is something after the `]`";
    }
    return NULL;
}

int
sbx_policy_line(const char *line, size_t len, char *out, const char **why)
{
    *why = check_bytes(line, len);
    if (*why == NULL) {
        *why = cut(&line, &len);
    }
    if (*why != NULL) {
        return -1;
    }
    if (len > 0 && line[0] == '[') {
        *why = section(line, len);
        if (*why != NULL) {
            return -1;
        }
    }
    else if (len > 0) {
        const char *equals = memchr(line, '=', len);
        if (equals == NULL) {
            *why = "this is no `key = value` (a value ends with its line)";
            return -1;
        }
        size_t key = (size_t)(equals - line);
        while (key > 0 && is_blank(line[key - 1])) {
            key--;
        }
        if (!is_key(line, key)) {
            *why = "what stands before the `=` is no key";
            return -1;
        }
        const char *value = equals + 1, *end = line + len;
        while (value < end && is_blank(*value)) {
            value++;
        }
        if (value == end) {
            *why = "there is nothing after the `=`";
            return -1;
        }
        memcpy(out, line, key);
        out[key] = '=';
        out += key + 1;
        line = value;
        len = (size_t)(end - value);
    }
    memcpy(out, line, len);
    memcpy(out + len, "\n", 2);
    return 0;
}
