// SPDX-License-Identifier: MIT
// Comparisons and copies during which code of the program frees what CPython
// only borrows: contexts, weak proxies, ordered dictionaries.

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
    return 0;
}
