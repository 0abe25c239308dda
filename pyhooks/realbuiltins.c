// SPDX-License-Identifier: MIT
// The interpreter's own builtins that hand out modules and namespaces. Trusted
// code may give them away (sympy evaluates text among them), and then the
// program calls them itself, or has them called while trusted code is on top.

#include "builtins.h"
#include "gates.h"
#include "hooks.h"
#include "refuse.h"
#include "trust.h"

/* Does the code itself say this name, or another of its module's for it
 * (timeit: _globals)? */
static bool
says(sbx_frame *f, const char *name)
{
    PyObject *names = compat_code(f)->co_names;
    PyObject *meant = PyDict_GetItemString(sbx.real_builtins, name);
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++) {
        PyObject *key = PyTuple_GET_ITEM(names, i);
        const char *n = sbx_utf8(key);
        if ((n != NULL && strcmp(n, name) == 0)
            || (PyDict_Check(f->f_globals)
                && PyDict_GetItemWithError(f->f_globals, key) == meant)) {
            return true;
        }
    }
    PyErr_Clear();
    return false;
}

static PyObject *
refuse(const char *name)
{
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.Error,
        .rule = "namespace",
        .act = "calling",
        .object = name,
        .reason = "trusted code did not call it",
    });
}

/* globals(), locals(), vars(), dir(): of the caller. */
static PyObject *
gate_namespace(PyObject *original, const void *data, PyObject *args,
               PyObject *kwargs)
{
    sbx_frame *f = sbx.running ? compat_top() : NULL;
    const char *name = data;
    if (!sbx.running || PyTuple_GET_SIZE(args) > 0
        || (f != NULL && (!sbx_trusted(f) || says(f, name)))) {
        return PyObject_Call(original, args, kwargs);
    }
    return refuse(name);
}

/* PyImport_Import() in C code comes here with a list, and does not look at the
 * answer. */
static bool
is_from_c(PyObject *args, PyObject *kwargs)
{
    return PyTuple_GET_SIZE(args) == 5
           && PyList_CheckExact(PyTuple_GET_ITEM(args, 3))
           && (kwargs == NULL || PyDict_GET_SIZE(kwargs) == 0);
}

static PyObject *
gate_import(PyObject *original, const void *data, PyObject *args,
            PyObject *kwargs)
{
    sbx_frame *f = sbx.running ? compat_top() : NULL;
    /* importlib is given it, for `from package import module`. */
    if (!sbx.running
        || (f != NULL && sbx_trusted(f)
            && (says(f, data) || sbx_is_importlib(f)))) {
        return PyObject_Call(original, args, kwargs);
    }
    if ((f == NULL || sbx_trusted(f)) && is_from_c(args, kwargs)) {
        Owned m = PyObject_Call(original, args, kwargs);
        return m == NULL ? NULL : Py_NewRef(Py_None);
    }
    /* Whoever calls it for the program gets what the program gets. */
    PyObject *own = PyDict_GetItemString(sbx.program_dict, "__import__");
    return own == NULL ? refuse(data) : PyObject_Call(own, args, kwargs);
}

int
sbx_gate_real_builtins(void)
{
    static const char *const names[] = {"globals", "locals",     "vars",
                                        "dir",     "__import__", NULL};
    for (const char *const *name = names; *name != NULL; name++) {
        PyObject *f = PyDict_GetItemString(sbx.real_builtins, *name);
        if (f == NULL
            || sbx_gate(f,
                        strcmp(*name, "__import__") == 0 ? gate_import
                                                         : gate_namespace,
                        *name)
                   < 0) {
            return -1;
        }
    }
    return 0;
}
