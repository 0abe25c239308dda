// SPDX-License-Identifier: MIT
// Attribute guards: descriptors in the type dictionaries of CPython's own
// types are replaced by ours, which hold under getattr, str.format,
// operator.attrgetter, match and specialised call sites alike.  The table is
// guards.def; the few that need logic of their own are in
// special.c and subclasses.c.

#include "guards.h"
#include "hooks.h"
#include "refuse.h"
#include "standins.h"
#include "trust.h"

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

/* --- installing and proving ------------------------------------------------
 */

PyObject *
sbx_guard_install(PyTypeObject *t, PyGetSetDef *def, PyObject **keep_original)
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
    g->installed = sbx_guard_install(t, &g->def, &g->original);
    return g->installed == NULL ? -1 : 0;
}

int
sbx_guards_install(void)
{
    for (struct guard *g = guards; g < guards + N_GUARDS; g++) {
        g->def = (PyGetSetDef){g->name, guard_get, guard_set, NULL, g};
        g->installed = sbx_guard_install(g->type, &g->def, &g->original);
        if (g->installed == NULL) {
            return -1;
        }
    }
    return sbx_special_guards_install() < 0 ? -1 : sbx_subclasses_install();
}

int
sbx_guard_prove(PyTypeObject *t, const char *name, PyObject *installed)
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
        if (sbx_guard_prove(g->type, g->name, g->installed) < 0) {
            return -1;
        }
    }
    return sbx_special_guards_prove() < 0 ? -1 : sbx_subclasses_prove();
}
