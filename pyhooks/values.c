// SPDX-License-Identifier: MIT
// Values to bytes: see values.h.  The list of types is closed and each is
// asked for by identity, so that no subclass of the program's is ever called.

#include "hooks.h"
#include "values.h"
#include "values_date.h"

#include <stdarg.h>
#include <stdlib.h>

enum {
#define TAG(name, byte) TAG_##name = byte,
#include "values.def"
#undef TAG
};

static int __attribute__((format(printf, 2, 3)))
fail(struct sbx_encoder *e, const char *format, ...)
{
    va_list args;

    PyErr_Clear();
    if (e->why[0] == '\0') {
        va_start(args, format);
        vsnprintf(e->why, sizeof e->why, format, args);
        va_end(args);
    }
    return -1;
}

static int
no_room(struct sbx_encoder *e)
{
    e->full = true;
    return fail(e, "it takes more than %zu bytes", e->max);
}

static int
no_memory(struct sbx_encoder *e)
{
    e->full = true;
    return fail(e, "there is no memory for it");
}

static int
put(struct sbx_encoder *e, const void *bytes, size_t n)
{
    if (n > e->max - e->n) {
        return no_room(e);
    }
    if (n > e->size - e->n) {
        size_t size = 2 * (e->n + n) + 256;
        size = size < e->max ? size : e->max;
        char *at = realloc(e->at, size);
        if (at == NULL) {
            return no_memory(e);
        }
        e->at = at;
        e->size = size;
    }
    memcpy(e->at + e->n, bytes, n);
    e->n += n;
    return 0;
}

static int
put_tag(struct sbx_encoder *e, char tag)
{
    return put(e, &tag, 1);
}

/* Little-endian on every machine that this runs on (Makefile, README). */
int
sbx_encode_head(struct sbx_encoder *e, char tag, size_t n)
{
    uint32_t count = (uint32_t)n;

    if (n > UINT32_MAX) {
        return no_room(e);
    }
    return put_tag(e, tag) < 0 ? -1 : put(e, &count, sizeof count);
}

static int
put_block(struct sbx_encoder *e, char tag, const void *bytes, size_t n)
{
    return sbx_encode_head(e, tag, n) < 0 ? -1 : put(e, bytes, n);
}

int
sbx_encode_text(struct sbx_encoder *e, const char *text)
{
    return put_block(e, TAG_STR, text, strlen(text));
}

static int
put_int(struct sbx_encoder *e, PyObject *v)
{
    int overflow;
    int64_t small = PyLong_AsLongLongAndOverflow(v, &overflow);

    if (overflow == 0) {
        return put_tag(e, TAG_INT) < 0 ? -1 : put(e, &small, sizeof small);
    }
    size_t n = _PyLong_NumBits(v) / 8 + 1;
    if (n > e->max) {
        return no_room(e);
    }
    unsigned char *bytes = malloc(n);
    int rc = bytes == NULL || compat_long_bytes(v, bytes, n) < 0
                 ? no_memory(e)
                 : put_block(e, TAG_LONG, bytes, n);
    free(bytes);
    return rc;
}

static int
put_str(struct sbx_encoder *e, PyObject *v)
{
    if ((size_t)PyUnicode_GET_LENGTH(v) > e->max) {
        return no_room(e);
    }
    Owned bytes = PyUnicode_AsEncodedString(v, "utf-8", "surrogatepass");
    if (bytes == NULL || !PyBytes_CheckExact(bytes)) {
        return no_memory(e);
    }
    return put_block(e, TAG_STR, PyBytes_AS_STRING(bytes),
                     (size_t)PyBytes_GET_SIZE(bytes));
}

/* --- containers -------------------------------------------------------------
 */

static int
enter(struct sbx_encoder *e, PyObject *v, char tag, Py_ssize_t n)
{
    for (int i = 0; i < e->depth; i++) {
        if (e->above[i] == v) {
            return fail(e, "a %s contains itself", Py_TYPE(v)->tp_name);
        }
    }
    if (e->depth == SBX_VALUES_DEPTH) {
        return fail(e, "it is nested deeper than %d levels", SBX_VALUES_DEPTH);
    }
    if (sbx_encode_head(e, tag, (size_t)n) < 0) {
        return -1;
    }
    e->above[e->depth++] = v;
    return 0;
}

static int
put_sequence(struct sbx_encoder *e, PyObject *v, char tag)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(v);

    if (enter(e, v, tag, n) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        if (n != PySequence_Fast_GET_SIZE(v)) {
            return fail(e, "it changes while it is read");
        }
        Owned item = Py_NewRef(PySequence_Fast_GET_ITEM(v, i));
        if (sbx_encode(e, item) < 0) {
            return -1;
        }
    }
    e->depth--;
    return 0;
}

static int
put_set(struct sbx_encoder *e, PyObject *v, char tag)
{
    Owned items = PySequence_List(v);

    if (items == NULL) {
        return fail(e, "it changes while it is read");
    }
    if (enter(e, v, tag, PyList_GET_SIZE(items)) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items); i++) {
        if (sbx_encode(e, PyList_GET_ITEM(items, i)) < 0) {
            return -1;
        }
    }
    e->depth--;
    return 0;
}

static int
put_dict(struct sbx_encoder *e, PyObject *v)
{
    Py_ssize_t n = PyDict_GET_SIZE(v), seen = 0, pos = 0;
    PyObject *key, *value;

    if (enter(e, v, TAG_DICT, n) < 0) {
        return -1;
    }
    while (PyDict_Next(v, &pos, &key, &value)) {
        Owned k = Py_NewRef(key);
        Owned w = Py_NewRef(value);
        if (sbx_encode(e, k) < 0 || sbx_encode(e, w) < 0) {
            return -1;
        }
        seen++;
    }
    if (seen != n) {
        return fail(e, "it changes while it is read");
    }
    e->depth--;
    return 0;
}

/* --- any value --------------------------------------------------------------
 */

static int
put_complex(struct sbx_encoder *e, PyObject *v)
{
    Py_complex c = PyComplex_AsCComplex(v);

    return put_tag(e, TAG_COMPLEX) < 0 ? -1 : put(e, &c, sizeof c);
}

static int
put_float(struct sbx_encoder *e, PyObject *v)
{
    double d = PyFloat_AS_DOUBLE(v);

    return put_tag(e, TAG_FLOAT) < 0 ? -1 : put(e, &d, sizeof d);
}

static int
put_date(struct sbx_encoder *e, PyObject *v)
{
    PyObject *parts[3];
    char bytes[32];
    int n = sbx_date_parts(v, bytes, parts);

    if (n <= 0) {
        /* tp_name of a class is the program's text. */
        return fail(e, "a value of type '%.100s' is no data",
                    Py_TYPE(v)->tp_name);
    }
    int rc = put(e, bytes, (size_t)n);
    for (int i = 0; i < 3; i++) {
        rc = rc < 0 || parts[i] == NULL ? rc : sbx_encode(e, parts[i]);
        Py_XDECREF(parts[i]);
    }
    return rc;
}

int
sbx_encode(struct sbx_encoder *e, PyObject *v)
{
    PyTypeObject *t = Py_TYPE(v);

    if (v == Py_None || v == Py_True || v == Py_False) {
        return put_tag(e, v == Py_None   ? TAG_NONE
                          : v == Py_True ? TAG_TRUE
                                         : TAG_FALSE);
    }
    if (t == &PyLong_Type) {
        return put_int(e, v);
    }
    if (t == &PyFloat_Type) {
        return put_float(e, v);
    }
    if (t == &PyUnicode_Type) {
        return put_str(e, v);
    }
    if (t == &PyBytes_Type) {
        return put_block(e, TAG_BYTES, PyBytes_AS_STRING(v),
                         (size_t)PyBytes_GET_SIZE(v));
    }
    if (t == &PyList_Type || t == &PyTuple_Type) {
        return put_sequence(e, v, t == &PyList_Type ? TAG_LIST : TAG_TUPLE);
    }
    if (t == &PyDict_Type) {
        return put_dict(e, v);
    }
    if (t == &PySet_Type || t == &PyFrozenSet_Type) {
        return put_set(e, v, t == &PySet_Type ? TAG_SET : TAG_FROZENSET);
    }
    if (t == &PyComplex_Type) {
        return put_complex(e, v);
    }
    return put_date(e, v);
}
