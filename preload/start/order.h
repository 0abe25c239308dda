// SPDX-License-Identifier: MIT
// The order that a zygote, or its child that was forked ahead, carries out.

#ifndef SBX_ORDER_H
#define SBX_ORDER_H

#include "wire.h"

extern struct sbx_order {
    char text[sizeof(struct sbx_wire_order) + SBX_WIRE_ORDER_MAX + 1];
    int fds[SBX_FDS];
    unsigned number, flags;
    const char *policy, *scratch, *cwd, *script; /* NULL: not given */
} sbx_order;

/* The policy where it is a text, in a file that stays open; -1: it is not.
 * From before the limits of the request, of which one is for files. */
extern int sbx_order_policy;

/* Until an order comes; without a supervisor nobody wants us. */
void sbx_order_wait(int control);

#endif
