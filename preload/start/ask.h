// SPDX-License-Identifier: MIT
// Requests to a zygote's child, and its answers.

#ifndef SBX_ASK_H
#define SBX_ASK_H

#include "host.h"

/* Where requests come from, where answers go. */
void sbx_ask_begin(int ask, int answer);

void sbx_ask_ready(bool sealed);

/* The next request, which is valid until the next call; ends the process if
 * there is none.  The text is the enemy's: the process is locked by now. */
const struct sbx_ask *sbx_ask_next(void);
void sbx_ask_answer(const struct sbx_ask_end *end);

/* The process is about to end, everything is flushed.  Where the request was
 * `early`, the other side is told and does not wait for the kernel to take the
 * process apart: it returns only if nobody is there. */
void sbx_ask_end(int status);

#endif
