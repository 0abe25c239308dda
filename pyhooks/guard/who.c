// SPDX-License-Identifier: MIT
// Who is asking: the walk over the frames of this thread.

#include "guard.h"

PyObject *sbx_mark;
long sbx_alive;
static struct sbx_guard *locked;    /* pysbx.lock(): for ever, everywhere */
static __thread sbx_frame *section; /* below an import of ours */
static __thread bool in_section;
static PyObject *importlib[2];

static void
guard_dealloc(PyObject *self)
{
    struct sbx_guard *g = (struct sbx_guard *)self;
    Py_XDECREF(g->policy);
    Py_XDECREF(g->outer);
    sbx_alive--;
    PyObject_Free(self);
}

PyTypeObject sbx_guard_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pysbx.guard",
    .tp_basicsize = sizeof(struct sbx_guard),
    .tp_dealloc = guard_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static struct sbx_guard *
guard_of(PyObject *builtins, PyObject *real)
{
    if (builtins == real || builtins == NULL || !PyDict_CheckExact(builtins)) {
        return NULL;
    }
    PyObject *g = PyDict_GetItem(builtins, sbx_mark);
    return g != NULL && Py_IS_TYPE(g, &sbx_guard_type) ? (struct sbx_guard *)g
                                                       : NULL;
}

static void
add(struct sbx_who *w, const struct sbx_guard *g)
{
    const struct sbx_policy *p = g->p;
    for (int i = 0; i < w->n; i++) {
        if (w->policies[i] == p) {
            return;
        }
    }
    if (w->n < SBX_MAX_NESTED) { /* block.c lets no more be nested */
        w->objects[w->n] = g->policy;
        w->policies[w->n++] = p;
    }
}

bool
sbx_guarded(struct sbx_who *w)
{
    w->n = 0;
    w->trusted = false;
    if (sbx_alive == 0 || compat_tstate() == NULL) {
        return false;
    }
    PyObject *real = sbx_real_builtins();
    sbx_frame *f = compat_top();
    w->trusted = f != NULL && f->f_builtins == real;
    for (; f != NULL; f = compat_previous(f)) {
        struct sbx_guard *g = guard_of(f->f_builtins, real);
        for (; g != NULL; g = g->outer) {
            add(w, g);
        }
    }
    if (locked != NULL) {
        add(w, locked);
    }
    return w->n > 0;
}

struct sbx_guard *
sbx_guard_below(sbx_frame *f)
{
    PyObject *real = sbx_real_builtins();
    struct sbx_guard *g = NULL;
    for (; f != NULL && g == NULL; f = compat_previous(f)) {
        g = guard_of(f->f_builtins, real);
    }
    return g;
}

bool
sbx_guarded_code(struct sbx_who *w)
{
    return sbx_guarded(w) && !w->trusted;
}

int
sbx_lock_all(struct sbx_guard *g)
{
    Py_INCREF(g);
    locked = g;
    return 0;
}

static bool
is_importlib(const sbx_frame *f)
{
    return f->f_globals == importlib[0] || f->f_globals == importlib[1];
}

bool
sbx_in_import(void)
{
    PyObject *real = sbx_real_builtins();
    sbx_frame *f = compat_top();
    if (f != NULL && f->f_builtins == real && is_importlib(f)) {
        return true;
    }
    if (!in_section) {
        return false;
    }
    /* C callables of the block (a dying object's) have no frame, but what is
     * written in Python shows. */
    for (; f != NULL && f != section; f = compat_previous(f)) {
        if (f->f_builtins != real) {
            return false;
        }
    }
    return f == section;
}

bool
sbx_top_is_of(const char *const *modules)
{
    sbx_frame *f = compat_top();
    if (f == NULL || !PyDict_CheckExact(f->f_globals)) {
        return false;
    }
    const char *name = sbx_str(PyDict_GetItemString(f->f_globals, "__name__"));
    for (; name != NULL && *modules != NULL; modules++) {
        size_t n = strlen(*modules);
        if (strncmp(name, *modules, n) == 0
            && (name[n] == '\0' || name[n] == '.')) {
            return true;
        }
    }
    return false;
}

PyObject *
sbx_guarded_import(PyObject *name)
{
    sbx_frame *outer = section;
    bool was = in_section;
    section = compat_top();
    in_section = true;
    PyObject *m = PyImport_Import(name);
    section = outer;
    in_section = was;
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    if (sbx_functions_on() < 0) {
        Py_CLEAR(m);
    }
    PyErr_Restore(type, value, trace);
    return m;
}

const char *
sbx_str(PyObject *s)
{
    if (s == NULL || !PyUnicode_Check(s)) {
        return NULL;
    }
    const char *text = PyUnicode_AsUTF8(s);
    if (text == NULL) {
        PyErr_Clear();
    }
    return text;
}

int
sbx_who_init(void)
{
    static const char *const names[] = {"_frozen_importlib",
                                        "_frozen_importlib_external"};
    sbx_mark = PyUnicode_InternFromString("__pysbx_guard__");
    for (size_t i = 0; i < 2; i++) {
        PyObject *m = PyDict_GetItemString(PyImport_GetModuleDict(), names[i]);
        importlib[i] = m == NULL ? NULL : Py_NewRef(PyModule_GetDict(m));
    }
    return sbx_mark == NULL || importlib[0] == NULL
                   || PyType_Ready(&sbx_guard_type) < 0
               ? -1
               : 0;
}
