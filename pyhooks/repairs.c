// SPDX-License-Identifier: MIT
// Memory bugs of CPython that need no forbidden attribute, mended from
// outside: type confusion and use-after-free lead anywhere.  Which versions
// have which bug, and what only the kernel layer contains:
// docs/INTERPRETER.md.

#include "care.h"
#include "freeze.h"
#include "mend.h"
#include "refuse.h"

void
sbx_patch_wrapper(PyTypeObject *t, const char *name, void *wrapped)
{
    PyObject *d = PyDict_GetItemString(compat_type_dict(t), name);
    if (d != NULL && Py_IS_TYPE(d, &PyWrapperDescr_Type)) {
        ((PyWrapperDescrObject *)d)->d_wrapped = wrapped;
    }
}

/* --- mappingproxy: == and | hand the real dict to the other operand
 * ------------ */

typedef struct {
    PyObject_HEAD PyObject *mapping;
} proxy;

static richcmpfunc real_proxy_compare;

/* A copy of what a proxy shows, or o itself; new. */
static PyObject *
unproxied(PyObject *o)
{
    if (!PyObject_TypeCheck(o, &PyDictProxy_Type)) {
        return Py_NewRef(o);
    }
    PyObject *m = ((proxy *)o)->mapping;
    PyObject *copy = PyDict_New();
    if (copy != NULL && PyDict_Update(copy, m) < 0) {
        Py_CLEAR(copy);
    }
    return copy;
}

static PyObject *
proxy_compare(PyObject *a, PyObject *b, int op)
{
    Owned x = unproxied(a);
    Owned y = unproxied(b);
    return x == NULL || y == NULL ? NULL : PyObject_RichCompare(x, y, op);
}

static PyObject *
proxy_or(PyObject *a, PyObject *b)
{
    Owned x = unproxied(a);
    Owned y = unproxied(b);
    return x == NULL || y == NULL ? NULL : PyNumber_Or(x, y);
}

/* --- bytearray: b[i] = v calls v.__index__, which may free the buffer
 * ----------- */

static objobjargproc real_ass_subscript;
static ssizeobjargproc real_ass_item;

static PyObject *
index_first(PyObject *v)
{
    return v != NULL && !PyLong_CheckExact(v) && PyIndex_Check(v)
               ? PyNumber_Index(v)
               : Py_XNewRef(v);
}

/* The bounds of a slice as exact ints, and what is assigned as bytes. */
static int
ass_slice(PyObject *self, PySliceObject *key, PyObject *value)
{
    Owned start = index_first(key->start);
    Owned stop = index_first(key->stop);
    Owned step = index_first(key->step);
    Owned k = start == NULL || stop == NULL || step == NULL
                  ? NULL
                  : PySlice_New(start, stop, step);
    Owned v = value == NULL || PyByteArray_CheckExact(value)
                      || PyBytes_CheckExact(value) || PyLong_Check(value)
                      || PyUnicode_Check(value)
                  ? Py_XNewRef(value)
                  : PyByteArray_FromObject(value);
    return k == NULL || (v == NULL && value != NULL)
               ? -1
               : real_ass_subscript(self, k, v);
}

static int
bytearray_ass_subscript(PyObject *self, PyObject *key, PyObject *value)
{
    if (PySlice_Check(key)) {
        return ass_slice(self, (PySliceObject *)key, value);
    }
    /* The key's __index__ first: it may shrink the array as well. */
    Owned k = index_first(key);
    Owned v = index_first(value);
    return k == NULL || (v == NULL && value != NULL)
               ? -1
               : real_ass_subscript(self, k, v);
}

static int
bytearray_ass_item(PyObject *self, Py_ssize_t i, PyObject *value)
{
    Owned v = index_first(value);
    return v == NULL && value != NULL ? -1 : real_ass_item(self, i, v);
}

/* --- except*: the interpreter trusts what split() returns
 * ------------------------ */

static newfunc real_group_new;
static PyTypeObject *Group, *ExceptionGroup;
static PyObject *real_split;

static PyObject *
get_split(PyObject *self, void *Py_UNUSED(closure))
{
    return Py_TYPE(real_split)
        ->tp_descr_get(real_split, self, (PyObject *)Py_TYPE(self));
}

static PyGetSetDef split_def = {"split", get_split, NULL, NULL, NULL};

/* A subclass may not bring its own split, and cannot get one later: its bases
 * become immutable with the first instance. */
static PyObject *
group_new(PyTypeObject *t, PyObject *args, PyObject *kwargs)
{
    static const char *const bad[] = {"split", "__getattribute__",
                                      "__getattr__"};
    PyObject *mro = sbx.running ? t->tp_mro : NULL;
    for (Py_ssize_t i = 0; mro != NULL && i < PyTuple_GET_SIZE(mro); i++) {
        PyTypeObject *b = (PyTypeObject *)PyTuple_GET_ITEM(mro, i);
        if (b == Group) {
            break;
        }
        if (b == ExceptionGroup || compat_type_dict(b) == NULL) {
            continue;
        }
        for (size_t j = 0; j < sizeof bad / sizeof *bad; j++) {
            if (sbx_dict_names(compat_type_dict(b), bad[j])) {
                return sbx_refuse(&(struct sbx_refusal){
                    .kind = sbx.Error,
                    .rule = "construct",
                    .act = "an exception group class with its own",
                    .object = bad[j],
                    .reason = "except* in this version of CPython trusts "
                              "what it returns (memory corruption)",
                });
            }
        }
        if ((b->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0) {
            b->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
        }
    }
    return real_group_new(t, args, kwargs);
}

static void
install_slots(void)
{
    static const char *const compare[] = {"__eq__", "__ne__", "__lt__",
                                          "__le__", "__gt__", "__ge__"};
    PyTypeObject *t = &PyDictProxy_Type;
    real_proxy_compare = t->tp_richcompare;
    t->tp_richcompare = proxy_compare;
    t->tp_as_number->nb_or = proxy_or;
    for (size_t i = 0; i < sizeof compare / sizeof *compare; i++) {
        sbx_patch_wrapper(t, compare[i], (void *)proxy_compare);
    }
    sbx_patch_wrapper(t, "__or__", (void *)proxy_or);
    sbx_patch_wrapper(t, "__ror__", (void *)proxy_or);

    t = &PyByteArray_Type;
    real_ass_subscript = t->tp_as_mapping->mp_ass_subscript;
    t->tp_as_mapping->mp_ass_subscript = bytearray_ass_subscript;
    real_ass_item = t->tp_as_sequence->sq_ass_item;
    t->tp_as_sequence->sq_ass_item = bytearray_ass_item;
    sbx_patch_wrapper(t, "__setitem__", (void *)bytearray_ass_subscript);
    sbx_patch_wrapper(t, "__delitem__", (void *)bytearray_ass_subscript);
}

static int
install_groups(void)
{
    Group = (PyTypeObject *)PyExc_BaseExceptionGroup;
    ExceptionGroup = (PyTypeObject *)PyDict_GetItemString(sbx.real_builtins,
                                                          "ExceptionGroup");
    PyObject *dict = compat_type_dict(Group);
    real_split = Py_XNewRef(PyDict_GetItemString(dict, "split"));
    Owned split = PyDescr_NewGetSet(Group, &split_def);
    if (ExceptionGroup == NULL || real_split == NULL || split == NULL
        || PyDict_SetItemString(dict, "split", split) < 0) {
        return -1;
    }
    PyType_Modified(Group);
    real_group_new = Group->tp_new;
    Group->tp_new = group_new;
    ExceptionGroup->tp_new = group_new;
    return 0;
}

int
sbx_repairs_install(void)
{
    install_slots();
    return sbx_rawstream_install() < 0 || install_groups() < 0
                   || sbx_mend_bytes() < 0 || sbx_mend_calls() < 0
                   || sbx_mend_iterators() < 0 || sbx_mend_io() < 0
                   || sbx_mend_errors() < 0 || sbx_mend_misc() < 0
                   || sbx_mend_generators() < 0
               ? -1
               : 0;
}
