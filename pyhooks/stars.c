// SPDX-License-Identifier: MIT
// Which names `module = *` grants: the public ones, without modules, and
// without what views.def OMITs.

#include "hooks.h"
#include "trust.h"
#include "views.h"

/* Names that `*` never grants (a policy may still name them), and public
 * names that are not in __all__. */
struct name_rule {
    const char *module, *name;
    bool omit;
};
static const struct name_rule name_rules[] = {
#define OMIT(module, name) {module, name, true},
#define EXTRA(module, name) {module, name, false},
#include "views.def"
};
#define N_NAME_RULES (sizeof name_rules / sizeof *name_rules)

/* Most modules have no rule; those that have are asked for each name. */
static bool
has_rules(const char *module)
{
    for (size_t i = 0; i < N_NAME_RULES; i++) {
        if (strcmp(name_rules[i].module, module) == 0) {
            return true;
        }
    }
    return false;
}

static const struct name_rule *
find_name_rule(const char *module, const char *name)
{
    for (const struct name_rule *r = name_rules; r < name_rules + N_NAME_RULES;
         r++) {
        if (r->name[0] == name[0] && strcmp(r->name, name) == 0
            && strcmp(r->module, module) == 0) {
            return r;
        }
    }
    return NULL;
}

int
sbx_view_put(PyObject *view, const char *module, PyObject *real, PyObject *key)
{
    Owned value = PyObject_GetAttr(real, key);
    if (value == NULL) {
        PyErr_Clear(); /* a name in __all__ that this build lacks */
        return 0;
    }
    if (PyModule_Check(value)) {
        /* os.path is the module posixpath. */
        Owned full = PyUnicode_FromFormat("%s.%U", module, key);
        PyObject *v = full == NULL ? NULL : sbx_view(full);
        PyErr_Clear();
        /* matplotlib.pyplot.style is matplotlib.style. */
        Owned own = v == NULL && sbx_is_package_module(module)
                        ? PyModule_GetNameObject(value)
                        : NULL;
        if (own != NULL
            && PyDict_GetItemWithError(sbx.modules, own) == value) {
            v = sbx_view(own);
        }
        PyErr_Clear();
        return v == NULL ? 0 : PyDict_SetItem(PyModule_GetDict(view), key, v);
    }
    return PyDict_SetItem(PyModule_GetDict(view), key, value);
}

/* The class or function belongs to the package, or it is a plain value: public
 * names of packages are also whatever they happen to have imported. */
static bool
belongs(PyObject *value, const char *module)
{
    if (Py_IS_TYPE(value, &PyUnicode_Type) || PyLong_CheckExact(value)
        || PyFloat_CheckExact(value) || PyComplex_CheckExact(value)
        || PyTuple_CheckExact(value) || PyBool_Check(value) || value == Py_None
        || value == Py_Ellipsis) {
        return true;
    }
    Owned own = PyObject_GetAttrString(value, "__module__");
    PyErr_Clear();
    if (own == NULL || !PyUnicode_Check(own)) {
        Py_XSETREF(own, PyObject_GetAttrString((PyObject *)Py_TYPE(value),
                                               "__module__"));
        PyErr_Clear();
    }
    const char *text = sbx_utf8(own);
    size_t n = strcspn(module, ".");
    return text != NULL && strncmp(text, module, n) == 0
           && (text[n] == '.' || text[n] == '\0');
}

/* EXTRA names, in spite of __all__. */
static int
put_extra(PyObject *view, const char *module, PyObject *real)
{
    for (const struct name_rule *r = name_rules; r < name_rules + N_NAME_RULES;
         r++) {
        if (r->omit || strcmp(r->module, module) != 0) {
            continue;
        }
        Owned key = PyUnicode_FromString(r->name);
        /* Not what a module's __getattr__ makes up, with a warning
         * (calendar.January in 3.12). */
        if (key != NULL
            && PyDict_GetItemWithError(PyModule_GetDict(real), key) == NULL) {
            continue;
        }
        if (key == NULL || sbx_view_put(view, module, real, key) < 0) {
            return -1;
        }
    }
    return 0;
}

static bool
is_omitted(const char *module, const char *name)
{
    const struct name_rule *r = find_name_rule(module, name);
    return r != NULL && r->omit;
}

/* Public names of a package's module that its __all__ lacks (numpy.abs). */
static int
put_unlisted(PyObject *view, const char *module, PyObject *real)
{
    Owned items = PyDict_Items(PyModule_GetDict(real));
    /* Of the package itself: programs ask; some make it up when asked. */
    Owned version = PyUnicode_FromString("__version__");
    if (strchr(module, '.') == NULL
        && (version == NULL
            || sbx_view_put(view, module, real, version) < 0)) {
        return -1;
    }
    for (Py_ssize_t i = 0; items != NULL && i < PyList_GET_SIZE(items); i++) {
        PyObject *key = PyTuple_GET_ITEM(PyList_GET_ITEM(items, i), 0);
        PyObject *value = PyTuple_GET_ITEM(PyList_GET_ITEM(items, i), 1);
        const char *name = sbx_utf8(key);
        if (name != NULL && name[0] != '_' && !is_omitted(module, name)
            && (PyModule_Check(value) || belongs(value, module))
            && sbx_view_put(view, module, real, key) < 0) {
            return -1;
        }
    }
    return items == NULL ? -1 : 0;
}

int
sbx_view_put_star(PyObject *view, const char *module, PyObject *real)
{
    PyObject *dict = PyModule_GetDict(real);
    PyObject *all = PyDict_GetItemString(dict, "__all__");
    bool package = sbx_is_package_module(module);
    bool rules = has_rules(module);
    bool listed = all != NULL && (PyList_Check(all) || PyTuple_Check(all));
    Owned names = listed ? PySequence_List(all) : PyDict_Keys(dict);
    Owned shown = PyList_New(0);
    if (names == NULL || shown == NULL || put_extra(view, module, real) < 0
        || (package && put_unlisted(view, module, real) < 0)) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(names) && (listed || !package);
         i++) {
        PyObject *key = PyList_GET_ITEM(names, i);
        const char *name = sbx_utf8(key);
        if (name == NULL || (all == NULL && name[0] == '_')
            || (rules && is_omitted(module, name))) {
            continue;
        }
        if (sbx_view_put(view, module, real, key) < 0
            || (all != NULL
                && PyDict_Contains(PyModule_GetDict(view), key) == 1
                && PyList_Append(shown, key) < 0)) {
            return -1;
        }
    }
    /* `from m import *` and pydoc-like code read it. */
    return all == NULL ? 0
                       : PyDict_SetItemString(PyModule_GetDict(view),
                                              "__all__", shown);
}
