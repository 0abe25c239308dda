// SPDX-License-Identifier: MIT
// Callables that are replaced while they run: their owners borrow them, and
// what is freed in a call is used after it.  What was replaced is kept alive,
// for ever where nothing tells when the call ends (nobody honest does it).

#include "care.h"
#include "freeze.h"
#include "mend.h"

#include <structmember.h>

/* --- property, super, classmethod, staticmethod: initialized anew ---------
 */

struct parts {
    PyObject_HEAD PyObject *part[4];
};

static void
keep_parts(PyObject *self, int n)
{
    for (int i = 0; i < n; i++) {
        Py_XINCREF(((struct parts *)self)->part[i]);
    }
}

#define KEEPS(name, n)                                                   \
    static initproc real_##name;                                         \
    static int init_##name(PyObject *self, PyObject *args, PyObject *kw) \
    {                                                                    \
        keep_parts(self, n);                                             \
        return real_##name(self, args, kw);                              \
    }
KEEPS(property, 4) /* get, set, del, doc */
KEEPS(super, 3)    /* type, object, its type */
KEEPS(classmethod, 1)
KEEPS(staticmethod, 1)

static ternaryfunc real_static_call;

static PyObject *
static_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    Owned f = Py_XNewRef(((struct parts *)self)->part[0]);
    if (f == NULL) {
        PyErr_SetString(PyExc_RuntimeError,
                        "uninitialized staticmethod object");
        return NULL;
    }
    return real_static_call(self, args, kwargs);
}

/* A super that was never initialized has no type to look in (3.13). */
static descrgetfunc real_super_get;

static PyObject *
super_get(PyObject *self, PyObject *object, PyObject *type)
{
    if (((struct parts *)self)->part[0] == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "super(): not initialized");
        return NULL;
    }
    return real_super_get(self, object, type);
}

int
sbx_mend_calls(void)
{
    real_super_get = PySuper_Type.tp_descr_get;
    PySuper_Type.tp_descr_get = super_get;
    sbx_patch_wrapper(&PySuper_Type, "__get__", (void *)super_get);
    sbx_mend_init(&PyProperty_Type, init_property, &real_property);
    sbx_mend_init(&PySuper_Type, init_super, &real_super);
    sbx_mend_init(&PyClassMethod_Type, init_classmethod, &real_classmethod);
    sbx_mend_init(&PyStaticMethod_Type, init_staticmethod, &real_staticmethod);
    PyTypeObject *t = &PyStaticMethod_Type;
    real_static_call = t->tp_call;
    t->tp_call = static_call;
    sbx_patch_wrapper(t, "__call__", (void *)static_call);
    PyType_Modified(t);
    return 0;
}

/* --- functools.partial, cmp_to_key ----------------------------------------
 */

static PyTypeObject *Partial;

static int
is_fresh(struct sbx_hold *Py_UNUSED(h), PyObject *self)
{
    Owned args = sbx_own_attribute(Partial, "args", self);
    Owned keywords = sbx_own_attribute(Partial, "keywords", self);
    if (args == NULL || keywords == NULL) {
        return -1;
    }
    if (sbx.running
        && (PyObject_Size(args) != 0 || PyObject_Size(keywords) != 0)) {
        PyErr_SetString(PyExc_TypeError,
                        "pysbx: only a fresh partial takes a state");
        return -1;
    }
    return 0;
}
SBX_AROUND(partial_setstate, is_fresh)

/* copy.copy() sets the function that is there already. */
static PyCFunction set_fresh;

static PyObject *
partial_set(PyObject *self, PyObject *state)
{
    PyObject *f = sbx_own_attribute(Partial, "func", self);
    PyObject *r = f == NULL ? NULL : set_fresh(self, state);
    Owned now = r == NULL ? NULL : sbx_own_attribute(Partial, "func", self);
    if (now == f) {
        Py_XDECREF(f);
    }
    return r;
}

/* key.obj could be replaced in the middle of a comparison. */
static int
make_read_only(PyTypeObject *t, const char *name, PyMemberDef *ours)
{
    PyObject *d = PyDict_GetItemString(compat_type_dict(t), name);
    if (d == NULL || !Py_IS_TYPE(d, &PyMemberDescr_Type)) {
        PyErr_SetString(PyExc_SystemError, name);
        return -1;
    }
    PyMemberDescrObject *m = (PyMemberDescrObject *)d;
    *ours = *m->d_member;
    ours->flags |= READONLY;
    m->d_member = ours;
    return 0;
}

static PyObject *
any_key(PyObject *dict)
{
    PyObject *make = PyDict_GetItemString(dict, "cmp_to_key");
    return make == NULL ? NULL : PyObject_CallOneArg(make, make);
}

int
sbx_care_functools(PyObject *dict)
{
    static PyMemberDef key_object;
    Partial = sbx_mend_type(dict, "partial");
    Owned key = any_key(dict);
    if (Partial == NULL || key == NULL
        || make_read_only(Py_TYPE(key), "obj", &key_object) < 0
        || sbx_mend_method(Partial, "__setstate__", &partial_setstate) < 0) {
        return -1;
    }
    set_fresh = partial_setstate.def.ml_meth;
    partial_setstate.def.ml_meth = partial_set;
    return 0;
}

/* --- defaultdict: a factory that takes its own place ----------------------
 */

static int
keep_factory(struct sbx_hold *h, PyObject *self)
{
    h->kept[0] =
        Py_XNewRef(*(PyObject **)((char *)self + sizeof(PyDictObject)));
    return 0;
}
SBX_AROUND(missing, keep_factory)

/* --- Counter.update: o.__add__ of a count that takes it out ---------------
 */

static int
count_one(PyObject *counts, PyObject *key, PyObject *one)
{
    Owned old = Py_XNewRef(PyDict_GetItemWithError(counts, key));
    if (old == NULL && PyErr_Occurred()) {
        return -1;
    }
    Owned new = old == NULL ? Py_NewRef(one) : PyNumber_Add(old, one);
    return new == NULL ? -1 : PyDict_SetItem(counts, key, new);
}

static _PyCFunctionFast real_count;

/* As CPython: dict's own get and __setitem__, or those of the subclass. */
static bool
is_simple_dict(PyObject *counts)
{
    static PyObject *get, *set;
    if (get == NULL) {
        get = PyUnicode_InternFromString("get");
        set = PyUnicode_InternFromString("__setitem__");
    }
    if (get == NULL || set == NULL || !PyDict_Check(counts)) {
        PyErr_Clear();
        return false;
    }
    PyTypeObject *t = Py_TYPE(counts);
    return _PyType_Lookup(t, get) == _PyType_Lookup(&PyDict_Type, get)
           && _PyType_Lookup(t, set) == _PyType_Lookup(&PyDict_Type, set);
}

static PyObject *
count_elements(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (n != 2 || !is_simple_dict(args[0])) {
        return real_count(self, args, n);
    }
    Owned it = PyObject_GetIter(args[1]);
    Owned one = PyLong_FromLong(1);
    if (it == NULL || one == NULL) {
        return NULL;
    }
    for (;;) {
        Owned key = PyIter_Next(it);
        if (key == NULL) {
            return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
        }
        if (count_one(args[0], key, one) < 0) {
            return NULL;
        }
    }
}

int
sbx_care_collections(PyObject *dict)
{
    static PyMethodDef def;
    PyTypeObject *t = sbx_mend_type(dict, "defaultdict");
    PyObject *f = PyDict_GetItemString(dict, "_count_elements");
    if (t == NULL || sbx_mend_method(t, "__missing__", &missing) < 0
        || f == NULL || !PyCFunction_Check(f)) {
        return -1;
    }
    def = *((PyCFunctionObject *)f)->m_ml;
    if (def.ml_flags != METH_FASTCALL) {
        PyErr_SetString(PyExc_SystemError, "_count_elements");
        return -1;
    }
    real_count = SBX_AS(_PyCFunctionFast, def.ml_meth);
    def.ml_meth = SBX_AS(PyCFunction, count_elements);
    ((PyCFunctionObject *)f)->m_ml = &def;
    return 0;
}
