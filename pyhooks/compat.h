// SPDX-License-Identifier: MIT
// Everything that differs between CPython 3.11 to 3.14: frames, type
// dictionaries, the interpreter's fields, opcodes.  No other file of pyhooks/
// looks at PY_VERSION_HEX or includes an internal header.  What is read here
// is proved at arming (prove.c), since a micro release may move a field.

#ifndef SBX_COMPAT_H
#define SBX_COMPAT_H

#define Py_BUILD_CORE 1

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-variable"
#include <stdbool.h>
#include <Python.h>
#include <frameobject.h>
#include "internal/pycore_context.h"
#include "internal/pycore_frame.h"
#if PY_VERSION_HEX >= 0x030e0000
#include "internal/pycore_audit.h"
#include "internal/pycore_interpframe.h"
#include "internal/pycore_stackref.h"
#endif
#include "internal/pycore_interp.h"
#include "internal/pycore_pystate.h"
#include "internal/pycore_runtime.h"
#pragma GCC diagnostic pop

#if PY_VERSION_HEX < 0x030b0000 || PY_VERSION_HEX >= 0x030f0000
#error "pysbx has no table for this version of CPython"
#endif

#ifdef Py_GIL_DISABLED
#error "pysbx relies on the GIL: free-threaded builds of CPython are refused"
#endif

typedef _PyInterpreterFrame sbx_frame;

/* A local variable or stack slot of a frame; borrowed. */
static inline PyObject *
compat_local(const sbx_frame *f, int i)
{
#if PY_VERSION_HEX < 0x030e0000
    return f->localsplus[i];
#else
    return PyStackRef_IsNull(f->localsplus[i])
               ? NULL
               : PyStackRef_AsPyObjectBorrow(f->localsplus[i]);
#endif
}

/* The executing thread's state, or NULL without the GIL. */
static inline PyThreadState *
compat_tstate(void)
{
#if PY_VERSION_HEX < 0x030d0000
    return _PyThreadState_UncheckedGet();
#else
    return PyThreadState_GetUnchecked();
#endif
}

/* From 3.12 on C recursion leaves marker frames without code on the stack
 * (3.14 gives them another owner). */
static inline sbx_frame *
compat_skip(sbx_frame *f)
{
#if PY_VERSION_HEX >= 0x030e0000
    while (f != NULL && f->owner >= FRAME_OWNED_BY_INTERPRETER) {
        f = f->previous;
    }
#elif PY_VERSION_HEX >= 0x030c0000
    while (f != NULL && f->owner == FRAME_OWNED_BY_CSTACK) {
        f = f->previous;
    }
#endif
    return f;
}

/* The innermost Python frame, or NULL on an empty stack. */
static inline sbx_frame *
compat_top(void)
{
    PyThreadState *t = compat_tstate();
    if (t == NULL) {
        return NULL;
    }
#if PY_VERSION_HEX < 0x030d0000
    return t->cframe == NULL ? NULL : compat_skip(t->cframe->current_frame);
#else
    return compat_skip(t->current_frame);
#endif
}

static inline sbx_frame *
compat_previous(sbx_frame *f)
{
    return compat_skip(f->previous);
}

static inline PyCodeObject *
compat_code(sbx_frame *f)
{
#if PY_VERSION_HEX < 0x030d0000
    return f->f_code;
#elif PY_VERSION_HEX < 0x030e0000
    return (PyCodeObject *)f->f_executable;
#else
    return (PyCodeObject *)PyStackRef_AsPyObjectBorrow(f->f_executable);
#endif
}

static inline int
compat_line(sbx_frame *f)
{
#if PY_VERSION_HEX < 0x030c0000
    return PyCode_Addr2Line(compat_code(f), _PyInterpreterFrame_LASTI(f)
                                                * (int)sizeof(_Py_CODEUNIT));
#else
    return PyUnstable_InterpreterFrame_GetLine(f);
#endif
}

static inline bool
compat_finalizing(void)
{
#if PY_VERSION_HEX < 0x030d0000
    return _Py_IsFinalizing() != 0;
#else
    return Py_IsFinalizing() != 0;
#endif
}

/* Is f executing IMPORT_FROM?  (compat.c) */
bool compat_importing_from(sbx_frame *f);

/* The dictionary of a type; borrowed.  From 3.12 on tp_dict of the static
 * types is NULL. */
static inline PyObject *
compat_type_dict(PyTypeObject *t)
{
#if PY_VERSION_HEX < 0x030c0000
    return t->tp_dict;
#else
    PyObject *d = PyType_GetDict(t);
    Py_XDECREF(d); /* the type keeps it */
    return d;
#endif
}

/* True where it is cheap to see.  From 3.12 on builtin types keep the list
 * elsewhere. */
static inline bool
compat_has_no_subclasses(const PyTypeObject *t)
{
    return t->tp_subclasses == NULL
           && (PY_VERSION_HEX < 0x030c0000
               || (t->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0);
}

/* Where the interpreter keeps its own sys.modules. */
static inline PyObject **
compat_modules(PyInterpreterState *is)
{
#if PY_VERSION_HEX < 0x030c0000
    return &is->modules;
#else
    return &is->imports.modules;
#endif
}

/* An int as n bytes, little-endian, signed; -1 with an exception. */
static inline int
compat_long_bytes(PyObject *v, unsigned char *bytes, size_t n)
{
#if PY_VERSION_HEX < 0x030d0000
    return _PyLong_AsByteArray((PyLongObject *)v, bytes, n, 1, 1);
#else
    return _PyLong_AsByteArray((PyLongObject *)v, bytes, n, 1, 1, 1);
#endif
}

/* Is the C audit hook in CPython's list?  Before Py_Initialize no event is
 * raised that could prove it. */
static inline bool
compat_has_audit_hook(Py_AuditHookFunction hook)
{
#if PY_VERSION_HEX < 0x030c0000
    struct _Py_AuditHookEntry *e = _PyRuntime.audit_hook_head;
#else
    struct _Py_AuditHookEntry *e = _PyRuntime.audit_hooks.head;
#endif
    for (; e != NULL; e = e->next) {
        if (e->hookCFunction == hook) {
            return true;
        }
    }
    return false;
}

#endif
