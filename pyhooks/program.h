// SPDX-License-Identifier: MIT
// The program's start and end: arm.c, main.c, outcome.c, once.c, end.c.

#ifndef SBX_PROGRAM_H
#define SBX_PROGRAM_H

#include "hooks.h"

int sbx_arm(const char *event, PyObject *args);
void sbx_arm_embedder(void);
void sbx_do_not_arm(void); /* the layer is off, in a zygote's child */
void sbx_main_begin(void);
int sbx_main_prepare(void); /* ahead, in a zygote: what costs most of it */
bool sbx_may_exit(void);
/* The current SystemExit becomes a refusal. */
void sbx_refuse_system_exit(void);
/* outcome.c: the name of a class as a traceback shows it. */
const char *sbx_type_name(PyTypeObject *t, char *ret, size_t size);
/* once.c: str(value), which CPython gets as well when it prints value: the
 * program's code runs once.  New, or NULL with an error. */
PyObject *sbx_str_once(PyObject *value);
/* outcome.c: at `sys.excepthook`, tell by which exception it ends. */
void sbx_outcome(PyObject *args);
/* Run code of the program in __main__, with no frame below it; new. */
PyObject *sbx_main_run(PyObject *code);

/* --- end.c --- */

/* The interpreter's end, and the process's.  INTERRUPTED: by the signal, as a
 * shell wants to see it. */
#define SBX_END_INTERRUPTED (-1)
void sbx_end(int status) __attribute__((__noreturn__));
int sbx_flush_all(void); /* -1: what was printed is lost */
/* A cold start's: at arming; when the program's main frame is done. */
void sbx_end_prepare(void);
void sbx_end_main(const PyObject *result);
/* The same after threading and atexit have had their say; where it may be. */
bool sbx_can_end_short(void);
void sbx_end_short(int status) __attribute__((__noreturn__));

#endif
