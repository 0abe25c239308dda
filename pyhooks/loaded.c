// SPDX-License-Identifier: MIT
// Modules that come: each one that was loaded is guarded before the program
// can reach it.

#include "care.h"
#include "freeze.h"
#include "gates.h"
#include "guards.h"
#include "hooks.h"
#include "modules.h"
#include "trust.h"

static PyObject *seen; /* names that sbx_modules_sweep has been through */

int
sbx_loaded_init(void)
{
    seen = PySet_New(NULL);
    return seen == NULL ? -1 : 0;
}

void
sbx_module_loaded(const char *name, PyObject *module)
{
    PyObject *dict = PyModule_GetDict(module);
    /* First: care may put functions of ours in the place of granted ones. */
    sbx_grants_resolve(name, dict);
    if (sbx_gates_module(name, dict) < 0 || sbx_care_module(name, dict) < 0) {
        PyErr_Print();
        sbx.host->die("cannot guard module %s", name);
    }
    sbx_packages_strip(dict);
    if (sbx.running) {
        sbx_freeze_module(dict);
    }
}

/* Its body is still running: it comes again in the next sweep. */
static bool
is_initializing(PyObject *m)
{
    static PyObject *spec_name, *flag_name;
    if (flag_name == NULL) {
        spec_name = PyUnicode_InternFromString("__spec__");
        flag_name = PyUnicode_InternFromString("_initializing");
    }
    if (spec_name == NULL || flag_name == NULL) {
        return true;
    }
    Owned spec = PyObject_GetAttr(m, spec_name);
    Owned flag = spec == NULL ? NULL : PyObject_GetAttr(spec, flag_name);
    PyErr_Clear();
    return flag == Py_True;
}

void
sbx_modules_arrived(PyObject *name, PyObject *module)
{
    const char *text = sbx_utf8(name);
    if (text != NULL && PySet_Contains(seen, name) == 0
        && PyDict_GetItemWithError(sbx.modules, name) == module
        && !is_initializing(module) && PySet_Add(seen, name) == 0) {
        sbx_module_loaded(text, module);
    }
    PyErr_Clear();
}

void
sbx_modules_sweep(void)
{
    static Py_ssize_t size;
    bool again = false;
    if (PyDict_Size(sbx.modules) != size) {
        Owned keys = PyDict_Keys(sbx.modules);
        for (Py_ssize_t i = 0; keys != NULL && i < PyList_GET_SIZE(keys);
             i++) {
            PyObject *k = PyList_GET_ITEM(keys, i);
            const char *name = sbx_utf8(k);
            PyObject *m = PyDict_GetItemWithError(sbx.modules, k);
            if (name == NULL || m == NULL || !PyModule_Check(m)
                || PySet_Contains(seen, k) != 0
                || strcmp(name, "__main__") == 0) {
                continue;
            }
            if (is_initializing(m)) {
                again = true;
                continue;
            }
            PySet_Add(seen, k);
            sbx_module_loaded(name, m);
        }
        size = again ? -1 : PyDict_Size(sbx.modules);
    }
    sbx_freeze_section();
    PyErr_Clear();
}
