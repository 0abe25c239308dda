// SPDX-License-Identifier: MIT
// Sessions: a child of a zygote that is kept, with its namespace, from call to
// call.

#ifndef SBX_SESSION_H
#define SBX_SESSION_H

#include "http.h"

unsigned sbx_session_count(void);
unsigned sbx_session_fds(void); /* at most */
unsigned sbx_session_poll(struct pollfd *fds, unsigned at);
void sbx_session_step(const struct pollfd *fds);
uint64_t sbx_session_deadline(void);
void sbx_session_end_all(void);

/* Routes. */
void sbx_session_create(struct sbx_talk *k, json_t *body);
void sbx_session_list(struct sbx_talk *k, json_t *body);
void sbx_session_show(struct sbx_talk *k, json_t *body);
void sbx_session_call(struct sbx_talk *k, json_t *body);
void sbx_session_delete(struct sbx_talk *k, json_t *body);

#endif
