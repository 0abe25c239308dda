// SPDX-License-Identifier: MIT
// Memory bugs in extension modules of the standard library that code without
// any forbidden attribute can reach, mended when the module is loaded: values
// are converted to exact types before C code holds bare pointers.

#include "care.h"
#include "freeze.h"
#include "mend.h"

/* --- array: items are converted, by __index__ or __float__, after the place
 *     for them was chosen
 * --------------------------------------------------------- */

static PyTypeObject *Array;
static objobjargproc array_ass_subscript;
static ssizeobjargproc array_ass_item;
static PyObject *array_append, *array_insert, *array_fromlist, *array_extend;

static PyObject *
exact_item(PyObject *array, PyObject *v)
{
    if (PyLong_CheckExact(v) || PyFloat_CheckExact(v) || PyUnicode_Check(v)) {
        return Py_NewRef(v);
    }
    Owned code = sbx_own_attribute(Array, "typecode", array);
    const char *c = sbx_utf8(code);
    if (c != NULL && (*c == 'f' || *c == 'd')) {
        return PyNumber_Float(v);
    }
    return PyIndex_Check(v) ? PyNumber_Index(v) : Py_NewRef(v);
}

static int
set_item(PyObject *self, Py_ssize_t i, PyObject *value)
{
    Owned v = value == NULL ? NULL : exact_item(self, value);
    return v == NULL && value != NULL ? -1 : array_ass_item(self, i, v);
}

static int
set_subscript(PyObject *self, PyObject *key, PyObject *value)
{
    if (PySlice_Check(key)) {
        return array_ass_subscript(self, key, value);
    }
    Owned k = PyIndex_Check(key) ? PyNumber_Index(key) : Py_NewRef(key);
    Owned v = value == NULL ? NULL : exact_item(self, value);
    return k == NULL || (v == NULL && value != NULL)
               ? -1
               : array_ass_subscript(self, k, v);
}

static PyObject *
append(PyObject *self, PyObject *value)
{
    Owned v = exact_item(self, value);
    return v == NULL
               ? NULL
               : PyObject_CallFunctionObjArgs(array_append, self, v, NULL);
}

static PyObject *
insert(PyObject *self, PyObject *args)
{
    PyObject *i, *value;
    if (!PyArg_ParseTuple(args, "OO:insert", &i, &value)) {
        return NULL;
    }
    Owned v = exact_item(self, value);
    return v == NULL
               ? NULL
               : PyObject_CallFunctionObjArgs(array_insert, self, i, v, NULL);
}

static PyObject *
fromlist(PyObject *self, PyObject *list)
{
    if (!PyList_Check(list)) {
        return PyObject_CallFunctionObjArgs(array_fromlist, self, list, NULL);
    }
    Owned exact = PyList_New(0);
    for (Py_ssize_t i = 0; exact != NULL && i < PyList_GET_SIZE(list); i++) {
        Owned item = Py_NewRef(PyList_GET_ITEM(list, i));
        Owned v = exact_item(self, item);
        if (v == NULL || PyList_Append(exact, v) < 0) {
            return NULL;
        }
    }
    return exact == NULL ? NULL
                         : PyObject_CallFunctionObjArgs(array_fromlist, self,
                                                        exact, NULL);
}

static PyObject *
extend(PyObject *self, PyObject *items)
{
    if (PyObject_TypeCheck(items, Array)) {
        return PyObject_CallFunctionObjArgs(array_extend, self, items, NULL);
    }
    Owned it = PyObject_GetIter(items);
    if (it == NULL) {
        return NULL;
    }
    for (;;) {
        Owned item = PyIter_Next(it);
        if (item == NULL) {
            if (PyErr_Occurred()) {
                return NULL;
            }
            Py_RETURN_NONE;
        }
        Owned done = append(self, item);
        if (done == NULL) {
            return NULL;
        }
    }
}

static PyMethodDef array_methods[] = {
    {"append", append, METH_O, NULL},
    {"insert", insert, METH_VARARGS, NULL},
    {"fromlist", fromlist, METH_O, NULL},
    {"extend", extend, METH_O, NULL},
};

int
sbx_care_array(PyObject *dict)
{
    PyObject **const real[] = {&array_append, &array_insert, &array_fromlist,
                               &array_extend};
    PyObject *type = PyDict_GetItemString(dict, "array");
    if (type == NULL || !PyType_Check(type)) {
        return -1;
    }
    Array = (PyTypeObject *)type;
    PyObject *d = compat_type_dict(Array);
    for (int i = 0; i < 4; i++) {
        *real[i] =
            Py_XNewRef(PyDict_GetItemString(d, array_methods[i].ml_name));
        Owned ours = PyDescr_NewMethod(Array, &array_methods[i]);
        if (*real[i] == NULL || ours == NULL
            || PyDict_SetItemString(d, array_methods[i].ml_name, ours) < 0) {
            return -1;
        }
    }
    array_ass_subscript = Array->tp_as_mapping->mp_ass_subscript;
    Array->tp_as_mapping->mp_ass_subscript = set_subscript;
    array_ass_item = Array->tp_as_sequence->sq_ass_item;
    Array->tp_as_sequence->sq_ass_item = set_item;
    sbx_patch_wrapper(Array, "__setitem__", (void *)set_subscript);
    sbx_patch_wrapper(Array, "__delitem__", (void *)set_subscript);
    PyType_Modified(Array);
    return sbx_mend_array(Array);
}

/* --- struct: a Struct that is initialized anew while it packs
 * ---------------------- */

static PyTypeObject *Struct;
static initproc struct_init;

static int
init_once(PyObject *self, PyObject *args, PyObject *kwargs)
{
    Owned size = sbx_own_attribute(Struct, "size", self);
    long n = size == NULL ? -1 : PyLong_AsLong(size); /* -1 until then */
    PyErr_Clear();
    if (sbx.running && n != -1) {
        PyErr_SetString(PyExc_TypeError,
                        "pysbx: a Struct is initialized once");
        return -1;
    }
    return struct_init(self, args, kwargs);
}

static int
is_initialized(struct sbx_hold *Py_UNUSED(h), PyObject *self)
{
    Owned size = sbx_own_attribute(Struct, "size", self);
    if (size != NULL && PyLong_AsLong(size) >= 0) {
        return 0;
    }
    PyErr_Clear();
    PyErr_SetString(PyExc_RuntimeError, "Struct object is not initialized");
    return -1;
}
SBX_AROUND(struct_sizeof, is_initialized)

int
sbx_care_struct(PyObject *dict)
{
    PyObject *type = PyDict_GetItemString(dict, "Struct");
    if (type == NULL || !PyType_Check(type)) {
        return -1;
    }
    PyTypeObject *t = (PyTypeObject *)type;
    Struct = t;
    struct_init = t->tp_init;
    t->tp_init = init_once;
    sbx_patch_wrapper(t, "__init__", (void *)init_once);
    PyType_Modified(t);
    return sbx_mend_method(t, "__sizeof__", &struct_sizeof);
}

/* --- decimal: the flags of a context do not keep it alive
 * --------------------------- */

static getattrofunc context_getattr;

static PyObject *
keep_context(PyObject *self, PyObject *name)
{
    static const char *const dicts[] = {"flags", "traps", NULL};
    PyObject *r = context_getattr(self, name);
    if (r != NULL && sbx_in_list(dicts, sbx_utf8(name))) {
        Py_INCREF(self); /* for ever: nothing tells when r goes */
    }
    return r;
}

/* A dictionary of signals that no context made has no flags. */
static newfunc context_new, signals_new;
static __thread bool making_context;

static PyObject *
make_context(PyTypeObject *t, PyObject *args, PyObject *kwargs)
{
    bool outer = making_context;
    making_context = true;
    PyObject *c = context_new(t, args, kwargs);
    making_context = outer;
    return c;
}

static PyObject *
make_signals(PyTypeObject *t, PyObject *args, PyObject *kwargs)
{
    if (sbx.running && !making_context) {
        PyErr_SetString(PyExc_TypeError,
                        "pysbx: only contexts make dictionaries of signals");
        return NULL;
    }
    return signals_new(t, args, kwargs);
}

static int
care_signals(PyTypeObject *context)
{
    Owned c = PyObject_CallNoArgs((PyObject *)context);
    Owned flags = c == NULL ? NULL : PyObject_GetAttrString(c, "flags");
    if (flags == NULL) {
        return -1;
    }
    PyTypeObject *signals = Py_TYPE(flags);
    signals_new = signals->tp_new;
    signals->tp_new = make_signals;
    if (signals->tp_base != NULL && signals->tp_base != &PyBaseObject_Type) {
        signals->tp_base->tp_new = make_signals; /* its C half */
    }
    context_new = context->tp_new;
    context->tp_new = make_context;
    return 0;
}

int
sbx_care_decimal(PyObject *dict)
{
    PyObject *type = PyDict_GetItemString(dict, "Context");
    if (type == NULL || !PyType_Check(type)) {
        return -1;
    }
    PyTypeObject *t = (PyTypeObject *)type;
    if (care_signals(t) < 0) {
        return -1;
    }
    context_getattr = t->tp_getattro;
    t->tp_getattro = keep_context;
    sbx_patch_wrapper(t, "__getattribute__", (void *)keep_context);
    PyType_Modified(t);
    return 0;
}

/* --- csv: a reader whose lines come from a generator that reads from it
 * ------------- */

static iternextfunc reader_next;

struct reading {
    struct reading *outer;
    PyObject *reader;
};
static __thread struct reading *readings;

static PyObject *
next_once(PyObject *self)
{
    for (const struct reading *r = readings; r != NULL; r = r->outer) {
        if (r->reader == self) {
            PyErr_SetString(PyExc_RuntimeError,
                            "pysbx: this csv reader is already reading");
            return NULL;
        }
    }
    struct reading here = {readings, self};
    readings = &here;
    PyObject *row = reader_next(self);
    readings = here.outer;
    return row;
}

/* object.__new__() makes readers and writers of nothing (3.11). */
static PyObject *
refuse_new(PyTypeObject *t, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kw))
{
    return PyErr_Format(PyExc_TypeError, "cannot create '%.100s' instances",
                        t->tp_name);
}

int
sbx_care_csv(PyObject *dict)
{
    PyTypeObject *reader = sbx_mend_type(dict, "Reader");
    PyTypeObject *writer = sbx_mend_type(dict, "Writer");
    if (reader == NULL || writer == NULL) {
        return -1;
    }
    sbx_mend_next(reader, next_once, &reader_next);
    if ((reader->tp_flags & Py_TPFLAGS_DISALLOW_INSTANTIATION) == 0) {
        reader->tp_new = writer->tp_new = refuse_new;
    }
    return 0;
}

/* --- itertools.cycle: goes on in a list of the program's, beyond its end
 * ----------- */

static PyObject *
refuse_state(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(state))
{
    PyErr_SetString(PyExc_TypeError, "pysbx: a cycle takes no state");
    return NULL;
}

static PyMethodDef cycle_def = {"__setstate__", refuse_state, METH_O, NULL};

int
sbx_care_itertools(PyObject *dict)
{
    PyObject *type = PyDict_GetItemString(dict, "cycle");
    if (type == NULL || !PyType_Check(type)) {
        return -1;
    }
    PyTypeObject *t = (PyTypeObject *)type;
    Owned ours = PyDescr_NewMethod(t, &cycle_def);
    if (ours == NULL
        || PyDict_SetItemString(compat_type_dict(t), "__setstate__", ours)
               < 0) {
        return -1;
    }
    PyType_Modified(t);
    return sbx_care_iterators(dict);
}
