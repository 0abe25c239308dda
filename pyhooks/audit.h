// SPDX-License-Identifier: MIT
// The audit hook: the decision on an event (audit.c), and its parts.

#ifndef SBX_AUDIT_H
#define SBX_AUDIT_H

#include "hooks.h"

int sbx_audit(const char *event, PyObject *args, void *data);
/* Garbage collection stays off until the exec that was begun has started. */
extern bool sbx_gc_pending;
void sbx_gc_resume(void);

/* 0, or -1 with the refusal: opening.c, processes.c. */
int sbx_decide_open(PyObject *args);
int sbx_decide_list(PyObject *path);
int sbx_decide_process(const char *event, PyObject *args);

/* loop.c: what an event loop (asyncio) does that nobody else may. */
bool sbx_in_socketpair(PyObject *family, PyObject *type);
bool sbx_is_loops_signal(PyObject *args);
bool sbx_pickle_granted(PyObject *module, PyObject *name); /* pickles.c */

/* An argument of an event, or None; borrowed. */
static inline PyObject *
sbx_event_arg(PyObject *args, Py_ssize_t i)
{
    return args != NULL && PyTuple_Check(args) && PyTuple_GET_SIZE(args) > i
               ? PyTuple_GET_ITEM(args, i)
               : Py_None;
}

#endif
