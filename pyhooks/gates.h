// SPDX-License-Identifier: MIT
// C functions without an event, gated in place (gates.c, sinks.c).

#ifndef SBX_GATES_H
#define SBX_GATES_H

#include "hooks.h"

/* Replace what a C function object does, in place, so that every reference to
 * it is covered.  The gate gets a private copy of the original to call. */
typedef PyObject *(*sbx_gate_fn)(PyObject *original, const void *data,
                                 PyObject *args, PyObject *kwargs);
int sbx_gate(PyObject *function, sbx_gate_fn gate, const void *data);
/* What the function was before, for ourselves; new. */
PyObject *sbx_gate_original(PyObject *function);
int sbx_gates_module(const char *module, PyObject *dict);

/* sinks.c: is "os.fork" refused by the kernel layer whatever one writes? */
bool sbx_is_futile(const char *name);

/* filecalls.c: functions of posix that take paths. */
enum sbx_file_call {
    SBX_CALL_PLAIN,
    SBX_CALL_MODE,
    SBX_CALL_TIMES,
    SBX_CALL_OWNER
};
PyObject *sbx_file_call(PyObject *original, PyObject *args, PyObject *kwargs,
                        int n_paths, enum sbx_file_call kind);

/* processes.c: functions that start programs, wait for them, signal them. */
PyObject *sbx_process_call(PyObject *original, PyObject *args,
                           PyObject *kwargs);

#endif
