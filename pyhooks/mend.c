// SPDX-License-Identifier: MIT
// The tools of mend.h: functions, methods and slots changed in place.

#include "freeze.h"
#include "mend.h"

#define CONVENTION                                                       \
    (METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS \
     | METH_METHOD)

/* A copy of def that calls what a has for its convention. */
static PyMethodDef *
around(const PyMethodDef *def, struct sbx_around *a)
{
    *a->real = def->ml_meth;
    a->def = *def;
    switch (def->ml_flags & CONVENTION) {
    case METH_NOARGS:
    case METH_O:
        a->def.ml_meth = a->one;
        break;
    case METH_VARARGS:
        a->def.ml_meth = a->varargs;
        break;
    case METH_VARARGS | METH_KEYWORDS:
        a->def.ml_meth = a->keywords;
        break;
    case METH_FASTCALL:
        a->def.ml_meth = a->fast;
        break;
    case METH_FASTCALL | METH_KEYWORDS:
        a->def.ml_meth = a->fast_keywords;
        break;
    case METH_METHOD | METH_FASTCALL | METH_KEYWORDS:
        a->def.ml_meth = a->method;
        break;
    default:
        PyErr_Format(PyExc_SystemError, "%s: an unknown convention",
                     def->ml_name);
        return NULL;
    }
    return &a->def;
}

int
sbx_mend_descr(PyMethodDescrObject *d, struct sbx_around *a)
{
    PyMethodDef *def = around(d->d_method, a);
    if (def == NULL) {
        return -1;
    }
    d->d_method = def;
    return 0;
}

int
sbx_mend_method(PyTypeObject *t, const char *name, struct sbx_around *a)
{
    PyObject *d = PyDict_GetItemString(compat_type_dict(t), name);
    if (d == NULL || !Py_IS_TYPE(d, &PyMethodDescr_Type)) {
        PyErr_Format(PyExc_SystemError, "%s.%s is no method", t->tp_name,
                     name);
        return -1;
    }
    return sbx_mend_descr((PyMethodDescrObject *)d, a);
}

int
sbx_mend_function(PyObject *dict, const char *name, struct sbx_around *a)
{
    PyObject *f = dict == NULL ? NULL : PyDict_GetItemString(dict, name);
    if (f == NULL || !PyCFunction_Check(f)) {
        PyErr_Format(PyExc_SystemError, "%s is no function", name);
        return -1;
    }
    PyMethodDef *def = around(((PyCFunctionObject *)f)->m_ml, a);
    if (def == NULL) {
        return -1;
    }
    ((PyCFunctionObject *)f)->m_ml = def;
    return 0;
}

void
sbx_mend_next(PyTypeObject *t, iternextfunc ours, iternextfunc *real)
{
    if (real != NULL) {
        *real = t->tp_iternext;
    }
    t->tp_iternext = ours;
    sbx_patch_wrapper(t, "__next__", (void *)ours);
    PyType_Modified(t);
}

void
sbx_mend_init(PyTypeObject *t, initproc ours, initproc *real)
{
    *real = t->tp_init;
    t->tp_init = ours;
    sbx_patch_wrapper(t, "__init__", (void *)ours);
    PyType_Modified(t);
}

PyTypeObject *
sbx_mend_type(PyObject *dict, const char *name)
{
    PyObject *t = dict == NULL ? NULL : PyDict_GetItemString(dict, name);
    if (t == NULL || !PyType_Check(t)) {
        PyErr_Format(PyExc_SystemError, "%s is no type", name);
        return NULL;
    }
    return (PyTypeObject *)t;
}

PyObject *
sbx_own_attribute(PyTypeObject *t, const char *name, PyObject *self)
{
    PyObject *d = PyDict_GetItemString(compat_type_dict(t), name);
    if (d == NULL || Py_TYPE(d)->tp_descr_get == NULL) {
        PyErr_SetString(PyExc_AttributeError, name);
        return NULL;
    }
    return Py_TYPE(d)->tp_descr_get(d, self, (PyObject *)Py_TYPE(self));
}

static __thread struct sbx_busy *busy;

int
sbx_busy_enter(struct sbx_busy *b, PyObject *object)
{
    for (const struct sbx_busy *o = busy; o != NULL; o = o->outer) {
        if (o->object == object) {
            PyErr_Format(PyExc_RuntimeError,
                         "pysbx: this %.100s object is at work already",
                         Py_TYPE(object)->tp_name);
            return -1;
        }
    }
    *b = (struct sbx_busy){busy, object};
    busy = b;
    return 0;
}

void
sbx_busy_leave(struct sbx_busy *b)
{
    busy = b->outer;
}
