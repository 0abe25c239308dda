// SPDX-License-Identifier: MIT
// The builtins that run text or hand out "the caller's" namespace: ours, since
// C callables of the program run while trusted code, or nothing, is on the
// stack.  They decide by the innermost frame.

#include "audit.h"
#include "builtins.h"
#include "gates.h"
#include "hooks.h"
#include "modules.h"
#include "refuse.h"
#include "trust.h"

/* CPython's own, before they were gated. */
static PyObject *real_exec, *real_eval, *real_globals, *real_locals,
    *real_vars, *real_dir, *real_compile;

/* --- exec and eval ----------------------------------------------------------
 */

/* Text is compiled first: between its two looks at __builtins__ CPython would
 * run the compiler, which runs code of the program (sys.stderr for warnings,
 * __buffer__ of the source), and then fall back to the interpreter's own. */
static PyObject *
compiled(PyObject *source, bool expression)
{
    if (PyCode_Check(source)) {
        return Py_NewRef(source);
    }
    PyCompilerFlags flags = {PyCF_SOURCE_IS_UTF8, PY_MINOR_VERSION};
    PyEval_MergeCompilerFlags(&flags);
    Owned bytes = NULL;
    const char *text = NULL;
    Py_ssize_t size = 0;
    if (PyUnicode_Check(source)) {
        flags.cf_flags |= PyCF_IGNORE_COOKIE;
        text = PyUnicode_AsUTF8AndSize(source, &size);
    }
    else if (PyObject_CheckBuffer(source)) {
        bytes = PyBytes_FromObject(source);
        text = bytes == NULL ? NULL : PyBytes_AS_STRING(bytes);
        size = bytes == NULL ? 0 : PyBytes_GET_SIZE(bytes);
    }
    else {
        PyErr_Format(PyExc_TypeError,
                     "%s() arg 1 must be a string, bytes or code object",
                     expression ? "eval" : "exec");
    }
    if (text == NULL) {
        return NULL;
    }
    if (strlen(text) != (size_t)size) {
        PyErr_SetString(PY_VERSION_HEX < 0x030c0000 ? PyExc_ValueError
                                                    : PyExc_SyntaxError,
                        "source code string cannot contain null bytes");
        return NULL;
    }
    while (expression && (*text == ' ' || *text == '\t')) {
        text++;
    }
    return Py_CompileStringExFlags(text, "<string>",
                                   expression ? Py_eval_input : Py_file_input,
                                   &flags, -1);
}

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

/* Only exact strings as keys: a look-up then runs no code of the program, and
 * finds the same thing each time. */
static bool
is_plain(PyObject *dict)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(dict, &pos, &key, &value)) {
        if (!PyUnicode_CheckExact(key)) {
            return false;
        }
    }
    return PyDict_CheckExact(dict);
}

/* A namespace that gives no trust: the one asked for, with the program's
 * builtins where it names none, or a fresh one in place of a trusted one or of
 * one that lies. */
static PyObject *
harmless_globals(PyObject *globals)
{
    Owned fresh = NULL;
    if (globals != NULL && globals != Py_None && !PyDict_Check(globals)) {
        return Py_NewRef(globals); /* exec's own error */
    }
    if (globals == NULL || globals == Py_None || !is_plain(globals)
        || has_real_builtins(globals)) {
        globals = fresh = PyDict_New();
    }
    if (globals == NULL
        || (PyDict_GetItemString(globals, "__builtins__") == NULL
            && PyDict_SetItemString(globals, "__builtins__",
                                    sbx.program_builtins)
                   < 0)) {
        return NULL;
    }
    return Py_NewRef(globals);
}

/* exec(code, globals, locals, **rest): the last steps run no other code. */
static PyObject *
run_in(PyObject *original, PyObject *code, PyObject *asked[2],
       PyObject *closure, bool harmless)
{
    Owned globals =
        harmless ? harmless_globals(asked[0]) : Py_NewRef(asked[0]);
    if (globals == NULL) {
        return NULL;
    }
    PyObject *locals = asked[1];
    if (locals == NULL || locals == Py_None
        || (harmless && has_real_builtins(locals))) {
        locals = globals;
    }
    Owned call = PyTuple_Pack(3, code, globals, locals);
    Owned rest = closure == NULL ? NULL : PyDict_New();
    if (call == NULL
        || (closure != NULL
            && (rest == NULL
                || PyDict_SetItemString(rest, "closure", closure) < 0))) {
        return NULL;
    }
    if (!harmless) {
        return PyObject_Call(original, call, rest);
    }
    /* A collection between our look at the builtins and CPython's could run
     * a __del__ that takes them out: none until it raises its event. */
    sbx_gc_pending = PyGC_Disable() != 0;
    PyObject *r = PyObject_Call(original, call, rest);
    sbx_gc_resume();
    return r;
}

/* The caller's own namespaces, where none are given. */
static PyObject *
callers_locals(void)
{
    return PyObject_CallNoArgs(real_locals);
}

static PyObject *
run(PyObject *original, PyObject *args, PyObject *kwargs, bool harmless)
{
    PyObject *source, *asked[2] = {NULL, NULL}, *closure = NULL;
    bool expression = original == real_eval;
    static char *names[] = {"", "globals", "locals", "closure", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|OO$O", names, &source,
                                     &asked[0], &asked[1], &closure)) {
        return NULL;
    }
    Owned code = compiled(source, expression);
    if (code == NULL) {
        return NULL;
    }
    Owned locals = NULL;
    if (!harmless && (asked[0] == NULL || asked[0] == Py_None)) {
        asked[0] = PyEval_GetGlobals();
        if (asked[1] == NULL || asked[1] == Py_None) {
            asked[1] = locals = callers_locals();
        }
        if (asked[0] == NULL || asked[1] == NULL) {
            return NULL;
        }
    }
    /* CPython would put the builtins *dictionary* into a namespace that lacks
     * one; the program gets to see the read-only module only. */
    sbx_frame *f = compat_top();
    if (!harmless && PyDict_Check(asked[0])
        && f->f_builtins == sbx.program_dict
        && PyDict_GetItemString(asked[0], "__builtins__") == NULL
        && PyDict_SetItemString(asked[0], "__builtins__", sbx.program_builtins)
               < 0) {
        return NULL;
    }
    return run_in(original, code, asked, closure, harmless);
}

/* Bodies of modules that are being imported: by importlib, or by themselves.
 */
static bool
runs_module(sbx_frame *f)
{
    return sbx_in_section() && (sbx_is_importlib(f) || sbx_is_module_body(f));
}

/* The real exec and eval, as trusted code has them.  Trusted code that runs
 * text for the program (dataclasses, timeit, get_type_hints) is its deputy. */
static PyObject *
gate_run(PyObject *original, const void *data, PyObject *args,
         PyObject *kwargs)
{
    sbx_frame *f = sbx.running ? compat_top() : NULL;
    if (!sbx.running || (f != NULL && sbx_trusted(f) && runs_module(f))) {
        return PyObject_Call(original, args, kwargs);
    }
    PyObject *real = data == NULL ? real_exec : real_eval;
    return run(real, args, kwargs, f == NULL || sbx_trusted(f));
}

/* As the program has them: called from its own frame they are CPython's. */
static PyObject *
program_run(PyObject *original, PyObject *args, PyObject *kwargs)
{
    sbx_frame *f = compat_top();
    return run(original, args, kwargs, f == NULL || sbx_trusted(f));
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

/* compile() makes the classes of syntax trees when it first runs; made in a
 * section they are the library's. */
static PyObject *
program_compile(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    static bool trees;
    if (!trees) {
        trees = true;
        struct sbx_section s;
        sbx_section_enter(&s);
        Py_XDECREF(PyImport_ImportModuleLevel("_ast", NULL, NULL, NULL, 0));
        PyErr_Clear();
        sbx_modules_sweep();
        sbx_section_leave(&s);
    }
    return PyObject_Call(real_compile, args, kwargs);
}

/* --- globals, locals, vars, dir
 * ---------------------------------------------- */

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

#define CALLERS_OWN(name)                                      \
    static PyObject *program_##name(PyObject *Py_UNUSED(self), \
                                    PyObject *args)            \
    {                                                          \
        return callers_own(real_##name, args, #name "()");     \
    }
CALLERS_OWN(globals)
CALLERS_OWN(locals)
CALLERS_OWN(vars)
CALLERS_OWN(dir)

/* --- the table ------------------------------------------------------------
 */

#define KW (METH_VARARGS | METH_KEYWORDS)
#define FN(f) (PyCFunction)(void (*)(void)) f

PyMethodDef sbx_namespace_functions[] = {
    {"exec", FN(program_exec), KW, NULL},
    {"eval", FN(program_eval), KW, NULL},
    {"compile", FN(program_compile), KW, NULL},
    {"globals", program_globals, METH_VARARGS, NULL},
    {"locals", program_locals, METH_VARARGS, NULL},
    {"vars", program_vars, METH_VARARGS, NULL},
    {"dir", program_dir, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
int
sbx_namespaces_init(void)
{
    static const struct {
        const char *name;
        PyObject **where;
        bool gate;
    } rows[] = {
        {"exec", &real_exec, true},        {"eval", &real_eval, true},
        {"globals", &real_globals, false}, {"locals", &real_locals, false},
        {"vars", &real_vars, false},       {"dir", &real_dir, false},
        {"compile", &real_compile, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        PyObject *f = PyDict_GetItemString(sbx.real_builtins, rows[i].name);
        if (f == NULL || !PyCFunction_Check(f)) {
            return -1;
        }
        PyCFunctionObject *c = (PyCFunctionObject *)f;
        *rows[i].where = PyCFunction_NewEx(c->m_ml, c->m_self, c->m_module);
        if (*rows[i].where == NULL
            || (rows[i].gate
                && sbx_gate(f, gate_run, i == 0 ? NULL : rows) < 0)) {
            return -1;
        }
    }
    return sbx_gate_real_builtins();
}
