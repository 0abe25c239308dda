// SPDX-License-Identifier: MIT
// Modules that a function of the Python package's request names: imported as
// the program imports them, by the policy.

#include "refuse.h"
#include "task.h"

/* The program's own import, as a statement would do it. */
static PyObject *
import(PyObject *module, const char *name)
{
    PyObject *f = PyDict_GetItemString(sbx.program_dict, "__import__");
    Owned from = Py_BuildValue("(s)", name);

    return f == NULL || from == NULL
               ? NULL
               : PyObject_CallFunction(f, "OOOO", module, Py_None, Py_None,
                                       from);
}

/* A function that names a refused module may never come to use it: in its
 * place stands a module that has nothing and is refused when it is used. */
static PyObject *
refuse_again(PyObject *self, PyObject *Py_UNUSED(name))
{
    Owned m = import(self, "__name__");
    if (m != NULL) {
        PyErr_SetString(PyExc_SystemError, "it was refused before");
    }
    return NULL;
}

static PyMethodDef refuse_def = {"__getattr__", refuse_again, METH_O, NULL};

static PyObject *
stand_in(PyObject *name)
{
    Owned hook = PyCFunction_New(&refuse_def, name);
    Owned m = hook == NULL ? NULL : PyModule_NewObject(name);

    return m == NULL
                   || PyDict_SetItemString(PyModule_GetDict(m), "__getattr__",
                                           hook)
                          < 0
               ? NULL
               : Py_NewRef(m);
}

PyObject *
sbx_task_import(PyObject *name)
{
    PyObject *m = import(name, "__name__");
    if (m == NULL && sbx_is_refusal(sbx.ImportError)) {
        PyErr_Clear();
        m = stand_in(name);
    }
    return m;
}

PyObject *
sbx_task_from(PyObject *module, const char *names)
{
    char first[256];

    snprintf(first, sizeof first, "%.*s", (int)strcspn(names, "."), names);
    PyObject *v = import(module, first);
    while (v != NULL) {
        size_t n = strcspn(names, ".");
        Owned name = PyUnicode_FromStringAndSize(names, (Py_ssize_t)n);
        Owned holder = v;
        v = name == NULL ? NULL : PyObject_GetAttr(holder, name);
        if (names[n] == '\0') {
            break;
        }
        names += n + 1;
    }
    return v;
}
