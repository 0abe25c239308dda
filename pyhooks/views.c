// SPDX-License-Identifier: MIT
// Views: what the program receives from `import m`.  A view is a plain module
// object that holds only the granted attributes, so that look-ups run at full
// speed; what is missing goes to a module-level __getattr__ that explains.
// Views are read-only (moduletype.c) and never hold modules other than views.

#include "gates.h"
#include "hooks.h"
#include "imports.h"
#include "modules.h"
#include "refuse.h"
#include "trust.h"
#include "views.h"

static PyObject *views;   /* name -> view */
static PyObject *viewset; /* address -> name: __name__ can be forged */

bool
sbx_is_view(PyObject *module)
{
    return sbx_view_name(module) != NULL;
}

const char *
sbx_view_name(PyObject *module)
{
    Owned address = viewset == NULL ? NULL : PyLong_FromVoidPtr(module);
    return address == NULL
               ? NULL
               : sbx_utf8(PyDict_GetItemWithError(viewset, address));
}

/* --- what is missing
 * ----------------------------------------------------------- */

PyObject *
sbx_refuse_attribute(const char *module, const char *name)
{
    Owned key = PyUnicode_FromString(module);
    PyObject *real =
        key == NULL ? NULL : PyDict_GetItemWithError(sbx.modules, key);
    PyObject *dict =
        real != NULL && PyModule_Check(real) ? PyModule_GetDict(real) : NULL;
    if (dict == NULL || PyDict_GetItemString(dict, name) == NULL) {
        PyErr_Format(PyExc_AttributeError, "module '%s' has no attribute '%s'",
                     module, name);
        return NULL;
    }
    char object[200];
    char allow[256];
    snprintf(object, sizeof object, "%s.%s", module, name);
    if (PyModule_Check(PyDict_GetItemString(dict, name))) {
        snprintf(allow, sizeof allow, "[imports] %s.%s = *", module, name);
    }
    else {
        snprintf(allow, sizeof allow, "[imports] %s = %s", module, name);
    }
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.AttributeError,
        .rule = "attribute",
        .act = "use of",
        .object = object,
        .reason = sbx_is_futile(object) ? "no policy can allow it" : NULL,
        .allow = sbx_is_futile(object) ? NULL : allow,
    });
}

static PyObject *
view_getattr(PyObject *self, PyObject *name)
{
    const char *module = sbx_utf8(self);
    const char *text = sbx_utf8(name);
    if (module == NULL || text == NULL) {
        PyErr_SetObject(PyExc_AttributeError, name);
        return NULL;
    }
    /* CPython asks every module for these. */
    if (text[0] == '_' && text[1] == '_') {
        PyErr_Format(PyExc_AttributeError, "module '%s' has no attribute '%s'",
                     module, text);
        return NULL;
    }
    return sbx_refuse_attribute(module, text);
}

static PyMethodDef getattr_def = {"__getattr__", view_getattr, METH_O, NULL};

/* --- making
 * ---------------------------------------------------------------------- */

PyObject *
sbx_make_view(const char *name, PyObject *type)
{
    Owned text = PyUnicode_FromString(name);
    Owned hook = text == NULL ? NULL : PyCFunction_New(&getattr_def, text);
    PyObject *m = hook == NULL   ? NULL
                  : type == NULL ? PyModule_NewObject(text)
                                 : PyObject_CallOneArg(type, text);
    Owned address = m == NULL ? NULL : PyLong_FromVoidPtr(m);
    Py_XINCREF(m); /* for ever: its address stands for it */
    if (address == NULL || PyDict_SetItem(viewset, address, text) < 0
        || PyDict_SetItemString(PyModule_GetDict(m), "__getattr__", hook)
               < 0) {
        Py_CLEAR(m);
    }
    return m;
}

/* A module that its package has under another name (numpy.rec): it cannot be
 * imported, but it is there; borrowed, or NULL with the error of importing. */
static PyObject *
alias(PyObject *name)
{
    const char *text = sbx_utf8(name);
    const char *dot = text == NULL ? NULL : strrchr(text, '.');
    if (dot == NULL || !PyErr_ExceptionMatches(PyExc_ModuleNotFoundError)) {
        return NULL;
    }
    Owned parent = PyUnicode_FromStringAndSize(text, dot - text);
    PyObject *dict = parent == NULL ? NULL : sbx_module_dict(sbx_utf8(parent));
    PyObject *m = dict == NULL ? NULL : PyDict_GetItemString(dict, dot + 1);
    if (m == NULL || !PyModule_Check(m)) {
        return NULL;
    }
    PyErr_Clear();
    return m;
}

/* Of what `*` gave, the names that the rule has. */
static int
keep_named(PyObject *view, const struct sbx_import_rule *rule)
{
    PyObject *dict = PyModule_GetDict(view);
    Owned keys = PyDict_Keys(dict);
    for (Py_ssize_t i = 0; keys != NULL && i < PyList_GET_SIZE(keys); i++) {
        const char *name = sbx_utf8(PyList_GET_ITEM(keys, i));
        if (name == NULL
            || (strcmp(name, "__all__") != 0
                && (strncmp(name, "__", 2) == 0
                    || sbx.host->import_names(rule, name)))) {
            continue;
        }
        if (PyDict_DelItem(dict, PyList_GET_ITEM(keys, i)) < 0) {
            return -1;
        }
    }
    return keys == NULL ? -1 : 0;
}

static PyObject *
load(PyObject *name)
{
    struct sbx_section s;
    sbx_section_enter(&s);
    Owned top = PyImport_ImportModuleLevelObject(name, NULL, NULL, NULL, 0);
    PyObject *real =
        top == NULL ? NULL : PyDict_GetItemWithError(sbx.modules, name);
    if (real == NULL) {
        real = alias(name);
    }
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    if (s.outer == NULL) {
        sbx_modules_sweep(); /* not in the middle of another import */
    }
    PyErr_Restore(type, value, trace);
    sbx_section_leave(&s);
    return real;
}

/* Sub-modules that are granted and were loaded already, as attributes. */
static void
attach_children(const char *name)
{
    size_t n = strlen(name), at = 0;
    for (const char *m; (m = sbx_granted_of(name, n, &at)) != NULL;) {
        if (m[n] == '.') {
            Owned child = PyUnicode_FromString(m);
            if (child != NULL
                && PyDict_GetItemWithError(sbx.modules, child) != NULL) {
                sbx_view(child);
            }
            PyErr_Clear();
        }
    }
}

static int
attach_to_parent(const char *name, PyObject *view)
{
    const char *dot = strrchr(name, '.');
    if (dot == NULL) {
        return 0;
    }
    Owned parent = PyUnicode_FromStringAndSize(name, dot - name);
    /* sympy.simplify is a function of sympy, and a module that holds it. */
    PyObject *real = parent == NULL ? NULL : sbx_module_dict(sbx_utf8(parent));
    real = real == NULL ? NULL : PyDict_GetItemString(real, dot + 1);
    if (real != NULL && !PyModule_Check(real)) {
        return 0;
    }
    PyObject *v = parent == NULL ? NULL : sbx_view(parent);
    if (v == NULL && parent != NULL && !PyErr_Occurred()) {
        v = sbx_empty_view(parent);
    }
    if (v == NULL) {
        PyErr_Clear();
        return 0;
    }
    return PyDict_SetItemString(PyModule_GetDict(v), dot + 1, view);
}

PyObject *
sbx_known_view(PyObject *name)
{
    return PyDict_GetItemWithError(views, name);
}

PyObject *
sbx_view(PyObject *name)
{
    PyObject *known = PyDict_GetItemWithError(views, name);
    if (known != NULL) {
        return known;
    }
    const char *text = sbx_utf8(name);
    const struct sbx_import_rule *rule =
        text == NULL ? NULL : sbx.host->import(sbx.host->policy, text);
    if (rule == NULL) {
        return NULL;
    }
    if (strcmp(text, "builtins") == 0) {
        return sbx.program_builtins;
    }
    PyObject *real = load(name);
    if (real == NULL || !PyModule_Check(real)) {
        return NULL;
    }
    Owned view =
        sbx_is_live(text) ? sbx_live_view(text) : sbx_make_view(text, NULL);
    if (view == NULL || PyDict_SetItem(views, name, view) < 0) {
        return NULL;
    }
    static const char *const told[] = {"__doc__", "__package__"};
    for (int i = 0; i < 2; i++) {
        PyObject *o = PyDict_GetItemString(PyModule_GetDict(real), told[i]);
        if (o != NULL && PyUnicode_CheckExact(o)) {
            PyDict_SetItemString(PyModule_GetDict(view), told[i], o);
        }
    }
    int failed = rule->star || rule->public_only
                     ? sbx_view_put_star(view, text, real)
                     : 0;
    if (failed == 0 && rule->public_only) {
        failed = keep_named(view, rule);
    }
    for (size_t i = 0; failed == 0 && !rule->public_only && i < rule->n_attrs;
         i++) {
        Owned key = PyUnicode_FromString(rule->attrs[i]);
        failed = key == NULL ? -1 : sbx_view_put(view, text, real, key);
    }
    if (failed == 0) {
        failed = sbx_views_adjust(text, view);
    }
    if (failed < 0 || attach_to_parent(text, view) < 0) {
        PyDict_DelItem(views, name);
        return NULL;
    }
    attach_children(text);
    return PyDict_GetItemWithError(views, name);
}

PyObject *
sbx_empty_view(PyObject *name)
{
    PyObject *known = PyDict_GetItemWithError(views, name);
    const char *text = sbx_utf8(name);
    if (known != NULL || text == NULL) {
        return known;
    }
    Owned view = sbx_make_view(text, NULL);
    if (view == NULL || PyDict_SetItem(views, name, view) < 0
        || attach_to_parent(text, view) < 0) {
        return NULL;
    }
    return PyDict_GetItemWithError(views, name);
}

int
sbx_views_init(void)
{
    views = PyDict_New();
    viewset = PyDict_New();
    return views == NULL || viewset == NULL ? -1 : sbx_module_type_install();
}
