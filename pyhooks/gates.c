// SPDX-License-Identifier: MIT
// Gates: a C function object is changed in place, so that every reference to
// it, wherever it is held, goes through us.  Used where no audit event exists.
// Which functions: sinks.def.

#include "hooks.h"

#include <limits.h>

struct gate {
    PyObject_HEAD PyMethodDef def;
    sbx_gate_fn fn;
    const void *data;
    /* What the function was, and an object for it: most are never called. */
    PyMethodDef *real;
    PyObject *self, *module, *type;
    PyObject *original;
};

static PyTypeObject Gate_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pysbx.gate",
    .tp_basicsize = sizeof(struct gate),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static PyObject *
original_of(struct gate *g)
{
    if (g->original == NULL) {
        g->original = PyCMethod_New(g->real, g->self, g->module,
                                    (PyTypeObject *)g->type);
    }
    return g->original;
}

static PyObject *
gate_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    struct gate *g = (struct gate *)self;
    PyObject *original = original_of(g);
    return original == NULL ? NULL : g->fn(original, g->data, args, kwargs);
}

PyObject *
sbx_gate_original(PyObject *function)
{
    if (PyCFunction_Check(function)) {
        PyObject *self = ((PyCFunctionObject *)function)->m_self;
        if (self != NULL && Py_TYPE(self) == &Gate_Type) {
            return Py_XNewRef(original_of((struct gate *)self));
        }
    }
    return Py_NewRef(function);
}

int
sbx_gate(PyObject *function, sbx_gate_fn fn, const void *data)
{
    if (!PyCFunction_Check(function)) {
        PyErr_SetString(PyExc_SystemError, "a gate needs a C function");
        return -1;
    }
    PyCFunctionObject *f = (PyCFunctionObject *)function;
    if (f->m_ml->ml_meth == (PyCFunction)(void (*)(void))gate_call) {
        return 0;
    }
    if (PyType_Ready(&Gate_Type) < 0) {
        return -1;
    }
    struct gate *g = PyObject_New(struct gate, &Gate_Type);
    if (g == NULL) {
        return -1;
    }
    g->fn = fn;
    g->data = data;
    g->real = f->m_ml;
    g->self = Py_XNewRef(f->m_self);
    g->module = Py_XNewRef(f->m_module);
    g->type = Py_XNewRef((PyObject *)PyCFunction_GET_CLASS(function));
    g->original = NULL;
    g->def = *f->m_ml;
    g->def.ml_meth = (PyCFunction)(void (*)(void))gate_call;
    /* No specialised call site takes this form: all go through tp_call. */
    g->def.ml_flags = METH_VARARGS | METH_KEYWORDS;
    Py_XSETREF(f->m_self, (PyObject *)g);
    f->m_ml = &g->def;
    f->vectorcall = NULL;
    return 0;
}

/* --- sinks
 * ------------------------------------------------------------------- */

enum when {
    FREE,    /* whoever calls */
    TRUSTED, /* trusted code, with or without the program behind it */
    SECTION, /* in an import only */
    NEVER,   /* when the policy names it only */
    FOREIGN, /* of descriptors that are not the log's */
    GETCWD,  /* in an import, or by a grant */
    THREADS, /* trusted code, where `threads = yes` */
    EXIT,    /* `exit = yes` only, even if the policy names it */
};

struct sink {
    const char *module, *function; /* "*": every other function of it */
    enum when when;
    const char *named; /* the module under which a policy would name it */
};

static const struct sink sinks[] = {
#define SINK(module, function, when, named) {module, function, when, named},
#include "sinks.def"
};
#define N_SINKS (sizeof sinks / sizeof *sinks)

static bool
named_by_policy(const char *module, const char *function)
{
    const struct sbx_import_rule *r =
        sbx.host->import(sbx.host->policy, module);
    return r != NULL
           && (sbx.host->import_names(r, function)
               || (r->star && function[0] != '_'));
}

static bool
is_foreign_descriptor(PyObject *args)
{
    PyObject *fd =
        PyTuple_GET_SIZE(args) == 1 ? PyTuple_GET_ITEM(args, 0) : NULL;
    if (fd == NULL || !PyLong_CheckExact(fd)) {
        return false;
    }
    long n = PyLong_AsLong(fd);
    PyErr_Clear();
    return n >= 0 && n <= INT_MAX && !sbx.host->own_descriptor((int)n);
}

static PyObject *
sink_gate(PyObject *original, const void *data, PyObject *args,
          PyObject *kwargs)
{
    const struct sink *s = data;
    const char *name = ((PyCFunctionObject *)original)->m_ml->ml_name;
    if (sbx.running && s->when == EXIT && !sbx.host->policy->exit.on) {
        return sbx_refuse_exit(name);
    }
    bool may = !sbx.running || s->when == FREE
               || (s->when == GETCWD
                   && (sbx_in_section() || sbx_granted(ACT_getcwd, NULL)))
               || (s->when == FOREIGN && is_foreign_descriptor(args))
               || (s->when <= SECTION && sbx_in_section())
               || (s->when == TRUSTED && sbx_top_trusted())
               || (s->when == THREADS && sbx.host->policy->threads.on
                   && sbx_top_trusted())
               || named_by_policy(s->module, name)
               || (s->named != NULL && named_by_policy(s->named, name));
    /* Their events do not tell which directory a path is relative to. */
    if (sbx.running && kwargs != NULL
        && PyDict_GetItemString(kwargs, "dir_fd") != NULL
        && PyDict_GetItemString(kwargs, "dir_fd") != Py_None
        && !sbx_in_section()) {
        may = false;
    }
    if (may) {
        return PyObject_Call(original, args, kwargs);
    }
    char object[96];
    char allow[128];
    const char *module = s->named != NULL ? s->named : s->module;
    snprintf(object, sizeof object, "%s.%s", module, name);
    if (s->when == THREADS) {
        snprintf(allow, sizeof allow, "[process] threads = yes");
    }
    else {
        snprintf(allow, sizeof allow, "[imports] %s = %s", module, name);
    }
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.PermissionError,
        .rule = "call",
        .act = "calling",
        .object = object,
        .allow = allow,
        .silent = compat_top() == NULL,
    });
}

/* Row numbers, from 1, by module and function; and by module alone, the last
 * of its rows.  Open addressing, filled when loaded. */
#define TABLE 512
#define MODULES 128
static unsigned char table[TABLE], modules[MODULES];
_Static_assert(N_SINKS * 2 < TABLE && N_SINKS < 256, "grow the table");

/* hash: sbx_hash(module), which the caller needs for many functions. */
static unsigned char *
find(unsigned hash, const char *module, const char *function)
{
    for (hash ^= sbx_hash(function) * 31;; hash++) {
        unsigned char *e = &table[hash % TABLE];
        if (*e == 0
            || (strcmp(sinks[*e - 1].function, function) == 0
                && strcmp(sinks[*e - 1].module, module) == 0)) {
            return e;
        }
    }
}

static unsigned char *
find_module(unsigned hash, const char *module)
{
    for (;; hash++) {
        unsigned char *e = &modules[hash % MODULES];
        if (*e == 0 || strcmp(sinks[*e - 1].module, module) == 0) {
            return e;
        }
    }
}

static const struct sink *
sink_of(unsigned hash, const char *module, const char *function)
{
    unsigned char row = *find(hash, module, function);
    return row == 0 ? NULL : &sinks[row - 1];
}

static void __attribute__((constructor)) fill_table(void)
{
    unsigned n = 0;
    for (unsigned char i = 1; i <= N_SINKS; i++) {
        const struct sink *s = &sinks[i - 1];
        unsigned h = sbx_hash(s->module);
        unsigned char *m = find_module(h, s->module);
        n += *m == 0;
        *m = i;
        *find(h, s->module, s->function) = i;
    }
    if (n * 2 > MODULES) {
        abort(); /* grow the table */
    }
}

int
sbx_gates_module(const char *module, PyObject *dict)
{
    unsigned hash = sbx_hash(module);
    if (*find_module(hash, module) == 0) {
        return 0;
    }
    const struct sink *rest = sink_of(hash, module, "*");
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(dict, &pos, &key, &value)) {
        const char *name = PyCFunction_Check(value) ? sbx_utf8(key) : NULL;
        if (name == NULL) {
            continue;
        }
        const struct sink *s = sink_of(hash, module, name);
        s = s != NULL ? s : rest;
        if (s != NULL && s->when != FREE
            && sbx_gate(value, sink_gate, s) < 0) {
            return -1;
        }
    }
    return 0;
}
