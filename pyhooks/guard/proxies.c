// SPDX-License-Identifier: MIT
// `proxy == x` and `proxy | x` hand the dictionary behind a mappingproxy (that
// of a class) to x.  For guarded code it is a copy.

#include "guard.h"

struct proxy {
    PyObject_HEAD PyObject *mapping;
};

static richcmpfunc real_compare;
static binaryfunc real_or;

/* New. */
static PyObject *
copied(PyObject *o)
{
    struct sbx_who w;
    PyObject *d =
        Py_IS_TYPE(o, &PyDictProxy_Type) ? ((struct proxy *)o)->mapping : NULL;
    return d != NULL && PyDict_CheckExact(d) && sbx_guarded(&w)
               ? PyDict_Copy(d)
               : Py_NewRef(o);
}

static PyObject *
compare(PyObject *a, PyObject *b, int op)
{
    Owned c = copied(a);
    return c == NULL ? NULL
           : c == a  ? real_compare(a, b, op)
                     : PyObject_RichCompare(c, b, op);
}

static PyObject * or (PyObject * a, PyObject *b)
{
    Owned c = copied(a);
    Owned d = copied(b);
    return c == NULL || d == NULL ? NULL
           : c == a && d == b     ? real_or(a, b)
                                  : PyNumber_Or(c, d);
}

static void
put(void *compares, void *ors)
{
    static const char *const names[] = {"__eq__", "__ne__", "__lt__",
                                        "__le__", "__gt__", "__ge__",
                                        "__or__", "__ror__"};
    PyTypeObject *t = &PyDictProxy_Type;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        PyObject *d = PyDict_GetItemString(compat_type_dict(t), names[i]);
        if (d != NULL && Py_IS_TYPE(d, &PyWrapperDescr_Type)) {
            ((PyWrapperDescrObject *)d)->d_wrapped = i < 6 ? compares : ors;
        }
    }
    t->tp_richcompare = (richcmpfunc)compares;
    t->tp_as_number->nb_or = (binaryfunc)ors;
    PyType_Modified(t);
}

int
sbx_proxies_on(void)
{
    PyTypeObject *t = &PyDictProxy_Type;
    if (real_compare == NULL) {
        real_compare = t->tp_richcompare;
        real_or = t->tp_as_number == NULL ? NULL : t->tp_as_number->nb_or;
    }
    if (real_compare == NULL || real_or == NULL) {
        PyErr_SetString(PyExc_RuntimeError,
                        "mappingproxy is not as CPython has it");
        return -1;
    }
    put((void *)compare, (void *) or);
    return 0;
}

void
sbx_proxies_off(void)
{
    if (real_compare != NULL && real_or != NULL) {
        put((void *)real_compare, (void *)real_or);
    }
}
