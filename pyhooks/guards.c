// SPDX-License-Identifier: MIT
// Attribute guards: descriptors in the type dictionaries of CPython's own
// types are replaced by ours, which hold under getattr, str.format,
// operator.attrgetter, match and specialised call sites alike.  The table is
// guards.def; the few that need logic of their own follow below.

#include "hooks.h"

#include <stddef.h>

struct guard {
    PyTypeObject *type;
    const char *name;
    enum sbx_act read, write;
    const char *leads_to;
    bool shown;          /* to trusted code, by a stand-in */
    PyObject *original;  /* the descriptor that was there */
    PyObject *installed; /* ours; for the proof */
    PyGetSetDef def;
};

#define ACT_NEVER ACT_COUNT
#define GUARD(type, name, read, write, leads_to) \
    {&type, name, ACT_##read, ACT_##write, leads_to, false, NULL, NULL, {0}},
#define SHOW(type, name, read, leads_to) \
    {&type, name, ACT_##read, ACT_NEVER, leads_to, true, NULL, NULL, {0}},
static struct guard guards[] = {
#include "guards.def"
};
#define N_GUARDS (sizeof guards / sizeof *guards)

static PyObject *
refuse_attribute(const struct guard *g, const char *act)
{
    char object[64];
    char reason[96];
    snprintf(object, sizeof object, "%s.%s", g->type->tp_name, g->name);
    snprintf(reason, sizeof reason, "it leads to %s", g->leads_to);
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.AttributeError,
        .rule = "attribute",
        .act = act,
        .object = object,
        .reason = reason,
        .silent = g->read == ACT_globals && sbx_granted(ACT_ask_globals, NULL),
    });
}

/* Default arguments that lead nowhere: signatures show them. */
static bool
is_plain(PyObject *o)
{
    if (o == NULL || o == Py_None || o == Py_Ellipsis || PyBool_Check(o)
        || PyLong_CheckExact(o) || PyFloat_CheckExact(o)
        || PyUnicode_CheckExact(o) || PyBytes_CheckExact(o)) {
        return true;
    }
    if (PyDict_CheckExact(o)) {
        PyObject *key, *value;
        Py_ssize_t pos = 0;
        while (PyDict_Next(o, &pos, &key, &value)) {
            if (!is_plain(key) || !is_plain(value)) {
                return false;
            }
        }
        return true;
    }
    for (Py_ssize_t i = 0; PyTuple_CheckExact(o) && i < PyTuple_GET_SIZE(o);
         i++) {
        if (!is_plain(PyTuple_GET_ITEM(o, i))) {
            return false;
        }
    }
    return PyTuple_CheckExact(o);
}

/* What those get who may look (standins.c); steals r.  NULL
 * without an error: nothing. */
static PyObject *
for_looking(const struct guard *g, PyObject *r)
{
    Owned real = r;
    if (real != NULL && g->shown) {
        return sbx_stand_in(Py_NewRef(real));
    }
    if (real != NULL && g->read == ACT_defaults && is_plain(real)) {
        return PyDict_Check(real) ? PyDict_Copy(real) : Py_NewRef(real);
    }
    return NULL;
}

static PyObject *
guard_get(PyObject *self, void *closure)
{
    const struct guard *g = closure;
    bool granted =
        !sbx.running || (g->read != ACT_NEVER && sbx_granted(g->read, self));
    bool look = !granted && (g->shown || g->read == ACT_defaults)
                && sbx_may_look(self);
    if (!granted && !look) {
        return refuse_attribute(g, "attribute");
    }
    if (sbx.running && g->read == ACT_builtins) {
        return PyDict_Copy(sbx.program_dict);
    }
    PyObject *r =
        Py_TYPE(g->original)
            ->tp_descr_get(g->original, self, (PyObject *)Py_TYPE(self));
    if (look) {
        r = for_looking(g, r);
    }
    return r != NULL || PyErr_Occurred() ? r
                                         : refuse_attribute(g, "attribute");
}

static int
guard_set(PyObject *self, PyObject *value, void *closure)
{
    const struct guard *g = closure;
    descrsetfunc set = Py_TYPE(g->original)->tp_descr_set;
    if (sbx.running
        && !(g->write != ACT_NEVER && sbx_granted(g->write, self))) {
        refuse_attribute(g, "setting attribute");
        return -1;
    }
    if (set == NULL) {
        PyErr_SetString(PyExc_AttributeError, "readonly attribute");
        return -1;
    }
    return set(g->original, self, value);
}

/* --- guards with a rule of their own --------------------------------------
 */

enum { SELF_, OBJ_, CLASS_, FDICT_, QUALNAME_, ABSTRACT_, BASES_, N_SPECIAL };

static PyObject *original[N_SPECIAL];

static PyObject *
call_original(int which, PyObject *self)
{
    return Py_TYPE(original[which])
        ->tp_descr_get(original[which], self, (PyObject *)Py_TYPE(self));
}

static bool
is_real_module(PyObject *o)
{
    return o != NULL && PyModule_Check(o) && !sbx_is_view(o)
           && PyModule_GetDict(o) != sbx.main_dict;
}

/* builtin.__self__ of a module's function is the module. */
static PyObject *
get_self(PyObject *self, void *Py_UNUSED(closure))
{
    PyObject *r = call_original(SELF_, self);
    if (sbx.running && is_real_module(r)) {
        Owned real = r;
        if (sbx_top_trusted()) {
            /* inspect asks whether it is a module: an empty one. */
            Owned name = PyModule_GetNameObject(real);
            return name == NULL ? NULL : PyModule_NewObject(name);
        }
        return sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.AttributeError,
            .rule = "attribute",
            .act = "attribute",
            .object = "builtin_function_or_method.__self__",
            .reason = "it leads to a module",
        });
    }
    return r;
}

/* AttributeError.obj: never a module that the program was not given. */
static PyObject *
get_obj(PyObject *self, void *Py_UNUSED(closure))
{
    PyObject *r = call_original(OBJ_, self);
    if (sbx.running && is_real_module(r)) {
        Py_SETREF(r, Py_NewRef(Py_None));
    }
    return r;
}

static int
set_obj(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    return Py_TYPE(original[OBJ_])->tp_descr_set(original[OBJ_], self, value);
}

/* A view keeps its class: a subclass of module could bring other rules. */
static int
set_class(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    if (sbx.running && PyModule_Check(self) && sbx_is_view(self)) {
        sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.AttributeError,
            .rule = "attribute",
            .act = "setting attribute",
            .object = "module.__class__",
            .reason = "a granted module keeps its class",
        });
        return -1;
    }
    descrsetfunc set = Py_TYPE(original[CLASS_])->tp_descr_set;
    if (sbx.running && sbx_is_stand_in(self, value)) {
        return sbx_settle_stand_in(set, original[CLASS_], self, value);
    }
    return sbx_change_class(set, original[CLASS_], self, value);
}

/* The __dict__ of a function of the standard library is read-only. */
static PyObject *
get_function_dict(PyObject *self, void *Py_UNUSED(closure))
{
    PyObject *r = call_original(FDICT_, self);
    if (r != NULL && sbx.running && sbx_function_frozen(self)) {
        Owned real = r;
        return PyDictProxy_New(real);
    }
    return r;
}

static int
set_unless_frozen(int which, PyObject *self, PyObject *value)
{
    if (sbx.running && sbx_function_frozen(self)) {
        return sbx_refuse_frozen();
    }
    return Py_TYPE(original[which])
        ->tp_descr_set(original[which], self, value);
}

static int
set_function_dict(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    return set_unless_frozen(FDICT_, self, value);
}

/* By its qualname a frozen function is known (freeze.c). */
static int
set_qualname(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    return set_unless_frozen(QUALNAME_, self, value);
}

/* The one setter of type that does not ask whether the class is immutable. */
static int
set_abstract(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    if (sbx.running
        && PyType_HasFeature((PyTypeObject *)self, Py_TPFLAGS_IMMUTABLETYPE)) {
        PyErr_Format(PyExc_TypeError,
                     "cannot set '__abstractmethods__' attribute of "
                     "immutable type '%s'",
                     ((PyTypeObject *)self)->tp_name);
        return -1;
    }
    return Py_TYPE(original[ABSTRACT_])
        ->tp_descr_set(original[ABSTRACT_], self, value);
}

/* Nor does this one know classes that are open to their module only. */
static int
set_bases(PyObject *self, PyObject *value, void *Py_UNUSED(closure))
{
    if (sbx.running && sbx_is_late(self)) {
        PyErr_SetString(PyExc_TypeError,
                        "cannot set '__bases__' attribute of immutable type");
        return -1;
    }
    return Py_TYPE(original[BASES_])
        ->tp_descr_set(original[BASES_], self, value);
}

static struct {
    PyTypeObject *type;
    PyObject **type_ref; /* for types that are data behind a pointer */
    const char *name;
    PyObject *installed;
    PyGetSetDef def;
} special[N_SPECIAL] = {
    [SELF_] = {&PyCFunction_Type,
               NULL,
               "__self__",
               NULL,
               {"__self__", get_self, NULL, NULL, NULL}},
    [OBJ_] = {NULL,
              &PyExc_AttributeError,
              "obj",
              NULL,
              {"obj", get_obj, set_obj, NULL, NULL}},
    [CLASS_] = {&PyBaseObject_Type,
                NULL,
                "__class__",
                NULL,
                {"__class__", NULL, set_class, NULL, NULL}},
    [FDICT_] = {&PyFunction_Type,
                NULL,
                "__dict__",
                NULL,
                {"__dict__", get_function_dict, set_function_dict, NULL,
                 NULL}},
    [QUALNAME_] = {&PyFunction_Type,
                   NULL,
                   "__qualname__",
                   NULL,
                   {"__qualname__", NULL, set_qualname, NULL, NULL}},
    [ABSTRACT_] = {&PyType_Type,
                   NULL,
                   "__abstractmethods__",
                   NULL,
                   {"__abstractmethods__", NULL, set_abstract, NULL, NULL}},
    [BASES_] = {&PyType_Type,
                NULL,
                "__bases__",
                NULL,
                {"__bases__", NULL, set_bases, NULL, NULL}},
};

/* type.__subclasses__: of the program's own classes only. */
static PyObject *original_subclasses;

/* In the answer to ABCMeta.__subclasscheck__ a class of the library is an
 * object that can be asked only what is asked there. */
struct stand_in {
    PyObject_HEAD PyObject *type;
};

static PyObject *
stand_in_check(PyObject *self, PyObject *sub)
{
    int r = PyObject_IsSubclass(sub, ((struct stand_in *)self)->type);
    return r < 0 ? NULL : PyBool_FromLong(r);
}

static PyMethodDef stand_in_methods[] = {
    {"__subclasscheck__", stand_in_check, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject StandIn_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pysbx.class",
    .tp_basicsize = sizeof(struct stand_in),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_methods = stand_in_methods,
};

static bool
is_program_type(PyObject *t)
{
    unsigned long flags = PyType_GetFlags((PyTypeObject *)t);
    return (flags & Py_TPFLAGS_HEAPTYPE) != 0
           && (flags & Py_TPFLAGS_IMMUTABLETYPE) == 0;
}

static PyObject *
with_stand_ins(PyObject *list)
{
    for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(list); i++) {
        PyObject *t = PyList_GET_ITEM(list, i);
        if (is_program_type(t)) {
            continue;
        }
        struct stand_in *s = PyObject_New(struct stand_in, &StandIn_Type);
        if (s == NULL) {
            Py_CLEAR(list);
            break;
        }
        s->type = Py_NewRef(t); /* library classes live for ever */
        PyList_SetItem(list, i, (PyObject *)s);
    }
    return list;
}

static PyObject *
guarded_subclasses(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    if (!sbx.running || is_program_type(self)
        || sbx_granted(ACT_real_subclasses, self)) {
        return PyObject_CallOneArg(original_subclasses, self);
    }
    if (sbx_granted(ACT_subclasses, self)) {
        return with_stand_ins(PyObject_CallOneArg(original_subclasses, self));
    }
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.AttributeError,
        .rule = "attribute",
        .act = "attribute",
        .object = "type.__subclasses__",
        .reason = "it leads to every class of the interpreter",
    });
}

PyObject *
sbx_subclasses(PyObject *type)
{
    return PyObject_CallOneArg(original_subclasses, type);
}

static PyMethodDef subclasses_def = {"__subclasses__", guarded_subclasses,
                                     METH_NOARGS, NULL};
static PyObject *installed_subclasses;

/* --- installing and proving ------------------------------------------------
 */

static PyObject *
install(PyTypeObject *t, PyGetSetDef *def, PyObject **keep_original)
{
    PyObject *dict = compat_type_dict(t);
    PyObject *old = PyDict_GetItemString(dict, def->name);
    if (old == NULL || Py_TYPE(old)->tp_descr_get == NULL) {
        PyErr_Format(PyExc_SystemError,
                     "%s.%s is not where CPython %d.%d "
                     "has it",
                     t->tp_name, def->name, PY_MAJOR_VERSION,
                     PY_MINOR_VERSION);
        return NULL;
    }
    *keep_original = Py_NewRef(old);
    PyObject *d = PyDescr_NewGetSet(t, def);
    if (d == NULL || PyDict_SetItemString(dict, def->name, d) < 0) {
        return NULL;
    }
    PyType_Modified(t);
    return d;
}

int
sbx_guard_attribute(PyTypeObject *t, const char *name, enum sbx_act read,
                    const char *leads_to)
{
    if (PyDict_GetItemString(compat_type_dict(t), name) == NULL) {
        return 0;
    }
    struct guard *g = PyMem_Calloc(1, sizeof *g); /* lives as long as t */
    if (g == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    *g = (struct guard){.type = t,
                        .name = name,
                        .read = read,
                        .write = ACT_NEVER,
                        .leads_to = leads_to};
    g->def = (PyGetSetDef){g->name, guard_get, guard_set, NULL, g};
    g->installed = install(t, &g->def, &g->original);
    return g->installed == NULL ? -1 : 0;
}

int
sbx_guards_install(void)
{
    for (struct guard *g = guards; g < guards + N_GUARDS; g++) {
        g->def = (PyGetSetDef){g->name, guard_get, guard_set, NULL, g};
        g->installed = install(g->type, &g->def, &g->original);
        if (g->installed == NULL) {
            return -1;
        }
    }
    for (int i = 0; i < N_SPECIAL; i++) {
        if (special[i].type == NULL) {
            special[i].type = (PyTypeObject *)*special[i].type_ref;
        }
        if (special[i].def.get == NULL) {
            /* Only writing is guarded: reading stays as fast as it was. */
            PyObject *old = PyDict_GetItemString(
                compat_type_dict(special[i].type), special[i].name);
            if (old == NULL || !Py_IS_TYPE(old, &PyGetSetDescr_Type)) {
                PyErr_SetString(PyExc_SystemError, special[i].name);
                return -1;
            }
            special[i].def.get = ((PyGetSetDescrObject *)old)->d_getset->get;
        }
        special[i].installed =
            install(special[i].type, &special[i].def, &original[i]);
        if (special[i].installed == NULL) {
            return -1;
        }
    }
    PyObject *dict = compat_type_dict(&PyType_Type);
    original_subclasses =
        Py_XNewRef(PyDict_GetItemString(dict, "__subclasses__"));
    installed_subclasses = PyDescr_NewMethod(&PyType_Type, &subclasses_def);
    if (original_subclasses == NULL || installed_subclasses == NULL
        || PyType_Ready(&StandIn_Type) < 0
        || PyDict_SetItemString(dict, "__subclasses__", installed_subclasses)
               < 0) {
        return -1;
    }
    PyType_Modified(&PyType_Type);
    return 0;
}

static int
prove(PyTypeObject *t, const char *name, PyObject *installed)
{
    Owned s = PyUnicode_InternFromString(name);
    if (s == NULL || installed == NULL || _PyType_Lookup(t, s) != installed) {
        PyErr_Format(PyExc_SystemError, "the guard of %s.%s is not in force",
                     t->tp_name, name);
        return -1;
    }
    return 0;
}

/* Read every guard back through the same look-up that the program uses. */
int
sbx_guards_prove(void)
{
    for (struct guard *g = guards; g < guards + N_GUARDS; g++) {
        if (prove(g->type, g->name, g->installed) < 0) {
            return -1;
        }
    }
    for (int i = 0; i < N_SPECIAL; i++) {
        if (prove(special[i].type, special[i].name, special[i].installed)
            < 0) {
            return -1;
        }
    }
    return prove(&PyType_Type, "__subclasses__", installed_subclasses);
}
