// SPDX-License-Identifier: MIT
// Packages give objects of theirs another class of theirs (pyparsing), and so
// does zipfile.Path, which CPython refuses where a class is immutable; ours
// are, because they are trusted.

#include "guards.h"
#include "hooks.h"
#include "trust.h"
#include "views.h"

/* Not by its nature, as C's are. */
static bool
is_frozen_class(PyObject *o)
{
    return PyType_Check(o)
           && PyType_HasFeature((PyTypeObject *)o, Py_TPFLAGS_HEAPTYPE)
           && PyType_HasFeature((PyTypeObject *)o, Py_TPFLAGS_IMMUTABLETYPE)
           && ((PyHeapTypeObject *)o)->ht_module == NULL;
}

static bool
may_change(sbx_frame *f)
{
    return sbx_is_package_code(f)
           || (sbx_trusted(f)
               && (f->f_globals == sbx_module_dict("zipfile")
                   || f->f_globals == sbx_module_dict("zipfile._path")));
}

int
sbx_change_class(descrsetfunc set, PyObject *descriptor, PyObject *self,
                 PyObject *value)
{
    PyTypeObject *old = Py_TYPE(self), *new = (PyTypeObject *)value;
    sbx_frame *f = sbx.running ? compat_top() : NULL;
    if (f == NULL || value == NULL || !may_change(f)
        || !is_frozen_class((PyObject *)old) || !is_frozen_class(value)
        || old == new) {
        return set(descriptor, self, value);
    }
    Py_INCREF(old);
    old->tp_flags &= ~Py_TPFLAGS_IMMUTABLETYPE;
    new->tp_flags &= ~Py_TPFLAGS_IMMUTABLETYPE;
    int r = set(descriptor, self, value);
    old->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
    new->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
    Py_DECREF(old);
    return r;
}
