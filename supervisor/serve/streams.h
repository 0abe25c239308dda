// SPDX-License-Identifier: MIT
// The standard streams and the log of a program at work, as pipes.

#ifndef SBX_STREAMS_H
#define SBX_STREAMS_H

#include "task.h"

struct sbx_streams {
    int in, out, err, log; /* our ends, not blocking; -1: closed */
    const char *text;      /* what is still to be written to in */
    size_t n_text;
    bool keep_in; /* do not close it at the end of text */
    struct sbx_buffer claims;
    uint64_t out_bytes, err_bytes;
    bool cut; /* there was more than order->output */
};

void sbx_streams_clear(struct sbx_streams *s);

/* Pipes for a new process, whose ends are theirs[0 to 2]; with merge the last
 * two are one.  False with errno, and then nothing is open. */
bool sbx_streams_open(struct sbx_streams *s, bool merge, int theirs[3]);

unsigned sbx_streams_poll(const struct sbx_streams *s, struct pollfd *fds);

/* Write and read what can be, into t->out and t->err.  all: until there is
 * nothing left, because every writer is dead.  False: too much output. */
bool sbx_streams_step(struct sbx_streams *s, struct sbx_task *t, bool all);

void sbx_streams_close(struct sbx_streams *s);

#endif
