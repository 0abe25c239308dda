// SPDX-License-Identifier: MIT
// Frames and code objects are never handed out (standins.c).

#ifndef SBX_STANDINS_H
#define SBX_STANDINS_H

#include "hooks.h"

/* A stand-in for a frame or a code object, None for anything else; new.
 * Steals o. */
PyObject *sbx_stand_in(PyObject *o);
bool sbx_may_look(PyObject *operand);   /* looking.c */
PyObject *sbx_getframe(PyObject *args); /* sys._getframe(); new */

#endif
