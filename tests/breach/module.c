// SPDX-License-Identifier: MIT
// The probes as an extension module: native code inside the interpreter.

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "breach.h"

/* run(NAME, six strings of the ground) -> 0: breached, an errno, or -1. */
static PyObject *
run(PyObject *self, PyObject *args)
{
    const char *name, *where[6];

    (void)self;
    if (!PyArg_ParseTuple(args, "sssssss", &name, &where[0], &where[1],
                          &where[2], &where[3], &where[4], &where[5])) {
        return NULL;
    }
    return PyLong_FromLong(breach_run(name, where));
}

static PyMethodDef methods[] = {{"run", run, METH_VARARGS, NULL},
                                {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "breach",
                                    .m_methods = methods, .m_slots = slots};

PyMODINIT_FUNC PyInit_breach(void);

PyMODINIT_FUNC
PyInit_breach(void)
{
    return PyModuleDef_Init(&module);
}
