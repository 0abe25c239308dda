// SPDX-License-Identifier: MIT
// pkgutil.resolve_name() and its like turn a name that the program chose
// ("os.system") into an object, by trusted code (unittest.mock.patch).  Here
// the modules on the way are those that the program itself may import.

#include "hooks.h"

/* The attribute, or else the sub-module, of this name. */
static PyObject *
step(PyObject *o, const char *full, size_t n, const char *last)
{
    Owned name = PyUnicode_FromStringAndSize(full, (Py_ssize_t)n);
    Owned sub =
        name == NULL || !PyModule_Check(o) ? NULL : sbx_import_module(name);
    if (sub != NULL) {
        return Py_NewRef(sub);
    }
    if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_ImportError)) {
        return NULL;
    }
    PyErr_Clear();
    Owned attribute =
        PyUnicode_FromStringAndSize(last, (Py_ssize_t)(full + n - last));
    return attribute == NULL ? NULL : PyObject_GetAttr(o, attribute);
}

static PyObject *
resolve_name(PyObject *Py_UNUSED(self), PyObject *arg)
{
    Owned exact = PyUnicode_Check(arg) ? PyUnicode_FromObject(arg) : NULL;
    const char *text = exact == NULL ? NULL : sbx_utf8(exact);
    if (text == NULL) {
        PyErr_SetString(PyExc_ValueError, "invalid format of a name");
        return NULL;
    }
    const char *colon = strchr(text, ':');
    size_t n = colon != NULL ? (size_t)(colon - text) : strcspn(text, ".");
    Owned first = PyUnicode_FromStringAndSize(text, (Py_ssize_t)n);
    PyObject *o = first == NULL ? NULL : sbx_import_module(first);
    bool modules = colon == NULL;
    while (o != NULL && text[n] != '\0' && text[n + 1] != '\0') {
        const char *last = text + n + 1;
        n += 1 + strcspn(last, ".");
        Owned up = o;
        if (modules) {
            o = step(up, text, n, last);
        }
        else {
            Owned attribute = PyUnicode_FromStringAndSize(
                last, (Py_ssize_t)(text + n - last));
            o = attribute == NULL ? NULL : PyObject_GetAttr(up, attribute);
        }
    }
    return o;
}

static PyMethodDef resolve_def = {"resolve_name", resolve_name, METH_O, NULL};

static int
put(PyObject *dict, const char *name)
{
    if (PyDict_GetItemString(dict, name) == NULL) {
        return 0;
    }
    Owned f = PyCFunction_New(&resolve_def, NULL);
    return f == NULL ? -1 : PyDict_SetItemString(dict, name, f);
}

int
sbx_care_resolve(PyObject *dict)
{
    return put(dict, "resolve_name") < 0 ? -1 : put(dict, "_importer");
}
