// SPDX-License-Identifier: MIT
// The program's builtins, and the interpreter's own when they are given away.

#ifndef SBX_BUILTINS_H
#define SBX_BUILTINS_H

#include "hooks.h"

int sbx_builtins_make(void);
int sbx_gate_real_builtins(void); /* realbuiltins.c */
/* namespaces.c: exec, eval, globals and their kin. */
extern PyMethodDef sbx_namespace_functions[];
int sbx_namespaces_init(void);
PyObject *sbx_refuse_exit(const char *how);

#endif
