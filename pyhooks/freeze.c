// SPDX-License-Identifier: MIT
// Trusted classes and functions cannot be bent: a bent class would run the
// program's code inside an import section.
//
// Classes made by trusted code during an import become immutable at its end;
// type.__new__ tells us which those are.  Classes that trusted code makes on
// the program's behalf (namedtuple, make_dataclass) stay the program's.

#include "freeze.h"
#include "guards.h"
#include "hooks.h"
#include "refuse.h"
#include "trust.h"
#include "views.h"

static newfunc real_type_new;
static setattrofunc real_function_setattr;
static PyObject *pending; /* classes made in the running section */
static bool extension;    /* an extension module came with it */

static const char *const any[] = {NULL};

/* Classes that the standard library writes to later, the module that does it,
 * and the attributes; NULL: any, while the module's body runs. */
struct late_class {
    const char *name, *module;
    const char *const *attributes;
};

static const struct late_class late_classes[] = {
    {"ByteString", "typing", NULL}, /* 3.12 and 3.13 deprecate it */
    {"finalize", "weakref",
     (const char *const[]){"_shutdown", "_index_iter", "_dirty",
                           "_registered_with_atexit", NULL}},
    /* 3.14 compiles it when it is first used */
    {"Template", "string", (const char *const[]){"flags", "pattern", NULL}},
    {"HtmlDiff", "difflib", (const char *const[]){"_default_prefix", NULL}},
    /* when they are first asked they take their methods away */
    {"LazyList", "pytz.lazy", any},
    {"LazySet", "pytz.lazy", any},
    {NULL, "ast", NULL}, /* its nodes */
};

static const struct late_class *
late_row(PyTypeObject *t)
{
    const char *module =
        sbx_utf8(PyDict_GetItemString(compat_type_dict(t), "__module__"));
    for (size_t i = 0; i < sizeof late_classes / sizeof *late_classes; i++) {
        const struct late_class *row = &late_classes[i];
        if (row->name != NULL
                ? strcmp(t->tp_name, row->name) == 0
                : module != NULL && strcmp(module, row->module) == 0) {
            return row;
        }
    }
    return NULL;
}

/* Is this the module, at what it does? */
static bool
may_write_late(PyTypeObject *t, const char *attribute)
{
    const struct late_class *row = late_row(t);
    sbx_frame *f = compat_top();
    if (row == NULL || f == NULL || !sbx_trusted(f)
        || f->f_globals != sbx_module_dict(row->module)) {
        return false;
    }
    return row->attributes == any    ? true
           : row->attributes != NULL ? sbx_in_list(row->attributes, attribute)
                                     : sbx_in_section();
}

static PyObject *late; /* address -> class, which it keeps alive */

static bool
keep_late(PyTypeObject *t)
{
    if (late_row(t) == NULL) {
        return false;
    }
    Owned address = PyLong_FromVoidPtr(t);
    return address != NULL
           && PyDict_SetItem(late, address, (PyObject *)t) == 0;
}

static void
freeze_type(PyTypeObject *t)
{
    if ((t->tp_flags & (Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_IMMUTABLETYPE))
            == Py_TPFLAGS_HEAPTYPE
        && !keep_late(t)) {
        t->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
    }
}

/* Every class below t; only those of extension modules if c_only. */
static void
freeze_tree(PyObject *t, bool c_only, int depth)
{
    if (depth > 100 || compat_has_no_subclasses((PyTypeObject *)t)) {
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
        sbx_packages_type(s);
        if (!c_only
            || ((s->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0
                && ((PyHeapTypeObject *)s)->ht_module != NULL)) {
            freeze_type(s);
        }
        freeze_tree((PyObject *)s, c_only, depth + 1);
    }
}

void
sbx_freeze_module(PyObject *dict)
{
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

/* What packages brought that were imported before the program. */
void
sbx_freeze_early(void)
{
    extension = false;
    freeze_tree((PyObject *)&PyBaseObject_Type, false, 0);
}

static PyObject *
guarded_type_new(PyTypeObject *meta, PyObject *args, PyObject *kwargs)
{
    Owned exact = NULL;
    if (sbx.running && !sbx_in_section()) {
        args = exact = sbx_class_arguments(args);
        if (exact == NULL) {
            return NULL;
        }
    }
    PyObject *t = real_type_new(meta, args, kwargs);
    if (t != NULL && PyType_Check(t) && sbx.running && sbx_in_section()
        && PyList_Append(pending, t) < 0) {
        Py_CLEAR(t);
    }
    return t;
}

/* --- functions --------------------------------------------------------------
 */

/* A function that trusted code made inside another one, and that no decorator
 * has renamed for the program (functools.wraps). */
static bool
is_nested(PyFunctionObject *f)
{
    const char *qualname = sbx_utf8(f->func_qualname);
    PyCodeObject *code = (PyCodeObject *)f->func_code;
    return qualname != NULL && strstr(qualname, "<locals>") != NULL
           && PyUnicode_Compare(f->func_qualname, code->co_qualname) == 0;
}

bool
sbx_function_frozen(PyObject *function)
{
    PyFunctionObject *f = (PyFunctionObject *)function;
    if (f->func_builtins != sbx.real_builtins || !sbx_program_on_stack()
        || sbx_granted(ACT_finish, function)) {
        return false;
    }
    sbx_frame *top = compat_top();
    /* A module that is being imported, by its body or (in packages) by a
     * function of its own that the body calls. */
    if (sbx_in_section() && sbx_trusted(top)
        && (sbx_is_module_body(top)
            || (sbx_is_package_code(top)
                && top->f_globals == f->func_globals))) {
        return false;
    }
    if (!sbx_trusted(top) && is_nested(f)) {
        return true;
    }
    const char *qualname = sbx_utf8(f->func_qualname);
    PyObject *found =
        qualname == NULL ? NULL : sbx_resolve(f->func_globals, qualname);
    const char *module = sbx_utf8(f->func_module);
    if (found == NULL && qualname != NULL && module != NULL) {
        /* the wrapper that another module's decorator made */
        PyObject *dict = sbx_module_dict(module);
        found = dict == NULL || dict == sbx.main_dict
                    ? NULL
                    : sbx_resolve(dict, qualname);
    }
    if (found == NULL || found == function) {
        return found != NULL;
    }
    /* property, lru_cache, decorated functions */
    static const char *const inner[] = {"fget", "fset", "fdel", "__wrapped__"};
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

static bool
is_plain_data(PyObject *o)
{
    return o != NULL
           && (o == Py_None || PyLong_CheckExact(o) || PyBool_Check(o)
               || PyFloat_CheckExact(o) || PyUnicode_CheckExact(o));
}

/* Functions of packages that keep plain data in an attribute of themselves, or
 * of what a decorator made of them. */
static bool
is_keeping(PyObject *function, PyObject *name, PyObject *value)
{
    PyFunctionObject *f = (PyFunctionObject *)function;
    sbx_frame *top = compat_top();
    const char *text = sbx_utf8(name), *qualname = sbx_utf8(f->func_qualname);
    return text != NULL && text[0] != '_' && is_plain_data(value)
           && top != NULL && sbx_is_package_code(top)
           && (top->f_globals == f->func_globals
               || (qualname != NULL
                   && sbx_resolve(top->f_globals, qualname) == function));
}

static int
guarded_function_setattr(PyObject *self, PyObject *name, PyObject *value)
{
    if (sbx.running && sbx_function_frozen(self)
        && !is_keeping(self, name, value)) {
        return sbx_refuse_frozen();
    }
    return real_function_setattr(self, name, value);
}

/* --- writing to classes
 * ------------------------------------------------------ */

static setattrofunc real_type_setattr;

bool
sbx_is_late(PyObject *t)
{
    Owned address = PyLong_FromVoidPtr(t);
    return address != NULL && PyDict_Contains(late, address) == 1;
}

/* An object of the library that is no function and no descriptor: as a
 * class' attribute it changes what is found there, and nothing else. */
static bool
is_plain_object(PyObject *o)
{
    return o != NULL
           && (is_plain_data(o)
               || (Py_TYPE(o)->tp_call == NULL
                   && Py_TYPE(o)->tp_descr_get == NULL
                   && Py_TYPE(o)->tp_descr_set == NULL
                   && (!PyType_HasFeature(Py_TYPE(o), Py_TPFLAGS_HEAPTYPE)
                       || PyType_HasFeature(Py_TYPE(o),
                                            Py_TPFLAGS_IMMUTABLETYPE))));
}

/* Code of a package that counts in an attribute of its class (sympy: Dummy),
 * or keeps there what it has computed (matplotlib: Path). */
static bool
is_counting(PyTypeObject *t, PyObject *name, PyObject *value)
{
    sbx_frame *f = compat_top();
    return is_plain_object(value) && PyUnicode_CheckExact(name) && f != NULL
           && sbx_is_package_code(f)
           && is_plain_object(
               PyDict_GetItemWithError(compat_type_dict(t), name));
}

static int
set_in_immutable(PyObject *type, PyObject *name, PyObject *value)
{
    PyTypeObject *t = (PyTypeObject *)type;
    t->tp_flags &= ~Py_TPFLAGS_IMMUTABLETYPE;
    int r = real_type_setattr(type, name, value);
    t->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
    return r;
}

static int
guarded_type_setattr(PyObject *t, PyObject *name, PyObject *value)
{
    const char *text = sbx.running ? sbx_text(name) : NULL;
    if (text != NULL && sbx_bad_member(text) && !sbx_in_section()) {
        return sbx_refuse_member(text);
    }
    if (text != NULL && sbx_is_late(t)
        && !may_write_late((PyTypeObject *)t, text)) {
        PyErr_Format(PyExc_TypeError,
                     "cannot set '%s' attribute of immutable type '%s'", text,
                     ((PyTypeObject *)t)->tp_name);
        return -1;
    }
    if (sbx.running && ((PyTypeObject *)t)->tp_flags & Py_TPFLAGS_IMMUTABLETYPE
        && ((PyTypeObject *)t)->tp_flags & Py_TPFLAGS_HEAPTYPE
        && is_counting((PyTypeObject *)t, name, value)) {
        return set_in_immutable(t, name, value);
    }
    return real_type_setattr(t, name, value);
}

/* Metaclasses that were made before carry a copy of the slot. */
static void
update_metaclasses(PyObject *meta)
{
    Owned list = sbx_subclasses(meta);
    for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(list); i++) {
        PyTypeObject *s = (PyTypeObject *)PyList_GET_ITEM(list, i);
        if (s->tp_setattro == real_type_setattr) {
            s->tp_setattro = guarded_type_setattr;
        }
        update_metaclasses((PyObject *)s);
    }
    PyErr_Clear();
}

int
sbx_freeze_init(void)
{
    pending = PyList_New(0);
    late = PyDict_New();
    if (pending == NULL || late == NULL) {
        return -1;
    }
    freeze_tree((PyObject *)&PyBaseObject_Type, false, 0);
    real_type_new = PyType_Type.tp_new;
    PyType_Type.tp_new = guarded_type_new;
    if (sbx_guard_setattr(&PyType_Type, guarded_type_setattr,
                          &real_type_setattr)
        < 0) {
        return -1;
    }
    update_metaclasses((PyObject *)&PyType_Type);
    return sbx_guard_setattr(&PyFunction_Type, guarded_function_setattr,
                             &real_function_setattr);
}
