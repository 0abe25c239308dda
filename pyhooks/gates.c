// SPDX-License-Identifier: MIT
// Gates: a C function object is changed in place, so that every reference to
// it, wherever it is held, goes through us.  Used where no audit event exists.
// Which functions: sinks.c.

#include "gates.h"
#include "hooks.h"

#include <limits.h>

struct gate {
    PyObject_HEAD PyMethodDef def;
    sbx_gate_fn fn;
    const void *data;
    /* What the function was, and an object for it: most are never called. */
    PyMethodDef *real;
    PyObject *self, *module, *type;
    PyObject *original;
};

static PyTypeObject Gate_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pysbx.gate",
    .tp_basicsize = sizeof(struct gate),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static PyObject *
original_of(struct gate *g)
{
    if (g->original == NULL) {
        g->original = PyCMethod_New(g->real, g->self, g->module,
                                    (PyTypeObject *)g->type);
    }
    return g->original;
}

static PyObject *
gate_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    struct gate *g = (struct gate *)self;
    PyObject *original = original_of(g);
    return original == NULL ? NULL : g->fn(original, g->data, args, kwargs);
}

PyObject *
sbx_gate_original(PyObject *function)
{
    if (PyCFunction_Check(function)) {
        PyObject *self = ((PyCFunctionObject *)function)->m_self;
        if (self != NULL && Py_TYPE(self) == &Gate_Type) {
            return Py_XNewRef(original_of((struct gate *)self));
        }
    }
    return Py_NewRef(function);
}

int
sbx_gate(PyObject *function, sbx_gate_fn fn, const void *data)
{
    if (!PyCFunction_Check(function)) {
        PyErr_SetString(PyExc_SystemError, "a gate needs a C function");
        return -1;
    }
    PyCFunctionObject *f = (PyCFunctionObject *)function;
    if (f->m_ml->ml_meth == (PyCFunction)(void (*)(void))gate_call) {
        return 0;
    }
    if (PyType_Ready(&Gate_Type) < 0) {
        return -1;
    }
    struct gate *g = PyObject_New(struct gate, &Gate_Type);
    if (g == NULL) {
        return -1;
    }
    g->fn = fn;
    g->data = data;
    g->real = f->m_ml;
    g->self = Py_XNewRef(f->m_self);
    g->module = Py_XNewRef(f->m_module);
    g->type = Py_XNewRef((PyObject *)PyCFunction_GET_CLASS(function));
    g->original = NULL;
    g->def = *f->m_ml;
    g->def.ml_meth = (PyCFunction)(void (*)(void))gate_call;
    /* No specialised call site takes this form: all go through tp_call. */
    g->def.ml_flags = METH_VARARGS | METH_KEYWORDS;
    Py_XSETREF(f->m_self, (PyObject *)g);
    f->m_ml = &g->def;
    f->vectorcall = NULL;
    return 0;
}
