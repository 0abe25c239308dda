// SPDX-License-Identifier: MIT
// A policy as a Python object: read by the code that the library uses.

#include "guard.h"

#include "core.h"
#include "policy_build.h"

#include <limits.h>
#include <unistd.h>

static char *scratch;

static void
ignore(const char *text)
{
    (void)text;
}

static const char *
make_tmp(void)
{
    return scratch;
}

/* Profiles, and lines that come after them. */
static struct sbx_policy *
parse(const char *names, const char *text, const char *dir,
      const struct sbx_vars *vars, struct sbx_error *err)
{
    struct sbx_policy_build *b = sbx_policy_new(dir, vars, ignore, err);
    char name[PATH_MAX];

    for (const char *p = names; b != NULL && *p != '\0';) {
        size_t n = strcspn(p, ",");
        snprintf(name, sizeof name, "%.*s", (int)n, p);
        if (sbx_policy_include(b, name, NULL) != 0) {
            sbx_policy_free(&b->policy);
            return NULL;
        }
        p += n + (p[n] == ',');
    }
    if (b != NULL
        && sbx_policy_text(b, "SandboxConfig", text, strlen(text)) != 0) {
        sbx_policy_free(&b->policy);
        return NULL;
    }
    if (b == NULL) {
        return NULL;
    }
    b->dir = NULL;
    b->vars = NULL;
    b->err = NULL;
    return &b->policy;
}

static PyObject *
policy_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names_[] = {"names",      "text", "directory",
                             "executable", "tmp",  NULL};
    const char *names, *text, *dir, *tmp;
    char *exe;
    char cwd[PATH_MAX];
    struct sbx_error err;
    static struct sbx_python python;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "sssss", names_, &names,
                                     &text, &dir, &exe, &tmp)) {
        return NULL;
    }
    if (getcwd(cwd, sizeof cwd) == NULL) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    if (python.places == NULL) {
        char *argv[] = {strdup(exe), NULL};
        if (argv[0] == NULL || !sbx_python_find(&python, argv)
            || python.places == NULL) {
            PyErr_SetString(PyExc_RuntimeError,
                            "this process is no interpreter that pysbx knows");
            return NULL;
        }
    }
    free(scratch);
    scratch = strdup(tmp);
    struct sbx_vars vars = {.cwd = cwd,
                            .make_tmp = make_tmp,
                            .python = (const char *const *)python.places};
    struct sbx_policy *p = parse(names, text, dir, &vars, &err);
    if (p == NULL || sbx_policy_compile(p, &err) < 0) {
        PyErr_SetString(PyExc_ValueError, err.text);
        return NULL;
    }
    struct sbx_policy_object *o =
        (struct sbx_policy_object *)type->tp_alloc(type, 0);
    if (o == NULL) {
        sbx_policy_free(p);
        return NULL;
    }
    o->p = p;
    return (PyObject *)o;
}

static void
policy_dealloc(PyObject *self)
{
    sbx_policy_free(((struct sbx_policy_object *)self)->p);
    Py_TYPE(self)->tp_free(self);
}

/* (every public name?, the names) of a granted module, else None. */
static PyObject *
policy_module(PyObject *self, PyObject *name)
{
    const struct sbx_policy *p = ((struct sbx_policy_object *)self)->p;
    const char *text = sbx_str(name);
    const struct sbx_import_rule *r =
        text == NULL ? NULL : sbx_policy_import(p, text);
    if (r == NULL) {
        Py_RETURN_NONE;
    }
    Owned names = PyTuple_New((Py_ssize_t)r->n_attrs);
    for (size_t i = 0; names != NULL && i < r->n_attrs; i++) {
        PyObject *s = PyUnicode_InternFromString(r->attrs[i]);
        if (s == NULL) {
            return NULL;
        }
        PyTuple_SET_ITEM(names, (Py_ssize_t)i, s);
    }
    return names == NULL
               ? NULL
               : Py_BuildValue("(NO)", PyBool_FromLong(r->star), names);
}

/* Public names that `*` does not grant. */
PyObject *
sbx_omitted(PyObject *module)
{
    static const struct {
        const char *module, *name;
    } rows[] = {
#define OMIT(module, name) {module, name},
#define EXTRA(module, name)
#define LATE(...)
#define LIVE(...)
#include "../views.def"
    };
    const char *m = sbx_str(module);
    Owned set = PyFrozenSet_New(NULL);
    for (size_t i = 0; set != NULL && i < sizeof rows / sizeof *rows; i++) {
        Owned s = m != NULL && strcmp(rows[i].module, m) == 0
                      ? PyUnicode_FromString(rows[i].name)
                      : NULL;
        if (s != NULL && PySet_Add(set, s) < 0) {
            return NULL;
        }
    }
    return Py_XNewRef(set);
}

/* The sub-modules of a package that are granted. */
static PyObject *
policy_below(PyObject *self, PyObject *name)
{
    const struct sbx_policy *p = ((struct sbx_policy_object *)self)->p;
    const char *text = sbx_str(name);
    size_t n = text == NULL ? 0 : strlen(text);
    Owned list = PyList_New(0);
    for (size_t i = 0; list != NULL && text != NULL && i < p->imports.n; i++) {
        const char *m = p->imports.at[i].module;
        if (strncmp(m, text, n) == 0 && m[n] == '.') {
            Owned s = PyUnicode_FromString(m);
            if (s == NULL || PyList_Append(list, s) < 0) {
                return NULL;
            }
        }
    }
    return Py_XNewRef(list);
}

/* May the program have this variable of the environment? */
static PyObject *
policy_env(PyObject *self, PyObject *name)
{
    const char *text = sbx_str(name);
    return PyBool_FromLong(
        text != NULL
        && sbx_policy_env(((struct sbx_policy_object *)self)->p, text));
}

static PyMethodDef methods[] = {
    {"env", policy_env, METH_O, NULL},
    {"module", policy_module, METH_O, NULL},
    {"below", policy_below, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyObject *
policy_exits(PyObject *self, void *Py_UNUSED(closure))
{
    return PyBool_FromLong(((struct sbx_policy_object *)self)->p->exit.on);
}

static PyGetSetDef getset[] = {
    {"exits", policy_exits, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject sbx_policy_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pysbx._guard.Policy",
    .tp_basicsize = sizeof(struct sbx_policy_object),
    .tp_dealloc = policy_dealloc,
    .tp_new = policy_new,
    .tp_methods = methods,
    .tp_getset = getset,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};
