// SPDX-License-Identifier: MIT
// zoneinfo and warnings: an index of a file that is out of range, a cache and
// a list of filters that C code borrows while code of the program replaces
// them.

#include "care.h"
#include "mend.h"
#include "trust.h"
#include "views.h"

/* --- zoneinfo: an index one past the last type ----------------------------
 */

static PyObject *real_load;

static bool
is_in_range(PyObject *data)
{
    if (!PyTuple_CheckExact(data) || PyTuple_GET_SIZE(data) < 3) {
        return false;
    }
    PyObject *index = PyTuple_GET_ITEM(data, 0);
    Py_ssize_t n = PyObject_Size(PyTuple_GET_ITEM(data, 2));
    if (n < 0 || !PyTuple_CheckExact(index)) {
        return false;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(index); i++) {
        PyObject *at = PyTuple_GET_ITEM(index, i);
        if (!PyLong_CheckExact(at) || PyLong_AsSsize_t(at) < 0
            || PyLong_AsSsize_t(at) >= n) {
            return false;
        }
    }
    return true;
}

static PyObject *
load_data(PyObject *Py_UNUSED(self), PyObject *file)
{
    PyObject *data = PyObject_CallOneArg(real_load, file);
    if (data != NULL && !is_in_range(data)) {
        Py_CLEAR(data);
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_ValueError, "Invalid transition index");
        }
    }
    return data;
}

static PyMethodDef load_def = {"load_data", load_data, METH_O, NULL};

int
sbx_care_zone_data(PyObject *dict)
{
    real_load = Py_XNewRef(PyDict_GetItemString(dict, "load_data"));
    Owned ours = PyCFunction_New(&load_def, NULL);
    return real_load == NULL || ours == NULL
                   || PyDict_SetItemString(dict, "load_data", ours) < 0
               ? -1
               : sbx_care_tzdata(dict);
}

/* --- zoneinfo: a subclass' cache is borrowed, and may be a descriptor -----
 */

static newfunc real_zone_new;
static PyTypeObject *Zone;

static int
check_cache(PyTypeObject *t)
{
    static PyObject *name;
    if (name == NULL
        && (name = PyUnicode_InternFromString("_weak_cache")) == NULL) {
        return -1;
    }
    PyObject *cache = t == Zone ? NULL : _PyType_Lookup(t, name);
    bool plain = Py_TYPE(t)->tp_getattro == PyType_Type.tp_getattro
                 && _PyType_Lookup(Py_TYPE(t), name) == NULL;
    if (t == Zone
        || (plain && cache != NULL && Py_TYPE(cache)->tp_descr_get == NULL)) {
        return 0;
    }
    PyErr_SetString(PyExc_TypeError,
                    "pysbx: the cache of a ZoneInfo class is an attribute of "
                    "this class");
    return -1;
}

/* Held while the cache is in use: code of the program may replace it. */
static PyObject *
zone_new(PyTypeObject *t, PyObject *args, PyObject *kwargs)
{
    if (check_cache(t) < 0) {
        return NULL;
    }
    Kept cache = t == Zone
                     ? NULL
                     : PyObject_GetAttrString((PyObject *)t, "_weak_cache");
    PyErr_Clear();
    return real_zone_new(t, args, kwargs);
}

static int
has_cache(struct sbx_hold *h, PyObject *type)
{
    PyTypeObject *t = (PyTypeObject *)type;
    if (!PyType_Check(type) || check_cache(t) < 0) {
        return -1;
    }
    h->kept[0] =
        t == Zone ? NULL : PyObject_GetAttrString(type, "_weak_cache");
    PyErr_Clear();
    return 0;
}
SBX_AROUND(clear_cache, has_cache)

int
sbx_care_zoneinfo(PyObject *dict)
{
    Zone = sbx_mend_type(dict, "ZoneInfo");
    PyObject *d = Zone == NULL ? NULL
                               : PyDict_GetItemString(compat_type_dict(Zone),
                                                      "clear_cache");
    if (d == NULL || !Py_IS_TYPE(d, &PyClassMethodDescr_Type)) {
        PyErr_SetString(PyExc_SystemError, "ZoneInfo.clear_cache");
        return -1;
    }
    real_zone_new = Zone->tp_new;
    Zone->tp_new = zone_new;
    return sbx_mend_descr((PyMethodDescrObject *)d, &clear_cache);
}

/* --- warnings: filters with a match() of the program's --------------------
 */

static PyTypeObject *Pattern;

static bool
is_matcher(PyObject *o)
{
    return o == Py_None || PyUnicode_CheckExact(o)
           || (Pattern != NULL && Py_IS_TYPE(o, Pattern));
}

/* (action, message, category, module, line): nothing in it runs code. */
static bool
is_inert(PyObject *filter)
{
    return PyTuple_CheckExact(filter) && PyTuple_GET_SIZE(filter) == 5
           && PyUnicode_CheckExact(PyTuple_GET_ITEM(filter, 0))
           && is_matcher(PyTuple_GET_ITEM(filter, 1))
           && PyType_CheckExact(PyTuple_GET_ITEM(filter, 2))
           && is_matcher(PyTuple_GET_ITEM(filter, 3))
           && PyLong_CheckExact(PyTuple_GET_ITEM(filter, 4));
}

/* From 3.14 on warnings' own Python code asks the module, in order to change
 * the list.  Nothing else is called in that function. */
static bool
is_asked_by_owner(void)
{
    sbx_frame *f = compat_top();
    const char *name = f == NULL || !sbx_trusted(f)
                           ? NULL
                           : sbx_utf8(compat_code(f)->co_qualname);
    return name != NULL && strcmp(name, "_GlobalContext._filters") == 0
           && f->f_globals == sbx_module_dict("_py_warnings");
}

/* warnings.filters as C code asks for it: a list of its own, which nobody
 * changes while it goes through it. */
static PyObject *
warnings_getattr(PyObject *module, PyObject *name)
{
    PyObject *v = PyModule_Type.tp_getattro(module, name);
    const char *text = v != NULL && sbx.running ? sbx_utf8(name) : NULL;
    if (text == NULL || strcmp(text, "filters") != 0 || !PyList_Check(v)
        || is_asked_by_owner()) {
        return v;
    }
    Owned filters = v;
    if (Pattern == NULL) {
        PyObject *re = sbx_module_dict("re");
        PyObject *t = re == NULL ? NULL : PyDict_GetItemString(re, "Pattern");
        Pattern = t != NULL && PyType_Check(t) ? (PyTypeObject *)t : NULL;
    }
    PyObject *copy = PyList_New(0);
    for (Py_ssize_t i = 0; copy != NULL && i < PyList_GET_SIZE(filters); i++) {
        PyObject *filter = PyList_GET_ITEM(filters, i);
        if (is_inert(filter) && PyList_Append(copy, filter) < 0) {
            Py_CLEAR(copy);
        }
    }
    return copy;
}

static PyType_Slot warnings_slots[] = {
    {Py_tp_getattro, (void *)warnings_getattr},
    {0, NULL},
};
static PyType_Spec warnings_spec = {
    .name = "builtins.module",
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = warnings_slots,
};

int
sbx_care_warnings(PyObject *dict)
{
    PyObject *module = PyDict_GetItemString(sbx.modules, "warnings");
    if (module == NULL || !PyModule_CheckExact(module)
        || PyModule_GetDict(module) != dict) {
        return -1;
    }
    PyObject *t =
        PyType_FromSpecWithBases(&warnings_spec, (PyObject *)&PyModule_Type);
    if (t == NULL) {
        return -1;
    }
    Py_SET_TYPE(module, (PyTypeObject *)t); /* keeps t */
    return 0;
}
