// SPDX-License-Identifier: MIT
// Stand-ins for frames and code objects.  Nobody is ever handed a real one;
// code of the standard library that looks at them (inspect, logging, unittest,
// namedtuple, tracebacks) gets an object that shows names, lines and positions
// (standins.def) and leads nowhere.  So it does not matter that a C callable
// of the program may be what runs while such code is on top of the stack.

#include "hooks.h"
#include "refuse.h"
#include "standins.h"
#include "trust.h"

struct stand_in {
    PyObject_HEAD PyObject *real;
};

static PyTypeObject Frame_Type, Code_Type;

static PyObject *
make(PyTypeObject *t, PyObject *real /* stolen */)
{
    struct stand_in *s = real == NULL          ? NULL
                         : PyType_Ready(t) < 0 ? NULL
                         : (t->tp_flags & Py_TPFLAGS_HAVE_GC) != 0
                             ? PyObject_GC_New(struct stand_in, t)
                             : PyObject_New(struct stand_in, t);
    if (s == NULL) {
        Py_XDECREF(real);
        return NULL;
    }
    s->real = real;
    if (PyObject_IS_GC((PyObject *)s)) {
        PyObject_GC_Track((PyObject *)s);
    }
    return (PyObject *)s;
}

PyObject *
sbx_stand_in(PyObject *o)
{
    Owned real = o;
    return real == NULL          ? NULL
           : PyFrame_Check(real) ? make(&Frame_Type, Py_NewRef(real))
           : PyCode_Check(real)  ? make(&Code_Type, Py_NewRef(real))
                                 : Py_NewRef(Py_None);
}

static PyObject *
real_of(PyObject *self)
{
    return ((struct stand_in *)self)->real;
}

/* isinstance(o, types.FrameType) holds. */
static PyObject *
get_class(PyObject *self, void *Py_UNUSED(closure))
{
    return Py_NewRef(Py_TYPE(self) == &Code_Type ? &PyCode_Type
                                                 : &PyFrame_Type);
}

static PyObject *
get_repr(PyObject *self)
{
    return PyObject_Repr(real_of(self));
}

/* Two of the same object are equal. */
static PyObject *
compare(PyObject *a, PyObject *b, int op)
{
    if (Py_TYPE(a) != Py_TYPE(b) || (op != Py_EQ && op != Py_NE)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyBool_FromLong((real_of(a) == real_of(b)) == (op == Py_EQ));
}

static Py_hash_t
get_hash(PyObject *self)
{
    return PyBaseObject_Type.tp_hash(real_of(self)); /* its address */
}

static PyObject *
get_attr(PyObject *self, PyObject *name)
{
    PyObject *r = PyObject_GenericGetAttr(self, name);
    const char *text = sbx_utf8(name);
    if (r != NULL || text == NULL
        || !PyErr_ExceptionMatches(PyExc_AttributeError)) {
        return r;
    }
    char object[64];
    PyTypeObject *t = Py_TYPE(real_of(self));
    if (PyDict_GetItemString(compat_type_dict(t), text) == NULL) {
        return NULL;
    }
    snprintf(object, sizeof object, "%s.%s", t->tp_name, text);
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.AttributeError,
        .rule = "attribute",
        .act = "attribute",
        .object = object,
        .reason = "it leads to the frames and code of others",
    });
}

/* --- code ------------------------------------------------------------------
 */

static void
code_dealloc(PyObject *self)
{
    Py_CLEAR(((struct stand_in *)self)->real);
    PyObject_Free(self);
}

static PyObject *
code_get(PyObject *self, void *name)
{
    return PyObject_GetAttrString(real_of(self), name);
}

static PyGetSetDef code_getset[] = {
    {"__class__", get_class, NULL, NULL, NULL},
#define CODE(name) {#name, code_get, NULL, NULL, #name},
#include "standins.def"
#undef CODE
    {NULL, NULL, NULL, NULL, NULL},
};

static PyObject *
code_positions(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return PyObject_CallMethod(real_of(self), "co_positions", NULL);
}

static PyObject *
code_lines(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return PyObject_CallMethod(real_of(self), "co_lines", NULL);
}

static PyMethodDef code_methods[] = {
    {"co_positions", code_positions, METH_NOARGS, NULL},
    {"co_lines", code_lines, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject Code_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "code",
    .tp_basicsize = sizeof(struct stand_in),
    .tp_dealloc = code_dealloc,
    .tp_repr = get_repr,
    .tp_hash = get_hash,
    .tp_richcompare = compare,
    .tp_getattro = get_attr,
    .tp_methods = code_methods,
    .tp_getset = code_getset,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

/* --- frames ----------------------------------------------------------------
 */

static PyFrameObject *
frame_of(PyObject *self)
{
    return (PyFrameObject *)real_of(self);
}

static int
frame_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct stand_in *)self)->real);
    return 0;
}

static void
frame_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_CLEAR(((struct stand_in *)self)->real);
    PyObject_GC_Del(self);
}

static PyObject *
frame_back(PyObject *self, void *Py_UNUSED(closure))
{
    PyObject *back = (PyObject *)PyFrame_GetBack(frame_of(self));
    return back == NULL ? Py_NewRef(Py_None) : make(&Frame_Type, back);
}

static PyObject *
frame_code(PyObject *self, void *Py_UNUSED(closure))
{
    return make(&Code_Type, (PyObject *)PyFrame_GetCode(frame_of(self)));
}

static PyObject *
frame_line(PyObject *self, void *Py_UNUSED(closure))
{
    int line = PyFrame_GetLineNumber(frame_of(self));
    return line < 0 ? Py_NewRef(Py_None) : PyLong_FromLong(line);
}

static PyObject *
frame_lasti(PyObject *self, void *Py_UNUSED(closure))
{
    return PyLong_FromLong(PyFrame_GetLasti(frame_of(self)));
}

/* Packages ask for the variables of whoever called them (pandas: query(),
 * sympy: lambdify()), and tracebacks for names that a misspelt one may mean:
 * the program's they may have. */
static bool
may_have_names(void)
{
    sbx_frame *f = compat_top();
    return f != NULL
           && (sbx_is_package_code(f) || sbx_granted(ACT_suggest, NULL));
}

/* Whose frame it is, and whether unittest leaves it out of what it prints. */
static PyObject *
frame_globals(PyObject *self, void *Py_UNUSED(closure))
{
    Owned real = PyFrame_GetGlobals(frame_of(self));
    if (may_have_names() && PyDict_Check(real)
        && sbx_is_program_frame(real_of(self))) {
        return PyDict_Copy(real);
    }
    PyObject *shown = PyDict_New();
    PyObject *name =
        PyDict_Check(real) ? PyDict_GetItemString(real, "__name__") : NULL;
    if (shown != NULL && name != NULL && PyUnicode_CheckExact(name)
        && PyDict_SetItemString(shown, "__name__", name) < 0) {
        Py_CLEAR(shown);
    }
    if (shown != NULL && PyDict_Check(real)
        && PyDict_GetItemString(real, "__unittest") != NULL
        && PyDict_SetItemString(shown, "__unittest", Py_True) < 0) {
        Py_CLEAR(shown);
    }
    return shown;
}

/* Of frames that are not the program's there are none. */
static PyObject *
frame_locals(PyObject *self, void *Py_UNUSED(closure))
{
    if (!may_have_names()) {
        PyErr_SetString(PyExc_AttributeError, "f_locals");
        return NULL;
    }
    Owned real = sbx_is_program_frame(real_of(self))
                     ? PyFrame_GetLocals(frame_of(self))
                     : PyDict_New();
    PyObject *copy = PyDict_New();
    if (real == NULL || copy == NULL || PyDict_Update(copy, real) < 0) {
        Py_CLEAR(copy);
    }
    return copy;
}

static PyObject *
frame_builtins(PyObject *Py_UNUSED(self), void *Py_UNUSED(closure))
{
    if (!sbx_granted(ACT_suggest, NULL)) {
        PyErr_SetString(PyExc_AttributeError, "f_builtins");
        return NULL;
    }
    return PyDict_Copy(sbx.program_dict);
}

/* traceback.clear_frames() lets go of what a failed call held. */
static PyObject *
frame_clear(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return PyObject_CallMethod(real_of(self), "clear", NULL);
}

static PyGetSetDef frame_getset[] = {
    {"__class__", get_class, NULL, NULL, NULL},
    {"f_back", frame_back, NULL, NULL, NULL},
    {"f_code", frame_code, NULL, NULL, NULL},
    {"f_lineno", frame_line, NULL, NULL, NULL},
    {"f_lasti", frame_lasti, NULL, NULL, NULL},
    {"f_globals", frame_globals, NULL, NULL, NULL},
    {"f_locals", frame_locals, NULL, NULL, NULL},
    {"f_builtins", frame_builtins, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef frame_methods[] = {
    {"clear", frame_clear, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject Frame_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "frame",
    .tp_basicsize = sizeof(struct stand_in),
    .tp_dealloc = frame_dealloc,
    .tp_traverse = frame_traverse,
    .tp_repr = get_repr,
    .tp_hash = get_hash,
    .tp_richcompare = compare,
    .tp_getattro = get_attr,
    .tp_methods = frame_methods,
    .tp_getset = frame_getset,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC
                | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

PyObject *
sbx_getframe(PyObject *args)
{
    int depth = 0;
    if (!PyArg_ParseTuple(args, "|i:_getframe", &depth)) {
        return NULL;
    }
    PyFrameObject *f = PyEval_GetFrame();
    Py_XINCREF(f);
    if (sbx_granted(ACT_f_locals, NULL)) {
        return (PyObject *)f; /* its own */
    }
    for (; f != NULL && depth > 0; depth--) {
        PyFrameObject *back = PyFrame_GetBack(f);
        Py_DECREF(f);
        f = back;
    }
    if (f == NULL) {
        PyErr_SetString(PyExc_ValueError, "call stack is not deep enough");
        return NULL;
    }
    return make(&Frame_Type, (PyObject *)f);
}
