// SPDX-License-Identifier: MIT
// The guard around a block of this process (`with Sandbox():`), and the
// interpreter's part of pysbx.lock(): what its files share.
//
// The rule: a thread is guarded while a frame whose builtins bear our mark is
// anywhere on its stack.  So other threads, the consumer of a suspended
// generator and the event loop between two awaits are not; and whatever code
// of the block calls is.  All that is put in place comes off again when the
// last block ends.  It is a guard, not a boundary: docs/PYTHON.md.

#ifndef SBX_GUARD_H
#define SBX_GUARD_H

#include "../compat.h"
#include "policy.h"

/* The value behind the mark in a builtins dictionary: which policy holds. */
struct sbx_guard {
    PyObject_HEAD PyObject *policy; /* keeps p alive */
    const struct sbx_policy *p;
    struct sbx_guard *outer; /* of the block around; its policy holds too */
};
extern PyTypeObject sbx_guard_type;
/* The innermost guard from f on, or NULL; borrowed. */
struct sbx_guard *sbx_guard_below(sbx_frame *f);

/* --- who.c: who is asking ------------------------------------------------ */

#define SBX_MAX_NESTED 16
struct sbx_who {
    const struct sbx_policy *policies[SBX_MAX_NESTED]; /* all must allow */
    PyObject *objects[SBX_MAX_NESTED];                 /* they; borrowed */
    int n;
    bool trusted; /* the innermost frame has the interpreter's builtins */
};
/* Is this thread guarded? */
bool sbx_guarded(struct sbx_who *ret);
/* ... and is the innermost frame that of guarded code, or there is none? */
bool sbx_guarded_code(struct sbx_who *ret);
bool sbx_in_import(void); /* importlib is on top, or an import of ours */
/* Is the innermost frame code of one of these modules?  NULL-terminated. */
bool sbx_top_is_of(const char *const *modules);
PyObject *sbx_guarded_import(PyObject *name); /* with an import's rights */
int sbx_who_init(void);
int sbx_lock_all(struct sbx_guard *g);   /* every frame, from now on */
PyObject *sbx_omitted(PyObject *module); /* names; new */
const char *sbx_str(PyObject *s); /* UTF-8 of a str or a subclass, or NULL */

extern PyObject *sbx_mark; /* the key */
extern long sbx_alive;     /* guards that exist */

/* --- refuse.c ------------------------------------------------------------ */

enum sbx_kind { SBX_ERROR, SBX_IMPORT, SBX_PERMISSION, SBX_ATTRIBUTE };
/* Sets the exception; NULL.  reason, allow: or NULL. */
PyObject *sbx_no(enum sbx_kind kind, const char *act, const char *object,
                 const char *reason, const char *allow);
int sbx_refuse_init(PyObject *errors); /* a tuple of the four classes */

/* --- what is put in place, and taken away ----------------------------------
 */

int sbx_attributes_on(void);
void sbx_attributes_off(void);
int sbx_functions_on(void); /* again: modules that came since */
void sbx_functions_off(void);
int sbx_methods_on(void);
void sbx_methods_off(void);
int sbx_setting_on(void);
void sbx_setting_off(void);
int sbx_proxies_on(void);
void sbx_proxies_off(void);
int sbx_install(void); /* all of them, counted */
void sbx_uninstall(void);

/* hook.c */
int sbx_hook_init(void);
int sbx_check_path(const struct sbx_who *w, PyObject *path, unsigned rights);
bool sbx_event_named(const struct sbx_who *w, const char *module,
                     const char *name);

/* builtins.c: the module that stands for `__builtins__`; new.  made: names
 * that are given ready. */
PyObject *sbx_builtins(struct sbx_guard *g, PyObject *made);
PyObject *sbx_new_view(PyObject *name); /* an empty one; new */
extern PyTypeObject sbx_view_type;

/* block.c, lock.c */
extern PyMethodDef sbx_block_methods[], sbx_lock_methods[];

/* policy.c */
extern PyTypeObject sbx_policy_type;
struct sbx_policy_object {
    PyObject_HEAD struct sbx_policy *p;
};

/* --- small helpers --------------------------------------------------------
 */

static inline void
sbx_decref_at(PyObject **p)
{
    Py_XDECREF(*p);
}
/* A local variable that owns its reference. */
#define Owned __attribute__((cleanup(sbx_decref_at))) PyObject *

static inline PyObject *
sbx_arg(PyObject *args, Py_ssize_t i)
{
    return args != NULL && PyTuple_Check(args) && PyTuple_GET_SIZE(args) > i
               ? PyTuple_GET_ITEM(args, i)
               : Py_None;
}

static inline PyObject *
sbx_real_builtins(void)
{
    return PyInterpreterState_Get()->builtins;
}

#define SBX_FN(f) (PyCFunction)(void (*)(void)) f

#endif
