// SPDX-License-Identifier: MIT
// What came of a request, as records of plain data: ("value", v), ("spaces",
// globals, locals), ("error", type, builtin, message, args, frames), or
// ("unfit", why).

#include "task.h"

#define MAX_FRAMES 100
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

/* What a program defines stays with it: only data can be brought back. */
static bool
is_definition(PyObject *v)
{
    return PyModule_Check(v) || PyFunction_Check(v) || PyType_Check(v)
           || PyCFunction_Check(v);
}

static bool
is_kept(PyObject *key, PyObject *value)
{
    return PyUnicode_CheckExact(key)
           && PyUnicode_CompareWithASCIIString(key, "__builtins__") != 0
           && !is_definition(value);
}

static int
put_namespace(struct sbx_encoder *e, PyObject *dict)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0, n = 0, seen = 0;

    while (PyDict_Next(dict, &pos, &key, &value)) {
        n += is_kept(key, value);
    }
    if (sbx_encode_head(e, 'D', (size_t)n) < 0) {
        return -1;
    }
    for (pos = 0; PyDict_Next(dict, &pos, &key, &value);) {
        if (!is_kept(key, value)) {
            continue;
        }
        Owned k = Py_NewRef(key);
        Owned v = Py_NewRef(value);
        if (sbx_encode(e, k) < 0 || sbx_encode(e, v) < 0) {
            char why[sizeof e->why];
            memcpy(why, e->why, sizeof why);
            const char *name = sbx_utf8(k);
            snprintf(e->why, sizeof e->why, "the name '%.60s': %.150s",
                     name == NULL ? "?" : name, why);
            return -1;
        }
        seen++;
    }
    return seen == n ? 0 : -1;
}

int
sbx_task_put_namespaces(struct sbx_encoder *e, PyObject *globals,
                        PyObject *locals)
{
    if (sbx_encode_head(e, 't', 3) < 0 || sbx_encode_text(e, "spaces") < 0
        || put_namespace(e, globals) < 0) {
        return -1;
    }
    return globals == locals ? sbx_encode(e, Py_None)
                             : put_namespace(e, locals);
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
