// SPDX-License-Identifier: MIT
// Where requests come from: a UNIX socket, a loopback address, or what
// systemd opened for us.

#ifndef SBX_LISTEN_H
#define SBX_LISTEN_H

#include <stdbool.h>

#define SBX_MAX_LISTENERS 8

struct sbx_listener {
    int fd;
    bool tcp; /* requests must bear a token */
    const char *name;
};

/* All of them; dies.  *n is how many. */
const struct sbx_listener *sbx_listen(unsigned *n);
/* Remove what was made in the file system. */
void sbx_listen_close(void);

/* sd_notify(3); nothing where nobody wants to know. */
void sbx_notify(const char *state);

#endif
