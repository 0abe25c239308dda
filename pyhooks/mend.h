// SPDX-License-Identifier: MIT
// Mending CPython from outside: a C function is put around another, in place
// and with the same calling convention, so that call sites stay specialised
// and honest programs pay a few nanoseconds.

#ifndef SBX_MEND_H
#define SBX_MEND_H

#include "hooks.h"

/* What is kept while the mended function runs: references that CPython only
 * borrows, and an export of a buffer, without which it cannot be resized. */
struct sbx_hold {
    Py_buffer buffer;
    PyObject *kept[3];
};

static inline void
sbx_hold_leave(struct sbx_hold *h)
{
    if (h->buffer.obj != NULL) {
        PyBuffer_Release(&h->buffer);
    }
    for (int i = 0; i < 3; i++) {
        Py_XDECREF(h->kept[i]);
    }
}

/* A reference that is only kept until the end of the block. */
#define Kept __attribute__((cleanup(sbx_decref_at), unused)) PyObject *

/* One function for each calling convention. */
struct sbx_around {
    PyMethodDef def;
    PyCFunction one; /* METH_NOARGS and METH_O */
    PyCFunction varargs, keywords, fast, fast_keywords, method;
    PyCFunction *real;
};

/* Define sbx_around NAME: ENTER(hold, self) comes first, 0 or -1. */
#define SBX_AROUND(name, ENTER)                                               \
    static PyCFunction name##_real;                                           \
    static PyObject *name##_one(PyObject *s, PyObject *a)                     \
    {                                                                         \
        SBX_AROUND_BODY(ENTER, name##_real(s, a))                             \
    }                                                                         \
    static PyObject *name##_keywords(PyObject *s, PyObject *a, PyObject *k)   \
    {                                                                         \
        SBX_AROUND_BODY(                                                      \
            ENTER, SBX_AS(PyCFunctionWithKeywords, name##_real)(s, a, k))     \
    }                                                                         \
    static PyObject *name##_fast(PyObject *s, PyObject *const *a,             \
                                 Py_ssize_t n)                                \
    {                                                                         \
        SBX_AROUND_BODY(ENTER,                                                \
                        SBX_AS(_PyCFunctionFast, name##_real)(s, a, n))       \
    }                                                                         \
    static PyObject *name##_fast_keywords(PyObject *s, PyObject *const *a,    \
                                          Py_ssize_t n, PyObject *k)          \
    {                                                                         \
        SBX_AROUND_BODY(ENTER, SBX_AS(_PyCFunctionFastWithKeywords,           \
                                      name##_real)(s, a, n, k))               \
    }                                                                         \
    static PyObject *name##_method(PyObject *s, PyTypeObject *c,              \
                                   PyObject *const *a, Py_ssize_t n,          \
                                   PyObject *k)                               \
    {                                                                         \
        SBX_AROUND_BODY(ENTER, SBX_AS(PyCMethod, name##_real)(s, c, a, n, k)) \
    }                                                                         \
    static struct sbx_around name = {                                         \
        {0},                                                                  \
        name##_one,                                                           \
        name##_one,                                                           \
        SBX_AS(PyCFunction, name##_keywords),                                 \
        SBX_AS(PyCFunction, name##_fast),                                     \
        SBX_AS(PyCFunction, name##_fast_keywords),                            \
        SBX_AS(PyCFunction, name##_method),                                   \
        &name##_real,                                                         \
    };

#define SBX_AS(type, f) ((type)(void (*)(void))(f))
#define SBX_AROUND_BODY(ENTER, call) \
    struct sbx_hold hold = {0};      \
    if (ENTER(&hold, s) < 0) {       \
        return NULL;                 \
    }                                \
    PyObject *r = call;              \
    sbx_hold_leave(&hold);           \
    return r;

/* mend.c */
int sbx_mend_method(PyTypeObject *t, const char *name, struct sbx_around *a);
int sbx_mend_descr(PyMethodDescrObject *d, struct sbx_around *a);
int sbx_mend_function(PyObject *dict, const char *name, struct sbx_around *a);
/* Replace t's tp_iternext; real may be NULL. */
void sbx_mend_next(PyTypeObject *t, iternextfunc ours, iternextfunc *real);
/* Replace t's tp_init. */
void sbx_mend_init(PyTypeObject *t, initproc ours, initproc *real);
/* dict[name], which must be a type; borrowed. */
PyTypeObject *sbx_mend_type(PyObject *dict, const char *name);
/* An attribute as t itself has it: a subclass may have one of its own; new. */
PyObject *sbx_own_attribute(PyTypeObject *t, const char *name, PyObject *self);

/* Objects that are at work: re-entered they would free what they use. */
struct sbx_busy {
    struct sbx_busy *outer;
    PyObject *object;
};
int sbx_busy_enter(struct sbx_busy *b, PyObject *object);
void sbx_busy_leave(struct sbx_busy *b);

int sbx_mend_bytes(void);
int sbx_mend_array(PyTypeObject *array);
int sbx_mend_calls(void);
int sbx_mend_iterators(void);
int sbx_mend_io(void);
int sbx_mend_errors(void);
int sbx_mend_misc(void);
int sbx_mend_generators(void);

#endif
