// SPDX-License-Identifier: MIT
// sys.modules has two faces.
//
// The interpreter's own mapping becomes a dict subclass: IMPORT_FROM falls
// back to it without any event, so it refuses program frames at that opcode.
// Python's `sys.modules` becomes another object, which answers with views when
// the program is behind the question.

#include "hooks.h"
#include "imports.h"
#include "modules.h"
#include "refuse.h"
#include "trust.h"
#include "views.h"

PyObject *
sbx_visible_module(PyObject *name)
{
    if (!PyUnicode_Check(name)) {
        return NULL;
    }
    Owned exact = PyUnicode_FromObject(name);
    const char *text = sbx_utf8(exact);
    if (text == NULL) {
        PyErr_Clear();
        return NULL;
    }
    if (strcmp(text, "__main__") == 0) {
        return PyDict_GetItemWithError(sbx.modules, exact);
    }
    PyObject *v = sbx_local_module(exact);
    if (v == NULL) {
        v = sbx_view(exact);
    }
    PyErr_Clear();
    return v;
}

/* --- the interpreter's mapping ----------------------------------------------
 */

/* What the program has already, without importing anything: the import that
 * asks has just tried. */
static PyObject *
known_module(PyObject *name)
{
    Owned exact = PyUnicode_Check(name) ? PyUnicode_FromObject(name) : NULL;
    const char *text = sbx_utf8(exact);
    PyErr_Clear();
    if (text == NULL) {
        return NULL;
    }
    if (strcmp(text, "__main__") == 0) {
        return PyDict_GetItemWithError(sbx.modules, exact);
    }
    PyObject *v = sbx_local_module(exact);
    return v != NULL ? v : sbx_known_view(exact);
}

static bool
from_program(bool method)
{
    sbx_frame *f = sbx.running ? compat_top() : NULL;
    return f != NULL && !sbx_trusted(f)
           && (method || compat_importing_from(f));
}

/* C code that imports for the program (pickle, by a class' module) looks here
 * afterwards: its own modules are found where there is no other of the name.
 */
static PyObject *
inner_subscript(PyObject *self, PyObject *key)
{
    bool program = from_program(true);
    PyObject *v = program && from_program(false)
                      ? known_module(key)
                      : PyDict_GetItemWithError(self, key);
    if (v == NULL && !PyErr_Occurred() && program
        && PyUnicode_CheckExact(key)) {
        v = sbx_local_module(key);
    }
    if (v == NULL && !PyErr_Occurred()) {
        PyErr_SetObject(PyExc_KeyError, key);
    }
    return Py_XNewRef(v);
}

static PyObject *
inner_get(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (n < 1 || n > 2) {
        PyErr_SetString(PyExc_TypeError, "get expected 1 or 2 arguments");
        return NULL;
    }
    PyObject *v = from_program(true) ? known_module(args[0])
                                     : PyDict_GetItemWithError(self, args[0]);
    if (v == NULL && PyErr_Occurred()) {
        return NULL;
    }
    return Py_NewRef(v != NULL ? v : n > 1 ? args[1] : Py_None);
}

static PyMethodDef inner_methods[] = {
    {"get", (PyCFunction)(void (*)(void))inner_get, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot inner_slots[] = {
    {Py_mp_subscript, (void *)inner_subscript},
    {Py_tp_methods, inner_methods},
    {0, NULL},
};
static PyType_Spec inner_spec = {
    .name = "dict",
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = inner_slots,
};

/* --- Python's sys.modules
 * ----------------------------------------------------- */

/* Did the body of this very module call, through trusted code only? */
static bool
is_in_body(sbx_frame *f, PyObject *module)
{
    for (; f != NULL && sbx_trusted(f); f = compat_previous(f)) {
        if (sbx_is_module_body(f)) {
            return f->f_globals == PyModule_GetDict(module);
        }
    }
    return false;
}

/* Must the answer be what the program may see?  During an import importlib and
 * the bodies of modules see all, and a function that such a body calls sees
 * that very module (enum's _convert_): other trusted functions may be run by
 * C callables of the program meanwhile.  So does dataclasses (grants.def),
 * which asks for its own module by its name. */
static bool
restricted(PyObject *key)
{
    if (!sbx.running || !sbx_program_on_stack()) {
        return false;
    }
    sbx_frame *f = compat_top();
    if (key != NULL && PyUnicode_CheckExact(key)
        && sbx_granted(ACT_pickled, NULL)) {
        return false;
    }
    if (!sbx_trusted(f) || !sbx_in_section()) {
        return true;
    }
    if (sbx_is_importlib(f) || sbx_is_module_body(f)) {
        return false;
    }
    PyObject *m =
        key == NULL ? NULL : PyDict_GetItemWithError(sbx.modules, key);
    PyErr_Clear();
    if (m == NULL || !PyModule_Check(m)) {
        return true;
    }
    return !is_in_body(f, m)
           && (f->f_globals != PyModule_GetDict(m)
               || !sbx_granted(ACT_own_module, NULL));
}

/* A new dict of what the program may see. */
static PyObject *
visible(void)
{
    PyObject *d = PyDict_New();
    Owned keys = PyDict_Keys(sbx.modules);
    for (Py_ssize_t i = 0;
         d != NULL && keys != NULL && i < PyList_GET_SIZE(keys); i++) {
        PyObject *k = PyList_GET_ITEM(keys, i);
        PyObject *v = sbx_visible_module(k);
        if (v != NULL && PyDict_SetItem(d, k, v) < 0) {
            Py_CLEAR(d);
        }
    }
    if (d != NULL && sbx_local_modules() != NULL
        && PyDict_Update(d, sbx_local_modules()) < 0) {
        Py_CLEAR(d);
    }
    return d;
}

/* The dict to answer from; new reference. */
static PyObject *
face(void)
{
    return restricted(NULL) ? visible() : Py_NewRef(sbx.modules);
}

static PyObject *
outer_subscript(PyObject *Py_UNUSED(self), PyObject *key)
{
    const char *name = sbx_utf8(key);
    if (sbx.running && name != NULL && strcmp(name, "warnings") == 0
        && sbx_granted(ACT_modules, NULL)) {
        return sbx_facade("warnings");
    }
    PyObject *v = restricted(key) ? sbx_visible_module(key)
                                  : PyDict_GetItemWithError(sbx.modules, key);
    if (v == NULL && !PyErr_Occurred()) {
        PyErr_SetObject(PyExc_KeyError, key);
    }
    return Py_XNewRef(v);
}

static int
outer_assign(PyObject *Py_UNUSED(self), PyObject *key, PyObject *value)
{
    if (restricted(key)) {
        sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.Error,
            .rule = "import",
            .act = "writing",
            .object = "sys.modules",
            .reason = "trusted code imports from it",
        });
        return -1;
    }
    return value != NULL ? PyDict_SetItem(sbx.modules, key, value)
                         : PyDict_DelItem(sbx.modules, key);
}

static int
outer_contains(PyObject *Py_UNUSED(self), PyObject *key)
{
    return restricted(key) ? sbx_visible_module(key) != NULL
                           : PyDict_Contains(sbx.modules, key);
}

static Py_ssize_t
outer_length(PyObject *Py_UNUSED(self))
{
    Owned d = face();
    return d == NULL ? -1 : PyDict_Size(d);
}

static PyObject *
outer_iter(PyObject *Py_UNUSED(self))
{
    Owned d = face();
    Owned keys = d == NULL ? NULL : PyDict_Keys(d);
    return keys == NULL ? NULL : PyObject_GetIter(keys);
}

static PyObject *
outer_repr(PyObject *Py_UNUSED(self))
{
    Owned d = face();
    return d == NULL ? NULL : PyObject_Repr(d);
}

/* get, items, copy, ...: those of the dict it shows. */
static PyObject *
outer_getattr(PyObject *self, PyObject *name)
{
    PyObject *r = PyObject_GenericGetAttr(self, name);
    if (r == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        Owned d = face();
        r = d == NULL ? NULL : PyObject_GetAttr(d, name);
    }
    return r;
}

/* Asked often (dataclasses, get_type_hints): without the whole dict. */
static PyObject *
outer_get(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (n < 1 || n > 2) {
        PyErr_SetString(PyExc_TypeError, "get expected 1 or 2 arguments");
        return NULL;
    }
    PyObject *v = outer_subscript(self, args[0]);
    if (v == NULL && PyErr_ExceptionMatches(PyExc_KeyError)) {
        PyErr_Clear();
        v = Py_NewRef(n > 1 ? args[1] : Py_None);
    }
    return v;
}

static PyMethodDef outer_methods[] = {
    {"get", (PyCFunction)(void (*)(void))outer_get, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot outer_slots[] = {
    {Py_tp_methods, outer_methods},
    {Py_mp_subscript, (void *)outer_subscript},
    {Py_mp_ass_subscript, (void *)outer_assign},
    {Py_mp_length, (void *)outer_length},
    {Py_sq_contains, (void *)outer_contains},
    {Py_tp_iter, (void *)outer_iter},
    {Py_tp_repr, (void *)outer_repr},
    {Py_tp_getattro, (void *)outer_getattr},
    {0, NULL},
};
static PyType_Spec outer_spec = {
    .name = "pysbx.modules",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE
             | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = outer_slots,
};

/* What was there before, which lives for ever. */
static PyObject *old;

void
sbx_modules_drop_old_main(void)
{
    static bool done; /* ahead, in a zygote */

    if (old != NULL && !done && PyDict_DelItemString(old, "__main__") < 0) {
        PyErr_Clear();
    }
    done = true;
}

void
sbx_modules_drop_main(void)
{
    if (PyDict_DelItemString(sbx.modules, "__main__") < 0) {
        PyErr_Clear();
    }
    sbx_modules_drop_old_main();
}

int
sbx_modules_install(void)
{
    PyObject **where = compat_modules(PyInterpreterState_Get());
    old = *where;
    if (old == NULL || old != PyImport_GetModuleDict()) {
        PyErr_SetString(PyExc_SystemError,
                        "the interpreter's sys.modules is not where this "
                        "version of CPython has it");
        return -1;
    }
    Owned inner_type =
        PyType_FromSpecWithBases(&inner_spec, (PyObject *)&PyDict_Type);
    Owned outer_type = PyType_FromSpec(&outer_spec);
    if (inner_type == NULL || outer_type == NULL || sbx_loaded_init() < 0) {
        return -1;
    }
    sbx.modules = PyObject_CallNoArgs(inner_type);
    if (sbx.modules == NULL || PyDict_Update(sbx.modules, old) < 0) {
        return -1;
    }
    *where = Py_NewRef(sbx.modules);
    Owned outer = PyType_GenericAlloc((PyTypeObject *)outer_type, 0);
    return outer == NULL ? -1 : PySys_SetObject("modules", outer);
}
