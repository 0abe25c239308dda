// SPDX-License-Identifier: MIT
// The exception that ended a program, read from the end of its standard error.
// The program writes there too, so this is a claim like all others; and where
// the text is not exactly what CPython prints, nothing is said.

#include "claims.h"

#include "cli.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "Traceback (most recent call last):\n";

/* "ValueError", "pysbx.SandboxError", "__main__.Mine" and a colon or nothing:
 * how long the name is, or 0. */
static size_t
type_length(const char *line)
{
    size_t n = 0;

    while (isalnum((unsigned char)line[n]) || line[n] == '_'
           || line[n] == '.') {
        n++;
    }
    if (n == 0 || n > 200 || isdigit((unsigned char)line[0]) || line[0] == '.'
        || line[n - 1] == '.'
        || (line[n] != '\0' && line[n] != '\n'
            && strncmp(line + n, ": ", 2) != 0)) {
        return 0;
    }
    return n;
}

/* The start of the last text that begins a line with what. */
static const char *
last_block(const char *text, const char *what)
{
    const char *found = NULL;

    for (const char *p = text; (p = strstr(p, what)) != NULL; p++) {
        if (p == text || p[-1] == '\n') {
            found = p;
        }
    }
    return found;
}

/* The first line after from that is not indented. */
static const char *
first_flush(const char *from)
{
    const char *p = strchr(from, '\n');

    while (p != NULL && (p[1] == ' ' || p[1] == '\n')) {
        p = strchr(p + 1, '\n');
    }
    return p == NULL || p[1] == '\0' ? NULL : p + 1;
}

void
sbx_exception_read(const struct sbx_buffer *error, struct sbx_exception *ret)
{
    const char *text = error->at, *line;

    *ret = (struct sbx_exception){0};
    if (error->n == 0 || strlen(text) != error->n) {
        return;
    }
    const char *block = last_block(text, head);
    if (block == NULL) {
        /* A SyntaxError of the program itself has no traceback. */
        block = last_block(text, "  File \"");
    }
    if (block == NULL || (line = first_flush(block)) == NULL) {
        return;
    }
    size_t n = type_length(line);
    if (n == 0) {
        return;
    }
    const char *end = line + strlen(line);
    while (end > line && end[-1] == '\n') {
        end--;
    }
    ret->type = sbx_need(strndup(line, n));
    ret->message =
        line[n] == ':'
            ? sbx_need(strndup(line + n + 2, (size_t)(end - line) - n - 2))
            : "";
    ret->traceback = sbx_need(strndup(block, (size_t)(end - block)));
}
