// SPDX-License-Identifier: MIT
// The value of a request's last expression as text.  JSON only of exact types:
// nothing of the program runs for it.  repr() is the program's own.

#include "hooks.h"
#include "zygote.h"

#define DEEPEST 200
#define LONGEST ((size_t)4 << 20)

struct text {
    char *at;
    size_t n, room;
    bool failed;
};

static void
put(struct text *t, const char *s, size_t n)
{
    if (t->failed || t->n + n > LONGEST) {
        t->failed = true;
        return;
    }
    if (t->n + n > t->room) {
        size_t room = 2 * (t->n + n) + 64;
        char *at = PyMem_Realloc(t->at, room);
        if (at == NULL) {
            t->failed = true;
            return;
        }
        t->at = at;
        t->room = room;
    }
    memcpy(t->at + t->n, s, n);
    t->n += n;
}

static void
put_text(struct text *t, const char *s)
{
    put(t, s, strlen(s));
}

/* ASCII; what is beyond it, lone surrogates too, as \uXXXX. */
static void
put_string(struct text *t, PyObject *s)
{
    char out[16];

    put(t, "\"", 1);
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(s) && !t->failed; i++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(s, i);
        if (c >= 0x10000) {
            c -= 0x10000;
            snprintf(out, sizeof out, "\\u%04x\\u%04x",
                     (unsigned)(0xD800 + (c >> 10)),
                     (unsigned)(0xDC00 + (c & 0x3ff)));
        }
        else if (c < ' ' || c > '~') {
            snprintf(out, sizeof out, "\\u%04x", (unsigned)c);
        }
        else if (c == '"' || c == '\\') {
            snprintf(out, sizeof out, "\\%c", (char)c);
        }
        else {
            snprintf(out, sizeof out, "%c", (char)c);
        }
        put_text(t, out);
    }
    put(t, "\"", 1);
}

static void put_value(struct text *t, PyObject *o, int depth);

static void
put_items(struct text *t, PyObject *o, int depth)
{
    PyObject *key, *value;
    Py_ssize_t at = 0;
    bool list = PyList_CheckExact(o), dict = PyDict_CheckExact(o);

    put_text(t, dict ? "{" : "[");
    if (dict) {
        while (!t->failed && PyDict_Next(o, &at, &key, &value)) {
            t->failed |= !PyUnicode_CheckExact(key);
            put_text(t, t->at[t->n - 1] == '{' ? "" : ", ");
            if (!t->failed) {
                put_string(t, key);
                put_text(t, ": ");
                put_value(t, value, depth);
            }
        }
    }
    for (; !dict && !t->failed && at < Py_SIZE(o); at++) {
        put_text(t, at == 0 ? "" : ", ");
        put_value(t, list ? PyList_GET_ITEM(o, at) : PyTuple_GET_ITEM(o, at),
                  depth);
    }
    put_text(t, dict ? "}" : "]");
}

static void
put_number(struct text *t, PyObject *o)
{
    double d = PyFloat_CheckExact(o) ? PyFloat_AS_DOUBLE(o) : 0;
    Owned s = d - d == 0 ? PyObject_Repr(o) : NULL; /* no nan, no inf */
    const char *text = s == NULL ? NULL : sbx_utf8(s);

    t->failed |= text == NULL;
    put_text(t, text == NULL ? "" : text);
}

static void
put_value(struct text *t, PyObject *o, int depth)
{
    if (o == Py_None || o == Py_True || o == Py_False) {
        put_text(t, o == Py_None ? "null" : o == Py_True ? "true" : "false");
    }
    else if (PyLong_CheckExact(o) || PyFloat_CheckExact(o)) {
        put_number(t, o);
    }
    else if (PyUnicode_CheckExact(o)) {
        put_string(t, o);
    }
    else if (depth < DEEPEST
             && (PyList_CheckExact(o) || PyTuple_CheckExact(o)
                 || PyDict_CheckExact(o))) {
        put_items(t, o, depth + 1);
    }
    else {
        t->failed = true;
    }
}

PyObject *
sbx_value_text(PyObject *value, bool json, unsigned *is)
{
    struct text t = {0};

    if (json) {
        put_value(&t, value, 0);
    }
    PyObject *r = json && !t.failed
                      ? PyBytes_FromStringAndSize(t.at, (Py_ssize_t)t.n)
                      : NULL;
    PyMem_Free(t.at);
    PyErr_Clear();
    *is = 1;
    if (r == NULL) {
        Owned s = PyObject_Repr(value);
        *is = 2;
        r = s == NULL
                ? NULL
                : PyUnicode_AsEncodedString(s, "utf-8", "backslashreplace");
        PyErr_Clear();
    }
    return r;
}
