// SPDX-License-Identifier: MIT
// Gates: a C function object is changed in place, so that every reference to
// it, wherever it is held, goes through us.  Used where no audit event exists.
// Which functions: sinks.def.

#include "hooks.h"

struct gate {
    PyObject_HEAD PyMethodDef def;
    sbx_gate_fn fn;
    const void *data;
    PyObject *original;
};

static PyTypeObject Gate_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pysbx.gate",
    .tp_basicsize = sizeof(struct gate),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static PyObject *
gate_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    struct gate *g = (struct gate *)self;
    return g->fn(g->original, g->data, args, kwargs);
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
    g->original = PyCMethod_New(f->m_ml, f->m_self, f->m_module,
                                PyCFunction_GET_CLASS(function));
    if (g->original == NULL) {
        return -1;
    }
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
    return r != NULL && sbx.host->import_names(r, function);
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
    bool may = !sbx.running || s->when == FREE ||
               (s->when <= SECTION && sbx_in_section()) ||
               (s->when == TRUSTED && sbx_top_trusted()) ||
               named_by_policy(s->module, name) ||
               (s->named != NULL && named_by_policy(s->named, name));
    if (may) {
        return PyObject_Call(original, args, kwargs);
    }
    char object[96];
    char allow[128];
    const char *module = s->named != NULL ? s->named : s->module;
    snprintf(object, sizeof object, "%s.%s", module, name);
    snprintf(allow, sizeof allow, "[imports] %s = %s", module, name);
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.PermissionError,
        .rule = "call",
        .act = "calling",
        .object = object,
        .allow = allow,
        .silent = compat_top() == NULL,
    });
}

/* Rows by module and function: open addressing, filled when loaded.  The
 * module alone, with function "", says that there are rows for it. */
#define TABLE 512
static struct slot {
    const char *module, *function;
    const struct sink *sink;
} table[TABLE];
_Static_assert(N_SINKS * 3 < TABLE, "grow the table");

/* hash: sbx_hash(module), which the caller needs for many functions. */
static struct slot *
find(unsigned hash, const char *module, const char *function)
{
    for (hash ^= sbx_hash(function) * 31;; hash++) {
        struct slot *e = &table[hash % TABLE];
        if (e->module == NULL || (strcmp(e->function, function) == 0 &&
                                  strcmp(e->module, module) == 0)) {
            return e;
        }
    }
}

static void __attribute__((constructor)) fill_table(void)
{
    for (const struct sink *s = sinks; s < sinks + N_SINKS; s++) {
        unsigned h = sbx_hash(s->module);
        *find(h, s->module, s->function) =
            (struct slot){s->module, s->function, s};
        *find(h, s->module, "") = (struct slot){s->module, "", s};
    }
}

int
sbx_gates_module(const char *module, PyObject *dict)
{
    unsigned hash = sbx_hash(module);
    bool any = find(hash, module, "")->module != NULL;
    const struct sink *rest = find(hash, module, "*")->sink;
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (any && PyDict_Next(dict, &pos, &key, &value)) {
        const char *name = PyCFunction_Check(value) ? sbx_utf8(key) : NULL;
        if (name == NULL) {
            continue;
        }
        const struct sink *s = find(hash, module, name)->sink;
        s = s != NULL ? s : rest;
        if (s != NULL && s->when != FREE &&
            sbx_gate(value, sink_gate, s) < 0) {
            return -1;
        }
    }
    return 0;
}
