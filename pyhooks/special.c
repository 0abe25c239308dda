// SPDX-License-Identifier: MIT
// Attribute guards with a rule of their own (see guards.c for the others).

#include "care.h"
#include "freeze.h"
#include "guards.h"
#include "hooks.h"
#include "refuse.h"
#include "trust.h"
#include "views.h"

enum { SELF_, OBJ_, CLASS_, FDICT_, QUALNAME_, ABSTRACT_, BASES_, N_SPECIAL };

static PyObject *original[N_SPECIAL];

static PyObject *
call_original(int which, PyObject *self)
{
    return Py_TYPE(original[which])
        ->tp_descr_get(original[which], self, (PyObject *)Py_TYPE(self));
}

static bool
is_real_module(PyObject *o)
{
    return o != NULL && PyModule_Check(o) && !sbx_is_view(o)
           && PyModule_GetDict(o) != sbx.main_dict;
}

/* builtin.__self__ of a module's function is the module. */
static PyObject *
get_self(PyObject *self, void *Py_UNUSED(closure))
{
    PyObject *r = call_original(SELF_, self);
    if (sbx.running && is_real_module(r)) {
        Owned real = r;
        if (sbx_top_trusted()) {
            /* inspect asks whether it is a module: an empty one. */
            Owned name = PyModule_GetNameObject(real);
            return name == NULL ? NULL : PyModule_NewObject(name);
        }
        return sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.AttributeError,
            .rule = "attribute",
            .act = "attribute",
            .object = "builtin_function_or_method.__self__",
            .reason = "it leads to a module",
        });
    }
    return r;
}

/* AttributeError.obj: never a module that the program was not given. */
static PyObject *
get_obj(PyObject *self, void *Py_UNUSED(closure))
{
    PyObject *r = call_original(OBJ_, self);
    if (sbx.running && is_real_module(r)) {
        Py_SETREF(r, Py_NewRef(Py_None));
    }
    return r;
}

static int
set_obj(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    return Py_TYPE(original[OBJ_])->tp_descr_set(original[OBJ_], self, value);
}

/* A view keeps its class: a subclass of module could bring other rules. */
static int
set_class(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    if (sbx.running && PyModule_Check(self) && sbx_is_view(self)) {
        sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.AttributeError,
            .rule = "attribute",
            .act = "setting attribute",
            .object = "module.__class__",
            .reason = "a granted module keeps its class",
        });
        return -1;
    }
    descrsetfunc set = Py_TYPE(original[CLASS_])->tp_descr_set;
    if (sbx.running && sbx_is_stand_in(self, value)) {
        return sbx_settle_stand_in(set, original[CLASS_], self, value);
    }
    return sbx_change_class(set, original[CLASS_], self, value);
}

/* The __dict__ of a function of the standard library is read-only. */
static PyObject *
get_function_dict(PyObject *self, void *Py_UNUSED(closure))
{
    PyObject *r = call_original(FDICT_, self);
    if (r != NULL && sbx.running && sbx_function_frozen(self)) {
        Owned real = r;
        return PyDictProxy_New(real);
    }
    return r;
}

static int
set_unless_frozen(int which, PyObject *self, PyObject *value)
{
    if (sbx.running && sbx_function_frozen(self)) {
        return sbx_refuse_frozen();
    }
    return Py_TYPE(original[which])
        ->tp_descr_set(original[which], self, value);
}

static int
set_function_dict(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    return set_unless_frozen(FDICT_, self, value);
}

/* By its qualname a frozen function is known (freeze.c). */
static int
set_qualname(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    return set_unless_frozen(QUALNAME_, self, value);
}

/* The one setter of type that does not ask whether the class is immutable. */
static int
set_abstract(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    if (sbx.running
        && PyType_HasFeature((PyTypeObject *)self, Py_TPFLAGS_IMMUTABLETYPE)) {
        PyErr_Format(PyExc_TypeError,
                     "cannot set '__abstractmethods__' attribute of "
                     "immutable type '%s'",
                     ((PyTypeObject *)self)->tp_name);
        return -1;
    }
    return Py_TYPE(original[ABSTRACT_])
        ->tp_descr_set(original[ABSTRACT_], self, value);
}

/* Nor does this one know classes that are open to their module only. */
static int
set_bases(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    if (sbx.running && sbx_is_late(self)) {
        PyErr_SetString(PyExc_TypeError,
                        "cannot set '__bases__' attribute of immutable type");
        return -1;
    }
    return Py_TYPE(original[BASES_])
        ->tp_descr_set(original[BASES_], self, value);
}

static struct {
    PyTypeObject *type;
    PyObject **type_ref; /* for types that are data behind a pointer */
    const char *name;
    PyObject *installed;
    PyGetSetDef def;
} special[N_SPECIAL] = {
    [SELF_] = {&PyCFunction_Type,
               NULL,
               "__self__",
               NULL,
               {"__self__", get_self, NULL, NULL, NULL}},
    [OBJ_] = {NULL,
              &PyExc_AttributeError,
              "obj",
              NULL,
              {"obj", get_obj, set_obj, NULL, NULL}},
    [CLASS_] = {&PyBaseObject_Type,
                NULL,
                "__class__",
                NULL,
                {"__class__", NULL, set_class, NULL, NULL}},
    [FDICT_] = {&PyFunction_Type,
                NULL,
                "__dict__",
                NULL,
                {"__dict__", get_function_dict, set_function_dict, NULL,
                 NULL}},
    [QUALNAME_] = {&PyFunction_Type,
                   NULL,
                   "__qualname__",
                   NULL,
                   {"__qualname__", NULL, set_qualname, NULL, NULL}},
    [ABSTRACT_] = {&PyType_Type,
                   NULL,
                   "__abstractmethods__",
                   NULL,
                   {"__abstractmethods__", NULL, set_abstract, NULL, NULL}},
    [BASES_] = {&PyType_Type,
                NULL,
                "__bases__",
                NULL,
                {"__bases__", NULL, set_bases, NULL, NULL}},
};

int
sbx_special_guards_install(void)
{
    for (int i = 0; i < N_SPECIAL; i++) {
        if (special[i].type == NULL) {
            special[i].type = (PyTypeObject *)*special[i].type_ref;
        }
        if (special[i].def.get == NULL) {
            /* Only writing is guarded: reading stays as fast as it was. */
            PyObject *old = PyDict_GetItemString(
                compat_type_dict(special[i].type), special[i].name);
            if (old == NULL || !Py_IS_TYPE(old, &PyGetSetDescr_Type)) {
                PyErr_SetString(PyExc_SystemError, special[i].name);
                return -1;
            }
            special[i].def.get = ((PyGetSetDescrObject *)old)->d_getset->get;
        }
        special[i].installed =
            sbx_guard_install(special[i].type, &special[i].def, &original[i]);
        if (special[i].installed == NULL) {
            return -1;
        }
    }
    return 0;
}

int
sbx_special_guards_prove(void)
{
    for (int i = 0; i < N_SPECIAL; i++) {
        if (sbx_guard_prove(special[i].type, special[i].name,
                            special[i].installed)
            < 0) {
            return -1;
        }
    }
    return 0;
}
