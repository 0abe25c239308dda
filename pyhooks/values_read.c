// SPDX-License-Identifier: MIT
// Bytes to values: what the Python package sends.  Its starter is trusted, but
// a length is never believed beyond the bytes that are there.

#include "hooks.h"
#include "values.h"
#include "values_date.h"

enum {
#define TAG(name, byte) TAG_##name = byte,
#include "values.def"
#undef TAG
};

static PyObject *
bad(const char *what)
{
    PyErr_Format(PyExc_SystemError, "the request is damaged: %s", what);
    return NULL;
}

static const char *
take(struct sbx_decoder *d, size_t n)
{
    const char *at = d->at;

    if (n > (size_t)(d->end - at)) {
        bad("it ends too early");
        return NULL;
    }
    d->at += n;
    return at;
}

/* A count of items has at least as many bytes behind it. */
static bool
take_count(struct sbx_decoder *d, uint32_t *ret)
{
    const char *at = take(d, 4);

    if (at == NULL) {
        return false;
    }
    memcpy(ret, at, 4);
    if (*ret > (size_t)(d->end - d->at)) {
        bad("a length");
        return false;
    }
    return true;
}

static PyObject *
read_list(struct sbx_decoder *d, uint32_t n)
{
    Owned list = PyList_New(n);

    for (uint32_t i = 0; list != NULL && i < n; i++) {
        PyObject *item = sbx_decode(d);
        if (item == NULL) {
            return NULL;
        }
        PyList_SET_ITEM(list, i, item);
    }
    return Py_XNewRef(list);
}

static PyObject *
read_dict(struct sbx_decoder *d, uint32_t n)
{
    Owned dict = PyDict_New();

    for (uint32_t i = 0; dict != NULL && i < n; i++) {
        Owned key = sbx_decode(d);
        Owned value = key == NULL ? NULL : sbx_decode(d);
        if (value == NULL || PyDict_SetItem(dict, key, value) < 0) {
            return NULL;
        }
    }
    return Py_XNewRef(dict);
}

static PyObject *
read_container(struct sbx_decoder *d, char tag, uint32_t n)
{
    if (d->depth == SBX_VALUES_DEPTH + 8) {
        return bad("its depth");
    }
    d->depth++;
    Owned r = tag == TAG_DICT ? read_dict(d, n) : read_list(d, n);
    d->depth--;
    if (r == NULL || tag == TAG_DICT || tag == TAG_LIST) {
        return Py_XNewRef(r);
    }
    return tag == TAG_TUPLE ? PyList_AsTuple(r)
           : tag == TAG_SET ? PySet_New(r)
                            : PyFrozenSet_New(r);
}

static PyObject *
read_counted(struct sbx_decoder *d, char tag)
{
    uint32_t n;

    if (!take_count(d, &n)) {
        return NULL;
    }
    switch (tag) {
    case TAG_LONG:
        return _PyLong_FromByteArray((const unsigned char *)take(d, n), n, 1,
                                     1);
    case TAG_STR:
        return PyUnicode_DecodeUTF8(take(d, n), n, "surrogatepass");
    case TAG_BYTES:
        return PyBytes_FromStringAndSize(take(d, n), n);
    default:
        return read_container(d, tag, n);
    }
}

static PyObject *
read_number(struct sbx_decoder *d, char tag)
{
    int64_t i;
    double f[2];
    const char *at = take(d, tag == TAG_COMPLEX ? 16 : 8);

    if (at == NULL) {
        return NULL;
    }
    if (tag == TAG_INT) {
        memcpy(&i, at, sizeof i);
        return PyLong_FromLongLong(i);
    }
    memcpy(f, at, tag == TAG_COMPLEX ? 16 : 8);
    return tag == TAG_FLOAT ? PyFloat_FromDouble(f[0])
                            : PyComplex_FromDoubles(f[0], f[1]);
}

static PyObject *
read_reference(struct sbx_decoder *d)
{
    const char *at = take(d, 4);
    uint32_t n;

    if (at == NULL) {
        return NULL;
    }
    memcpy(&n, at, 4);
    if (d->refs == NULL || n >= (size_t)PyList_GET_SIZE(d->refs)) {
        return bad("a reference");
    }
    return Py_NewRef(PyList_GET_ITEM(d->refs, n));
}

static PyObject *
read_date(struct sbx_decoder *d, char tag)
{
    int n, n_parts;
    PyObject *parts[3] = {NULL};

    if (!sbx_date_shape(tag, &n, &n_parts)) {
        return bad("a tag");
    }
    const char *bytes = take(d, (size_t)n);
    for (int i = 0; bytes != NULL && i < n_parts; i++) {
        parts[i] = sbx_decode(d);
        bytes = parts[i] == NULL ? NULL : bytes;
    }
    PyObject *r = bytes == NULL ? NULL : sbx_date_make(tag, bytes, parts);
    for (int i = 0; i < n_parts; i++) {
        Py_XDECREF(parts[i]);
    }
    return r;
}

PyObject *
sbx_decode(struct sbx_decoder *d)
{
    const char *tag = take(d, 1);

    if (tag == NULL) {
        return NULL;
    }
    switch (*tag) {
    case TAG_NONE:
        return Py_NewRef(Py_None);
    case TAG_TRUE:
        return Py_NewRef(Py_True);
    case TAG_FALSE:
        return Py_NewRef(Py_False);
    case TAG_INT:
    case TAG_FLOAT:
    case TAG_COMPLEX:
        return read_number(d, *tag);
    case TAG_LONG:
    case TAG_STR:
    case TAG_BYTES:
    case TAG_LIST:
    case TAG_TUPLE:
    case TAG_SET:
    case TAG_FROZENSET:
    case TAG_DICT:
        return read_counted(d, *tag);
    case TAG_REF:
        return read_reference(d);
    default:
        return read_date(d, *tag);
    }
}
