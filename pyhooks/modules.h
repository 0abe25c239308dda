// SPDX-License-Identifier: MIT
// sys.modules (modules.c), and the modules that come (loaded.c).

#ifndef SBX_MODULES_H
#define SBX_MODULES_H

#include "hooks.h"

int sbx_modules_install(void);
void sbx_modules_drop_main(void); /* at the end */
void sbx_modules_drop_old_main(void);
/* What the program may have under this name in sys.modules; borrowed, or
 * NULL. */
PyObject *sbx_visible_module(PyObject *name);

int sbx_loaded_init(void); /* loaded.c */
/* A new module is in sys.modules: resolve, gate, care, freeze. */
void sbx_module_loaded(const char *name, PyObject *module);
/* The same of one that was loaded in the middle of another import. */
void sbx_modules_arrived(PyObject *name, PyObject *module);
/* Every module that was loaded since the last call. */
void sbx_modules_sweep(void);

#endif
