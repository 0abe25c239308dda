// SPDX-License-Identifier: MIT
// A stream of the sandboxed process on its way out: read from a pipe, counted,
// passed on to one of our own descriptors without ever waiting for it.

#ifndef SBX_RELAY_H
#define SBX_RELAY_H

#include "buffer.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

/* Where output goes; a slow reader must not stop the clock. */
struct sbx_sink {
    int fd;      /* to write to; -1: nowhere */
    bool own;    /* opened by us, not blocking */
    bool socket; /* send(2) */
    bool poll;   /* may not be ready */
};

struct sbx_sink sbx_sink_open(int fd);
void sbx_sink_close(struct sbx_sink *s);

struct sbx_relay {
    int from; /* a pipe, not blocking; -1: at its end */
    struct sbx_sink to;
    bool broken;            /* to could not be written */
    uint64_t count;         /* bytes that came */
    struct sbx_buffer *end; /* keep the last bytes here, or NULL */
    char at[65536];
    size_t start, n; /* what waits in at */
};

/* Add what r waits for to fds; how many entries (at most 2). */
unsigned sbx_relay_poll(const struct sbx_relay *r, struct pollfd *fds);

/* Read once; at most *left bytes are passed on, and *left is lowered.  False:
 * *left was not enough. */
bool sbx_relay_read(struct sbx_relay *r, uint64_t *left);

/* Write what can be written now. */
void sbx_relay_write(struct sbx_relay *r);

/* Nobody will read: let the writer know. */
void sbx_relay_close(struct sbx_relay *r);

#endif
