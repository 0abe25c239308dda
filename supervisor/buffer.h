// SPDX-License-Identifier: MIT
// Bytes that are kept in memory, up to a limit.

#ifndef SBX_BUFFER_H
#define SBX_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct sbx_buffer {
    char *at; /* with a NUL behind it, or NULL */
    size_t n, room;
    bool cut; /* something was dropped */
};

/* Append at most so much that b->n is max; drop the rest. */
void sbx_buffer_add(struct sbx_buffer *b, const char *text, size_t n,
                    size_t max);

/* Append, and drop from the front so that about max bytes stay. */
void sbx_buffer_roll(struct sbx_buffer *b, const char *text, size_t n,
                     size_t max);

/* The last line that is not empty; in the buffer, or "". */
const char *sbx_buffer_line(struct sbx_buffer *b);

void sbx_buffer_free(struct sbx_buffer *b);

#endif
