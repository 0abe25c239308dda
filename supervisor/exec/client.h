// SPDX-License-Identifier: MIT
// One HTTP request to a `pysbx serve`.  HTTP/1.0, so that the answer is
// neither in chunks nor followed by anything.

#ifndef SBX_CLIENT_H
#define SBX_CLIENT_H

#include "buffer.h"

#include <stdbool.h>

/* What messages begin with: "exec". */
extern const char *sbx_client_name;

/* where: "unix:PATH", a path, or "http://ADDRESS:PORT"; NULL: $PYSBX_SERVER,
 * else the socket that `pysbx serve` makes.  token_file: NULL, or where the
 * token is; else $PYSBX_TOKEN.  The socket, connected; dies. */
int sbx_client_connect(const char *where);

/* Send a request with a JSON body, and read the head of the answer: its
 * status.  What came of the body already is in *rest.  Dies. */
int sbx_client_post(int fd, const char *path, const char *token_file,
                    const char *body, size_t n, struct sbx_buffer *rest);

/* More of the body.  False: that was all.  Dies. */
bool sbx_client_read(int fd, struct sbx_buffer *rest);

#endif
