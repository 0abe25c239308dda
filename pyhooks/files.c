// SPDX-License-Identifier: MIT
// Opening files.  The decision stands at the sink (the audit event `open`, and
// FileIO for descriptors, which raise none); the program's open() only turns
// its arguments into exact types first, so that what is checked is what is
// used.

#include "hooks.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

static PyObject *real_open;
static initproc real_fileio_init;
static PyTypeObject *FileIO;

/* --- may it? ---------------------------------------------------------------
 */

/* Follow the links of out[]; what stands there has no dots. */
static bool
follow(char *out)
{
    char real[PATH_MAX];
    if (realpath(out, real) == NULL) {
        return false;
    }
    strcpy(out, real);
    return true;
}

static bool resolve_links(const char *path, char *out, int links);

/* out[] is no file: does a link stand there that leads to none?  Whoever
 * creates a file by its name creates it where the link leads. */
static bool
follow_dangling(char *out, int links)
{
    char target[PATH_MAX], path[2 * PATH_MAX];
    ssize_t n = readlink(out, target, sizeof target - 1);
    if (n < 0) {
        return true;
    }
    target[n] = '\0';
    if (links == 0) {
        return false;
    }
    char *slash = strrchr(out, '/');
    snprintf(path, sizeof path, "%.*s%s",
             *target == '/' ? 0 : (int)(slash + 1 - out), out, target);
    return resolve_links(path, out, links - 1);
}

/* realpath(), but for a last part that need not be there.  glibc's asks by
 * access(), which the kernel layer refuses, where a path has `..` in it or
 * ends in a slash: so it gets the parts between them. */
static bool
resolve_links(const char *path, char *out, int links)
{
    bool resolved = true; /* all that stands in out[] */
    out[0] = '\0';
    if (*path != '/' && realpath(".", out) == NULL) {
        return false;
    }
    size_t n = strcmp(out, "/") == 0 ? 0 : strlen(out);
    for (;;) {
        path += strspn(path, "/");
        size_t len = strcspn(path, "/");
        if (len == 0) {
            break;
        }
        if (len == 2 && strncmp(path, "..", 2) == 0) {
            out[n] = '\0';
            if (!resolved && !follow(out)) {
                return false;
            }
            resolved = true;
            char *slash = strrchr(out, '/');
            n = slash == NULL ? 0 : (size_t)(slash - out);
        }
        else if (len != 1 || *path != '.') {
            if (n + len + 2 > PATH_MAX) {
                return false;
            }
            out[n] = '/';
            memcpy(out + n + 1, path, len);
            n += len + 1;
            resolved = false;
        }
        path += len;
    }
    if (n == 0) {
        out[n++] = '/';
    }
    out[n] = '\0';
    if (resolved || follow(out)) {
        return true;
    }
    char last[NAME_MAX + 2];
    char *slash = strrchr(out, '/');
    if (strlen(slash) >= sizeof last) {
        return false;
    }
    strcpy(last, slash);
    *slash = '\0';
    if (slash != out && !follow(out)) {
        return false;
    }
    n = strcmp(out, "/") == 0 ? 0 : strlen(out);
    if (n + strlen(last) >= PATH_MAX) {
        return false;
    }
    strcpy(out + n, last);
    return follow_dangling(out, links);
}

bool
sbx_path_granted(const char *path, unsigned rights, bool trusted)
{
    char cwd[PATH_MAX], normal[PATH_MAX], real[PATH_MAX];
    const struct sbx_policy *p = sbx.host->policy;
    if (*path != '/' && getcwd(cwd, sizeof cwd) == NULL) {
        return false;
    }
    if (sbx.host->path_normal(*path == '/' ? "/" : cwd, path, normal,
                              sizeof normal)
        < 0) {
        return false;
    }
    /* Lexically and in truth: "dir/../x" is not x where dir is a link. */
    return sbx.host->path(p, normal, rights, trusted) != NULL
           && resolve_links(path, real, 40) /* as many as the kernel's */
           && sbx.host->path(p, real, rights, trusted) != NULL;
}

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
 * object is an exact str or bytes. */
static __thread PyObject *passed;
static __thread unsigned passed_rights;

int
sbx_check_open(PyObject *path, unsigned rights)
{
    if (path == passed && passed != NULL && (rights & ~passed_rights) == 0) {
        passed = NULL;
        return 0;
    }
    return check_open(path, rights, false);
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

static PyObject *
program_open(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
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

static PyMethodDef open_def = {"open",
                               (PyCFunction)(void (*)(void))program_open,
                               METH_VARARGS | METH_KEYWORDS, NULL};

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
