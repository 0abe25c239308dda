// SPDX-License-Identifier: MIT
// The one form of every complaint about a policy: `file:line: message`, one
// line, printable, and short enough for struct sbx_error.

#include "policy_build.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define FILE_SHOWN 160  /* bytes of a file name in an error */
#define VALUE_SHOWN 80  /* bytes of a quoted value */
#define WORD_MAX 32     /* longest word that gets a suggestion */
#define MAX_WARNINGS 20 /* then one line says that there were more */

/* Cut s[0..n) so that no UTF-8 sequence is halved; the new length. */
static size_t
whole_chars(const char *s, size_t n)
{
    size_t start = n;

    while (start > 0 && n - start < 4 && (s[start - 1] & 0xC0) == 0x80) {
        start--;
    }
    /* A lead byte without all of its followers goes as well. */
    if (start > 0 && (s[start - 1] & 0xC0) == 0xC0) {
        unsigned char lead = (unsigned char)s[start - 1];
        size_t want = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (n - start < want) {
            return start - 1;
        }
    }
    return n;
}

__attribute__((format(printf, 3, 0))) static void
write_error(struct sbx_error *err, const struct sbx_origin *at,
            const char *format, va_list ap)
{
    size_t n = 0, size = sizeof err->text;

    if (at != NULL && at->file != NULL) {
        size_t len = strlen(at->file);
        const char *tail =
            len > FILE_SHOWN ? at->file + len - FILE_SHOWN : at->file;
        n = (size_t)snprintf(err->text, size,
                             "%s%s:", tail != at->file ? "..." : "", tail);
        if (at->line != 0) {
            n += (size_t)snprintf(err->text + n, size - n, "%u:", at->line);
        }
        err->text[n++] = ' ';
    }
    int more = vsnprintf(err->text + n, size - n, format, ap);
    if (more >= 0 && (size_t)more >= size - n) {
        n = whole_chars(err->text, size - 4);
        memcpy(err->text + n, "...", 4);
    }
    /* Nothing that a terminal would obey. */
    for (char *p = err->text; *p != '\0'; p++) {
        if ((unsigned char)*p < ' ' || *p == 0x7F) {
            *p = '?';
        }
    }
}

int
sbx_policy_fail(struct sbx_error *err, const struct sbx_origin *at,
                const char *format, ...)
{
    va_list ap;

    va_start(ap, format);
    write_error(err, at, format, ap);
    va_end(ap);
    return -1;
}

void
sbx_policy_remark(struct sbx_policy_build *b, const struct sbx_origin *at,
                  const char *format, ...)
{
    struct sbx_error remark;
    va_list ap;

    if (b->warn == NULL || b->warnings > MAX_WARNINGS) {
        return;
    }
    if (b->warnings++ == MAX_WARNINGS) {
        b->warn("more remarks on the policy are not shown");
        return;
    }
    va_start(ap, format);
    write_error(&remark, at, format, ap);
    va_end(ap);
    b->warn(remark.text);
}

struct sbx_short
sbx_shorten(const char *s)
{
    struct sbx_short ret;
    size_t n = strlen(s);

    if (n > VALUE_SHOWN) {
        n = whole_chars(s, VALUE_SHOWN);
        memcpy(ret.s, s, n);
        memcpy(ret.s + n, "...", 4);
    }
    else {
        memcpy(ret.s, s, n + 1);
    }
    return ret;
}

/* Edits (insert, delete, replace, swap of neighbours) from a to b, letter case
 * aside.  Both at most WORD_MAX bytes. */
static unsigned
distance(const char *a, const char *b)
{
    unsigned row[3][WORD_MAX + 1];
    size_t la = strlen(a), lb = strlen(b);

    for (unsigned j = 0; j <= lb; j++) {
        row[0][j] = j;
    }
    for (size_t i = 1; i <= la; i++) {
        unsigned *now = row[i % 3], *up = row[(i + 2) % 3];
        const unsigned *upup = row[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= lb; j++) {
            unsigned same = strncasecmp(a + i - 1, b + j - 1, 1) == 0;
            unsigned best = up[j - 1] + !same;
            best = best < up[j] + 1 ? best : up[j] + 1;
            best = best < now[j - 1] + 1 ? best : now[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
                && upup[j - 2] + 1 < best) {
                best = upup[j - 2] + 1;
            }
            now[j] = best;
        }
    }
    return row[la % 3][lb];
}

struct sbx_short
sbx_did_you_mean(const char *word, const char *const *names)
{
    struct sbx_short ret = {""};
    unsigned best = 3;

    if (strlen(word) > WORD_MAX) {
        return ret;
    }
    for (; *names != NULL; names++) {
        size_t len = strlen(*names);
        if (len > WORD_MAX) {
            continue;
        }
        unsigned d = distance(word, *names);
        if (d < best && d < (len + 1) / 2) {
            best = d;
            snprintf(ret.s, sizeof ret.s, "; did you mean `%s`?", *names);
        }
    }
    return ret;
}
