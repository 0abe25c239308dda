// SPDX-License-Identifier: MIT
// Refusals: the exceptions that the program sees, and their log lines.  The
// classes are subclasses of what Python code expects, so `except ImportError`
// in honest code goes on working; they never refer to the guarded object.

#include "hooks.h"
#include "refuse.h"
#include "trust.h"

#include <errno.h>

const char *
sbx_utf8(PyObject *s)
{
    if (s == NULL || !PyUnicode_CheckExact(s)) {
        return NULL;
    }
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(s, &size);
    if (text == NULL) {
        PyErr_Clear(); /* lone surrogates */
        return NULL;
    }
    return strlen(text) == (size_t)size ? text : NULL;
}

const char *
sbx_text(PyObject *s)
{
    const char *text =
        s != NULL && PyUnicode_Check(s) ? PyUnicode_AsUTF8(s) : NULL;
    if (text == NULL) {
        PyErr_Clear();
    }
    return text;
}

bool
sbx_dict_names(PyObject *dict, const char *name)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(dict, &pos, &key, &value)) {
        if (PyUnicode_Check(key)
            && PyUnicode_CompareWithASCIIString(key, name) == 0) {
            return true;
        }
    }
    return false;
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
    PyObject *kind = sbx_error(r->kind);
    if (kind == NULL) {
        return;
    }
    if (kind == sbx.ImportError) {
        Owned name = PyUnicode_FromString(r->object);
        PyErr_SetImportErrorSubclass(kind, message, name, NULL);
    }
    else if (kind == sbx.PermissionError) {
        Owned e =
            r->path == NULL
                ? PyObject_CallFunction(kind, "iO", EACCES, message)
                : PyObject_CallFunction(kind, "iOO", EACCES, message, r->path);
        if (e != NULL) {
            PyErr_SetObject(kind, e);
        }
    }
    else {
        PyErr_SetObject(kind, message);
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

/* The four classes.  A class takes 12 us to make and honest programs never see
 * one, so each is made when it is first raised; until then the built-in one
 * stands in its place (sbx.Error, ...). */
static struct {
    PyObject **kind;
    const char *name, *doc;
    PyObject **also, **too;
    bool made;
} classes[] = {
    {&sbx.Error, "pysbx.SandboxError", "The sandbox's policy refuses this.",
     &PyExc_Exception, NULL, false},
    /* Honest code asks `except ModuleNotFoundError` for what is optional. */
    {&sbx.ImportError, "pysbx.SandboxImportError", NULL,
     &PyExc_ModuleNotFoundError, NULL, false},
    /* And `except FileNotFoundError` for a file that may be missing: which of
     * the two it is, is not told. */
    {&sbx.PermissionError, "pysbx.SandboxPermissionError", NULL,
     &PyExc_PermissionError, &PyExc_FileNotFoundError, false},
    {&sbx.AttributeError, "pysbx.SandboxAttributeError", NULL,
     &PyExc_AttributeError, NULL, false},
};
#define N_CLASSES (sizeof classes / sizeof *classes)

void
sbx_errors_init(void)
{
    for (size_t i = 0; i < N_CLASSES; i++) {
        *classes[i].kind = *classes[i].also;
    }
}

static PyObject *
make(size_t i)
{
    Owned bases = NULL;
    if (i == 0) {
        bases = Py_NewRef(*classes[i].also);
    }
    else if (sbx_error(sbx.Error) != NULL) {
        bases = classes[i].too == NULL
                    ? PyTuple_Pack(2, sbx.Error, *classes[i].also)
                    : PyTuple_Pack(3, sbx.Error, *classes[i].also,
                                   *classes[i].too);
    }
    PyObject *t = bases == NULL
                      ? NULL
                      : PyErr_NewExceptionWithDoc(classes[i].name,
                                                  classes[i].doc, bases, NULL);
    if (t != NULL) {
        /* The program can reach it by type(error): it shall not bend it. */
        ((PyTypeObject *)t)->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
        *classes[i].kind = t;
        classes[i].made = true;
    }
    return t;
}

PyObject *
sbx_error(PyObject *kind)
{
    for (size_t i = 0; i < N_CLASSES; i++) {
        if (*classes[i].kind == kind) {
            return classes[i].made ? kind : make(i);
        }
    }
    return kind;
}

bool
sbx_is_refusal(PyObject *kind)
{
    for (size_t i = 0; i < N_CLASSES; i++) {
        if (*classes[i].kind == kind) {
            return classes[i].made && PyErr_ExceptionMatches(kind);
        }
    }
    return false;
}

void
sbx_raise(PyObject *kind, const char *message)
{
    kind = sbx_error(kind);
    if (kind != NULL) { /* else: no memory for it, which is set */
        PyErr_SetString(kind, message);
    }
}
