// SPDX-License-Identifier: MIT
// The extension module that pysbx/_guard.py loads: pysbx-guard-3.X.so.  One
// for the process: what it changes is the process's.

#include "guard.h"

static PyObject *
setup(PyObject *Py_UNUSED(self), PyObject *errors)
{
    return sbx_refuse_init(errors) < 0 || sbx_who_init() < 0
                   || PyType_Ready(&sbx_view_type) < 0 || sbx_hook_init() < 0
               ? NULL
               : Py_NewRef(Py_None);
}

static PyMethodDef methods[] = {
    {"setup", setup, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                                        .m_name = "_pysbx_guard", .m_size = -1,
                                        .m_methods = methods};

PyMODINIT_FUNC PyInit__pysbx_guard(void);

PyMODINIT_FUNC
PyInit__pysbx_guard(void)
{
    static PyObject *module; /* a second import gives the same */
    if (module != NULL) {
        return Py_NewRef(module);
    }
    Owned m = PyModule_Create(&definition);
    if (m == NULL || PyType_Ready(&sbx_policy_type) < 0
        || PyModule_AddObjectRef(m, "Policy", (PyObject *)&sbx_policy_type) < 0
        || PyModule_AddFunctions(m, sbx_block_methods) < 0
        || PyModule_AddFunctions(m, sbx_lock_methods) < 0) {
        return NULL;
    }
    module = Py_NewRef(m);
    return Py_NewRef(m);
}
