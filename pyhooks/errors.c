// SPDX-License-Identifier: MIT
// Refusals: the exceptions that the program sees, and their log lines.  The
// classes are subclasses of what Python code expects, so `except ImportError`
// in honest code goes on working; they never refer to the guarded object.

#include "hooks.h"

#include <errno.h>

const char *
sbx_utf8(PyObject *s)
{
    if (s == NULL || !PyUnicode_CheckExact(s)) {
        return NULL;
    }
    const char *text = PyUnicode_AsUTF8(s);
    if (text == NULL) {
        PyErr_Clear(); /* lone surrogates */
    }
    return text;
}

bool
sbx_in_list(const char *const *list, const char *name)
{
    for (; name != NULL && *list != NULL; list++) {
        if (strcmp(*list, name) == 0) {
            return true;
        }
    }
    return false;
}

/* With the attributes that code reads off these kinds: name, errno. */
static void
raise_refusal(const struct sbx_refusal *r, PyObject *message)
{
    if (r->kind == sbx.ImportError) {
        Owned name = PyUnicode_FromString(r->object);
        PyErr_SetImportErrorSubclass(r->kind, message, name, NULL);
    }
    else if (r->kind == sbx.PermissionError) {
        Owned e = r->path == NULL
                      ? PyObject_CallFunction(r->kind, "iO", EACCES, message)
                      : PyObject_CallFunction(r->kind, "iOO", EACCES,
                                              message, r->path);
        if (e != NULL) {
            PyErr_SetObject(r->kind, e);
        }
    }
    else {
        PyErr_SetObject(r->kind, message);
    }
}

PyObject *
sbx_refuse(const struct sbx_refusal *r)
{
    const char *reason =
        r->reason != NULL ? r->reason : "it is not in the policy";
    sbx_frame *f = sbx_program_frame();
    const char *file = NULL;
    int line = 0;
    PyErr_Clear();
    if (f != NULL) {
        file = sbx_utf8(compat_code(f)->co_filename);
        line = compat_line(f);
    }
    if (!r->silent) {
        struct sbx_violation v = {
            .layer = "interpreter",
            .rule = r->rule,
            .object = r->object,
            .reason = reason,
            .allow = r->allow,
            .file = file,
            .line = line,
        };
        sbx.host->violation(&v);
    }
    /* OSError adds the file name by itself. */
    Owned what = r->path != NULL
                     ? PyUnicode_FromString(r->act)
                     : PyUnicode_FromFormat("%s '%s'", r->act, r->object);
    Owned message =
        what == NULL ? NULL
        : r->allow != NULL
            ? PyUnicode_FromFormat("pysbx: %U is not allowed: %s (to allow "
                                   "it, write in the policy: %s)",
                                   what, reason, r->allow)
            : PyUnicode_FromFormat("pysbx: %U is not allowed: %s", what,
                                   reason);
    if (message != NULL) {
        raise_refusal(r, message);
    }
    return NULL;
}

static PyObject *
new_error(const char *name, const char *doc, PyObject *also, PyObject *too)
{
    Owned bases = also == NULL ? Py_NewRef(PyExc_Exception)
                  : too == NULL
                      ? PyTuple_Pack(2, sbx.Error, also)
                      : PyTuple_Pack(3, sbx.Error, also, too);
    if (bases == NULL) {
        return NULL;
    }
    PyObject *t = PyErr_NewExceptionWithDoc(name, doc, bases, NULL);
    if (t != NULL) {
        /* The program can reach it by type(error): it shall not bend it. */
        ((PyTypeObject *)t)->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
    }
    return t;
}

int
sbx_errors_init(void)
{
    sbx.Error = new_error("pysbx.SandboxError",
                          "The sandbox's policy refuses this.", NULL, NULL);
    if (sbx.Error == NULL) {
        return -1;
    }
    /* Honest code asks `except ModuleNotFoundError` for what is optional. */
    sbx.ImportError = new_error("pysbx.SandboxImportError", NULL,
                                PyExc_ModuleNotFoundError, NULL);
    /* And `except FileNotFoundError` for a file that may be missing: which of
     * the two it is, is not told. */
    sbx.PermissionError =
        new_error("pysbx.SandboxPermissionError", NULL,
                  PyExc_PermissionError, PyExc_FileNotFoundError);
    sbx.AttributeError = new_error("pysbx.SandboxAttributeError", NULL,
                                   PyExc_AttributeError, NULL);
    return sbx.ImportError != NULL && sbx.PermissionError != NULL
                   && sbx.AttributeError != NULL
               ? 0
               : -1;
}
