// SPDX-License-Identifier: MIT
// The type of modules: views are read-only, and nobody gets the dictionary of
// a module that was not granted.

#include "freeze.h"
#include "hooks.h"
#include "refuse.h"
#include "trust.h"
#include "views.h"

static setattrofunc real_setattr;
static initproc real_init;

static int
guarded_setattr(PyObject *m, PyObject *name, PyObject *value)
{
    if (sbx.running && sbx_is_view(m)) {
        const char *text = sbx_utf8(name);
        sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.AttributeError,
            .rule = "attribute",
            .act = "setting module attribute",
            .object = text != NULL ? text : "?",
            .reason = "granted modules are read-only",
        });
        return -1;
    }
    return real_setattr(m, name, value);
}

static int
guarded_init(PyObject *m, PyObject *args, PyObject *kwargs)
{
    if (sbx.running && sbx_is_view(m)) {
        sbx_raise(sbx.AttributeError, "pysbx: granted modules are read-only");
        return -1;
    }
    return real_init(m, args, kwargs);
}

/* module.__dict__: of a view the program gets a proxy, and trusted code (which
 * wants a dict to run text in) a copy, since a C callable of the program may
 * ask while trusted code is on top.  A real module that the program should
 * never have got shows it nothing. */
static PyObject *
get_dict(PyObject *m, void *Py_UNUSED(closure))
{
    PyObject *d = PyModule_GetDict(m);
    if (d == NULL) {
        return NULL;
    }
    if (!sbx.running || d == sbx.main_dict) {
        return Py_NewRef(d);
    }
    if (sbx_is_view(m)) {
        return sbx_top_trusted() ? PyDict_Copy(d) : PyDictProxy_New(d);
    }
    if (sbx_top_trusted()) {
        return Py_NewRef(d);
    }
    Owned name = PyModule_GetNameObject(m);
    PyErr_Clear();
    if (name != NULL && PyDict_GetItemWithError(sbx.modules, name) == m) {
        return sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.AttributeError,
            .rule = "attribute",
            .act = "attribute",
            .object = "module.__dict__",
            .reason = "this module was not granted",
        });
    }
    PyErr_Clear();
    return Py_NewRef(d); /* a module that the program made itself */
}

static PyGetSetDef dict_def = {"__dict__", get_dict, NULL, NULL, NULL};

/* module.__dir__ insists on a dict. */
static PyObject *
module_dir(PyObject *m, PyObject *Py_UNUSED(ignored))
{
    PyObject *d = PyModule_GetDict(m);
    PyObject *own = sbx_is_view(m) ? NULL : PyDict_GetItemString(d, "__dir__");
    if (own != NULL) {
        return PyObject_CallNoArgs(own);
    }
    PyObject *keys = PyDict_Keys(d);
    if (keys != NULL && sbx_is_view(m)) {
        Owned hook = PyUnicode_FromString("__getattr__");
        Py_ssize_t at = hook == NULL ? -1 : PySequence_Index(keys, hook);
        if (at >= 0) {
            PySequence_DelItem(keys, at);
        }
        PyErr_Clear();
    }
    return keys;
}

static PyMethodDef dir_def = {"__dir__", module_dir, METH_NOARGS, NULL};

int
sbx_module_type_install(void)
{
    PyTypeObject *t = &PyModule_Type;
    if (sbx_guard_setattr(t, guarded_setattr, &real_setattr) < 0) {
        return -1;
    }
    real_init = t->tp_init;
    t->tp_init = guarded_init;
    sbx_patch_wrapper(t, "__init__", (void *)guarded_init);
    Owned dict = PyDescr_NewGetSet(t, &dict_def);
    Owned dir = PyDescr_NewMethod(t, &dir_def);
    PyObject *d = compat_type_dict(t);
    if (dict == NULL || dir == NULL
        || PyDict_SetItemString(d, "__dict__", dict) < 0
        || PyDict_SetItemString(d, "__dir__", dir) < 0) {
        return -1;
    }
    PyType_Modified(t);
    return 0;
}
