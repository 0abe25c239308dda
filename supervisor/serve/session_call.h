// SPDX-License-Identifier: MIT
// What session.c and session_call.c share.

#ifndef SBX_SESSION_CALL_H
#define SBX_SESSION_CALL_H

#include "scratchdir.h"
#include "session.h"
#include "streams.h"

struct sbx_session {
    struct sbx_session *next;
    char id[33];
    struct sbx_task home; /* its order and its directory */
    struct sbx_warm *w;
    struct sbx_streams s;
    uint64_t born, last, idle, total;
    unsigned long calls;
    struct sbx_task *call; /* one at a time */
    enum sbx_kill why;
    bool doomed; /* to be ended, and not to be found any more */
};

/* session.c: another child instead of one that was lost.  False: not now. */
bool sbx_session_order_again(struct sbx_session *s);
/* body is taken over. */
void sbx_session_begin_call(struct sbx_session *s, struct sbx_talk *k,
                            json_t *body);
unsigned sbx_session_poll_one(const struct sbx_session *s, struct pollfd *fds);

#endif
