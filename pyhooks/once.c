// SPDX-License-Identifier: MIT
// The text of an exception is asked for when it is told to `pysbx`, and again
// when CPython prints it; but str() runs the program's code, which is to run
// once.  So what the first call gave is given to the second, by the slot that
// CPython calls; then the slot is as it was.

#include "hooks.h"
#include "program.h"

#define MAX 8

static struct {
    PyTypeObject *type;
    reprfunc own;
    const void *value; /* never looked at; NULL: its text has been given */
    PyObject *text;    /* NULL: str() failed */
} kept[MAX];
static int n_kept;

static PyObject *give(PyObject *self);

static reprfunc
own_slot(PyTypeObject *t)
{
    for (; t != NULL; t = t->tp_base) {
        for (int i = 0; i < n_kept; i++) {
            if (kept[i].type == t) {
                return kept[i].own;
            }
        }
    }
    return NULL;
}

static void
restore(PyTypeObject *t)
{
    for (int i = 0; i < n_kept; i++) {
        if (kept[i].type == t && kept[i].value != NULL) {
            return; /* another one is still to be printed */
        }
    }
    if (t->tp_str == give) {
        t->tp_str = own_slot(t);
    }
}

static PyObject *
give(PyObject *self)
{
    for (int i = 0; i < n_kept; i++) {
        if (kept[i].value == self && kept[i].type == Py_TYPE(self)) {
            PyObject *text = kept[i].text;
            kept[i].value = kept[i].text = NULL;
            restore(kept[i].type);
            if (text == NULL) {
                PyErr_SetString(PyExc_RuntimeError, "str() failed");
            }
            return text;
        }
    }
    reprfunc own = own_slot(Py_TYPE(self));
    return own == NULL ? PyObject_Repr(self) : own(self);
}

PyObject *
sbx_str_once(PyObject *value)
{
    PyObject *text = PyObject_Str(value);
    PyTypeObject *t = Py_TYPE(value);

    if (n_kept == MAX || t->tp_str == NULL) {
        return text;
    }
    /* What str() did may have changed the slot: it is looked at after it. */
    reprfunc own = t->tp_str == give ? own_slot(t) : t->tp_str;
    if (own == NULL) {
        return text;
    }
    Py_INCREF(t);
    kept[n_kept].type = t;
    kept[n_kept].own = own;
    kept[n_kept].value = value;
    kept[n_kept++].text = Py_XNewRef(text);
    t->tp_str = give;
    return text;
}
