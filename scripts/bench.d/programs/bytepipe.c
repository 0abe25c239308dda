// SPDX-License-Identifier: MIT
// pairs(N) -> seconds for N writes and reads of one byte.  Standard input is a
// pipe that was opened for both: the default profile lets nobody make one.

#include <Python.h>

#include <time.h>
#include <unistd.h>

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static PyObject *
pairs(PyObject *self, PyObject *arg)
{
    long n = PyLong_AsLong(arg);
    double start;
    char byte = 'x';

    (void)self;
    start = now();
    for (long i = 0; i < n; i++) {
        if (write(0, &byte, 1) != 1 || read(0, &byte, 1) != 1) {
            return PyErr_SetFromErrno(PyExc_OSError);
        }
    }
    return PyFloat_FromDouble(now() - start);
}

static PyMethodDef methods[] = {{"pairs", pairs, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "bytepipe",
                                    .m_methods = methods, .m_slots = slots};

PyMODINIT_FUNC
PyInit_bytepipe(void)
{
    return PyModuleDef_Init(&module);
}
