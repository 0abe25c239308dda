// SPDX-License-Identifier: MIT
// Databases: sqlite opens files by itself, at connect(), and by ATTACH and
// VACUUM INTO inside of SQL, which raise no event.  So each connection has an
// authorizer of ours, which a program's own one does not replace but follows.

#include "care.h"
#include "files.h"
#include "freeze.h"
#include "hooks.h"

#include <limits.h>

/* sqlite3.h; the numbers are part of its stable interface. */
#define SQLITE_DENY 1
#define SQLITE_ATTACH 24

/* --- names of databases ---------------------------------------------------
 */

static int
hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The path in "file:///path%20x?mode=ro" (sqlite.org/uri.html); 0, or -1. */
static int
path_of_uri(const char *uri, char *out, size_t size)
{
    size_t n = 0;
    uri += strlen("file:");
    if (strncmp(uri, "//", 2) == 0) {
        uri += 2 + strcspn(uri + 2, "/"); /* an authority */
    }
    while (*uri != '\0' && *uri != '?' && *uri != '#' && n + 1 < size) {
        int high = *uri == '%' ? hex_digit(uri[1]) : -1;
        int low = high < 0 ? -1 : hex_digit(uri[2]);
        out[n] = low < 0 ? *uri : (char)(high * 16 + low);
        if (out[n++] == '\0') {
            return -1;
        }
        uri += low < 0 ? 1 : 3;
    }
    out[n] = '\0';
    return n + 1 < size ? 0 : -1;
}

static bool
is_no_file(const char *name)
{
    return *name == '\0' || strcmp(name, ":memory:") == 0;
}

int
sbx_check_database(PyObject *database)
{
    const char *name = PyBytes_CheckExact(database)
                           ? PyBytes_AS_STRING(database)
                           : sbx_utf8(database);
    char path[PATH_MAX];
    unsigned rights = SBX_READ | SBX_WRITE;
    if (name != NULL && is_no_file(name)) {
        return 0;
    }
    if (name == NULL || strncmp(name, "file:", 5) != 0) {
        return sbx_check_open(database, rights);
    }
    if (path_of_uri(name, path, sizeof path) < 0) {
        return sbx_check_open(Py_None, rights);
    }
    if (is_no_file(path)) {
        return 0;
    }
    const char *query = strchr(name, '?');
    if (query != NULL && strcmp(query, "?mode=ro") == 0) {
        rights = SBX_READ;
    }
    Owned real = PyUnicode_DecodeFSDefault(path);
    return real == NULL ? -1 : sbx_check_open(real, rights);
}

/* --- connections ----------------------------------------------------------
 */

static PyObject *real_set; /* Connection.set_authorizer, as it was */

/* Called by sqlite for each act of a statement.  self: the program's own
 * authorizer, or NULL. */
static PyObject *
authorize(PyObject *self, PyObject *args)
{
    PyObject *act =
        PyTuple_GET_SIZE(args) > 1 ? PyTuple_GET_ITEM(args, 0) : NULL;
    if (act != NULL && PyLong_CheckExact(act)
        && PyLong_AsLong(act) == SQLITE_ATTACH) {
        PyObject *name = PyTuple_GET_ITEM(args, 1);
        /* None: the name is no constant and cannot be known here. */
        if (name == Py_None || sbx_check_database(name) < 0) {
            PyErr_Clear();
            return PyLong_FromLong(SQLITE_DENY);
        }
    }
    return self != NULL ? PyObject_Call(self, args, NULL) : PyLong_FromLong(0);
}

static PyMethodDef authorize_def = {"authorizer", authorize, METH_VARARGS,
                                    NULL};

static PyObject *
set_authorizer(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"authorizer_callback", NULL};
    PyObject *own;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:set_authorizer", names,
                                     &own)) {
        return NULL;
    }
    Owned f = PyCFunction_New(&authorize_def, own == Py_None ? NULL : own);
    return f == NULL ? NULL
                     : PyObject_CallFunctionObjArgs(real_set, self, f, NULL);
}

static PyMethodDef set_def = {"set_authorizer",
                              _PyCFunction_CAST(set_authorizer),
                              METH_VARARGS | METH_KEYWORDS, NULL};

static initproc real_init;

static int
guarded_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (real_init(self, args, kwargs) < 0) {
        return -1;
    }
    Owned f = PyCFunction_New(&authorize_def, NULL);
    Owned r = f == NULL
                  ? NULL
                  : PyObject_CallFunctionObjArgs(real_set, self, f, NULL);
    return r == NULL ? -1 : 0;
}

int
sbx_care_sqlite(PyObject *dict)
{
    PyObject *o = PyDict_GetItemString(dict, "Connection");
    PyTypeObject *t = o != NULL && PyType_Check(o) ? (PyTypeObject *)o : NULL;
    PyObject *d = t != NULL ? compat_type_dict(t) : NULL;
    PyObject *old =
        d == NULL ? NULL : PyDict_GetItemString(d, set_def.ml_name);
    Owned ours = old == NULL ? NULL : PyDescr_NewMethod(t, &set_def);
    if (ours == NULL || real_set != NULL) {
        return ours == NULL ? -1 : 0;
    }
    real_set = Py_NewRef(old);
    if (PyDict_SetItemString(d, set_def.ml_name, ours) < 0) {
        return -1;
    }
    real_init = t->tp_init;
    t->tp_init = guarded_init;
    sbx_patch_wrapper(t, "__init__", (void *)guarded_init);
    PyType_Modified(t);
    return 0;
}
