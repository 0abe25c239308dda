// SPDX-License-Identifier: MIT
// type.__subclasses__() leads to every class of the process.  The program gets
// it of its own classes; what abstract base classes ask is answered with
// stand-ins (docs/INTERPRETER.md).

#include "guards.h"
#include "hooks.h"
#include "refuse.h"
#include "trust.h"

/* type.__subclasses__: of the program's own classes only. */
static PyObject *original_subclasses;

/* In the answer to ABCMeta.__subclasscheck__ a class of the library is an
 * object that can be asked only what is asked there. */
struct stand_in {
    PyObject_HEAD PyObject *type;
};

static PyObject *
stand_in_check(PyObject *self, PyObject *sub)
{
    int r = PyObject_IsSubclass(sub, ((struct stand_in *)self)->type);
    return r < 0 ? NULL : PyBool_FromLong(r);
}

static PyMethodDef stand_in_methods[] = {
    {"__subclasscheck__", stand_in_check, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject StandIn_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pysbx.class",
    .tp_basicsize = sizeof(struct stand_in),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_methods = stand_in_methods,
};

static bool
is_program_type(PyObject *t)
{
    unsigned long flags = PyType_GetFlags((PyTypeObject *)t);
    return (flags & Py_TPFLAGS_HEAPTYPE) != 0
           && (flags & Py_TPFLAGS_IMMUTABLETYPE) == 0;
}

static PyObject *
with_stand_ins(PyObject *list)
{
    for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(list); i++) {
        PyObject *t = PyList_GET_ITEM(list, i);
        if (is_program_type(t)) {
            continue;
        }
        struct stand_in *s = PyObject_New(struct stand_in, &StandIn_Type);
        if (s == NULL) {
            Py_CLEAR(list);
            break;
        }
        s->type = Py_NewRef(t); /* library classes live for ever */
        PyList_SetItem(list, i, (PyObject *)s);
    }
    return list;
}

static PyObject *
guarded_subclasses(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    if (!sbx.running || is_program_type(self)
        || sbx_granted(ACT_real_subclasses, self)) {
        return PyObject_CallOneArg(original_subclasses, self);
    }
    if (sbx_granted(ACT_subclasses, self)) {
        return with_stand_ins(PyObject_CallOneArg(original_subclasses, self));
    }
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.AttributeError,
        .rule = "attribute",
        .act = "attribute",
        .object = "type.__subclasses__",
        .reason = "it leads to every class of the interpreter",
    });
}

PyObject *
sbx_subclasses(PyObject *type)
{
    return PyObject_CallOneArg(original_subclasses, type);
}

static PyMethodDef subclasses_def = {"__subclasses__", guarded_subclasses,
                                     METH_NOARGS, NULL};
static PyObject *installed_subclasses;

int
sbx_subclasses_install(void)
{
    PyObject *dict = compat_type_dict(&PyType_Type);
    original_subclasses =
        Py_XNewRef(PyDict_GetItemString(dict, "__subclasses__"));
    installed_subclasses = PyDescr_NewMethod(&PyType_Type, &subclasses_def);
    if (original_subclasses == NULL || installed_subclasses == NULL
        || PyType_Ready(&StandIn_Type) < 0
        || PyDict_SetItemString(dict, "__subclasses__", installed_subclasses)
               < 0) {
        return -1;
    }
    PyType_Modified(&PyType_Type);
    return 0;
}

int
sbx_subclasses_prove(void)
{
    return sbx_guard_prove(&PyType_Type, "__subclasses__",
                           installed_subclasses);
}
