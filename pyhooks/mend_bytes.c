// SPDX-License-Identifier: MIT
// Buffers that would be freed while C code of CPython reads them: methods of
// bytearray, memoryview and array that call code of the program (__index__,
// __len__ of a separator, a generator, write()) run with the buffer exported,
// so that whatever resizes it gets a BufferError.

#include "freeze.h"
#include "mend.h"

static int
lock(struct sbx_hold *h, PyObject *self)
{
    return PyObject_GetBuffer(self, &h->buffer, PyBUF_FULL_RO);
}

#define BYTEARRAY(row)                                                     \
    row(find) row(rfind) row(index) row(rindex) row(count) row(startswith) \
        row(endswith) row(hex) row(join)
#define DEFINE(name) SBX_AROUND(locked_##name, lock)
BYTEARRAY(DEFINE)
SBX_AROUND(view_hex, lock)
SBX_AROUND(array_tofile, lock)

static objobjproc real_contains;
static binaryfunc real_mod;
static hashfunc real_hash;

static int
contains(PyObject *self, PyObject *item)
{
    struct sbx_hold h = {0};
    if (PyLong_CheckExact(item) || PyBytes_CheckExact(item)) {
        return real_contains(self, item);
    }
    if (lock(&h, self) < 0) {
        return -1;
    }
    int r = real_contains(self, item);
    sbx_hold_leave(&h);
    return r;
}

static PyObject *
mod(PyObject *format, PyObject *args)
{
    struct sbx_hold h = {0};
    if (PyByteArray_Check(format) && lock(&h, format) < 0) {
        return NULL;
    }
    PyObject *r = real_mod(format, args);
    sbx_hold_leave(&h);
    return r;
}

/* It asks the hash of the object that it is a view of first. */
static Py_hash_t
view_hash(PyObject *self)
{
    struct sbx_hold h = {0};
    if (lock(&h, self) < 0) {
        return -1;
    }
    Py_hash_t r = real_hash(self);
    sbx_hold_leave(&h);
    return r;
}

int
sbx_mend_bytes(void)
{
    PyTypeObject *t = &PyByteArray_Type;
#define MEND(name)                                       \
    if (sbx_mend_method(t, #name, &locked_##name) < 0) { \
        return -1;                                       \
    }
    BYTEARRAY(MEND)
    real_contains = t->tp_as_sequence->sq_contains;
    t->tp_as_sequence->sq_contains = contains;
    sbx_patch_wrapper(t, "__contains__", (void *)contains);
    real_mod = t->tp_as_number->nb_remainder;
    t->tp_as_number->nb_remainder = mod;
    sbx_patch_wrapper(t, "__mod__", (void *)mod);
    sbx_patch_wrapper(t, "__rmod__", (void *)mod);
    t = &PyMemoryView_Type;
    real_hash = t->tp_hash;
    t->tp_hash = view_hash;
    sbx_patch_wrapper(t, "__hash__", (void *)view_hash);
    return sbx_mend_method(t, "hex", &view_hex);
}

/* An iterator that has come to its end has no array to go on in. */
struct array_iterator {
    PyObject_HEAD Py_ssize_t index;
    PyObject *array;
};

static int
has_array(struct sbx_hold *Py_UNUSED(h), PyObject *self)
{
    if (((struct array_iterator *)self)->array == NULL) {
        PyErr_SetString(PyExc_ValueError, "pysbx: this iterator is exhausted");
        return -1;
    }
    return 0;
}
SBX_AROUND(iterator_setstate, has_array)

int
sbx_mend_array(PyTypeObject *array)
{
    Owned code = PyUnicode_FromString("b");
    Owned a =
        code == NULL ? NULL : PyObject_CallOneArg((PyObject *)array, code);
    Owned it = a == NULL ? NULL : PyObject_GetIter(a);
    return it == NULL || sbx_mend_method(array, "tofile", &array_tofile) < 0
                   || sbx_mend_method(Py_TYPE(it), "__setstate__",
                                      &iterator_setstate)
                          < 0
               ? -1
               : 0;
}
