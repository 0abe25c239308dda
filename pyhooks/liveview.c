// SPDX-License-Identifier: MIT
// Live views (sys, warnings, threading): the names that facade.def calls LIVE
// are read and written through, since programs replace them by custom and
// trusted code must see the replacement (sys.stdout).

#include "builtins.h"
#include "files.h"
#include "hooks.h"
#include "imports.h"
#include "program.h"
#include "views.h"

static PyTypeObject *LiveView;

/* Each live view, its real module's dict, and the names that are read and
 * written through: sys.stdout is looked up in every loop that prints. */
static struct live {
    PyObject *view, *dict, *names;
} lives[3];
static int n_lives;

static const struct live *
find_live(PyObject *view, PyObject *name)
{
    const struct live *l = lives;
    while (l->view != view && l < lives + 2) {
        l++;
    }
    return l->view == view && PyUnicode_CheckExact(name)
                   && PySet_Contains(l->names, name) == 1
               ? l
               : NULL;
}

static PyObject *
live_getattr(PyObject *self, PyObject *name)
{
    const struct live *l = find_live(self, name);
    PyObject *r = l == NULL ? NULL : PyDict_GetItemWithError(l->dict, name);
    return r != NULL ? Py_NewRef(r) : PyModule_Type.tp_getattro(self, name);
}

static int
live_setattr(PyObject *self, PyObject *name, PyObject *value)
{
    const struct live *l = value == NULL ? NULL : find_live(self, name);
    return l != NULL ? PyDict_SetItem(l->dict, name, value)
                     : PyModule_Type.tp_setattro(self, name, value);
}

static PyType_Slot slots[] = {
    {Py_tp_getattro, (void *)live_getattr},
    {Py_tp_setattro, (void *)live_setattr},
    {0, NULL},
};
static PyType_Spec spec = {
    .name = "module",
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};

static PyObject *
refuse_exit(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *code = Py_None;
    if (!sbx_may_exit()) {
        return sbx_refuse_exit("sys.exit");
    }
    if (PyArg_ParseTuple(args, "|O:exit", &code)) {
        PyErr_SetObject(PyExc_SystemExit, code);
    }
    return NULL;
}

static PyMethodDef exit_def = {"exit", refuse_exit, METH_VARARGS, NULL};

/* Not the function's __self__, which the program can read. */
static PyObject *real_setrecursionlimit;

/* sys.setrecursionlimit within the policy's limit. */
static PyObject *
set_recursion_limit(PyObject *Py_UNUSED(self), PyObject *arg)
{
    long n = PyLong_AsLong(arg);
    if (n == -1 && PyErr_Occurred()) {
        return NULL;
    }
    /* Programs ask for 10**6 as a matter of course: they get what there is. */
    uint64_t limit = sbx.host->policy->recursion.value;
    if (limit != 0 && n > 0 && (uint64_t)n > limit) {
        n = (long)limit;
    }
    Owned exact = PyLong_FromLong(n);
    return exact == NULL ? NULL
                         : PyObject_CallOneArg(real_setrecursionlimit, exact);
}

static PyMethodDef recursion_def = {"setrecursionlimit", set_recursion_limit,
                                    METH_O, NULL};

/* The program may change its own argv and implementation, not those that
 * trusted code reads (importlib: implementation.cache_tag). */
static int
copy_mutable(PyObject *d)
{
    PyObject *argv = PyDict_GetItemString(d, "argv");
    if (argv != NULL) {
        Owned copy = PySequence_List(argv);
        if (copy == NULL || PyDict_SetItemString(d, "argv", copy) < 0) {
            return -1;
        }
    }
    PyObject *impl = PyDict_GetItemString(d, "implementation");
    if (impl != NULL) {
        Owned fields = PyObject_GenericGetDict(impl, NULL);
        Owned none = PyTuple_New(0);
        Owned copy =
            fields == NULL || none == NULL
                ? NULL
                : PyObject_Call((PyObject *)Py_TYPE(impl), none, fields);
        if (copy == NULL
            || PyDict_SetItemString(d, "implementation", copy) < 0) {
            return -1;
        }
    }
    return 0;
}

int
sbx_views_adjust(const char *name, PyObject *view)
{
    PyObject *d = PyModule_GetDict(view);
    if (strcmp(name, "io") == 0 && PyDict_GetItemString(d, "open") != NULL) {
        Owned o = sbx_open_function();
        return o == NULL ? -1 : PyDict_SetItemString(d, "open", o);
    }
    if (strcmp(name, "importlib") == 0) {
        return sbx_import_view(d);
    }
    if (strcmp(name, "sys") != 0) {
        return 0;
    }
    if (!sbx.host->policy->exit.on
        && PyDict_GetItemString(d, "exit") != NULL) {
        Owned f = PyCFunction_New(&exit_def, NULL);
        if (f == NULL || PyDict_SetItemString(d, "exit", f) < 0) {
            return -1;
        }
    }
    PyObject *real = PyDict_GetItemString(d, "setrecursionlimit");
    if (real != NULL) {
        Py_XSETREF(real_setrecursionlimit, Py_NewRef(real));
        Owned f = PyCFunction_New(&recursion_def, NULL);
        if (f == NULL || PyDict_SetItemString(d, "setrecursionlimit", f) < 0) {
            return -1;
        }
    }
    if (copy_mutable(d) < 0) {
        return -1;
    }
    if (PyDict_GetItemString(d, "modules") != NULL) {
        PyObject *m = PySys_GetObject("modules");
        if (m == NULL || PyDict_SetItemString(d, "modules", m) < 0) {
            return -1;
        }
    }
    return 0;
}

bool
sbx_is_live(const char *module)
{
    static const char *const all[] = {"sys", "warnings", "threading", NULL};
    return sbx_in_list(all, module);
}

PyObject *
sbx_live_view(const char *name)
{
    if (n_lives == 3) {
        PyErr_SetString(PyExc_SystemError, "too many live views");
        return NULL;
    }
    struct live *l = &lives[n_lives++];
    const struct sbx_import_rule *r = sbx.host->import(sbx.host->policy, name);
    l->dict = Py_XNewRef(sbx_module_dict(name));
    l->names = r == NULL ? NULL : sbx_live_names(name, r);
    if (l->dict == NULL || l->names == NULL) {
        return NULL;
    }
    l->view = sbx_make_view(name, (PyObject *)LiveView);
    return l->view;
}

int
sbx_live_init(void)
{
    LiveView = (PyTypeObject *)PyType_FromSpecWithBases(
        &spec, (PyObject *)&PyModule_Type);
    return LiveView == NULL ? -1 : 0;
}
