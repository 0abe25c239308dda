// SPDX-License-Identifier: MIT
// Trusted modules, classes and functions cannot be bent (freeze.c, setattr.c).

#ifndef SBX_FREEZE_H
#define SBX_FREEZE_H

#include "hooks.h"

/* Types that trusted code makes inside sections become immutable. */
int sbx_freeze_init(void);
void sbx_freeze_section(void);   /* end of an outermost section */
void sbx_freeze_extension(void); /* an extension module was loaded */
void sbx_freeze_early(void);     /* packages before the program */
void sbx_freeze_module(PyObject *dict);
/* Is it a function of the standard library's own, not one that it made for
 * the program (a decorator's wrapper)? */
bool sbx_function_frozen(PyObject *function);
int sbx_refuse_frozen(void); /* -1 */
/* A class that stays open to the module it belongs to. */
bool sbx_is_late(PyObject *type);
/* setattr.c: every way to set an attribute of a t goes through guard. */
int sbx_guard_setattr(PyTypeObject *t, setattrofunc guard, setattrofunc *real);
/* Replace a slot and the wrapper that type.__dict__ holds for it. */
void sbx_patch_wrapper(PyTypeObject *t, const char *name, void *wrapped);

#endif
