// SPDX-License-Identifier: MIT
// object.__getstate__ hands out the real __dict__ of whatever has one, classes
// and modules included.  The method stays what it is, since CPython's copying
// compares its address; a descriptor in front of it asks for whom.

#include "care.h"
#include "guards.h"
#include "hooks.h"

static PyMethodDef *real_def; /* object's own */
static PyObject *unbound;     /* what object.__getstate__ is */

static bool
is_guarded(PyObject *o)
{
    return sbx.running
           && (PyModule_Check(o) || PyType_Check(o) || sbx_is_fileio(o)
               || (PyFunction_Check(o)
                   && ((PyFunctionObject *)o)->func_builtins
                          == sbx.real_builtins));
}

static PyObject *
bind(PyObject *o)
{
    if (is_guarded(o)) {
        return PyErr_Format(PyExc_TypeError, "cannot pickle '%s' object",
                            Py_TYPE(o)->tp_name);
    }
    return PyCFunction_NewEx(real_def, o, NULL);
}

static PyObject *
call_unbound(PyObject *Py_UNUSED(self), PyObject *o)
{
    Owned method = bind(o);
    return method == NULL ? NULL : PyObject_CallNoArgs(method);
}

static PyMethodDef unbound_def = {"__getstate__", call_unbound, METH_O, NULL};

static PyObject *
getstate_get(PyObject *Py_UNUSED(self), PyObject *o, PyObject *Py_UNUSED(type))
{
    return o == NULL ? Py_NewRef(unbound) : bind(o);
}

static PyTypeObject GetState_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "method_descriptor",
    .tp_basicsize = sizeof(PyObject),
    .tp_descr_get = getstate_get,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

int
sbx_getstate_install(void)
{
    PyObject *dict = compat_type_dict(&PyBaseObject_Type);
    PyObject *old = PyDict_GetItemString(dict, "__getstate__");
    if (old == NULL || !Py_IS_TYPE(old, &PyMethodDescr_Type)
        || PyType_Ready(&GetState_Type) < 0) {
        return -1;
    }
    real_def = ((PyMethodDescrObject *)old)->d_method;
    unbound = PyCFunction_New(&unbound_def, NULL);
    Owned descriptor = PyType_GenericAlloc(&GetState_Type, 0);
    if (unbound == NULL || descriptor == NULL
        || PyDict_SetItemString(dict, "__getstate__", descriptor) < 0) {
        return -1;
    }
    PyType_Modified(&PyBaseObject_Type);
    return 0;
}
