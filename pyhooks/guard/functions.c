// SPDX-License-Identifier: MIT
// C functions that raise no audit event: changed in place while a block is
// active, so that every reference goes through us.  The rows are those of the
// interpreter layer.  What was made for a function is kept for the next time:
// a call may be at work in another thread when the last block ends.

#include "guard.h"

enum when {
#define WHEN(when) when,
#include "../sinks.def"
#undef WHEN
};

static const struct row {
    const char *module, *function;
    enum when when;
    const char *named;
} rows[] = {
#define SINK(module, function, when, named) {module, function, when, named},
#include "../sinks.def"
};
#define N_ROWS (sizeof rows / sizeof *rows)

struct gate {
    PyObject_HEAD struct gate *next;
    const struct row *row;
    const char *name;
    PyCFunctionObject *function; /* strong */
    PyMethodDef def, *real;
    PyObject *self, *original;
    vectorcallfunc vectorcall;
    bool on;
};
static struct gate *gates;
static PyObject *seen; /* modules that were looked through */

static PyTypeObject gate_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pysbx.gate",
    .tp_basicsize = sizeof(struct gate),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static bool
may(const struct gate *g, const struct sbx_who *w)
{
    const char *module = g->row->named;
    if (module != NULL && g->row->when != EXIT
        && sbx_event_named(w, module, g->name)) {
        return true;
    }
    switch (g->row->when) {
    case FREE:
        return true;
    case TRUSTED:
    case FILES:
    case FILES2:
    case MODE:
    case TIMES:
    case CWD:
    case ABSENT:
    case FRAME:
    case FOREIGN:
    case CLOSE:
        return w->trusted;
    case SECTION:
    case PIPE:
        return sbx_in_import();
    case EXIT:
        for (int i = 0; i < w->n; i++) {
            if (!w->policies[i]->exit.on) {
                return false;
            }
        }
        return true;
    case THREADS: /* the guard holds for one thread */
    case PROCESS:
    case OWNER:
    case CTRL_C:
    case NOTHING:
    case UNTRACE:
    case NEVER:
        break;
    }
    return false;
}

static PyObject *
gate_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    struct gate *g = (struct gate *)self;
    struct sbx_who w;
    if (sbx_guarded(&w) && !may(g, &w)) {
        const char *module =
            g->row->named != NULL ? g->row->named : g->row->module;
        char object[128], allow[160];
        snprintf(object, sizeof object, "%s.%s", module, g->name);
        snprintf(allow, sizeof allow, "[imports] %s = %s", module, g->name);
        return sbx_no(SBX_PERMISSION, "call of", object, NULL,
                      g->row->named != NULL ? allow : NULL);
    }
    return PyObject_Call(g->original, args, kwargs);
}

static const struct row *
row_of(const char *module, const char *function)
{
    const struct row *all = NULL;
    for (const struct row *r = rows; r < rows + N_ROWS; r++) {
        if (strcmp(r->module, module) == 0) {
            if (strcmp(r->function, function) == 0) {
                return r;
            }
            if (strcmp(r->function, "*") == 0) {
                all = r;
            }
        }
    }
    return all;
}

static int
make(PyObject *function, const struct row *row, const char *name)
{
    PyCFunctionObject *f = (PyCFunctionObject *)function;
    if (row->when == FREE || Py_TYPE(f->m_self) == &gate_type) {
        return 0;
    }
    for (struct gate *g = gates; g != NULL; g = g->next) {
        if (g->function == f) {
            return 0; /* posix.unlink and posix.remove may be one */
        }
    }
    struct gate *g = PyObject_New(struct gate, &gate_type);
    if (g == NULL) {
        return -1;
    }
    g->row = row;
    g->name = name;
    g->function = (PyCFunctionObject *)Py_NewRef(function);
    g->real = f->m_ml;
    g->self = Py_XNewRef(f->m_self);
    g->vectorcall = f->vectorcall;
    g->original = PyCMethod_New(f->m_ml, f->m_self, f->m_module,
                                PyCFunction_GET_CLASS(function));
    g->on = false;
    g->def = *f->m_ml;
    g->def.ml_meth = SBX_FN(gate_call);
    /* No specialised call site takes this form. */
    g->def.ml_flags = METH_VARARGS | METH_KEYWORDS;
    if (g->original == NULL) {
        return -1;
    }
    g->next = gates;
    gates = g;
    return 0;
}

/* Look through the modules that have rows and are loaded by now. */
static int
look(void)
{
    PyObject *modules = PyImport_GetModuleDict();
    const char *last = "";
    for (const struct row *r = rows; r < rows + N_ROWS; r++) {
        if (strcmp(r->module, last) == 0) {
            continue;
        }
        last = r->module;
        PyObject *m = PyDict_GetItemString(modules, last);
        if (m == NULL || !PyModule_Check(m)) {
            continue;
        }
        int known = PySet_Contains(seen, m);
        if (known != 0) {
            if (known < 0) {
                return -1;
            }
            continue;
        }
        PyObject *key, *value;
        Py_ssize_t pos = 0;
        while (PyDict_Next(PyModule_GetDict(m), &pos, &key, &value)) {
            const char *name = sbx_str(key);
            const struct row *row = name != NULL && PyCFunction_Check(value)
                                        ? row_of(last, name)
                                        : NULL;
            if (row != NULL && make(value, row, name) < 0) {
                return -1;
            }
        }
        if (PySet_Add(seen, m) < 0) {
            return -1;
        }
    }
    return 0;
}

int
sbx_functions_on(void)
{
    if (seen == NULL
        && (PyType_Ready(&gate_type) < 0
            || (seen = PySet_New(NULL)) == NULL)) {
        return -1;
    }
    if (look() < 0) {
        return -1;
    }
    for (struct gate *g = gates; g != NULL; g = g->next) {
        if (!g->on) {
            g->on = true;
            Py_INCREF(g);
            g->function->m_self = (PyObject *)g; /* g->self keeps the old */
            g->function->m_ml = &g->def;
            g->function->vectorcall = NULL;
        }
    }
    return 0;
}

void
sbx_functions_off(void)
{
    for (struct gate *g = gates; g != NULL; g = g->next) {
        if (g->on) {
            g->on = false;
            g->function->m_ml = g->real;
            g->function->vectorcall = g->vectorcall;
            g->function->m_self = g->self;
            Py_DECREF(g); /* never the last: the list's own */
        }
    }
}
