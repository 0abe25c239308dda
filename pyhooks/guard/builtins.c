// SPDX-License-Identifier: MIT
// The builtins of guarded code: a module that cannot be changed, whose
// dictionary bears the mark; everything that such code defines inherits it.

#include "guard.h"

/* --- the module's class: also that of granted modules ---------------------
 */

static int
view_setattro(PyObject *self, PyObject *name, PyObject *value)
{
    struct sbx_who w;
    if (sbx_guarded(&w)) {
        const char *n = sbx_str(name);
        sbx_no(SBX_ATTRIBUTE, "setting attribute", n != NULL ? n : "?",
               "a granted module stays as it is", NULL);
        return -1;
    }
    return PyModule_Type.tp_setattro(self, name, value);
}

static PyObject *
view_dict(PyObject *self, void *Py_UNUSED(closure))
{
    struct sbx_who w;
    return sbx_guarded(&w)
               ? sbx_no(SBX_ATTRIBUTE, "attribute", "module.__dict__",
                        "a granted module stays as it is", NULL)
               : Py_NewRef(PyModule_GetDict(self));
}

static PyGetSetDef view_getset[] = {
    {"__dict__", view_dict, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject sbx_view_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "module",
    .tp_base = &PyModule_Type,
    .tp_setattro = view_setattro,
    .tp_getset = view_getset,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

PyObject *
sbx_new_view(PyObject *name)
{
    Owned args = PyTuple_Pack(1, name);
    Owned view =
        args == NULL ? NULL : PyModule_Type.tp_new(&sbx_view_type, args, NULL);
    return view == NULL || PyModule_Type.tp_init(view, args, NULL) < 0
               ? NULL
               : Py_NewRef(view);
}

/* --- functions --------------------------------------------------------------
 */

static PyObject *
real(const char *name)
{
    return PyDict_GetItemString(sbx_real_builtins(), name);
}

/* They are about the caller's namespace: not for code that calls them for
 * somebody else. */
static bool
caller_is_trusted(const char *name)
{
    struct sbx_who w;
    if (!sbx_guarded(&w) || !w.trusted) {
        return false;
    }
    sbx_no(SBX_ERROR, "call of", name, "it would act on other code", NULL);
    return true;
}

static PyObject *
run(PyObject *self, PyObject *args, PyObject *kwargs, const char *name)
{
    PyObject *globals = sbx_arg(args, 1);
    if (globals == Py_None && kwargs != NULL) {
        PyObject *g = PyDict_GetItemString(kwargs, "globals"); /* 3.13 */
        globals = g != NULL ? g : Py_None;
    }
    if (globals == Py_None && caller_is_trusted(name)) {
        return NULL;
    }
    if (PyDict_Check(globals)
        && PyDict_SetItemString(globals, "__builtins__", self) < 0) {
        return NULL;
    }
    return PyObject_Call(real(name), args, kwargs);
}

#define RUN(name)                                             \
    static PyObject *b_##name(PyObject *self, PyObject *args, \
                              PyObject *kwargs)               \
    {                                                         \
        return run(self, args, kwargs, #name);                \
    }
RUN(exec)
RUN(eval)

#define CALLER(name)                                                     \
    static PyObject *b_##name(PyObject *Py_UNUSED(self), PyObject *args, \
                              PyObject *kwargs)                          \
    {                                                                    \
        return PyTuple_GET_SIZE(args) == 0 && caller_is_trusted(#name)   \
                   ? NULL                                                \
                   : PyObject_Call(real(#name), args, kwargs);           \
    }
CALLER(globals)
CALLER(locals)
CALLER(vars)
CALLER(dir)

static bool
stream_on(bool in)
{
    struct sbx_who w;
    sbx_guarded(&w);
    for (int i = 0; i < w.n; i++) {
        if (!w.policies[i]->out.on || (in && !w.policies[i]->in.on)) {
            sbx_no(SBX_PERMISSION, "use of", in ? "stdin" : "stdout", NULL,
                   in ? "[stdio] stdin = yes" : "[stdio] stdout = yes");
            return false;
        }
    }
    return true;
}

static PyObject *
b_print(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    PyObject *file =
        kwargs == NULL ? NULL : PyDict_GetItemString(kwargs, "file");
    bool plain = file == NULL || file == Py_None;
    return plain && !stream_on(false)
               ? NULL
               : PyObject_Call(real("print"), args, kwargs);
}

static PyObject *
b_input(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    return stream_on(true) ? PyObject_Call(real("input"), args, kwargs) : NULL;
}

static PyObject *
leave(PyObject *args, const char *name)
{
    struct sbx_who w;
    sbx_guarded(&w);
    for (int i = 0; i < w.n; i++) {
        if (!w.policies[i]->exit.on) {
            return sbx_no(SBX_ERROR, "exit by", name,
                          "the program must run to its end",
                          "[process] exit = yes");
        }
    }
    PyErr_SetObject(PyExc_SystemExit, sbx_arg(args, 0));
    return NULL;
}

static PyObject *
b_exit(PyObject *Py_UNUSED(self), PyObject *args)
{
    return leave(args, "exit");
}

static PyObject *
b_quit(PyObject *Py_UNUSED(self), PyObject *args)
{
    return leave(args, "quit");
}

static PyObject *
refused(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kw))
{
    return sbx_no(SBX_ERROR, "builtin", sbx_str(self),
                  "it is for interactive use", NULL);
}

#define KW (METH_VARARGS | METH_KEYWORDS)
static PyMethodDef functions[] = {
    {"exec", SBX_FN(b_exec), KW, NULL},
    {"eval", SBX_FN(b_eval), KW, NULL},
    {"globals", SBX_FN(b_globals), KW, NULL},
    {"locals", SBX_FN(b_locals), KW, NULL},
    {"vars", SBX_FN(b_vars), KW, NULL},
    {"dir", SBX_FN(b_dir), KW, NULL},
    {"print", SBX_FN(b_print), KW, NULL},
    {"input", SBX_FN(b_input), KW, NULL},
    {"exit", b_exit, METH_VARARGS, NULL},
    {"quit", b_quit, METH_VARARGS, NULL},
};
static PyMethodDef refused_def = {"refused", SBX_FN(refused), KW, NULL};

/* --- the table --------------------------------------------------------------
 */

static const char *const kept[] = {
#define KEEP(name) #name,
#define REFUSE(name)
#include "../builtins.def"
#undef KEEP
#undef REFUSE
    "open",
    "id",
    "compile",
};
static const char *const refuse[] = {
#define KEEP(name)
#define REFUSE(name) #name,
#include "../builtins.def"
#undef KEEP
#undef REFUSE
};

PyObject *
sbx_builtins(struct sbx_guard *g, PyObject *made)
{
    Owned name = PyUnicode_FromString("builtins");
    Owned view = name == NULL ? NULL : sbx_new_view(name);
    if (view == NULL) {
        return NULL;
    }
    PyObject *dict = PyModule_GetDict(view);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        PyObject *v = real(kept[i]);
        if (v != NULL && PyDict_SetItemString(dict, kept[i], v) < 0) {
            return NULL;
        }
    }
    for (size_t i = 0; i < sizeof refuse / sizeof *refuse; i++) {
        Owned text = PyUnicode_FromString(refuse[i]);
        Owned f = text == NULL ? NULL : PyCFunction_New(&refused_def, text);
        if (f == NULL || PyDict_SetItemString(dict, refuse[i], f) < 0) {
            return NULL;
        }
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        Owned f = PyCFunction_New(&functions[i], view);
        if (f == NULL
            || PyDict_SetItemString(dict, functions[i].ml_name, f) < 0) {
            return NULL;
        }
    }
    return PyDict_Update(dict, made) < 0
                   || PyDict_SetItem(dict, sbx_mark, (PyObject *)g) < 0
               ? NULL
               : Py_NewRef(view);
}
