// SPDX-License-Identifier: MIT
// Methods that reach standard streams, descriptors and all classes: exchanged
// in their types while a block is active.

#include "guard.h"

/* --- rules: NULL, or the refusal -------------------------------------------
 */

static PyObject *streams[3][3]; /* text, buffer, raw of each; strong */

static bool
granted(const struct sbx_who *w, int stream)
{
    for (int i = 0; i < w->n; i++) {
        const struct sbx_policy *p = w->policies[i];
        const struct sbx_switch *s[] = {&p->in, &p->out, &p->err};
        if (!s[stream]->on) {
            return false;
        }
    }
    return true;
}

static bool
refuse_stream(int i)
{
    static const char *const names[] = {"stdin", "stdout", "stderr"};
    char allow[64];
    snprintf(allow, sizeof allow, "[stdio] %s = yes", names[i]);
    sbx_no(SBX_PERMISSION, "use of", names[i], NULL, allow);
    return false;
}

static bool
stream(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    struct sbx_who w;
    int hit = -1;
    for (int i = 0; i < 9; i++) {
        if (streams[i / 3][i % 3] == self) {
            hit = i / 3;
        }
    }
    return hit < 0 || !sbx_guarded(&w) || granted(&w, hit)
           || refuse_stream(hit);
}

static bool
subclasses(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args),
           PyObject *Py_UNUSED(kwargs))
{
    static const char *const lookers[] = {"abc",       "functools", "typing",
                                          "traceback", "importlib", NULL};
    struct sbx_who w;
    if (!sbx_guarded(&w)
        || (w.trusted && (sbx_in_import() || sbx_top_is_of(lookers)))) {
        return true;
    }
    sbx_no(SBX_ATTRIBUTE, "call of", "type.__subclasses__",
           "it leads to every class", NULL);
    return false;
}

/* The real dictionaries of what is not to be written to. */
static bool
state(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    struct sbx_who w;
    if (!(PyModule_Check(self) || PyType_Check(self) || PyFunction_Check(self))
        || !sbx_guarded(&w)) {
        return true;
    }
    sbx_no(SBX_ATTRIBUTE, "call of", "object.__getstate__",
           "it leads to the names of a module, class or function", NULL);
    return false;
}

static bool
again(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    struct sbx_who w;
    if (!(PyModule_CheckExact(self) || Py_IS_TYPE(self, &sbx_view_type))
        || !sbx_guarded_code(&w)) {
        return true;
    }
    sbx_no(SBX_ATTRIBUTE, "call of", "module.__init__",
           "a module stays as it is", NULL);
    return false;
}

/* FileIO(number) raises no event. */
static bool
file(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    struct sbx_who w;
    PyObject *name = PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0)
                     : kwargs != NULL ? PyDict_GetItemString(kwargs, "file")
                                      : NULL;
    if (name == NULL || PyUnicode_Check(name) || PyBytes_Check(name)
        || !sbx_guarded(&w) || w.trusted) {
        return true;
    }
    long fd = PyLong_CheckExact(name) ? PyLong_AsLong(name) : -1;
    PyErr_Clear();
    if (fd >= 0 && fd <= 2) {
        return granted(&w, (int)fd) || refuse_stream((int)fd);
    }
    sbx_no(SBX_PERMISSION, "opening", "a descriptor",
           "files are opened by their paths", NULL);
    return false;
}

/* --- the table ------------------------------------------------------------
 */

#define METHODS(M)                                              \
    M(type_subclasses, NULL, "__subclasses__", subclasses)      \
    M(object_getstate, "object", "__getstate__", state)         \
    M(module_init, "module", "__init__", again)                 \
    M(file_init, "FileIO", "__init__", file)                    \
    M(file_write, "FileIO", "write", stream)                    \
    M(file_read, "FileIO", "read", stream)                      \
    M(file_readall, "FileIO", "readall", stream)                \
    M(file_readinto, "FileIO", "readinto", stream)              \
    M(buffer_write, "BufferedWriter", "write", stream)          \
    M(buffer_read, "BufferedReader", "read", stream)            \
    M(buffer_read1, "BufferedReader", "read1", stream)          \
    M(buffer_peek, "BufferedReader", "peek", stream)            \
    M(buffer_readinto, "BufferedReader", "readinto", stream)    \
    M(buffer_readline, "BufferedReader", "readline", stream)    \
    M(text_write, "TextIOWrapper", "write", stream)             \
    M(text_read, "TextIOWrapper", "read", stream)               \
    M(text_readline, "TextIOWrapper", "readline", stream)       \
    M(text_detach, "TextIOWrapper", "detach", stream)           \
    M(text_reconfigure, "TextIOWrapper", "reconfigure", stream) \
    M(string_write, "StringIO", "write", stream)

#define ID(id, type, name, check) ID_##id,
enum { METHODS(ID) N_METHODS };

static struct method {
    const char *type, *name; /* type: of _io, or NULL: `type` itself */
    bool (*check)(PyObject *, PyObject *, PyObject *);
    PyTypeObject *of;
    PyObject *original, *ours;
    PyMethodDef def;
} methods[N_METHODS];

static PyObject *
through(const struct method *m, PyObject *self, PyObject *args,
        PyObject *kwargs)
{
    if (!m->check(self, args, kwargs)) {
        return NULL;
    }
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    Owned all = PyTuple_New(n + 1);
    if (all == NULL) {
        return NULL;
    }
    PyTuple_SET_ITEM(all, 0, Py_NewRef(self));
    for (Py_ssize_t i = 0; i < n; i++) {
        PyTuple_SET_ITEM(all, i + 1, Py_NewRef(PyTuple_GET_ITEM(args, i)));
    }
    return PyObject_Call(m->original, all, kwargs);
}

#define CALL(id, type, name, check)                            \
    static PyObject *call_##id(PyObject *self, PyObject *args, \
                               PyObject *kwargs)               \
    {                                                          \
        return through(&methods[ID_##id], self, args, kwargs); \
    }
METHODS(CALL)

#define ROW(id, type, name, check) \
    {type,                         \
     name,                         \
     check,                        \
     NULL,                         \
     NULL,                         \
     NULL,                         \
     {name, SBX_FN(call_##id), METH_VARARGS | METH_KEYWORDS, NULL}},
static struct method methods[N_METHODS] = {METHODS(ROW)};

static initproc real_init;

static int
init_file(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return file(self, args, kwargs) ? real_init(self, args, kwargs) : -1;
}

/* --- putting them in place -------------------------------------------------
 */

static void
keep_streams(bool on)
{
    static const char *const names[] = {"stdin", "stdout", "stderr"};
    static const char *const parts[] = {"", "buffer", "raw"};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            Py_CLEAR(streams[i][k]);
        }
        PyObject *s = on ? PySys_GetObject(names[i]) : NULL; /* borrowed */
        if (s == NULL || s == Py_None) {
            continue;
        }
        streams[i][0] = Py_NewRef(s);
        for (int k = 1; k < 3 && streams[i][k - 1] != NULL; k++) {
            streams[i][k] =
                PyObject_GetAttrString(streams[i][k - 1], parts[k]);
        }
        PyErr_Clear();
    }
}

static int
prepare(struct method *m)
{
    PyObject *io = PyDict_GetItemString(PyImport_GetModuleDict(), "_io");
    m->of = m->type == NULL                  ? &PyType_Type
            : strcmp(m->type, "object") == 0 ? &PyBaseObject_Type
            : strcmp(m->type, "module") == 0
                ? &PyModule_Type
                : (PyTypeObject *)PyDict_GetItemString(PyModule_GetDict(io),
                                                       m->type);
    PyObject *old =
        m->of == NULL ? NULL
                      : PyDict_GetItemString(compat_type_dict(m->of), m->name);
    if (old == NULL) { /* inherited, on some versions */
        m->of = NULL;
        return 0;
    }
    m->ours = PyDescr_NewMethod(m->of, &m->def);
    m->original = Py_NewRef(old);
    return m->ours == NULL ? -1 : 0;
}

static void
put(struct method *m, bool on)
{
    if (m->of != NULL) {
        PyDict_SetItemString(compat_type_dict(m->of), m->name,
                             on ? m->ours : m->original);
        if (m == &methods[ID_file_init]) {
            real_init = on ? m->of->tp_init : real_init;
            m->of->tp_init = on ? init_file : real_init;
        }
        PyType_Modified(m->of);
    }
}

int
sbx_methods_on(void)
{
    static bool prepared;
    for (int i = 0; i < N_METHODS && !prepared; i++) {
        if (prepare(&methods[i]) < 0) {
            return -1;
        }
    }
    prepared = true;
    keep_streams(true);
    for (int i = 0; i < N_METHODS; i++) {
        put(&methods[i], true);
    }
    return 0;
}

void
sbx_methods_off(void)
{
    for (int i = 0; i < N_METHODS; i++) {
        put(&methods[i], false);
    }
    keep_streams(false);
}
