// SPDX-License-Identifier: MIT
// The program's builtins: a module of its own, a view like any other, whose
// dictionary everything the program defines inherits.  That inheritance is
// the trust rule.  Functions that run text or hand out namespaces: see
// namespaces.c.

#include "builtins.h"
#include "files.h"
#include "hooks.h"
#include "imports.h"
#include "program.h"
#include "refuse.h"
#include "views.h"

/* With an audit hook installed CPython's id() builds an event each time. */
static PyObject *
quiet_id(PyObject *Py_UNUSED(self), PyObject *o)
{
    return PyLong_FromVoidPtr(o);
}

/* --- what is refused
 * ------------------------------------------------------------ */

static PyObject *
refused(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kw))
{
    const char *name = sbx_utf8(self);
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.Error,
        .rule = "builtin",
        .act = "builtin",
        .object = name != NULL ? name : "?",
        .reason = "it is for interactive use",
    });
}

/* exit and quit, which print what to do when they are looked at. */
struct quitter {
    PyObject_HEAD const char *name;
};

static PyObject *
quitter_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"code", NULL};
    const char *name = ((struct quitter *)self)->name;
    PyObject *code = Py_None;
    if (!sbx_may_exit()) {
        return sbx_refuse_exit(name);
    }
    if (PyArg_ParseTupleAndKeywords(args, kwargs, "|O:__call__", names,
                                    &code)) {
        PyErr_SetObject(PyExc_SystemExit, code);
    }
    return NULL;
}

static PyObject *
quitter_repr(PyObject *self)
{
    return PyUnicode_FromFormat("Use %s() or Ctrl-D (i.e. EOF) to exit",
                                ((struct quitter *)self)->name);
}

static PyTypeObject Quitter_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Quitter",
    .tp_basicsize = sizeof(struct quitter),
    .tp_call = quitter_call,
    .tp_repr = quitter_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static PyObject *
quitter(const char *name)
{
    if (PyType_Ready(&Quitter_Type) < 0) {
        return NULL;
    }
    struct quitter *q = PyObject_New(struct quitter, &Quitter_Type);
    if (q != NULL) {
        q->name = name;
    }
    return (PyObject *)q;
}

PyObject *
sbx_refuse_exit(const char *how)
{
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.Error,
        .rule = "exit",
        .act = "exit by",
        .object = how,
        .reason = "the program must run to its end",
        .allow = "[process] exit = yes",
    });
}

/* --- the table
 * --------------------------------------------------------------------- */

#define KW (METH_VARARGS | METH_KEYWORDS)
#define FN(f) (PyCFunction)(void (*)(void)) f

static PyMethodDef id_def = {"id", quiet_id, METH_O, NULL};
static PyMethodDef refused_def = {"refused", FN(refused), KW, NULL};

static int
put(const char *name, PyObject *value /* stolen */)
{
    Owned v = value;
    return v == NULL ? -1 : PyDict_SetItemString(sbx.program_dict, name, v);
}

/* A function whose __self__ is its name: what refuses can say what. */
static PyObject *
named_function(PyMethodDef *def, const char *name)
{
    Owned text = PyUnicode_FromString(name);
    return text == NULL ? NULL : PyCFunction_New(def, text);
}

/* What the program gets as it is: names one after the other, and a table of
 * where they start (from 1), open addressing, filled when loaded. */
static const char kept[] =
#define KEEP(name) #name "\0"
#define REFUSE(name)
#include "builtins.def"
#undef KEEP
#undef REFUSE
    ;
#define TABLE 512
static unsigned short table[TABLE];

static unsigned short *
find_kept(const char *name)
{
    for (unsigned h = sbx_hash(name);; h++) {
        unsigned short *e = &table[h % TABLE];
        if (*e == 0 || strcmp(kept + *e - 1, name) == 0) {
            return e;
        }
    }
}

static void __attribute__((constructor)) fill_table(void)
{
    unsigned n = 0;
    for (const char *k = kept; *k != '\0'; k += strlen(k) + 1, n++) {
        *find_kept(k) = (unsigned short)(k - kept + 1);
    }
    if (n * 2 > TABLE) {
        abort(); /* grow the table */
    }
}

static int
copy_kept(void)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(sbx.real_builtins, &pos, &key, &value)) {
        const char *name = sbx_utf8(key);
        if (name != NULL && *find_kept(name) != 0
            && PyDict_SetItem(sbx.program_dict, key, value) < 0) {
            return -1;
        }
    }
    return 0;
}

int
sbx_builtins_make(void)
{
    static const char *const refuse[] = {
#define KEEP(name)
#define REFUSE(name) #name,
#include "builtins.def"
    };
    sbx.program_builtins = sbx_make_view("builtins", NULL);
    if (sbx.program_builtins == NULL || sbx_namespaces_init() < 0) {
        return -1;
    }
    sbx.program_dict = PyModule_GetDict(sbx.program_builtins);
    if (PyDict_DelItemString(sbx.program_dict, "__getattr__") < 0) {
        return -1;
    }
    if (copy_kept() < 0) {
        return -1;
    }
    for (size_t i = 0; i < sizeof refuse / sizeof *refuse; i++) {
        if (put(refuse[i], named_function(&refused_def, refuse[i])) < 0) {
            return -1;
        }
    }
    for (PyMethodDef *d = sbx_namespace_functions; d->ml_name != NULL; d++) {
        if (put(d->ml_name, PyCFunction_New(d, NULL)) < 0) {
            return -1;
        }
    }
    Owned id = PyCFunction_New(&id_def, NULL);
    return id == NULL || PyDict_SetItemString(sbx.real_builtins, "id", id) < 0
                   || PyDict_SetItemString(sbx.program_dict, "id", id) < 0
                   || put("exit", quitter("exit")) < 0
                   || put("quit", quitter("quit")) < 0
                   || put("__import__", sbx_import_function()) < 0
                   || put("open", sbx_open_function()) < 0
               ? -1
               : 0;
}
