// SPDX-License-Identifier: MIT
// The steps of a request: functions cross as code, modules as names, all else
// as data; here they are put together again, in namespaces with the program's
// builtins.  pysbx/_cross.py writes the steps.

#include "refuse.h"
#include "task.h"

static PyObject *
made(const struct sbx_task_work *w, Py_ssize_t i)
{
    if (i < 0 || i >= PyList_GET_SIZE(w->made)) {
        PyErr_SetString(PyExc_SystemError, "the request is damaged: a number");
        return NULL;
    }
    return PyList_GET_ITEM(w->made, i);
}

static PyObject *namespace(const struct sbx_task_work *w, Py_ssize_t i)
{
    PyObject *d = made(w, i);

    if (d != NULL && !PyDict_Check(d)) {
        PyErr_SetString(PyExc_SystemError, "the request is damaged: no dict");
        return NULL;
    }
    return d;
}

/* Steps return the object that they make, new; or NULL. */
#define STEP(name) static PyObject *name(struct sbx_task_work *w, PyObject *a)

STEP(step_space)
{
    PyObject *ignored, *name;

    (void)w;
    if (!PyArg_ParseTuple(a, "OU", &ignored, &name)) {
        return NULL;
    }
    Owned d = PyDict_New();
    return d == NULL || PyDict_SetItemString(d, "__name__", name) < 0
                   || PyDict_SetItemString(d, "__builtins__",
                                           sbx.program_builtins)
                          < 0
               ? NULL
               : Py_NewRef(d);
}

STEP(step_value)
{
    PyObject *ignored;
    Py_buffer b;

    if (!PyArg_ParseTuple(a, "Oy*", &ignored, &b)) {
        return NULL;
    }
    struct sbx_decoder d = {
        .at = b.buf, .end = (char *)b.buf + b.len, .refs = w->made};
    PyObject *v = sbx_decode(&d);
    PyBuffer_Release(&b);
    return v;
}

STEP(step_import)
{
    PyObject *ignored, *name;

    (void)w;
    return PyArg_ParseTuple(a, "OU", &ignored, &name) ? sbx_task_import(name)
                                                      : NULL;
}

STEP(step_from)
{
    PyObject *ignored, *module;
    const char *names;

    (void)w;
    return PyArg_ParseTuple(a, "OUs", &ignored, &module, &names)
               ? sbx_task_from(module, names)
               : NULL;
}

STEP(step_builtin)
{
    PyObject *ignored, *name;

    (void)w;
    if (!PyArg_ParseTuple(a, "OU", &ignored, &name)) {
        return NULL;
    }
    PyObject *v = PyDict_GetItemWithError(sbx.program_dict, name);
    if (v == NULL && !PyErr_Occurred()) {
        PyErr_Format(sbx_error(sbx.Error),
                     "pysbx: builtin '%U' is not there in the sandbox", name);
    }
    return Py_XNewRef(v);
}

STEP(step_cell)
{
    (void)w;
    (void)a;
    return PyCell_New(NULL);
}

STEP(step_fill)
{
    PyObject *ignored;
    Py_ssize_t cell, content;

    if (!PyArg_ParseTuple(a, "Onn", &ignored, &cell, &content)) {
        return NULL;
    }
    PyObject *c = made(w, cell), *v = made(w, content);
    return c == NULL || v == NULL || PyCell_Set(c, v) < 0 ? NULL
                                                          : Py_NewRef(Py_None);
}

static PyObject *
code_at(const struct sbx_task_work *w, Py_ssize_t i)
{
    if (i < 0 || i >= PyList_GET_SIZE(w->codes)
        || !PyCode_Check(PyList_GET_ITEM(w->codes, i))) {
        PyErr_SetString(PyExc_SystemError, "the request is damaged: no code");
        return NULL;
    }
    return PyList_GET_ITEM(w->codes, i);
}

/* made[i] into a property of f; -1: there is none. */
static int
set_if(struct sbx_task_work *w, PyObject *f, Py_ssize_t i,
       int (*set)(PyObject *, PyObject *))
{
    PyObject *v = i < 0 ? NULL : made(w, i);

    return i < 0 ? 0 : v == NULL ? -1 : set(f, v);
}

static int
set_dict(PyObject *f, PyObject *v)
{
    Owned dict = PyObject_GenericGetDict(f, NULL);

    return dict == NULL ? -1 : PyDict_Update(dict, v);
}

static PyObject *
closure_of(struct sbx_task_work *w, PyObject *ids)
{
    Owned t = PyTuple_New(PyTuple_GET_SIZE(ids));

    for (Py_ssize_t i = 0; t != NULL && i < PyTuple_GET_SIZE(ids); i++) {
        PyObject *c = made(w, PyLong_AsSsize_t(PyTuple_GET_ITEM(ids, i)));
        if (c == NULL || !PyCell_Check(c)) {
            return NULL;
        }
        PyTuple_SET_ITEM(t, i, Py_NewRef(c));
    }
    return Py_XNewRef(t);
}

STEP(step_function)
{
    PyObject *ignored, *qualname, *ids;
    Py_ssize_t number, space, defaults, kwdefaults, attributes;

    if (!PyArg_ParseTuple(a, "OnnUO!nnn", &ignored, &number, &space, &qualname,
                          &PyTuple_Type, &ids, &defaults, &kwdefaults,
                          &attributes)) {
        return NULL;
    }
    PyObject *globals = namespace(w, space);
    PyObject *code = globals == NULL ? NULL : code_at(w, number);
    Owned f = code == NULL
                  ? NULL
                  : PyFunction_NewWithQualName(code, globals, qualname);
    Owned closure = f == NULL ? NULL : closure_of(w, ids);
    if (closure == NULL
        || (PyTuple_GET_SIZE(closure) > 0
            && PyFunction_SetClosure(f, closure) < 0)
        || set_if(w, f, defaults, PyFunction_SetDefaults) < 0
        || set_if(w, f, kwdefaults, PyFunction_SetKwDefaults) < 0
        || set_if(w, f, attributes, set_dict) < 0) {
        return NULL;
    }
    return Py_NewRef(f);
}

STEP(step_bind)
{
    Py_ssize_t space, what;
    PyObject *ignored, *name;

    if (!PyArg_ParseTuple(a, "OnUn", &ignored, &space, &name, &what)) {
        return NULL;
    }
    PyObject *d = namespace(w, space), *v = made(w, what);
    return d == NULL || v == NULL || PyDict_SetItem(d, name, v) < 0
               ? NULL
               : Py_NewRef(Py_None);
}

/* The text of a class, and then the class. */
STEP(step_class)
{
    PyObject *ignored, *name;
    Py_ssize_t space, number;

    if (!PyArg_ParseTuple(a, "OnnU", &ignored, &space, &number, &name)) {
        return NULL;
    }
    PyObject *d = namespace(w, space);
    PyObject *code = d == NULL ? NULL : code_at(w, number);
    Owned r = code == NULL ? NULL : PyEval_EvalCode(code, d, d);
    return r == NULL ? NULL : Py_XNewRef(PyDict_GetItemWithError(d, name));
}

/* --- the last step ----------------------------------------------------------
 */

STEP(step_call)
{
    PyObject *ignored;
    Py_ssize_t f, args, kwargs;

    if (!PyArg_ParseTuple(a, "Onnn", &ignored, &f, &args, &kwargs)) {
        return NULL;
    }
    w->call = made(w, f);
    w->one = made(w, args);
    w->two = namespace(w, kwargs);
    if (w->call == NULL || w->one == NULL || w->two == NULL
        || !PyTuple_Check(w->one)) {
        return NULL;
    }
    return Py_NewRef(Py_None);
}

STEP(step_execute)
{
    PyObject *ignored, *source;
    const char *file;
    Py_ssize_t globals, locals;

    if (!PyArg_ParseTuple(a, "OOsnni", &ignored, &source, &file, &globals,
                          &locals, &w->wanted)) {
        return NULL;
    }
    w->execute = true;
    w->one = namespace(w, globals);
    w->two = namespace(w, locals);
    if (w->one == NULL || w->two == NULL
        || PyDict_SetItemString(w->one, "__builtins__", sbx.program_builtins)
               < 0) {
        return NULL;
    }
    if (PyLong_Check(source)) {
        w->call = code_at(w, PyLong_AsSsize_t(source));
        return Py_XNewRef(w->call);
    }
    const char *text = PyUnicode_AsUTF8(source);
    PyCompilerFlags flags = {PyCF_SOURCE_IS_UTF8 | PyCF_IGNORE_COOKIE,
                             PY_MINOR_VERSION};
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_FindChar(source, 0, 0, PyUnicode_GET_LENGTH(source), 1)
        >= 0) {
        PyErr_SetString(PyExc_SyntaxError,
                        "source code string cannot contain null bytes");
        return NULL;
    }
    w->call = Py_CompileStringExFlags(text, file, Py_file_input, &flags, -1);
    return Py_XNewRef(w->call);
}

static const struct {
    const char *name;
    PyObject *(*run)(struct sbx_task_work *, PyObject *);
} table[] = {
    {"space", step_space},     {"value", step_value},
    {"import", step_import},   {"from", step_from},
    {"builtin", step_builtin}, {"cell", step_cell},
    {"fill", step_fill},       {"function", step_function},
    {"bind", step_bind},       {"class", step_class},
    {"call", step_call},       {"execute", step_execute},
};

/* ("name", argument...); every step makes made[i], i its own number. */
static PyObject *
run_step(struct sbx_task_work *w, PyObject *step)
{
    const char *name = PyTuple_Check(step) && PyTuple_GET_SIZE(step) > 0
                           ? sbx_utf8(PyTuple_GET_ITEM(step, 0))
                           : NULL;

    for (size_t i = 0; name != NULL && i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].name, name) == 0) {
            return table[i].run(w, step);
        }
    }
    PyErr_SetString(PyExc_SystemError, "the request is damaged: a step");
    return NULL;
}

int
sbx_task_steps(PyObject *steps, struct sbx_task_work *w)
{
    w->made = PyList_New(0);
    for (Py_ssize_t i = 0; w->made != NULL && i < PyList_GET_SIZE(steps);
         i++) {
        Owned r = run_step(w, PyList_GET_ITEM(steps, i));
        if (r == NULL || PyList_Append(w->made, r) < 0) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_SystemError, "the request is damaged");
            }
            return -1;
        }
    }
    return w->made == NULL || w->call == NULL ? -1 : 0;
}
