// SPDX-License-Identifier: MIT
// Attributes that lead out: descriptors of built-in types are exchanged while
// a block is active.  The rows are those of the interpreter layer.

#include "guard.h"

enum row { ALWAYS, MODULES }; /* MODULES: where the value is a module */

static struct guard {
    PyTypeObject *type;
    const char *name, *leads_to;
    enum row row;
    PyObject *original, *ours;
    PyGetSetDef def;
} guards[] = {
#define GUARD(type, name, read, write, leads_to) \
    {&type, name, leads_to, ALWAYS, NULL, NULL, {0}},
#define SHOW(type, name, read, leads_to) \
    {&type, name, leads_to, ALWAYS, NULL, NULL, {0}},
#include "../guards.def"
    {&PyCFunction_Type, "__self__", "a module", MODULES, NULL, NULL, {0}},
    {&PyModule_Type,
     "__dict__",
     "all that a module has",
     ALWAYS,
     NULL,
     NULL,
     {0}},
};
#define N_GUARDS (sizeof guards / sizeof *guards)

/* What looks at functions, code and frames for honest programs.  Their work
 * on behalf of a block may be misused: docs/PYTHON.md. */
static const char *const lookers[] = {
    "abc",
    "asyncio",
    "collections",
    "contextlib",
    "dataclasses",
    "enum",
    "functools",
    "importlib",
    "inspect",
    "linecache",
    "logging",
    "pysbx",
    "traceback",
    "types",
    "typing",
    "unittest",
    "warnings",
    "_weakrefset",
    "ast",
    "copyreg",
    "threading",
    "_frozen_importlib",
    "_frozen_importlib_external",
    NULL,
};

static bool
allowed(void)
{
    struct sbx_who w;
    if (!sbx_guarded(&w)) {
        return true;
    }
    return w.trusted && (sbx_in_import() || sbx_top_is_of(lookers));
}

static PyObject *
refuse(const struct guard *g, const char *act)
{
    char object[96], reason[96];
    snprintf(object, sizeof object, "%s.%s", g->type->tp_name, g->name);
    snprintf(reason, sizeof reason, "it leads to %s", g->leads_to);
    return sbx_no(SBX_ATTRIBUTE, act, object, reason, NULL);
}

static PyObject *
guard_get(PyObject *self, void *closure)
{
    const struct guard *g = closure;
    if (g->row == ALWAYS && !allowed()) {
        return refuse(g, "attribute");
    }
    PyObject *r =
        Py_TYPE(g->original)
            ->tp_descr_get(g->original, self, (PyObject *)Py_TYPE(self));
    if (r != NULL && g->row == MODULES && PyModule_Check(r) && !allowed()) {
        Py_DECREF(r);
        return refuse(g, "attribute");
    }
    return r;
}

static int
guard_set(PyObject *self, PyObject *value, void *closure)
{
    const struct guard *g = closure;
    descrsetfunc set = Py_TYPE(g->original)->tp_descr_set;
    if (!allowed()) {
        refuse(g, "setting attribute");
        return -1;
    }
    if (set == NULL) {
        PyErr_SetString(PyExc_AttributeError, "readonly attribute");
        return -1;
    }
    return set(g->original, self, value);
}

int
sbx_attributes_on(void)
{
    for (struct guard *g = guards; g < guards + N_GUARDS; g++) {
        PyObject *dict = compat_type_dict(g->type);
        if (g->original == NULL) {
            PyObject *old = PyDict_GetItemString(dict, g->name);
            if (old == NULL || Py_TYPE(old)->tp_descr_get == NULL) {
                PyErr_Format(PyExc_RuntimeError,
                             "%s.%s is not where CPython %s has it",
                             g->type->tp_name, g->name, PY_VERSION);
                return -1;
            }
            g->def = (PyGetSetDef){g->name, guard_get, guard_set, NULL, g};
            g->ours = PyDescr_NewGetSet(g->type, &g->def);
            if (g->ours == NULL) {
                return -1;
            }
            g->original = Py_NewRef(old);
        }
        if (PyDict_SetItemString(dict, g->name, g->ours) < 0) {
            return -1;
        }
        PyType_Modified(g->type);
        Owned s = PyUnicode_InternFromString(g->name);
        if (s == NULL || _PyType_Lookup(g->type, s) != g->ours) {
            PyErr_Format(PyExc_RuntimeError,
                         "the guard of %s.%s is not in force",
                         g->type->tp_name, g->name);
            return -1;
        }
    }
    return 0;
}

void
sbx_attributes_off(void)
{
    for (struct guard *g = guards; g < guards + N_GUARDS; g++) {
        if (g->original != NULL) {
            PyDict_SetItemString(compat_type_dict(g->type), g->name,
                                 g->original);
            PyType_Modified(g->type);
        }
    }
}
