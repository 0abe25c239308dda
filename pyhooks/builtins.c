// SPDX-License-Identifier: MIT
// The program's builtins: a module of its own, a view like any other, whose
// dictionary everything the program defines inherits.  That inheritance is
// the trust rule, so the functions that hand out "the caller's" namespace are
// ours and decide by the innermost frame: C callables of the program run while
// trusted code, or nothing, is on the stack.

#include "hooks.h"

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

/* With an audit hook installed CPython's id() builds an event each time. */
static PyObject *
quiet_id(PyObject *Py_UNUSED(self), PyObject *o)
{
    return PyLong_FromVoidPtr(o);
}

/* --- what is refused
 * ------------------------------------------------------------ */

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

/* --- the table
 * --------------------------------------------------------------------- */

#define KW (METH_VARARGS | METH_KEYWORDS)
#define FN(f) (PyCFunction)(void (*)(void)) f

static PyMethodDef own[] = {
    {"exec", FN(program_exec), KW, NULL},
    {"eval", FN(program_eval), KW, NULL},
    {"compile", FN(program_compile), KW, NULL},
    {"globals", program_globals, METH_VARARGS, NULL},
    {"locals", program_locals, METH_VARARGS, NULL},
    {"vars", program_vars, METH_VARARGS, NULL},
    {"dir", program_dir, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
static PyMethodDef id_def = {"id", quiet_id, METH_O, NULL};
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

/* What the program gets as it is: names one after the other, and a table of
 * where they start (from 1), open addressing, filled when loaded. */
static const char kept[] =
#define KEEP(name) #name "\0"
#define REFUSE(name)
#include "builtins.def"
#undef KEEP
#undef REFUSE
    ;
#define TABLE 512
static unsigned short table[TABLE];

static unsigned short *
find_kept(const char *name)
{
    for (unsigned h = sbx_hash(name);; h++) {
        unsigned short *e = &table[h % TABLE];
        if (*e == 0 || strcmp(kept + *e - 1, name) == 0) {
            return e;
        }
    }
}

static void __attribute__((constructor)) fill_table(void)
{
    unsigned n = 0;
    for (const char *k = kept; *k != '\0'; k += strlen(k) + 1, n++) {
        *find_kept(k) = (unsigned short)(k - kept + 1);
    }
    if (n * 2 > TABLE) {
        abort(); /* grow the table */
    }
}

static int
copy_kept(void)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(sbx.real_builtins, &pos, &key, &value)) {
        const char *name = sbx_utf8(key);
        if (name != NULL && *find_kept(name) != 0
            && PyDict_SetItem(sbx.program_dict, key, value) < 0) {
            return -1;
        }
    }
    return 0;
}

int
sbx_builtins_make(void)
{
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
    if (copy_kept() < 0) {
        return -1;
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
    Owned id = PyCFunction_New(&id_def, NULL);
    return id == NULL || PyDict_SetItemString(sbx.real_builtins, "id", id) < 0
                   || PyDict_SetItemString(sbx.program_dict, "id", id) < 0
                   || put("exit", named_function(&exit_def, "exit")) < 0
                   || put("quit", named_function(&exit_def, "quit")) < 0
                   || put("__import__", sbx_import_function()) < 0
                   || put("open", sbx_open_function()) < 0
               ? -1
               : 0;
}
