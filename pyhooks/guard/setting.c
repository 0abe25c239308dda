// SPDX-License-Identifier: MIT
// Code of a block changes no module, no function and no class that was there
// before it.  Every way to set an attribute of one: the slots of the types,
// and the slot wrappers (type.__setattr__, object.__setattr__).

#include "guard.h"

static bool
stands_in_module(PyTypeObject *t)
{
    PyObject *dict = compat_type_dict(t);
    const char *module =
        dict == NULL ? NULL
                     : sbx_str(PyDict_GetItemString(dict, "__module__"));
    PyObject *m = module == NULL
                      ? NULL
                      : PyDict_GetItemString(PyImport_GetModuleDict(), module);
    if ((t->tp_flags & Py_TPFLAGS_HEAPTYPE) == 0) {
        return true;
    }
    if (m == NULL || !PyModule_Check(m)) {
        return false;
    }
    PyObject *at = PyModule_GetDict(m);
    const char *q = sbx_str(((PyHeapTypeObject *)t)->ht_qualname);
    char part[128];
    PyObject *found = NULL;
    while (q != NULL && *q != '\0') {
        size_t n = strcspn(q, ".");
        if (n >= sizeof part || at == NULL) {
            return false;
        }
        memcpy(part, q, n);
        part[n] = '\0';
        found = PyDict_GetItemString(at, part);
        at = found != NULL && PyType_Check(found)
                 ? compat_type_dict((PyTypeObject *)found)
                 : NULL;
        q += n + (q[n] == '.');
    }
    return found == (PyObject *)t;
}

static int
check(PyObject *o, PyObject *name)
{
    struct sbx_who w;
    const char *what = NULL;
    if (!sbx_guarded_code(&w)) {
        return 0;
    }
    if (PyModule_Check(o)) {
        what = "a module stays as it is";
    }
    else if (PyFunction_Check(o)
             && ((PyFunctionObject *)o)->func_builtins
                    == sbx_real_builtins()) {
        what = "functions from outside stay as they are";
    }
    else if (PyType_Check(o) && stands_in_module((PyTypeObject *)o)) {
        what = "classes from outside stay as they are";
    }
    if (what == NULL) {
        return 0;
    }
    const char *n = sbx_str(name);
    char object[128];
    snprintf(object, sizeof object, "%s.%s",
             PyType_Check(o) ? ((PyTypeObject *)o)->tp_name
                             : Py_TYPE(o)->tp_name,
             n != NULL ? n : "?");
    sbx_no(SBX_ATTRIBUTE, "setting attribute", object, what, NULL);
    return -1;
}

/* --- slots ----------------------------------------------------------------
 */

static setattrofunc real_type, real_plain; /* of type; of modules, functions */

static int
set_type(PyObject *o, PyObject *name, PyObject *value)
{
    return check(o, name) < 0 ? -1 : real_type(o, name, value);
}

static int
set_plain(PyObject *o, PyObject *name, PyObject *value)
{
    return check(o, name) < 0 ? -1 : real_plain(o, name, value);
}

static struct slot {
    PyTypeObject *type;
    setattrofunc real;
} * slots;
static size_t n_slots, room;

/* t and those of its subclasses that have the slot from it. */
static int
patch(PyTypeObject *t, setattrofunc real, setattrofunc ours)
{
    if (t->tp_setattro != real) {
        return 0;
    }
    if (n_slots == room) {
        room = room * 2 + 64;
        struct slot *more = PyMem_Realloc(slots, room * sizeof *slots);
        if (more == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        slots = more;
    }
    slots[n_slots++] = (struct slot){(PyTypeObject *)Py_NewRef(t), real};
    t->tp_setattro = ours;
    PyType_Modified(t);
    Owned f =
        PyObject_GetAttrString((PyObject *)&PyType_Type, "__subclasses__");
    Owned below = f == NULL ? NULL : PyObject_CallOneArg(f, (PyObject *)t);
    for (Py_ssize_t i = 0; below != NULL && i < PyList_GET_SIZE(below); i++) {
        PyTypeObject *s = (PyTypeObject *)PyList_GET_ITEM(below, i);
        if (patch(s, real, ours) < 0) {
            return -1;
        }
    }
    return below == NULL ? -1 : 0;
}

/* --- slot wrappers --------------------------------------------------------
 */

static struct wrapperbase *bases[2];
static wrapperfunc real_wrappers[2];

static PyObject *
wrap(int i, PyObject *self, PyObject *args, void *wrapped)
{
    PyObject *name = sbx_arg(args, 0);
    return check(self, name) < 0 ? NULL
                                 : real_wrappers[i](self, args, wrapped);
}

static PyObject *
wrap_set(PyObject *self, PyObject *args, void *wrapped)
{
    return wrap(0, self, args, wrapped);
}

static PyObject *
wrap_delete(PyObject *self, PyObject *args, void *wrapped)
{
    return wrap(1, self, args, wrapped);
}

/* type.__setattr__ as CPython compares it with the slot. */
static void
wrapped_becomes(PyTypeObject *t, void *function)
{
    static const char *const names[] = {"__setattr__", "__delattr__"};
    for (int i = 0; i < 2; i++) {
        PyObject *d = PyDict_GetItemString(compat_type_dict(t), names[i]);
        if (d != NULL && Py_IS_TYPE(d, &PyWrapperDescr_Type)) {
            ((PyWrapperDescrObject *)d)->d_wrapped = function;
        }
    }
}

static int
find_wrappers(void)
{
    static const char *const names[] = {"__setattr__", "__delattr__"};
    for (int i = 0; i < 2 && bases[i] == NULL; i++) {
        PyObject *d = PyDict_GetItemString(
            compat_type_dict(&PyBaseObject_Type), names[i]);
        if (d == NULL || !Py_IS_TYPE(d, &PyWrapperDescr_Type)) {
            PyErr_Format(PyExc_RuntimeError, "object.%s is no slot wrapper",
                         names[i]);
            return -1;
        }
        bases[i] = ((PyWrapperDescrObject *)d)->d_base;
        real_wrappers[i] = bases[i]->wrapper;
    }
    return 0;
}

int
sbx_setting_on(void)
{
    real_type = PyType_Type.tp_setattro;
    real_plain = PyFunction_Type.tp_setattro;
    if (find_wrappers() < 0 || patch(&PyType_Type, real_type, set_type) < 0
        || patch(&PyFunction_Type, real_plain, set_plain) < 0
        || patch(&PyModule_Type, real_plain, set_plain) < 0) {
        return -1;
    }
    wrapped_becomes(&PyType_Type, (void *)set_type);
    bases[0]->wrapper = wrap_set;
    bases[1]->wrapper = wrap_delete;
    return 0;
}

void
sbx_setting_off(void)
{
    if (bases[0] != NULL && bases[1] != NULL) {
        bases[0]->wrapper = real_wrappers[0];
        bases[1]->wrapper = real_wrappers[1];
        wrapped_becomes(&PyType_Type, (void *)real_type);
    }
    while (n_slots > 0) {
        struct slot *s = &slots[--n_slots];
        s->type->tp_setattro = s->real;
        PyType_Modified(s->type);
        Py_DECREF(s->type);
    }
}
