// SPDX-License-Identifier: MIT
// Trusted classes and functions cannot be bent: a bent class would run the
// program's code inside an import section.
//
// Classes made by trusted code during an import become immutable at its end;
// type.__new__ tells us which those are.  Classes that trusted code makes on
// the program's behalf (namedtuple, make_dataclass) stay the program's.

#include "hooks.h"

static newfunc real_type_new;
static setattrofunc real_function_setattr;
static PyObject *pending; /* classes made in the running section */
static bool extension;    /* an extension module came with it */

/* Classes that the standard library writes to later: weakref.finalize keeps
 * its state in its attributes, typing marks collections.abc.ByteString (3.12
 * and 3.13), ast finishes its nodes when it is imported. */
static bool
is_unfinished(PyTypeObject *t)
{
    static const char *const names[] = {"ByteString", "finalize", NULL};
    if (sbx_in_list(names, t->tp_name)) {
        return true;
    }
    const char *module = sbx_utf8(
        PyDict_GetItemString(compat_type_dict(t), "__module__"));
    return module != NULL && strcmp(module, "ast") == 0
           && sbx_module_dict("ast") == NULL;
}

static void
freeze_type(PyTypeObject *t)
{
    if ((t->tp_flags & (Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_IMMUTABLETYPE))
            == Py_TPFLAGS_HEAPTYPE
        && !is_unfinished(t)) {
        t->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
    }
}

/* Every class below t; only those of extension modules if c_only. */
static void
freeze_tree(PyObject *t, bool c_only, int depth)
{
    if (depth > 100) {
        return;
    }
    Owned list = sbx_subclasses(t);
    if (list == NULL) {
        PyErr_Clear();
        return;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
        PyTypeObject *s = (PyTypeObject *)PyList_GET_ITEM(list, i);
        if ((PyObject *)s == t) {
            continue;
        }
        if (!c_only
            || ((s->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0
                && ((PyHeapTypeObject *)s)->ht_module != NULL)) {
            freeze_type(s);
        }
        freeze_tree((PyObject *)s, c_only, depth + 1);
    }
}

void
sbx_freeze_module(const char *name, PyObject *dict)
{
    PyObject *root = strcmp(name, "ast") == 0
                         ? PyDict_GetItemString(dict, "AST")
                         : NULL;
    if (root != NULL && PyType_Check(root)) {
        freeze_type((PyTypeObject *)root);
        freeze_tree(root, false, 0);
    }
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(dict, &pos, &key, &value)) {
        if (PyType_Check(value)
            && ((PyTypeObject *)value)->tp_flags & Py_TPFLAGS_HEAPTYPE
            && ((PyHeapTypeObject *)value)->ht_module != NULL) {
            freeze_type((PyTypeObject *)value);
        }
    }
}

void
sbx_freeze_extension(void)
{
    extension = true;
}

void
sbx_freeze_section(void)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(pending); i++) {
        freeze_type((PyTypeObject *)PyList_GET_ITEM(pending, i));
    }
    PyList_SetSlice(pending, 0, PyList_GET_SIZE(pending), NULL);
    if (extension) {
        extension = false;
        freeze_tree((PyObject *)&PyBaseObject_Type, true, 0);
    }
}

static PyObject *
guarded_type_new(PyTypeObject *meta, PyObject *args, PyObject *kwargs)
{
    PyObject *t = real_type_new(meta, args, kwargs);
    if (t != NULL && PyType_Check(t) && sbx.running && sbx_in_section()
        && PyList_Append(pending, t) < 0) {
        Py_CLEAR(t);
    }
    return t;
}

/* --- functions -------------------------------------------------------------- */

bool
sbx_function_frozen(PyObject *function)
{
    PyFunctionObject *f = (PyFunctionObject *)function;
    if (f->func_builtins != sbx.real_builtins || !sbx_program_on_stack()
        || sbx_in_section()) {
        return false;
    }
    /* A module may finish its own functions late (total_ordering). */
    sbx_frame *top = compat_top();
    if (sbx_trusted(top) && top->f_globals == f->func_globals) {
        return false;
    }
    const char *qualname = sbx_utf8(f->func_qualname);
    PyObject *found = qualname == NULL
                          ? NULL
                          : sbx_resolve(f->func_globals, qualname);
    if (found == NULL || found == function) {
        return found != NULL;
    }
    /* property, lru_cache, decorated functions */
    static const char *const inner[] = {"fget", "fset", "fdel",
                                        "__wrapped__"};
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        Owned o = PyObject_GetAttrString(found, inner[i]);
        PyErr_Clear();
        if (o == function) {
            return true;
        }
    }
    return false;
}

int
sbx_refuse_frozen(void)
{
    sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.AttributeError,
        .rule = "attribute",
        .act = "changing a",
        .object = "function",
        .reason = "functions of the standard library are read-only",
    });
    return -1;
}

static int
guarded_function_setattr(PyObject *self, PyObject *name, PyObject *value)
{
    if (sbx.running && sbx_function_frozen(self)) {
        return sbx_refuse_frozen();
    }
    return real_function_setattr(self, name, value);
}

int
sbx_freeze_init(void)
{
    pending = PyList_New(0);
    if (pending == NULL) {
        return -1;
    }
    freeze_tree((PyObject *)&PyBaseObject_Type, false, 0);
    real_type_new = PyType_Type.tp_new;
    PyType_Type.tp_new = guarded_type_new;
    return sbx_guard_setattr(&PyFunction_Type, guarded_function_setattr,
                             &real_function_setattr);
}
