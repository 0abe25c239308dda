// SPDX-License-Identifier: MIT
// Bytes that are kept in memory, up to a limit.

#include "buffer.h"

#include "cli.h"

#include <stdlib.h>
#include <string.h>

void
sbx_buffer_add(struct sbx_buffer *b, const char *text, size_t n, size_t max)
{
    if (n > max - b->n) {
        n = max - b->n;
        b->cut = true;
    }
    if (b->n + n + 1 > b->room) {
        size_t room = 2 * b->room > 4096 ? 2 * b->room : 4096;
        b->room = room > b->n + n + 1 ? room : b->n + n + 1;
        b->at = sbx_need(realloc(b->at, b->room));
    }
    memcpy(b->at + b->n, text, n);
    b->n += n;
    b->at[b->n] = '\0';
}

void
sbx_buffer_roll(struct sbx_buffer *b, const char *text, size_t n, size_t max)
{
    if (n > max) {
        text += n - max;
        n = max;
        b->n = 0;
        b->cut = true;
    }
    /* Not at each call: moving is dear. */
    if (b->n + n > 2 * max) {
        size_t keep = max - n;
        memmove(b->at, b->at + b->n - keep, keep);
        b->n = keep;
        b->cut = true;
    }
    sbx_buffer_add(b, text, n, 2 * max);
}

const char *
sbx_buffer_line(struct sbx_buffer *b)
{
    if (b->n == 0) {
        return "";
    }
    while (b->n > 0 && strchr(" \r\n", b->at[b->n - 1]) != NULL) {
        b->at[--b->n] = '\0';
    }
    const char *end = memrchr(b->at, '\n', b->n);
    return end == NULL ? b->at : end + 1;
}

void
sbx_buffer_free(struct sbx_buffer *b)
{
    free(b->at);
    *b = (struct sbx_buffer){0};
}
