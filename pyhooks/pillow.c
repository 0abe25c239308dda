// SPDX-License-Identifier: MIT
// Pillow opens what it writes for reading as well, although few formats look
// back.  Where the policy grants writing only, it opens for writing only.

#include "care.h"
#include "files.h"
#include "hooks.h"

static PyObject *
pillow_open(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    PyObject *open = PyDict_GetItemString(sbx.real_builtins, "open");
    PyObject *file =
        PyTuple_GET_SIZE(args) == 2 ? PyTuple_GET_ITEM(args, 0) : NULL;
    const char *mode =
        file == NULL ? NULL : sbx_utf8(PyTuple_GET_ITEM(args, 1));
    Py_ssize_t size = 0;
    const char *path = file != NULL && PyUnicode_CheckExact(file)
                           ? PyUnicode_AsUTF8AndSize(file, &size)
                           : NULL;
    PyErr_Clear();
    if (open == NULL) {
        PyErr_SetString(PyExc_SystemError, "no open()");
        return NULL;
    }
    if (mode != NULL && path != NULL && strcmp(mode, "w+b") == 0
        && strlen(path) == (size_t)size
        && !sbx_path_granted(path, SBX_READ | SBX_WRITE, false)
        && sbx_path_granted(path, SBX_WRITE, false)) {
        return PyObject_CallFunction(open, "Os", file, "wb");
    }
    return PyObject_Call(open, args, kwargs);
}

static PyMethodDef open_def = {"open",
                               (PyCFunction)(void (*)(void))pillow_open,
                               METH_VARARGS | METH_KEYWORDS, NULL};

/* PIL.Image says `builtins.open`. */
int
sbx_care_pillow(PyObject *dict)
{
    PyObject *old = PyDict_GetItemString(dict, "builtins");
    if (old == NULL || !PyModule_Check(old)) {
        return 0;
    }
    PyObject *types = PyImport_ImportModule("types");
    Owned space = types == NULL
                      ? NULL
                      : PyObject_CallMethod(types, "SimpleNamespace", NULL);
    Owned open = PyCFunction_New(&open_def, NULL);
    Py_XDECREF(types);
    return space == NULL || open == NULL
                   || PyObject_SetAttrString(space, "open", open) < 0
               ? -1
               : PyDict_SetItemString(dict, "builtins", space);
}
