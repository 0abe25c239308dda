// SPDX-License-Identifier: MIT
// The C encoder of json (3.12 and later) borrows what it encodes: default(),
// or items() of a dict, that takes things out of their containers would free
// them.  Where code of the program can run in the middle, containers are
// copied first.

#include "care.h"
#include "freeze.h"
#include "mend.h"

#if PY_VERSION_HEX >= 0x030c0000
static ternaryfunc real_encode;
static newfunc real_new;
static PyTypeObject *Encoder;
static PyObject *fast[2]; /* the two functions that write strings */

/* Only exact values: no code of the program runs for them. */
static bool
is_inert(PyObject *o, int depth)
{
    PyTypeObject *t = Py_TYPE(o);
    if (t == &PyUnicode_Type || t == &PyLong_Type || t == &PyFloat_Type
        || t == &PyBool_Type || o == Py_None) {
        return true;
    }
    if (depth > 200) {
        return false;
    }
    if (t == &PyDict_Type) {
        PyObject *key, *value;
        Py_ssize_t pos = 0;
        while (PyDict_Next(o, &pos, &key, &value)) {
            if (!is_inert(key, depth + 1) || !is_inert(value, depth + 1)) {
                return false;
            }
        }
        return true;
    }
    if (t != &PyList_Type && t != &PyTuple_Type) {
        return false;
    }
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(o); i++) {
        if (!is_inert(PySequence_Fast_GET_ITEM(o, i), depth + 1)) {
            return false;
        }
    }
    return true;
}

/* How deep the containers are that lead to the one being copied, and that one
 * of them whose depth was a power of two last.  Whoever goes round in a circle
 * comes by it again (Brent); to look at all of them would take a deep one an
 * hour. */
struct path {
    size_t depth;
    PyObject *mark;
};

static int
check_path(const struct path *path, PyObject *o)
{
    if (path->mark == o) {
        PyErr_SetString(PyExc_ValueError, "Circular reference detected");
        return -1;
    }
    return Py_EnterRecursiveCall(" while encoding a JSON object") ? -1 : 0;
}

static const struct path top;

static PyObject *private_copy(PyObject *o, const struct path *up);

static PyObject *
copy_dict(PyObject *o, const struct path *here)
{
    PyObject *copy = PyDict_Copy(o);
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (copy != NULL && PyDict_Next(copy, &pos, &key, &value)) {
        Owned v = private_copy(value, here);
        /* no new key: the table stays */
        if (v == NULL || PyDict_SetItem(copy, key, v) < 0) {
            Py_CLEAR(copy);
        }
    }
    return copy;
}

static PyObject *
copy_sequence(PyObject *o, const struct path *here)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(o);
    PyObject *list = PyList_New(n);
    for (Py_ssize_t i = 0; list != NULL && i < n; i++) {
        Owned item = i < PySequence_Fast_GET_SIZE(o)
                         ? Py_NewRef(PySequence_Fast_GET_ITEM(o, i))
                         : Py_NewRef(Py_None);
        PyObject *v = private_copy(item, here);
        if (v == NULL) {
            Py_CLEAR(list);
            break;
        }
        PyList_SET_ITEM(list, i, v);
    }
    return list;
}

/* The same containers, but nobody else's; new.  A dict of another class is
 * asked for its items, which the encoder then owns. */
static PyObject *
private_copy(PyObject *o, const struct path *up)
{
    if (!PyDict_CheckExact(o) && !PyList_Check(o) && !PyTuple_Check(o)) {
        return Py_NewRef(o);
    }
    if (check_path(up, o) < 0) {
        return NULL;
    }
    size_t depth = up->depth + 1;
    struct path here = {depth, (depth & (depth - 1)) == 0 ? o : up->mark};
    PyObject *copy =
        PyDict_CheckExact(o) ? copy_dict(o, &here) : copy_sequence(o, &here);
    Py_LeaveRecursiveCall();
    return copy;
}

static PyObject *
encode(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (!sbx.running || PyTuple_GET_SIZE(args) == 0
        || (kwargs == NULL && is_inert(PyTuple_GET_ITEM(args, 0), 0))) {
        return real_encode(self, args, kwargs);
    }
    Owned copy = private_copy(PyTuple_GET_ITEM(args, 0), &top);
    Owned rest = PyTuple_GetSlice(args, 1, PyTuple_GET_SIZE(args));
    Owned first = copy == NULL ? NULL : PyTuple_Pack(1, copy);
    Owned all =
        first == NULL || rest == NULL ? NULL : PySequence_Concat(first, rest);
    return all == NULL ? NULL : real_encode(self, all, kwargs);
}

/* What default() answers is copied as well. */
static PyObject *
call_default(PyObject *real, PyObject *o)
{
    Owned answer = PyObject_CallOneArg(real, o);
    return answer == NULL ? NULL : private_copy(answer, &top);
}

static PyMethodDef default_def = {"default", call_default, METH_O, NULL};

static PyObject *
encoder_new(PyTypeObject *t, PyObject *args, PyObject *kwargs)
{
    if (!sbx.running) {
        return real_new(t, args, kwargs);
    }
    PyObject *write =
        PyTuple_GET_SIZE(args) > 2 ? PyTuple_GET_ITEM(args, 2) : NULL;
    if (kwargs != NULL || write == NULL
        || (write != fast[0] && write != fast[1])) {
        PyErr_SetString(PyExc_TypeError,
                        "pysbx: make_encoder() is for json.encoder");
        return NULL;
    }
    Owned copy = PyTuple_GetSlice(args, 0, PyTuple_GET_SIZE(args));
    Owned list = copy == NULL ? NULL : PySequence_List(copy);
    PyObject *ours = list == NULL ? NULL
                                  : PyCFunction_New(&default_def,
                                                    PyTuple_GET_ITEM(args, 1));
    if (ours == NULL || PyList_SetItem(list, 1, ours) < 0) {
        return NULL;
    }
    Owned changed = PyList_AsTuple(list);
    return changed == NULL ? NULL : real_new(t, changed, NULL);
}

int
sbx_care_json(PyObject *dict)
{
    Encoder = sbx_mend_type(dict, "make_encoder");
    fast[0] = PyDict_GetItemString(dict, "encode_basestring");
    fast[1] = PyDict_GetItemString(dict, "encode_basestring_ascii");
    if (Encoder == NULL || fast[0] == NULL || fast[1] == NULL) {
        return -1;
    }
    real_encode = Encoder->tp_call;
    Encoder->tp_call = encode;
    sbx_patch_wrapper(Encoder, "__call__", (void *)encode);
    real_new = Encoder->tp_new;
    Encoder->tp_new = encoder_new;
    PyType_Modified(Encoder);
    return 0;
}
#else
int
sbx_care_json(PyObject *Py_UNUSED(dict))
{
    return 0; /* it takes the items of a dict out first */
}
#endif
