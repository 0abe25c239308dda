// SPDX-License-Identifier: MIT
// Annotations that are evaluated late (PEP 649, from 3.14 on).  annotationlib
// evaluates what names things that are not there yet by a copy of the
// program's function in which names that are missing have stand-ins.  Copying
// functions is what nobody may do: a function whose globals name no builtins
// gets those of whoever makes it.  Here the copy always gets the program's.

#include "care.h"
#include "hooks.h"
#include "refuse.h"
#include "trust.h"

static newfunc real_function_new;
static __thread bool making;

bool
sbx_making_function(void)
{
    return making;
}

/* The code must be that of a function of the program that the granted frame
 * holds; then the copy can do nothing that the program cannot. */
static bool
may_copy(PyObject *code)
{
    sbx_frame *f = compat_top();
    if (f == NULL || !sbx_trusted(f) || code == NULL) {
        return false;
    }
    for (int i = 0; i < compat_code(f)->co_nlocals; i++) {
        PyObject *o = compat_local(f, i);
        if (o != NULL && PyFunction_Check(o) && PyFunction_GET_CODE(o) == code
            && sbx_granted(ACT_new_function, o)) {
            return true;
        }
    }
    return false;
}

static PyObject *
guarded_function_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *code =
        PyTuple_GET_SIZE(args) > 1 ? PyTuple_GET_ITEM(args, 0) : NULL;
    PyObject *globals = code == NULL ? NULL : PyTuple_GET_ITEM(args, 1);
    if (!sbx.running || !may_copy(code) || !PyDict_Check(globals)) {
        return real_function_new(type, args, kwargs); /* its event decides */
    }
    if (PyDict_SetItemString(globals, "__builtins__", sbx.program_builtins)
        < 0) {
        return NULL;
    }
    making = true;
    PyObject *f = real_function_new(type, args, kwargs);
    making = false;
    if (f != NULL
        && ((PyFunctionObject *)f)->func_builtins != sbx.program_dict) {
        Py_CLEAR(f);
        sbx_raise(sbx.Error, "pysbx: a copy of a function has other builtins");
    }
    return f;
}

static PyTypeObject StandIn_Type;

/* Stands in for what is not there: X[int], X | None are it again. */
static PyObject *
stand_in_again(PyObject *self, PyObject *Py_UNUSED(other))
{
    return Py_NewRef(self);
}

static PyObject *
stand_in_or(PyObject *a, PyObject *b)
{
    return Py_NewRef(Py_IS_TYPE(a, &StandIn_Type) ? a : b);
}

static PyNumberMethods stand_in_number = {.nb_or = stand_in_or};
static PyMappingMethods stand_in_mapping = {.mp_subscript = stand_in_again};
static PyTypeObject StandIn_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pysbx.annotation",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_as_number = &stand_in_number,
    .tp_as_mapping = &stand_in_mapping,
};

/* A trusted function that is evaluated while its module is imported: what it
 * names in vain (`if TYPE_CHECKING`) has a stand-in.  The copy is called here
 * and dropped; nobody else sees it. */

static PyObject *
evaluate_trusted(PyFunctionObject *f, PyObject *format)
{
    Owned globals = PyDict_Copy(f->func_globals);
    Owned copy =
        globals == NULL ? NULL : PyFunction_New(f->func_code, globals);
    if (copy == NULL
        || (f->func_closure != NULL
            && PyFunction_SetClosure(copy, f->func_closure) < 0)) {
        return NULL;
    }
    for (int tries = 0; tries < 32; tries++) {
        PyObject *r = PyObject_CallOneArg(copy, format);
        if (r != NULL || !PyErr_ExceptionMatches(PyExc_NameError)) {
            return r;
        }
        PyObject *type, *value, *trace;
        PyErr_Fetch(&type, &value, &trace);
        PyErr_NormalizeException(&type, &value, &trace);
        Py_XDECREF(type);
        Py_XDECREF(trace);
        Owned error = value;
        Owned name =
            error == NULL ? NULL : PyObject_GetAttrString(error, "name");
        Owned ref = name == NULL || !PyUnicode_CheckExact(name)
                        ? NULL
                        : (PyObject *)PyObject_New(PyObject, &StandIn_Type);
        if (ref == NULL || PyDict_SetItem(globals, name, ref) < 0) {
            return NULL;
        }
    }
    PyErr_SetString(PyExc_NameError, "too many names are not there");
    return NULL;
}

static bool
is_of_trusted(PyObject *annotate)
{
    return ((PyFunctionObject *)annotate)->func_builtins == sbx.real_builtins
           && sbx_in_section();
}

/* Most annotations name what is there: then plain values are the answer, and
 * no function needs to be copied, nor read. */
static PyObject *real_call;

static PyObject *
call_annotate(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    PyObject *annotate =
        PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0) : NULL;
    PyObject *format =
        PyTuple_GET_SIZE(args) > 1 ? PyTuple_GET_ITEM(args, 1) : NULL;
    /* annotationlib.Format: VALUE 1, FORWARDREF 3 (an int of its own class) */
    long n =
        format != NULL && PyLong_Check(format) ? PyLong_AsLong(format) : -1;
    PyErr_Clear();
    if (n == 3 && annotate != NULL && PyFunction_Check(annotate)) {
        PyObject *r = PyObject_CallOneArg(annotate, format);
        if (r == NULL && PyErr_ExceptionMatches(PyExc_NotImplementedError)) {
            PyErr_Clear();
            Owned value = PyLong_FromLong(1);
            r = value == NULL ? NULL
                : is_of_trusted(annotate)
                    ? evaluate_trusted((PyFunctionObject *)annotate, value)
                    : PyObject_CallOneArg(annotate, value);
        }
        if (r != NULL || !PyErr_ExceptionMatches(PyExc_Exception)) {
            return r;
        }
        PyErr_Clear(); /* the long way will say so too */
    }
    return PyObject_Call(real_call, args, kwargs);
}

/* From this class to that one; both are frozen. */
static PyTypeObject *stringifier, *forward_ref;

bool
sbx_is_stand_in(PyObject *o, PyObject *type)
{
    return stringifier != NULL && Py_IS_TYPE(o, stringifier)
           && type == (PyObject *)forward_ref;
}

int
sbx_settle_stand_in(descrsetfunc set, PyObject *descr, PyObject *o,
                    PyObject *type)
{
    const unsigned long frozen = Py_TPFLAGS_IMMUTABLETYPE;
    unsigned long flags[2] = {stringifier->tp_flags & frozen,
                              forward_ref->tp_flags & frozen};

    stringifier->tp_flags &= ~frozen;
    forward_ref->tp_flags &= ~frozen;
    int r = set(descr, o, type); /* runs no code of the program */
    stringifier->tp_flags |= flags[0];
    forward_ref->tp_flags |= flags[1];
    return r;
}

static PyMethodDef call_def = {"call_annotate_function",
                               _PyCFunction_CAST(call_annotate),
                               METH_VARARGS | METH_KEYWORDS, NULL};

int
sbx_care_annotationlib(PyObject *dict)
{
    PyObject *f = PyDict_GetItemString(dict, call_def.ml_name);
    Owned ours = PyCFunction_New(&call_def, NULL);
    if (f == NULL || ours == NULL || real_call != NULL) {
        return f == NULL || ours == NULL ? -1 : 0;
    }
    PyObject *from = PyDict_GetItemString(dict, "_Stringifier");
    PyObject *to = PyDict_GetItemString(dict, "ForwardRef");
    if (from == NULL || !PyType_Check(from) || to == NULL
        || !PyType_Check(to)) {
        return -1;
    }
    stringifier = (PyTypeObject *)Py_NewRef(from);
    forward_ref = (PyTypeObject *)Py_NewRef(to);
    real_call = Py_NewRef(f);
    return PyDict_SetItemString(dict, call_def.ml_name, ours);
}

int
sbx_annotate_init(void)
{
    real_function_new = PyFunction_Type.tp_new;
    if (PyType_Ready(&StandIn_Type) < 0) {
        return -1;
    }
    if (real_function_new == NULL) {
        PyErr_SetString(PyExc_SystemError, "function.__new__ is not there");
        return -1;
    }
    /* type.__call__ reads the slot; function.__new__ calls it too. */
    PyFunction_Type.tp_new = guarded_function_new;
    return 0;
}
