// SPDX-License-Identifier: MIT
// Setting attributes of modules and functions goes through a guard, by every
// door: the type's slot, and the slot wrapper of whatever type the program
// takes __setattr__ from.  CPython's own check that object.__setattr__ is not
// used to jump over a type's override does not see an override that appears
// after the type was made (3.13), so the wrapper function itself, which all
// __setattr__ descriptors share, is replaced in the table of slots.

#include "freeze.h"
#include "hooks.h"

static struct {
    PyTypeObject *type;
    setattrofunc guard;
} guarded[8];
static size_t n_guarded;

static wrapperfunc real_set, real_delete;

static void *
guard_of(PyObject *self, void *wrapped)
{
    for (size_t i = 0; i < n_guarded; i++) {
        if (PyObject_TypeCheck(self, guarded[i].type)) {
            return (void *)guarded[i].guard;
        }
    }
    return wrapped;
}

static PyObject *
wrap_set(PyObject *self, PyObject *args, void *wrapped)
{
    return real_set(self, args, guard_of(self, wrapped));
}

static PyObject *
wrap_delete(PyObject *self, PyObject *args, void *wrapped)
{
    return real_delete(self, args, guard_of(self, wrapped));
}

static int
replace_wrapper(const char *name, wrapperfunc ours, wrapperfunc *real)
{
    PyObject *d =
        PyDict_GetItemString(compat_type_dict(&PyBaseObject_Type), name);
    if (d == NULL || !Py_IS_TYPE(d, &PyWrapperDescr_Type)) {
        PyErr_Format(PyExc_SystemError, "object.%s is no slot wrapper", name);
        return -1;
    }
    struct wrapperbase *base = ((PyWrapperDescrObject *)d)->d_base;
    *real = base->wrapper;
    base->wrapper = ours;
    return 0;
}

int
sbx_guard_setattr(PyTypeObject *t, setattrofunc guard, setattrofunc *real)
{
    if (n_guarded == sizeof guarded / sizeof *guarded) {
        PyErr_SetString(PyExc_SystemError, "grow the table in setattr.c");
        return -1;
    }
    if (n_guarded == 0
        && (replace_wrapper("__setattr__", wrap_set, &real_set) < 0
            || replace_wrapper("__delattr__", wrap_delete, &real_delete)
                   < 0)) {
        return -1;
    }
    if (n_guarded == sizeof guarded / sizeof *guarded) {
        PyErr_SetString(PyExc_SystemError, "grow the table of setattr.c");
        return -1;
    }
    guarded[n_guarded].type = t;
    guarded[n_guarded++].guard = guard;
    *real = t->tp_setattro;
    t->tp_setattro = guard;
    sbx_patch_wrapper(t, "__setattr__", (void *)guard);
    sbx_patch_wrapper(t, "__delattr__", (void *)guard);
    PyType_Modified(t);
    return 0;
}
