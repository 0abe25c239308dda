// SPDX-License-Identifier: MIT
// Guarded attributes: descriptors of ours in the place of CPython's (guards.c,
// special.c, subclasses.c, reclass.c, packages.c, getstate.c), and classes
// that the program makes (namespace.c).

#ifndef SBX_GUARDS_H
#define SBX_GUARDS_H

#include "trust.h"

int sbx_guards_install(void);
int sbx_guards_prove(void);
/* Put def in the place of an attribute of t, which *keep_original keeps; the
 * descriptor, borrowed, or NULL. */
PyObject *sbx_guard_install(PyTypeObject *t, PyGetSetDef *def,
                            PyObject **keep_original);
/* Is it what the look-up finds?  0, or -1 with an error. */
int sbx_guard_prove(PyTypeObject *t, const char *name, PyObject *installed);
int sbx_special_guards_install(void); /* special.c */
int sbx_special_guards_prove(void);
int sbx_subclasses_install(void); /* subclasses.c */
int sbx_subclasses_prove(void);
/* Guard one attribute of a class that a package brought, if it has it. */
int sbx_guard_attribute(PyTypeObject *t, const char *name, enum sbx_act read,
                        const char *leads_to);
/* reclass.c: set object.__class__. */
int sbx_change_class(descrsetfunc set, PyObject *descriptor, PyObject *self,
                     PyObject *value);
/* packages.c: the classes of a module that was loaded; every class made in C
 * that comes. */
int sbx_packages_care(const char *module, PyObject *dict);
void sbx_packages_with(const char *module, bool (*has_word)(const char *),
                       void (*import)(const char *));
void sbx_packages_strip(PyObject *dict);
void sbx_packages_type(PyTypeObject *t);
/* type.__subclasses__() for ourselves; new list. */
PyObject *sbx_subclasses(PyObject *type);

/* namespace.c: what a class of the program may be made of. */
PyObject *sbx_class_arguments(PyObject *args); /* new */
bool sbx_bad_member(const char *name);
int sbx_refuse_member(const char *name); /* -1 */

int sbx_getstate_install(void); /* getstate.c */

#endif
