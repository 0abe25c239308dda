// SPDX-License-Identifier: MIT
// The program's builtins: a module of its own, a view like any other, whose
// dictionary everything the program defines inherits.  That inheritance is
// the trust rule, so the functions that hand out "the caller's" namespace are
// ours and decide by the innermost frame: C callables of the program run while
// trusted code, or nothing, is on the stack.

#include "hooks.h"

/* CPython's own, before they were gated. */
static PyObject *real_exec, *real_eval, *real_globals, *real_locals,
    *real_vars, *real_dir;

/* --- exec and eval ---------------------------------------------------------- */

static bool
has_real_builtins(PyObject *namespace)
{
    if (!PyDict_Check(namespace)) {
        return false;
    }
    PyObject *b = PyDict_GetItemString(namespace, "__builtins__");
    return b == sbx.real_builtins
           || (b != NULL && PyModule_Check(b)
               && PyModule_GetDict(b) == sbx.real_builtins);
}

/* A namespace that gives no trust: the one asked for, with the program's
 * builtins where it names none, or a fresh one in place of a trusted one. */
static PyObject *
harmless_globals(PyObject *globals)
{
    Owned fresh = NULL;
    if (globals == NULL || globals == Py_None || has_real_builtins(globals)) {
        globals = fresh = PyDict_New();
    }
    if (globals == NULL) {
        return NULL;
    }
    if (PyDict_Check(globals)
        && PyDict_GetItemString(globals, "__builtins__") == NULL
        && PyDict_SetItemString(globals, "__builtins__",
                                sbx.program_builtins) < 0) {
        return NULL;
    }
    return Py_NewRef(globals);
}

/* exec(source, globals, locals, **rest) in namespaces that give no trust. */
static PyObject *
run_harmless(PyObject *original, PyObject *args, PyObject *kwargs)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    PyObject *asked[2] = {NULL, NULL};
    Owned rest = kwargs == NULL ? PyDict_New() : PyDict_Copy(kwargs);
    if (n < 1 || n > 3 || rest == NULL) {
        return PyObject_Call(original, args, kwargs); /* its own error */
    }
    static const char *const names[] = {"globals", "locals"};
    for (int i = 0; i < 2; i++) { /* 3.13 takes them by keyword */
        asked[i] = n > i + 1 ? PyTuple_GET_ITEM(args, i + 1)
                             : PyDict_GetItemString(rest, names[i]);
    }
    Owned globals = harmless_globals(asked[0]);
    Owned locals = Py_XNewRef(asked[1]);
    if (globals == NULL) {
        return NULL;
    }
    if (locals == NULL || locals == Py_None || has_real_builtins(locals)) {
        Py_XSETREF(locals, Py_NewRef(globals));
    }
    for (int i = 0; i < 2; i++) {
        if (PyDict_GetItemString(rest, names[i]) != NULL
            && PyDict_DelItemString(rest, names[i]) < 0) {
            return NULL;
        }
    }
    Owned call = PyTuple_Pack(3, PyTuple_GET_ITEM(args, 0), globals, locals);
    return call == NULL ? NULL : PyObject_Call(original, call, rest);
}

/* The real exec and eval, as trusted code has them.  Trusted code that runs
 * text for the program (dataclasses, timeit, get_type_hints) is its deputy;
 * imports run module bodies. */
static PyObject *
gate_run(PyObject *original, const void *Py_UNUSED(data), PyObject *args,
         PyObject *kwargs)
{
    sbx_frame *f = sbx.running ? compat_top() : NULL;
    if (!sbx.running || (f != NULL && !sbx_trusted(f)) || sbx_in_section()) {
        return PyObject_Call(original, args, kwargs);
    }
    return run_harmless(original, args, kwargs);
}

/* CPython would put the builtins *dictionary* into a namespace that lacks
 * one; the program gets to see the read-only module only. */
static int
name_builtins(sbx_frame *f, PyObject *globals)
{
    if (f->f_builtins != sbx.program_dict || globals == NULL
        || !PyDict_Check(globals)
        || PyDict_GetItemString(globals, "__builtins__") != NULL) {
        return 0;
    }
    return PyDict_SetItemString(globals, "__builtins__",
                                sbx.program_builtins);
}

/* As the program has them: called from its own frame they are CPython's. */
static PyObject *
program_run(PyObject *original, PyObject *args, PyObject *kwargs)
{
    sbx_frame *f = compat_top();
    if (f == NULL || sbx_trusted(f)) {
        return run_harmless(original, args, kwargs);
    }
    PyObject *globals = PyTuple_GET_SIZE(args) > 1
                            ? PyTuple_GET_ITEM(args, 1)
                        : kwargs != NULL
                            ? PyDict_GetItemString(kwargs, "globals")
                            : NULL;
    if (globals == NULL || globals == Py_None) {
        globals = PyEval_GetGlobals();
    }
    return name_builtins(f, globals) < 0
               ? NULL
               : PyObject_Call(original, args, kwargs);
}

static PyObject *
program_exec(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    return program_run(real_exec, args, kwargs);
}

static PyObject *
program_eval(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    return program_run(real_eval, args, kwargs);
}

/* --- globals, locals, vars, dir ---------------------------------------------- */

static PyObject *
callers_own(PyObject *original, PyObject *args, const char *name)
{
    sbx_frame *f = compat_top();
    if (PyTuple_GET_SIZE(args) == 0 && (f == NULL || sbx_trusted(f))) {
        return sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.Error,
            .rule = "namespace",
            .act = "calling",
            .object = name,
            .reason = "it would give the namespace of trusted code",
        });
    }
    return PyObject_Call(original, args, NULL);
}

#define CALLERS_OWN(name)                                                     \
    static PyObject *program_##name(PyObject *Py_UNUSED(self),                \
                                    PyObject *args)                           \
    {                                                                         \
        return callers_own(real_##name, args, #name "()");                    \
    }
CALLERS_OWN(globals)
CALLERS_OWN(locals)
CALLERS_OWN(vars)
CALLERS_OWN(dir)

/* With an audit hook installed CPython's id() builds an event each time. */
static PyObject *
quiet_id(PyObject *Py_UNUSED(self), PyObject *o)
{
    return PyLong_FromVoidPtr(o);
}

/* --- what is refused ------------------------------------------------------------ */

static PyObject *
refused(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kw))
{
    const char *name = sbx_utf8(self);
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.Error,
        .rule = "builtin",
        .act = "builtin",
        .object = name != NULL ? name : "?",
        .reason = "it is for interactive use",
    });
}

static PyObject *
program_exit(PyObject *self, PyObject *args)
{
    const char *name = sbx_utf8(self);
    if (!sbx.host->policy->exit.on) {
        return sbx_refuse_exit(name != NULL ? name : "exit");
    }
    PyObject *code = NULL;
    if (PyArg_ParseTuple(args, "|O:exit", &code)) {
        PyErr_SetObject(PyExc_SystemExit, code != NULL ? code : Py_None);
    }
    return NULL;
}

PyObject *
sbx_refuse_exit(const char *how)
{
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.Error,
        .rule = "exit",
        .act = "exit by",
        .object = how,
        .reason = "the program must run to its end",
        .allow = "[process] exit = yes",
    });
}

/* --- the table --------------------------------------------------------------------- */

#define KW (METH_VARARGS | METH_KEYWORDS)
#define FN(f) (PyCFunction)(void (*)(void)) f

static PyMethodDef own[] = {
    {"exec", FN(program_exec), KW, NULL},
    {"eval", FN(program_eval), KW, NULL},
    {"globals", program_globals, METH_VARARGS, NULL},
    {"locals", program_locals, METH_VARARGS, NULL},
    {"vars", program_vars, METH_VARARGS, NULL},
    {"dir", program_dir, METH_VARARGS, NULL},
    {"id", quiet_id, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static PyMethodDef refused_def = {"refused", FN(refused), KW, NULL};
static PyMethodDef exit_def = {"exit", program_exit, METH_VARARGS, NULL};

static int
put(const char *name, PyObject *value /* stolen */)
{
    Owned v = value;
    return v == NULL ? -1 : PyDict_SetItemString(sbx.program_dict, name, v);
}

/* A function whose __self__ is its name: what refuses can say what. */
static PyObject *
named_function(PyMethodDef *def, const char *name)
{
    Owned text = PyUnicode_FromString(name);
    return text == NULL ? NULL : PyCFunction_New(def, text);
}

static int
keep_real(void)
{
    static const struct {
        const char *name;
        PyObject **where;
        bool gate;
    } rows[] = {
        {"exec", &real_exec, true},       {"eval", &real_eval, true},
        {"globals", &real_globals, false}, {"locals", &real_locals, false},
        {"vars", &real_vars, false},      {"dir", &real_dir, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        PyObject *f = PyDict_GetItemString(sbx.real_builtins, rows[i].name);
        if (f == NULL || !PyCFunction_Check(f)) {
            return -1;
        }
        PyCFunctionObject *c = (PyCFunctionObject *)f;
        *rows[i].where = PyCFunction_NewEx(c->m_ml, c->m_self, c->m_module);
        if (*rows[i].where == NULL
            || (rows[i].gate && sbx_gate(f, gate_run, NULL) < 0)) {
            return -1;
        }
    }
    return 0;
}

int
sbx_builtins_make(void)
{
    static const char *const kept[] = {
#define KEEP(name) #name,
#define REFUSE(name)
#include "builtins.def"
#undef KEEP
#undef REFUSE
    };
    static const char *const refuse[] = {
#define KEEP(name)
#define REFUSE(name) #name,
#include "builtins.def"
    };
    sbx.program_builtins = sbx_make_view("builtins", NULL);
    if (sbx.program_builtins == NULL || keep_real() < 0) {
        return -1;
    }
    sbx.program_dict = PyModule_GetDict(sbx.program_builtins);
    if (PyDict_DelItemString(sbx.program_dict, "__getattr__") < 0) {
        return -1;
    }
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        PyObject *v = PyDict_GetItemString(sbx.real_builtins, kept[i]);
        if (v != NULL
            && PyDict_SetItemString(sbx.program_dict, kept[i], v) < 0) {
            return -1;
        }
    }
    for (size_t i = 0; i < sizeof refuse / sizeof *refuse; i++) {
        if (put(refuse[i], named_function(&refused_def, refuse[i])) < 0) {
            return -1;
        }
    }
    for (PyMethodDef *d = own; d->ml_name != NULL; d++) {
        if (put(d->ml_name, PyCFunction_New(d, NULL)) < 0) {
            return -1;
        }
    }
    Owned id = PyCFunction_New(&own[6], NULL);
    return id == NULL
                   || PyDict_SetItemString(sbx.real_builtins, "id", id) < 0
                   || put("exit", named_function(&exit_def, "exit")) < 0
                   || put("quit", named_function(&exit_def, "quit")) < 0
                   || put("__import__", sbx_import_function()) < 0
                   || put("open", sbx_open_function()) < 0
               ? -1
               : 0;
}
