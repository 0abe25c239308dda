// SPDX-License-Identifier: MIT
// Functions of posix that take paths.  Their audit events decide by [files];
// here paths become exact strings first, so that what is checked is what is
// used.  Modes and times of files the kernel layer cannot hold (Landlock does
// not see them), so it refuses them all, and what can be done without them is
// done: a mode that a file has already, the present time, copies by shutil.

#include "files.h"
#include "gates.h"
#include "hooks.h"
#include "refuse.h"
#include "trust.h"
#include "views.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A path as it is, or the file's own directory where there is none. */
static PyObject *
exact(PyObject *o)
{
    if (o == NULL || o == Py_None) {
        return PyUnicode_FromString(".");
    }
    if (PyLong_Check(o)) {
        return Py_NewRef(o); /* a descriptor: the event refuses it */
    }
    Owned path = PyOS_FSPath(o);
    return path == NULL ? NULL
           : PyUnicode_Check(path)
               ? PyUnicode_FromObject(path)
               : PyBytes_FromStringAndSize(PyBytes_AS_STRING(path),
                                           PyBytes_GET_SIZE(path));
}

static bool
is_exact(PyObject *args, PyObject *kwargs, int n_paths)
{
    if (kwargs != NULL || PyTuple_GET_SIZE(args) < n_paths) {
        return false;
    }
    for (int i = 0; i < n_paths; i++) {
        PyObject *o = PyTuple_GET_ITEM(args, i);
        if (!PyUnicode_CheckExact(o) && !PyBytes_CheckExact(o)) {
            return false;
        }
    }
    return true;
}

/* The arguments with exact paths, in place of the references that are given;
 * kwargs become a dict of our own. */
static int
make_exact(const char *function, int n_paths, PyObject **args,
           PyObject **kwargs)
{
    static const char *const one[] = {"path"}, *const two[] = {"src", "dst"};
    const char *const *names = n_paths == 1 ? one : two;
    if (is_exact(*args, *kwargs, n_paths)) {
        return 0;
    }
    bool optional =
        strcmp(function, "listdir") == 0 || strcmp(function, "scandir") == 0;
    Owned list = PySequence_List(*args);
    Owned named = *kwargs == NULL ? NULL : PyDict_Copy(*kwargs);
    if (list == NULL || (named == NULL && *kwargs != NULL)) {
        return -1;
    }
    for (int i = 0; i < n_paths; i++) {
        PyObject *o =
            PyList_GET_SIZE(list) > i ? PyList_GET_ITEM(list, i) : NULL;
        PyObject *key = o != NULL || named == NULL
                            ? NULL
                            : PyDict_GetItemString(named, names[i]);
        if (o == NULL && key == NULL && !optional) {
            continue; /* its own error */
        }
        if (!optional && (o == Py_None || key == Py_None)) {
            continue;
        }
        Owned path = exact(o != NULL ? o : key);
        if (path == NULL) {
            return -1;
        }
        if (o != NULL     ? PyList_SetItem(list, i, Py_NewRef(path)) < 0
            : key != NULL ? PyDict_SetItemString(named, names[i], path) < 0
                          : PyList_Append(list, path) < 0) {
            return -1;
        }
    }
    PyObject *tuple = PyList_AsTuple(list);
    if (tuple == NULL) {
        return -1;
    }
    Py_SETREF(*args, tuple);
    Py_XSETREF(*kwargs, Py_XNewRef(named));
    return 0;
}

/* --- modes and times ------------------------------------------------------
 */

static PyObject *
argument(PyObject *args, PyObject *kwargs, Py_ssize_t i, const char *name)
{
    return i < PyTuple_GET_SIZE(args) ? PyTuple_GET_ITEM(args, i)
           : kwargs != NULL           ? PyDict_GetItemString(kwargs, name)
                                      : NULL;
}

static bool
called_by(const char *const *modules)
{
    sbx_frame *f = compat_top();
    for (; f != NULL && sbx_trusted(f) && *modules != NULL; modules++) {
        if (f->f_globals == sbx_module_dict(*modules)) {
            return true;
        }
    }
    return false;
}

/* ftruncate() to the size that it has sets a file's time; Landlock governs
 * the opening. */
static int
touch(const char *path)
{
    struct stat st;
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    int r = fd < 0                 ? -1
            : fstat(fd, &st) < 0   ? -1
            : !S_ISREG(st.st_mode) ? 0
                                   : ftruncate(fd, st.st_size);
    if (fd >= 0) {
        close(fd);
    }
    return r;
}

static PyObject *
change(PyObject *original, PyObject *args, PyObject *kwargs,
       enum sbx_file_call kind)
{
    PyObject *path = argument(args, kwargs, 0, "path");
    const char *text = path != NULL && PyBytes_Check(path)
                           ? PyBytes_AS_STRING(path)
                           : sbx_utf8(path);
    struct stat st;
    if ((sbx.host->layers & SBX_LAYER_KERNEL) == 0 || text == NULL) {
        return PyObject_Call(original, args, kwargs);
    }
    if (sbx_check_open(path, SBX_WRITE) < 0) {
        return NULL;
    }
    if (stat(text, &st) < 0) {
        return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
    }
    if (kind == SBX_CALL_MODE) {
        PyObject *mode = argument(args, kwargs, 1, "mode");
        long m = mode != NULL && PyLong_Check(mode) ? PyLong_AsLong(mode) : -1;
        PyErr_Clear();
        if (m >= 0 && (mode_t)m == (st.st_mode & 07777)) {
            Py_RETURN_NONE;
        }
    }
    if (kind == SBX_CALL_TIMES) {
        PyObject *times = argument(args, kwargs, 1, "times");
        PyObject *ns =
            kwargs == NULL ? NULL : PyDict_GetItemString(kwargs, "ns");
        if ((times == NULL || times == Py_None) && ns == NULL) {
            return touch(text) == 0 ? Py_NewRef(Py_None)
                                    : PyErr_SetFromErrnoWithFilenameObject(
                                        PyExc_OSError, path);
        }
    }
    /* shutil.copy() copies the contents all the same. */
    static const char *const copies[] = {"shutil", "tarfile", NULL};
    if (called_by(copies)) {
        Py_RETURN_NONE;
    }
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.PermissionError,
        .rule = "call",
        .act = kind == SBX_CALL_MODE    ? "changing a file's mode"
               : kind == SBX_CALL_TIMES ? "changing a file's times"
                                        : "changing a file's owner",
        .object = text,
        .reason = "the kernel layer cannot tell one file from another there",
        .path = path,
    });
}

/* --- descriptors that os.open() gave --------------------------------------
 */

static struct {
    dev_t dev;
    ino_t ino;
} opened[256];

void
sbx_remember_fd(PyObject *fd)
{
    long n = PyLong_AsLong(fd);
    struct stat st;
    PyErr_Clear();
    if (n > 2 && n < (long)(sizeof opened / sizeof *opened)
        && fstat((int)n, &st) == 0) {
        opened[n].dev = st.st_dev;
        opened[n].ino = st.st_ino;
    }
}

bool
sbx_is_own_fd(PyObject *fd)
{
    long n = PyLong_CheckExact(fd) ? PyLong_AsLong(fd) : -1;
    struct stat st;
    PyErr_Clear();
    return n > 2 && n < (long)(sizeof opened / sizeof *opened)
           && fstat((int)n, &st) == 0 && st.st_ino != 0
           && opened[n].ino == st.st_ino && opened[n].dev == st.st_dev;
}

PyObject *
sbx_file_call(PyObject *original, PyObject *args, PyObject *kwargs,
              int n_paths, enum sbx_file_call kind)
{
    const char *name = ((PyCFunctionObject *)original)->m_ml->ml_name;
    Owned own_args = Py_NewRef(args);
    Owned own_kwargs = Py_XNewRef(kwargs);
    if (make_exact(name, n_paths, &own_args, &own_kwargs) < 0) {
        return NULL;
    }
    PyObject *r = kind == SBX_CALL_PLAIN
                      ? PyObject_Call(original, own_args, own_kwargs)
                      : change(original, own_args, own_kwargs, kind);
    if (r != NULL && PyLong_CheckExact(r) && strcmp(name, "open") == 0) {
        sbx_remember_fd(r);
    }
    return r;
}

/* The current directory is told where the policy has to do with paths. */
bool
sbx_may_know_cwd(void)
{
    static const char *const modules[] = {
        "os.path", "posixpath", "pathlib",  "shutil",  "tempfile", "glob",
        "inspect", "doctest",   "unittest", "logging", NULL};
    static int answer = -1;
    const struct sbx_policy *p = sbx.host->policy;
    if (answer < 0) {
        answer = 0;
        for (const char *const *m = modules; *m != NULL; m++) {
            answer |= sbx.host->import(p, *m) != NULL;
        }
        for (size_t i = 0; i < p->paths.n; i++) {
            struct stat st;
            const struct sbx_path_rule *r = &p->paths.at[i];
            answer |= !r->trusted && !r->missing && stat(r->path, &st) == 0
                      && !S_ISCHR(st.st_mode);
        }
    }
    return answer;
}
