// SPDX-License-Identifier: MIT
// Comparisons and copies during which code of the program frees what CPython
// only borrows: contexts, weak proxies, ordered dictionaries.

#include "freeze.h"
#include "mend.h"

/* --- Context == -----------------------------------------------------------
 */

static richcmpfunc real_context;

static PyObject *
context_compare(PyObject *a, PyObject *b, int op)
{
    PyTypeObject *t = &PyContext_Type;
    Kept x = Py_IS_TYPE(a, t)
                 ? Py_XNewRef((PyObject *)((PyContext *)a)->ctx_vars)
                 : NULL;
    Kept y = Py_IS_TYPE(b, t)
                 ? Py_XNewRef((PyObject *)((PyContext *)b)->ctx_vars)
                 : NULL;
    return real_context(a, b, op);
}

static void
patch_compare(PyTypeObject *t, richcmpfunc ours, richcmpfunc *real)
{
    static const char *const names[] = {"__eq__", "__ne__", "__lt__",
                                        "__le__", "__gt__", "__ge__"};
    *real = t->tp_richcompare;
    t->tp_richcompare = ours;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sbx_patch_wrapper(t, names[i], (void *)ours);
    }
    PyType_Modified(t);
}

/* --- weakref.proxy == (3.12 keeps what they stand for) --------------------
 */

#if PY_VERSION_HEX < 0x030c0000
static richcmpfunc real_proxy[2];

static PyObject *
referent(PyObject *o)
{
    return PyWeakref_CheckProxy(o) ? Py_NewRef(PyWeakref_GetObject(o)) : NULL;
}

static PyObject *
proxy_compare(PyObject *a, PyObject *b, int op)
{
    Kept x = referent(a);
    Kept y = referent(b);
    return real_proxy[0](a, b, op);
}
#endif

/* --- OrderedDict.copy of a subclass with its own __getitem__ --------------
 */

static PyCFunction copy_exact;

static int
nothing(struct sbx_hold *Py_UNUSED(h), PyObject *Py_UNUSED(self))
{
    return 0;
}
SBX_AROUND(ordered_copy, nothing)

static PyObject *
copy(PyObject *self, PyObject *ignored)
{
    if (PyODict_CheckExact(self)) {
        return copy_exact(self, ignored);
    }
    Owned it = PyODict_Type.tp_iter(self);
    Owned keys = it == NULL ? NULL : PySequence_List(it);
    Owned new =
        keys == NULL ? NULL : PyObject_CallNoArgs((PyObject *)Py_TYPE(self));
    if (new == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(keys); i++) {
        PyObject *key = PyList_GET_ITEM(keys, i);
        Owned value = PyObject_GetItem(self, key);
        if (value == NULL || PyObject_SetItem(new, key, value) < 0) {
            return NULL;
        }
    }
    return Py_NewRef(new);
}

/* --- OrderedDict.pop, popitem: a key that only its list has (3.13) --------
 */

#if PY_VERSION_HEX >= 0x030d0000 && PY_VERSION_HEX < 0x030e0000
SBX_AROUND(ordered_pop, nothing)
SBX_AROUND(ordered_popitem, nothing)

static PyObject *
call_pop(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *kw)
{
    return ((_PyCFunctionFastWithKeywords)(void (*)(void))ordered_pop_real)(
        self, args, n, kw);
}

/* With a default there is something to give. */
static PyObject *
pop(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *kw)
{
    static PyObject *none;
    if (n != 1 || kw != NULL || !PyODict_CheckExact(self)) {
        return call_pop(self, args, n, kw);
    }
    if (none == NULL && (none = PyList_New(0)) == NULL) {
        return NULL;
    }
    Owned key = Py_NewRef(args[0]);
    PyObject *two[] = {key, none};
    PyObject *r = call_pop(self, two, 2, NULL);
    if (r == none) {
        Py_CLEAR(r);
        _PyErr_SetKeyError(key);
    }
    return r;
}

static PyObject *
popitem(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *kw)
{
    _PyCFunctionFastWithKeywords real =
        (_PyCFunctionFastWithKeywords)(void (*)(void))ordered_popitem_real;
    bool named =
        n == 0 && kw != NULL && PyTuple_GET_SIZE(kw) == 1
        && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(kw, 0), "last")
               == 0;
    if (!PyODict_CheckExact(self) || n > 1 || (kw != NULL && !named)) {
        return real(self, args, n, kw);
    }
    int last = n == 1 || named ? PyObject_IsTrue(args[0]) : 1;
    Owned it = last < 0 ? NULL
               : last   ? PyObject_CallMethod(self, "__reversed__", NULL)
                        : PyODict_Type.tp_iter(self);
    Owned key = it == NULL ? NULL : PyIter_Next(it);
    if (key == NULL) {
        return PyErr_Occurred() ? NULL : real(self, args, n, kw);
    }
    Owned value = pop(self, &key, 1, NULL);
    return value == NULL ? NULL : PyTuple_Pack(2, key, value);
}

static int
mend_ordered_pops(void)
{
    if (sbx_mend_method(&PyODict_Type, "pop", &ordered_pop) < 0
        || sbx_mend_method(&PyODict_Type, "popitem", &ordered_popitem) < 0) {
        return -1;
    }
    ordered_pop.def.ml_meth = (PyCFunction)(void (*)(void))pop;
    ordered_popitem.def.ml_meth = (PyCFunction)(void (*)(void))popitem;
    return 0;
}
#else
static int
mend_ordered_pops(void)
{
    return 0;
}
#endif

int
sbx_mend_misc(void)
{
    patch_compare(&PyContext_Type, context_compare, &real_context);
#if PY_VERSION_HEX < 0x030c0000
    patch_compare(&_PyWeakref_ProxyType, proxy_compare, &real_proxy[0]);
    patch_compare(&_PyWeakref_CallableProxyType, proxy_compare,
                  &real_proxy[1]);
#endif
    if (sbx_mend_method(&PyODict_Type, "copy", &ordered_copy) < 0) {
        return -1;
    }
    copy_exact = ordered_copy_real;
    ordered_copy.def.ml_meth = copy;
    return mend_ordered_pops();
}
