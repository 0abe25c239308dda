// SPDX-License-Identifier: MIT
// What came of a request, as records of plain data: ("value", v), ("spaces",
// globals, locals, left), ("error", type, builtin, message, args, frames), or
// ("unfit", why).

#include "program.h"
#include "task.h"

#define MAX_FRAMES 100
#define MAX_LEFT 20       /* names that are told to be no data */
#define MAX_MESSAGE 65536 /* characters */

int
sbx_task_put_value(struct sbx_encoder *e, PyObject *value)
{
    return sbx_encode_head(e, 't', 2) < 0 || sbx_encode_text(e, "value") < 0
               ? -1
               : sbx_encode(e, value);
}

/* --- namespaces -------------------------------------------------------------
 */

/* What a program defines or imports stays with it, without a word: modules,
 * what can be called, features of __future__.  No code of the program runs. */
static bool
is_definition(PyObject *v)
{
    return PyModule_Check(v) || PyCallable_Check(v)
           || strcmp(Py_TYPE(v)->tp_name, "_Feature") == 0;
}

static bool
is_kept(PyObject *key, PyObject *value)
{
    return PyUnicode_CheckExact(key)
           && PyUnicode_CompareWithASCIIString(key, "__builtins__") != 0
           && !is_definition(value);
}

/* One name; 1: it is no data, which `left` has now.  -1: it is too much. */
static int
put_name(struct sbx_encoder *e, PyObject *key, PyObject *value, PyObject *left)
{
    size_t before = e->n;

    if (sbx_encode(e, key) == 0 && sbx_encode(e, value) == 0) {
        return 0;
    }
    if (e->full) {
        return -1;
    }
    if (PyList_GET_SIZE(left) < MAX_LEFT) {
        Owned why = PyUnicode_DecodeUTF8(e->why, (Py_ssize_t)strlen(e->why),
                                         "replace");
        Owned row = why == NULL ? NULL : PyTuple_Pack(2, key, why);
        if (row == NULL || PyList_Append(left, row) < 0) {
            return -1;
        }
    }
    e->n = before;
    e->why[0] = '\0';
    e->depth = 0;
    return 1;
}

static int
put_namespace(struct sbx_encoder *e, PyObject *dict, PyObject *left)
{
    Owned items = PyDict_Items(dict);
    size_t head = e->n, n = 0;

    if (items == NULL || sbx_encode_head(e, 'D', 0) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items); i++) {
        PyObject *item = PyList_GET_ITEM(items, i);
        PyObject *key = PyTuple_GET_ITEM(item, 0);
        PyObject *value = PyTuple_GET_ITEM(item, 1);
        int rc = is_kept(key, value) ? put_name(e, key, value, left) : 1;
        if (rc < 0) {
            return -1;
        }
        n += rc == 0;
    }
    uint32_t count = (uint32_t)n;
    memcpy(e->at + head + 1, &count, sizeof count);
    return 0;
}

int
sbx_task_put_namespaces(struct sbx_encoder *e, const struct sbx_task_work *w)
{
    Owned left = PyList_New(0);

    if (w->wanted == 0) {
        return sbx_task_put_value(e, Py_None);
    }
    if (left == NULL || sbx_encode_head(e, 't', 4) < 0
        || sbx_encode_text(e, "spaces") < 0) {
        return -1;
    }
    for (int i = 0; i < 2; i++) {
        if ((w->wanted & 1 << i) == 0
                ? sbx_encode(e, Py_None) < 0
                : put_namespace(e, i ? w->two : w->one, left) < 0) {
            return -1;
        }
    }
    return sbx_encode(e, left);
}

/* --- exceptions -------------------------------------------------------------
 */

static int
put_frames(struct sbx_encoder *e, PyObject *trace)
{
    Owned frames = PyList_New(0);
    PyObject *tb = Py_XNewRef(trace);
    int n = 0;

    while (frames != NULL && tb != NULL && PyTraceBack_Check(tb)
           && n++ < MAX_FRAMES) {
        PyTracebackObject *t = (PyTracebackObject *)tb;
        Owned code = (PyObject *)PyFrame_GetCode(t->tb_frame);
        PyCodeObject *c = (PyCodeObject *)code;
        Owned row =
            Py_BuildValue("OiO", c->co_filename,
                          PyCode_Addr2Line(c, t->tb_lasti), c->co_name);
        if (row == NULL || PyList_Append(frames, row) < 0) {
            break;
        }
        PyObject *next = Py_XNewRef((PyObject *)t->tb_next);
        Py_DECREF(tb);
        tb = next;
    }
    Py_XDECREF(tb);
    PyErr_Clear();
    size_t before = e->n;
    if (frames != NULL && sbx_encode(e, frames) == 0) {
        return 0;
    }
    e->n = before;
    e->why[0] = '\0';
    e->depth = 0;
    return sbx_encode_head(e, 'l', 0);
}

/* str(value): the program's code, which may fail. */
static int
put_message(struct sbx_encoder *e, PyObject *value)
{
    Owned text = PyObject_Str(value);
    Owned head =
        text == NULL ? NULL : PyUnicode_Substring(text, 0, MAX_MESSAGE);
    Owned plain = head == NULL ? NULL : PyUnicode_FromObject(head);
    PyErr_Clear();
    return plain == NULL ? sbx_encode_text(e, "") : sbx_encode(e, plain);
}

/* The arguments, if they are data. */
static int
put_args(struct sbx_encoder *e, PyObject *value)
{
    Owned args = Py_XNewRef(((PyBaseExceptionObject *)value)->args);
    size_t before = e->n;

    if (args != NULL && PyTuple_CheckExact(args) && sbx_encode(e, args) == 0) {
        return 0;
    }
    e->n = before;
    e->why[0] = '\0';
    e->depth = 0;
    return sbx_encode(e, Py_None);
}

static int
put_exception(struct sbx_encoder *e, PyObject *value, PyObject *trace)
{
    char space[520];

    if (value == NULL || !PyExceptionInstance_Check(value)) {
        return -1;
    }
    const char *name = sbx_type_name(Py_TYPE(value), space, sizeof space);
    PyObject *known = PyDict_GetItemString(sbx.real_builtins, name);
    bool builtin =
        known == (PyObject *)Py_TYPE(value) || strncmp(name, "pysbx.", 6) == 0;
    return sbx_encode_head(e, 't', 6) < 0 || sbx_encode_text(e, "error") < 0
                   || sbx_encode_text(e, name) < 0
                   || sbx_encode(e, builtin ? Py_True : Py_False) < 0
                   || put_message(e, value) < 0 || put_args(e, value) < 0
                   || put_frames(e, trace) < 0
               ? -1
               : 0;
}

int
sbx_task_put_exception(struct sbx_encoder *e)
{
    PyObject *type, *value, *trace;

    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    int rc = put_exception(e, value, trace);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(trace);
    return rc;
}
