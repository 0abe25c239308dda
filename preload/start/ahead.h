// SPDX-License-Identifier: MIT
// A child that a zygote has forked before it is ordered: see ahead.c.

#ifndef SBX_AHEAD_H
#define SBX_AHEAD_H

#include <stdbool.h>

/* The supervisor wants one (PYSBX_AHEAD). */
void sbx_ahead_begin(void);

/* Is the next child one of these?  Not after a fork that failed: then an order
 * is awaited first, and answered. */
bool sbx_ahead(void);
void sbx_ahead_again(void);

/* Until the last one has its order, or is dead; ends the process when the
 * supervisor has gone. */
void sbx_ahead_wait(int control);

/* As fork(2), but -1 is not told with a reason. */
int sbx_ahead_fork(void);

/* In the child: it has its order, fork another. */
void sbx_ahead_taken(void);

#endif
