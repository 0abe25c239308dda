// SPDX-License-Identifier: MIT
// Facades: an object in place of a module, where trusted code keeps a whole
// module within the program's reach (catch_warnings._module) or lets the
// program choose the attribute (redirect_stdout._stream).  Names: facade.def.

#include "hooks.h"
#include "views.h"

struct facade {
    PyObject_HEAD const char *module;
};

static const struct {
    const char *module, *name;
    bool write;
} names[] = {
#define READ(module, name) {module, name, false},
#define LIVE(module, name) {module, name, true},
#include "facade.def"
};
#define N_NAMES (sizeof names / sizeof *names)

static bool
has(const char *module, const char *name, bool write)
{
    for (size_t i = 0; name != NULL && i < N_NAMES; i++) {
        if (names[i].name[0] == name[0] && strcmp(names[i].name, name) == 0
            && strcmp(names[i].module, module) == 0) {
            return !write || names[i].write;
        }
    }
    return false;
}

PyObject *
sbx_live_names(const char *module, const struct sbx_import_rule *r)
{
    PyObject *set = PySet_New(NULL);
    for (size_t i = 0; set != NULL && i < N_NAMES; i++) {
        if (names[i].write && strcmp(names[i].module, module) == 0
            && (r->star || sbx.host->import_names(r, names[i].name))) {
            Owned name = PyUnicode_InternFromString(names[i].name);
            if (name == NULL || PySet_Add(set, name) < 0) {
                Py_CLEAR(set);
            }
        }
    }
    return set;
}

/* The name as an object, which asking a dict would otherwise make each time.
 * Borrowed. */
static PyObject *
name_object(const char *module)
{
    static PyObject *made[64];
    PyObject **slot = &made[sbx_hash(module) % 64];
    if (*slot == NULL || strcmp(PyUnicode_AsUTF8(*slot), module) != 0) {
        PyObject *name = PyUnicode_InternFromString(module);
        if (name == NULL || PyUnicode_AsUTF8(name) == NULL) {
            Py_XDECREF(name);
            PyErr_Clear();
            return NULL;
        }
        Py_XSETREF(*slot, name);
    }
    return *slot;
}

PyObject *
sbx_module_dict(const char *module)
{
    PyObject *name = name_object(module);
    PyObject *m =
        name == NULL ? NULL : PyDict_GetItemWithError(sbx.modules, name);
    if (m == NULL) {
        PyErr_Clear();
    }
    return m != NULL && PyModule_Check(m) ? PyModule_GetDict(m) : NULL;
}

static PyObject *
facade_getattr(PyObject *self, PyObject *name)
{
    const char *module = ((struct facade *)self)->module;
    PyObject *dict = sbx_module_dict(module);
    const char *text = sbx_utf8(name);
    if (dict == NULL || !has(module, text, false)) {
        return sbx_refuse_attribute(module, text != NULL ? text : "?");
    }
    PyObject *v = PyDict_GetItemWithError(dict, name);
    if (v == NULL && !PyErr_Occurred()) {
        PyErr_SetObject(PyExc_AttributeError, name);
    }
    return Py_XNewRef(v);
}

static int
facade_setattr(PyObject *self, PyObject *name, PyObject *value)
{
    const char *module = ((struct facade *)self)->module;
    PyObject *dict = sbx_module_dict(module);
    const char *text = sbx_utf8(name);
    if (value == NULL || dict == NULL || !has(module, text, true)) {
        sbx_refuse_attribute(module, text != NULL ? text : "?");
        return -1;
    }
    return PyDict_SetItem(dict, name, value);
}

static PyTypeObject Facade_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "module",
    .tp_basicsize = sizeof(struct facade),
    .tp_getattro = facade_getattr,
    .tp_setattro = facade_setattr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

PyObject *
sbx_facade(const char *module)
{
    if (PyType_Ready(&Facade_Type) < 0) {
        return NULL;
    }
    struct facade *f = PyObject_New(struct facade, &Facade_Type);
    if (f != NULL) {
        f->module = module;
    }
    return (PyObject *)f;
}
