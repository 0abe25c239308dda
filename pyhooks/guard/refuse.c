// SPDX-License-Identifier: MIT
// Refusals: what, why, where, and what to write.  The classes are those of the
// Python package.

#include "guard.h"

#include <errno.h>

static PyObject *classes; /* a tuple, by enum sbx_kind */

int
sbx_refuse_init(PyObject *errors)
{
    if (!PyTuple_CheckExact(errors) || PyTuple_GET_SIZE(errors) != 4) {
        PyErr_SetString(PyExc_TypeError, "four classes of exceptions");
        return -1;
    }
    Py_XSETREF(classes, Py_NewRef(errors));
    return 0;
}

/* The innermost line of the block's own code. */
static PyObject *
where(void)
{
    PyObject *real = sbx_real_builtins();
    sbx_frame *f = compat_top();
    while (f != NULL && f->f_builtins == real) {
        f = compat_previous(f);
    }
    return f == NULL ? PyUnicode_FromString("")
                     : PyUnicode_FromFormat(" [%U, line %d]",
                                            compat_code(f)->co_filename,
                                            compat_line(f));
}

PyObject *
sbx_no(enum sbx_kind kind, const char *act, const char *object,
       const char *reason, const char *allow)
{
    PyErr_Clear();
    PyObject *c = PyTuple_GET_ITEM(classes, kind);
    Owned at = where();
    Owned how = allow == NULL
                    ? PyUnicode_FromString("")
                    : PyUnicode_FromFormat(
                        " (to allow it, write in the policy: %s)", allow);
    Owned text =
        at == NULL || how == NULL
            ? NULL
            : PyUnicode_FromFormat(
                "pysbx: %s '%s' is not allowed: %s%U%U", act, object,
                reason != NULL ? reason : "it is not in the policy", how, at);
    if (text == NULL) {
        return NULL;
    }
    if (kind == SBX_PERMISSION) {
        Owned e = PyObject_CallFunction(c, "iO", EACCES, text);
        if (e != NULL) {
            PyErr_SetObject(c, e);
        }
    }
    else if (kind == SBX_IMPORT) {
        Owned name = PyUnicode_FromString(object);
        PyErr_SetImportErrorSubclass(c, text, name, NULL);
    }
    else {
        PyErr_SetObject(c, text);
    }
    return NULL;
}
