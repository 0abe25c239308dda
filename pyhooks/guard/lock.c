// SPDX-License-Identifier: MIT
// pysbx.lock(): the process becomes a sandbox, for good.  First a child tries
// the whole of it, so that what the kernel refuses is an error and not half a
// lock.

#include "guard.h"

#include "core.h"
#include "kernel.h"
#include "start.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void
enforce(const struct sbx_policy *p)
{
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) {
        sbx_die("prctl(PR_SET_DUMPABLE): %s", strerror(errno));
    }
    sbx_limits_enforce(p);
    sbx_landlock_enforce(p);
    sbx_seccomp_enforce(p);
    sbx_kernel_prove(p);
}

static const struct sbx_policy *
policy_in(PyObject *o)
{
    if (!Py_IS_TYPE(o, &sbx_policy_type)) {
        PyErr_SetString(PyExc_TypeError, "no policy");
        return NULL;
    }
    return ((struct sbx_policy_object *)o)->p;
}

/* Would it do?  None, or what the kernel says. */
static PyObject *
rehearse(PyObject *Py_UNUSED(self), PyObject *object)
{
    const struct sbx_policy *p = policy_in(object);
    struct sbx_error err;
    int fd[2], status = 0;
    char text[1024];

    if (p == NULL) {
        return NULL;
    }
    if (sbx_policy_unsupported(p, &err) < 0) {
        return PyUnicode_DecodeUTF8(err.text, (Py_ssize_t)strlen(err.text),
                                    "replace");
    }
    if (pipe(fd) < 0) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    pid_t pid = fork();
    if (pid == 0) {
        sbx_die_to(fd[1]);
        enforce(p);
        sbx_exit(0);
    }
    close(fd[1]);
    ssize_t n = 0, r;
    while (pid > 0 && n < (ssize_t)sizeof text
           && ((r = read(fd[0], text + n, sizeof text - (size_t)n)) > 0
               || (r < 0 && errno == EINTR))) {
        n += r > 0 ? r : 0;
    }
    close(fd[0]);
    if (pid < 0) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        Py_RETURN_NONE;
    }
    return n > 0 ? PyUnicode_DecodeUTF8(text, n, "replace")
                 : PyUnicode_FromString("the kernel layer cannot be had");
}

/* After rehearse().  (the ABI of Landlock, is there a filter?) */
static PyObject *
kernel(PyObject *Py_UNUSED(self), PyObject *object)
{
    const struct sbx_policy *p = policy_in(object);
    if (p == NULL) {
        return NULL;
    }
    Py_INCREF(object); /* the handler of refused calls looks at it */
    enforce(p);
    return Py_BuildValue("iN", sbx_kernel.landlock,
                         PyBool_FromLong(sbx_kernel.seccomp));
}

/* --- the interpreter -------------------------------------------------------
 */

static bool
is_in(PyObject *const *spaces, Py_ssize_t n, const PyObject *globals)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        if (spaces[i] == globals) {
            return true;
        }
    }
    return false;
}

/* A suspended generator or coroutine. */
static void
convert_suspended(PyObject *o, PyObject *const *spaces, Py_ssize_t n,
                  PyObject *builtins)
{
    PyGenObject *g = (PyGenObject *)o;
    sbx_frame *f = (sbx_frame *)&g->gi_iframe;
    if (g->gi_frame_state < 0 && is_in(spaces, n, f->f_globals)) {
        f->f_builtins = builtins;
    }
}

/* Functions, frames and generators with these globals get these builtins;
 * from now on nothing in this process is unguarded. */
static PyObject *
convert(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *view, *spaces, *objects;
    if (!PyArg_ParseTuple(args, "O!O!O!", &sbx_view_type, &view, &PyList_Type,
                          &spaces, &PyList_Type, &objects)) {
        return NULL;
    }
    PyObject *dict = PyModule_GetDict(view);
    PyObject *g = PyDict_GetItem(dict, sbx_mark);
    if (g == NULL || sbx_install() < 0) {
        return PyErr_Occurred() ? NULL
                                : PyErr_Format(PyExc_TypeError, "no builtins");
    }
    Py_INCREF(view); /* frames borrow its dictionary */
    Py_INCREF(spaces);
    PyObject *const *at = &PyList_GET_ITEM(spaces, 0);
    Py_ssize_t n = PyList_GET_SIZE(spaces);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(objects); i++) {
        PyObject *o = PyList_GET_ITEM(objects, i);
        if (PyFunction_Check(o) && is_in(at, n, PyFunction_GET_GLOBALS(o))) {
            Py_XSETREF(((PyFunctionObject *)o)->func_builtins,
                       Py_NewRef(dict));
        }
        else if (PyGen_Check(o) || PyCoro_CheckExact(o)
                 || PyAsyncGen_CheckExact(o)) {
            convert_suspended(o, at, n, dict);
        }
    }
    for (sbx_frame *f = compat_top(); f != NULL; f = compat_previous(f)) {
        if (is_in(at, n, f->f_globals)) {
            f->f_builtins = dict;
        }
    }
    sbx_lock_all((struct sbx_guard *)g);
    Py_RETURN_NONE;
}

PyMethodDef sbx_lock_methods[] = {
    {"rehearse", rehearse, METH_O, NULL},
    {"kernel", kernel, METH_O, NULL},
    {"convert", convert, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
