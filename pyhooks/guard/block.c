// SPDX-License-Identifier: MIT
// A block: for its duration the frame that the `with` statement stands in has
// other builtins and a copy of its globals.  Nobody else's frame changes.

#include "guard.h"

#include <opcode.h>

struct block {
    struct block *next;
    sbx_frame *frame;
    PyObject *view, *copy;
    /* What the frame had; the function that it runs keeps them. */
    PyObject *builtins, *globals, *locals;
};
static struct block *blocks;

/* --- what is put in place, counted ------------------------------------------
 */

static long installed;

int
sbx_install(void)
{
    static int (*const on[])(void) = {sbx_attributes_on, sbx_methods_on,
                                      sbx_setting_on, sbx_proxies_on,
                                      sbx_functions_on};
    if (installed++ > 0) {
        return sbx_functions_on(); /* modules that came since */
    }
    for (size_t i = 0; i < sizeof on / sizeof *on; i++) {
        if (on[i]() < 0) {
            PyObject *type, *value, *trace;
            PyErr_Fetch(&type, &value, &trace);
            sbx_uninstall();
            PyErr_Restore(type, value, trace);
            return -1;
        }
    }
    return 0;
}

void
sbx_uninstall(void)
{
    if (--installed == 0) {
        sbx_functions_off();
        sbx_proxies_off();
        sbx_setting_off();
        sbx_methods_off();
        sbx_attributes_off();
    }
}

/* --- is it the with statement that calls? -----------------------------------
 */

/* The instruction before i, without caches. */
static int
before(const unsigned char *code, int i)
{
    do {
        i--;
    } while (i >= 0
             && (code[2 * i] == CACHE
#ifdef PRECALL
                 || code[2 * i] == PRECALL
#endif
                 ));
    return i;
}

static bool
is_none(PyCodeObject *code, const unsigned char *text, int i)
{
    unsigned n = i < 0 ? 0 : text[2 * i + 1];
    return i >= 0 && text[2 * i] == LOAD_CONST
           && n < (size_t)PyTuple_GET_SIZE(code->co_consts)
           && (PyTuple_GET_ITEM(code->co_consts, n) == Py_None
               || (i > 0 && text[2 * i - 2] == EXTENDED_ARG));
}

static bool
by_with(sbx_frame *f, bool entering)
{
    PyCodeObject *code = compat_code(f);
    Owned bytes = PyCode_GetCode(code);
    if (bytes == NULL) {
        PyErr_Clear();
        return false;
    }
    const unsigned char *text = (unsigned char *)PyBytes_AS_STRING(bytes);
    int i = _PyInterpreterFrame_LASTI(f);
    if (i < 0 || 2 * i >= PyBytes_GET_SIZE(bytes)) {
        return false;
    }
    if (entering) {
#ifdef BEFORE_WITH
        return text[2 * i] == BEFORE_WITH;
#else
        int k = before(text, i);
        return text[2 * i] == CALL && k >= 0 && text[2 * k] == LOAD_SPECIAL;
#endif
    }
    if (text[2 * i] == WITH_EXCEPT_START) {
        return true;
    }
    /* __exit__(None, None, None), as the compiler writes it. */
    bool call = text[2 * i] == CALL;
    for (int n = 0; n < 3 && call; n++) {
        i = before(text, i);
        while (i >= 0 && n > 0 && text[2 * i] == EXTENDED_ARG) {
            i--;
        }
        call = is_none(code, text, i);
    }
    return call;
}

/* --- entering and leaving ---------------------------------------------------
 */

static sbx_frame *
caller(void)
{
    sbx_frame *f = compat_top(); /* pysbx/_guard.py */
    return f == NULL ? NULL : compat_previous(f);
}

static PyObject *
caller_globals(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    sbx_frame *f = caller();
    if (f == NULL || !by_with(f, true)) {
        return sbx_no(SBX_ERROR, "entering", "Sandbox",
                      "it guards the block of a `with` statement only", NULL);
    }
    return Py_NewRef(f->f_globals);
}

static PyObject *
enter(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *view, *copy;
    struct sbx_who w;
    sbx_frame *f = caller();
    if (!PyArg_ParseTuple(args, "O!O!", &sbx_view_type, &view, &PyDict_Type,
                          &copy)) {
        return NULL;
    }
    if (f == NULL || !by_with(f, true)) {
        return sbx_no(SBX_ERROR, "entering", "Sandbox",
                      "it guards the block of a `with` statement only", NULL);
    }
    if (sbx_guarded(&w) && w.n >= SBX_MAX_NESTED - 1) {
        return sbx_no(SBX_ERROR, "entering", "Sandbox", "nested too deep",
                      NULL);
    }
    struct block *b = PyMem_Calloc(1, sizeof *b);
    if (b == NULL || sbx_install() < 0) {
        PyMem_Free(b);
        return PyErr_Occurred() ? NULL : PyErr_NoMemory();
    }
    *b = (struct block){blocks,
                        f,
                        Py_NewRef(view),
                        Py_NewRef(copy),
                        Py_NewRef(f->f_builtins),
                        Py_NewRef(f->f_globals),
                        f->f_locals};
    if (f->f_locals == f->f_globals) { /* the body of a module */
        f->f_locals = Py_NewRef(copy);
    }
    f->f_globals = copy;
    f->f_builtins = PyModule_GetDict(view);
    blocks = b;
    Py_RETURN_NONE;
}

static PyObject *
leave(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    sbx_frame *f = caller();
    struct block **at = &blocks;
    while (*at != NULL && (*at)->frame != f) {
        at = &(*at)->next;
    }
    struct block *b = *at;
    if (b == NULL || !by_with(f, false)) {
        return sbx_no(SBX_ERROR, "leaving", "Sandbox",
                      "it is not the end of the block", NULL);
    }
    *at = b->next;
    if (f->f_locals == b->copy) {
        f->f_locals = b->locals;
        Py_DECREF(b->copy);
    }
    f->f_globals = b->globals;
    f->f_builtins = b->builtins;
    PyObject *r = Py_BuildValue("(NN)", b->copy, b->globals);
    Py_DECREF(b->builtins);
    Py_DECREF(b->view);
    PyMem_Free(b);
    sbx_uninstall();
    return r;
}

/* --- for call and execute ---------------------------------------------------
 */

static PyObject *
make(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *policy, *made;
    if (!PyArg_ParseTuple(args, "O!O!", &sbx_policy_type, &policy,
                          &PyDict_Type, &made)) {
        return NULL;
    }
    struct sbx_guard *g = PyObject_New(struct sbx_guard, &sbx_guard_type);
    if (g == NULL) {
        return NULL;
    }
    sbx_alive++;
    g->policy = Py_NewRef(policy);
    g->outer = sbx_guard_below(compat_top());
    Py_XINCREF(g->outer);
    g->p = ((struct sbx_policy_object *)policy)->p;
    PyObject *view = sbx_builtins(g, made);
    Py_DECREF(g);
    return view;
}

static PyObject *
install(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return sbx_install() < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *
uninstall(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    sbx_uninstall();
    Py_RETURN_NONE;
}

static PyObject *
guarded(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    struct sbx_who w;
    return PyBool_FromLong(sbx_guarded(&w));
}

/* The policies that hold for this thread. */
static PyObject *
policies(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    struct sbx_who w;
    sbx_guarded(&w);
    Owned t = PyTuple_New(w.n);
    for (int i = 0; t != NULL && i < w.n; i++) {
        PyTuple_SET_ITEM(t, i, Py_NewRef(w.objects[i]));
    }
    return Py_XNewRef(t);
}

static PyObject *
load(PyObject *Py_UNUSED(self), PyObject *name)
{
    return sbx_guarded_import(name);
}

static PyObject *
view(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *name, *values;
    if (!PyArg_ParseTuple(args, "UO!", &name, &PyDict_Type, &values)) {
        return NULL;
    }
    Owned v = sbx_new_view(name);
    return v == NULL || PyDict_Update(PyModule_GetDict(v), values) < 0
               ? NULL
               : Py_NewRef(v);
}

/* What a view has under a name; an empty tuple for nothing. */
static PyObject *
peek(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *module, *name;
    if (!PyArg_ParseTuple(args, "O!O!", &PyModule_Type, &module,
                          &PyUnicode_Type, &name)) {
        return NULL;
    }
    PyObject *v = PyDict_GetItem(PyModule_GetDict(module), name);
    return v == NULL ? PyTuple_New(0) : PyTuple_Pack(1, v);
}

static PyObject *
put(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *module, *name, *value;
    return PyArg_ParseTuple(args, "O!O!O", &sbx_view_type, &module,
                            &PyUnicode_Type, &name, &value)
                   && PyDict_SetItem(PyModule_GetDict(module), name, value)
                          == 0
               ? Py_NewRef(Py_None)
               : NULL;
}

static PyObject *
no(PyObject *Py_UNUSED(self), PyObject *args)
{
    int kind;
    const char *act, *object, *reason, *allow;
    return PyArg_ParseTuple(args, "isszz", &kind, &act, &object, &reason,
                            &allow)
                   && kind >= SBX_ERROR && kind <= SBX_ATTRIBUTE
               ? sbx_no((enum sbx_kind)kind, act, object, reason, allow)
               : NULL;
}

/* Raise an exception in a thread, at its next instruction; None: no more. */
static PyObject *
interrupt(PyObject *Py_UNUSED(self), PyObject *args)
{
    unsigned long ident;
    PyObject *kind;
    if (!PyArg_ParseTuple(args, "kO", &ident, &kind)) {
        return NULL;
    }
    PyThreadState_SetAsyncExc(ident, kind == Py_None ? NULL : kind);
    Py_RETURN_NONE;
}

/* How many functions and the like have these builtins. */
static PyObject *
users(PyObject *Py_UNUSED(self), PyObject *module)
{
    return Py_IS_TYPE(module, &sbx_view_type)
               ? PyLong_FromSsize_t(Py_REFCNT(PyModule_GetDict(module)) - 1)
               : PyErr_Format(PyExc_TypeError, "no builtins");
}

/* A call is over: what is left of it has no builtins, but bears the mark. */
static PyObject *
retire(PyObject *Py_UNUSED(self), PyObject *module)
{
    if (!Py_IS_TYPE(module, &sbx_view_type)) {
        return PyErr_Format(PyExc_TypeError, "no builtins");
    }
    PyObject *dict = PyModule_GetDict(module);
    Owned mark = Py_XNewRef(PyDict_GetItem(dict, sbx_mark));
    Owned old = PyDict_Copy(dict); /* what dies may look at the dict */
    if (mark == NULL || old == NULL) {
        return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
    }
    PyDict_Clear(dict);
    return PyDict_SetItem(dict, sbx_mark, mark) < 0 ? NULL
                                                    : Py_NewRef(Py_None);
}

static PyObject *
omitted(PyObject *Py_UNUSED(self), PyObject *name)
{
    return sbx_omitted(name);
}

PyMethodDef sbx_block_methods[] = {
    {"caller_globals", caller_globals, METH_NOARGS, NULL},
    {"enter", enter, METH_VARARGS, NULL},
    {"leave", leave, METH_NOARGS, NULL},
    {"make", make, METH_VARARGS, NULL},
    {"install", install, METH_NOARGS, NULL},
    {"uninstall", uninstall, METH_NOARGS, NULL},
    {"guarded", guarded, METH_NOARGS, NULL},
    {"policies", policies, METH_NOARGS, NULL},
    {"users", users, METH_O, NULL},
    {"retire", retire, METH_O, NULL},
    {"interrupt", interrupt, METH_VARARGS, NULL},
    {"omitted", omitted, METH_O, NULL},
    {"load", load, METH_O, NULL},
    {"view", view, METH_VARARGS, NULL},
    {"peek", peek, METH_VARARGS, NULL},
    {"put", put, METH_VARARGS, NULL},
    {"no", no, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
