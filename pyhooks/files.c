// SPDX-License-Identifier: MIT
// Opening files.  The decision stands at the sink (the audit event `open`, and
// FileIO for descriptors, which raise none); the program's open() only turns
// its arguments into exact types first, so that what is checked is what is
// used.

#include "files.h"
#include "freeze.h"
#include "hooks.h"
#include "refuse.h"
#include "trust.h"
#include "views.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

static PyObject *real_open;
static initproc real_fileio_init;
static PyTypeObject *FileIO;

/* --- may it? ---------------------------------------------------------------
 */

static int
check_open(PyObject *path, unsigned rights, bool quiet)
{
    const char *text = NULL;
    if (PyUnicode_CheckExact(path)) {
        text = sbx_utf8(path);
        if (text != NULL && strlen(text) != (size_t)PyUnicode_GET_LENGTH(path)
            && memchr(text, 0, (size_t)PyUnicode_GET_LENGTH(path)) != NULL) {
            text = NULL;
        }
    }
    else if (PyBytes_CheckExact(path)) {
        text = PyBytes_AS_STRING(path);
    }
    if (text != NULL && sbx_path_granted(text, rights, false)) {
        return 0;
    }
    const char *key = rights & SBX_WRITE ? "write" : "read";
    char cwd[PATH_MAX] = "", normal[PATH_MAX] = "?", allow[PATH_MAX + 32];
    if (text != NULL) {
        if (*text != '/' && getcwd(cwd, sizeof cwd) == NULL) {
            cwd[0] = '\0';
        }
        if (sbx.host->path_normal(*text == '/' ? "/" : cwd, text, normal,
                                  sizeof normal)
            < 0) {
            snprintf(normal, sizeof normal, "%s", text);
        }
    }
    snprintf(allow, sizeof allow, "[files] %s = %s", key, normal);
    sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.PermissionError,
        .rule = "open",
        .act = rights & SBX_WRITE ? "writing this file" : "reading this file",
        .object = normal,
        .allow = text != NULL ? allow : NULL,
        .path = text != NULL ? path : NULL,
        .silent = quiet || !sbx_program_on_stack() || sbx_reading_source(),
    });
    return -1;
}

/* The program's open() has asked for this very object, whose event comes
 * next: to ask twice would cost as much again.  Once, and by identity: the
 * object is an exact str or bytes.  Or it is known by its text. */
static __thread PyObject *passed;
static __thread unsigned passed_rights;

bool
sbx_open_passed(PyObject *path, unsigned rights)
{
    if (path == passed && passed != NULL && (rights & ~passed_rights) == 0) {
        passed = NULL;
        return true;
    }
    Py_ssize_t n = 0;
    const char *text =
        PyUnicode_CheckExact(path) ? PyUnicode_AsUTF8AndSize(path, &n) : NULL;
    PyErr_Clear();
    return text != NULL && *text == '/'
           && sbx_path_known(text, (size_t)n, rights);
}

int
sbx_check_open(PyObject *path, unsigned rights)
{
    return sbx_open_passed(path, rights) ? 0 : check_open(path, rights, false);
}

int
sbx_check_open_quietly(PyObject *path)
{
    return check_open(path, SBX_READ, true);
}

bool
sbx_reading_source(void)
{
    sbx_frame *f = compat_top();
    return f != NULL && sbx_trusted(f)
           && (f->f_globals == sbx_module_dict("linecache")
               || f->f_globals == sbx_module_dict("tokenize")
               || f->f_globals == sbx_module_dict("traceback"));
}

/* --- the program's open()
 * ------------------------------------------------------- */

/* A str, bytes or int of exactly that type, or NULL with an error. */
static PyObject *
exact_file(PyObject *file)
{
    if (PyLong_Check(file)) {
        long fd = PyLong_AsLong(file);
        return fd == -1 && PyErr_Occurred() ? NULL : PyLong_FromLong(fd);
    }
    Owned path = PyOS_FSPath(file);
    if (path == NULL) {
        return NULL;
    }
    return PyUnicode_Check(path)
               ? PyUnicode_FromObject(path)
               : PyBytes_FromStringAndSize(PyBytes_AS_STRING(path),
                                           PyBytes_GET_SIZE(path));
}

static PyObject *
exact_text(PyObject *o)
{
    return o != NULL && PyUnicode_Check(o) ? PyUnicode_FromObject(o)
                                           : Py_XNewRef(o);
}

static unsigned
rights_of_mode(const char *mode)
{
    unsigned rights = 0;
    for (; *mode != '\0'; mode++) {
        rights |= *mode == 'r'                   ? SBX_READ
                  : strchr("wax", *mode) != NULL ? SBX_WRITE
                  : *mode == '+'                 ? SBX_READ | SBX_WRITE
                                                 : 0;
    }
    return rights;
}

/* Whatever was given becomes of exact types. */
static PyObject *
open_any(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"file",     "mode",   "buffering",
                            "encoding", "errors", "newline",
                            "closefd",  "opener", NULL};
    PyObject *file, *mode = NULL, *encoding = Py_None, *errors = Py_None,
                    *newline = Py_None, *opener = Py_None;
    int buffering = -1, closefd = 1;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|OiOOOpO:open", names,
                                     &file, &mode, &buffering, &encoding,
                                     &errors, &newline, &closefd, &opener)) {
        return NULL;
    }
    if (opener != Py_None) {
        return sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.PermissionError,
            .rule = "open",
            .act = "open with",
            .object = "opener=",
            .reason = "the file must be opened by its path",
        });
    }
    Owned path = exact_file(file);
    Owned text = mode == NULL ? PyUnicode_FromString("r") : exact_text(mode);
    if (path == NULL || text == NULL) {
        return NULL;
    }
    const char *how = sbx_utf8(text);
    if (how == NULL) {
        PyErr_SetString(PyExc_TypeError, "open() argument 'mode' must be str");
        return NULL;
    }
    if (!PyLong_CheckExact(path)
        && sbx_check_open(path, rights_of_mode(how)) < 0) {
        return NULL;
    }
    Owned enc = exact_text(encoding);
    Owned err = exact_text(errors);
    Owned nl = exact_text(newline);
    passed = PyLong_CheckExact(path) ? NULL : path;
    passed_rights = rights_of_mode(how);
    PyObject *r = PyObject_CallFunction(real_open, "OOiOOOi", path, text,
                                        buffering, enc, err, nl, closefd);
    passed = NULL;
    return r;
}

/* Nothing there that code of the program could answer for. */
static bool
is_plain(PyObject *o)
{
    return PyUnicode_CheckExact(o) || PyLong_CheckExact(o) || o == Py_None
           || PyBool_Check(o);
}

/* The mode, if the arguments are what nearly every call has: plain objects, by
 * no name but these two.  Else NULL. */
static const char *
plain_mode(PyObject *const *args, Py_ssize_t n, PyObject *names)
{
    PyObject *mode = n > 1 ? args[1] : NULL;
    Py_ssize_t named = names == NULL ? 0 : PyTuple_GET_SIZE(names);
    if (n < 1 || n > 6 || !PyUnicode_CheckExact(args[0])) {
        return NULL;
    }
    for (Py_ssize_t i = 1; i < n + named; i++) {
        const char *name =
            i < n ? NULL : sbx_utf8(PyTuple_GET_ITEM(names, i - n));
        if (!is_plain(args[i])) {
            return NULL;
        }
        if (name != NULL && n < 2 && mode == NULL
            && strcmp(name, "mode") == 0) {
            mode = args[i];
        }
        else if (i >= n && (name == NULL || strcmp(name, "encoding") != 0)) {
            return NULL;
        }
    }
    return mode == NULL ? "r" : sbx_utf8(mode);
}

static PyObject *
program_open(PyObject *self, PyObject *const *args, Py_ssize_t n,
             PyObject *names)
{
    const char *mode = plain_mode(args, n, names);
    if (mode == NULL) {
        Py_ssize_t named = names == NULL ? 0 : PyTuple_GET_SIZE(names);
        Owned tuple = PyTuple_New(n);
        Owned dict = named == 0 ? NULL : PyDict_New();
        if (tuple == NULL || (named != 0 && dict == NULL)) {
            return NULL;
        }
        for (Py_ssize_t i = 0; i < n; i++) {
            PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
        }
        for (Py_ssize_t i = 0; i < named; i++) {
            if (PyDict_SetItem(dict, PyTuple_GET_ITEM(names, i), args[n + i])
                < 0) {
                return NULL;
            }
        }
        return open_any(self, tuple, dict);
    }
    unsigned rights = rights_of_mode(mode);
    if (sbx_check_open(args[0], rights) < 0) {
        return NULL;
    }
    passed = args[0];
    passed_rights = rights;
    PyObject *r = PyObject_Vectorcall(real_open, args, (size_t)n, names);
    passed = NULL;
    return r;
}

static PyMethodDef open_def = {"open",
                               (PyCFunction)(void (*)(void))program_open,
                               METH_FASTCALL | METH_KEYWORDS, NULL};

PyObject *
sbx_open_function(void)
{
    return PyCFunction_New(&open_def, NULL);
}

/* --- FileIO
 * ------------------------------------------------------------------------ */

/* tempfile opens by a function of its own, which opens by os.open(). */
static bool
is_tempfiles(PyObject *opener)
{
    sbx_frame *f = compat_top();
    PyObject *dict = sbx_module_dict("tempfile");
    return dict != NULL && f != NULL && sbx_trusted(f) && f->f_globals == dict
           && PyFunction_Check(opener)
           && PyFunction_GET_GLOBALS(opener) == dict;
}

/* Descriptors raise no event: only the standard streams may be wrapped, and
 * what was opened by os.open(). */
static int
check_fileio(PyObject *args, PyObject *kwargs)
{
    PyObject *file = PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0)
                     : kwargs != NULL ? PyDict_GetItemString(kwargs, "file")
                                      : NULL;
    PyObject *opener = PyTuple_GET_SIZE(args) > 3 ? PyTuple_GET_ITEM(args, 3)
                       : kwargs != NULL
                           ? PyDict_GetItemString(kwargs, "opener")
                           : NULL;
    if (file == NULL) {
        return 0; /* its own error */
    }
    if (PyLong_CheckExact(file) && (opener == NULL || opener == Py_None)) {
        long fd = PyLong_AsLong(file);
        if ((fd >= 0 && fd <= 2) || sbx_is_own_fd(file)) {
            return 0;
        }
        PyErr_Clear();
    }
    else if ((PyUnicode_CheckExact(file) || PyBytes_CheckExact(file))
             && (opener == NULL || opener == Py_None
                 || is_tempfiles(opener))) {
        return 0; /* the event decides */
    }
    sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.PermissionError,
        .rule = "open",
        .act = "open by",
        .object = "descriptor",
        .reason = "only the standard streams, and what os.open() gave, may be "
                  "opened by number",
    });
    return -1;
}

static int
guarded_fileio_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (sbx.running && check_fileio(args, kwargs) < 0) {
        return -1;
    }
    return real_fileio_init(self, args, kwargs);
}

int
sbx_files_install(void)
{
    Owned io = PyImport_ImportModule("_io");
    if (io == NULL) {
        return -1;
    }
    real_open = PyObject_GetAttrString(io, "open");
    FileIO = (PyTypeObject *)PyObject_GetAttrString(io, "FileIO");
    if (real_open == NULL || FileIO == NULL) {
        return -1;
    }
    real_fileio_init = FileIO->tp_init;
    FileIO->tp_init = guarded_fileio_init;
    sbx_patch_wrapper(FileIO, "__init__", (void *)guarded_fileio_init);
    return 0;
}
