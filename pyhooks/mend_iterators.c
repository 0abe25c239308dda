// SPDX-License-Identifier: MIT
// Iterators that let go of what they iterate over while it is at work.  An
// iterator that is advanced by the very code that it calls comes to its end
// inside, frees its inner iterator or callable, and goes on with it outside.
// CPython 3.11 to 3.13.

#include "care.h"
#include "freeze.h"
#include "mend.h"

/* --- iter(sequence): gave back its reference to the sequence twice --------
 */

struct sequence_iterator {
    PyObject_HEAD Py_ssize_t index;
    PyObject *sequence;
};

static PyObject *
sequence_next(PyObject *self)
{
    struct sequence_iterator *it = (struct sequence_iterator *)self;
    if (it->sequence == NULL) {
        return NULL;
    }
    if (it->index == PY_SSIZE_T_MAX) {
        PyErr_SetString(PyExc_OverflowError, "iter index too large");
        return NULL;
    }
    Owned sequence = Py_NewRef(it->sequence);
    PyObject *r = PySequence_GetItem(sequence, it->index);
    if (r != NULL) {
        it->index++;
    }
    else if (PyErr_ExceptionMatches(PyExc_IndexError)
             || PyErr_ExceptionMatches(PyExc_StopIteration)) {
        PyErr_Clear();
        Py_CLEAR(it->sequence);
    }
    return r;
}

/* --- iter(callable, sentinel): its parts are kept -------------------------
 */

struct parts {
    PyObject_HEAD PyObject *first, *second;
};

static iternextfunc real_call;

static PyObject *
call_next(PyObject *self)
{
    struct parts *p = (struct parts *)self;
    Kept callable = Py_XNewRef(p->first);
    Kept sentinel = Py_XNewRef(p->second);
    return real_call(self);
}

/* --- cycle, islice, chain: as in CPython, with a reference to what runs ----
 */

struct cycle {
    PyObject_HEAD PyObject *inner, *saved;
    Py_ssize_t index;
};

static iternextfunc real_cycle;

static PyObject *
cycle_next(PyObject *self)
{
    struct cycle *c = (struct cycle *)self;
    if (c->inner != NULL) {
        Kept inner = Py_NewRef(c->inner);
        return real_cycle(self);
    }
    Py_ssize_t n = PyList_GET_SIZE(c->saved); /* nobody else's list */
    if (n == 0) {
        return NULL;
    }
    PyObject *item = PyList_GET_ITEM(c->saved, c->index);
    c->index = c->index + 1 >= n ? 0 : c->index + 1;
    return Py_NewRef(item);
}

struct islice {
    PyObject_HEAD PyObject *inner;
    Py_ssize_t next, stop; /* stop: -1 for none */
    Py_ssize_t step, count;
};

static PyObject *
islice_step(struct islice *s, PyObject *inner)
{
    iternextfunc next = Py_TYPE(inner)->tp_iternext;
    while (s->count < s->next) {
        PyObject *skipped = next(inner);
        if (skipped == NULL) {
            return NULL;
        }
        Py_DECREF(skipped);
        s->count++;
    }
    PyObject *item = s->stop != -1 && s->count >= s->stop ? NULL : next(inner);
    if (item != NULL) {
        s->count++;
        Py_ssize_t old = s->next;
        s->next = (Py_ssize_t)((size_t)old + (size_t)s->step);
        if (s->next < old || (s->stop != -1 && s->next > s->stop)) {
            s->next = s->stop;
        }
    }
    return item;
}

static PyObject *
islice_next(PyObject *self)
{
    struct islice *s = (struct islice *)self;
    if (s->inner == NULL) {
        return NULL;
    }
    Kept inner = Py_NewRef(s->inner);
    PyObject *item = islice_step(s, inner);
    if (item == NULL) {
        Py_CLEAR(s->inner);
    }
    return item;
}

struct chain {
    PyObject_HEAD PyObject *source, *active;
};

static PyObject *
chain_next(PyObject *self)
{
    struct chain *c = (struct chain *)self;
    while (c->source != NULL) {
        if (c->active == NULL) {
            Owned source = Py_NewRef(c->source);
            Owned iterable = PyIter_Next(source);
            PyObject *active =
                iterable == NULL ? NULL : PyObject_GetIter(iterable);
            if (active == NULL) {
                Py_CLEAR(c->source);
                return NULL;
            }
            Py_XSETREF(c->active, active);
        }
        PyObject *active = Py_NewRef(c->active);
        PyObject *item = Py_TYPE(active)->tp_iternext(active);
        if (item == NULL && PyErr_Occurred() != NULL) {
            if (!PyErr_ExceptionMatches(PyExc_StopIteration)) {
                Py_DECREF(active);
                return NULL;
            }
            PyErr_Clear();
        }
        if (item == NULL && c->active == active) {
            Py_CLEAR(c->active);
        }
        Py_DECREF(active);
        if (item != NULL) {
            return item;
        }
    }
    return NULL;
}

/* --- groupby, zip_longest, pairwise: not re-entered -----------------------
 */

#define ONE_AT_A_TIME(name, of)                  \
    static iternextfunc real_##name;             \
    static PyObject *name##_next(PyObject *self) \
    {                                            \
        struct sbx_busy b;                       \
        if (sbx_busy_enter(&b, (of)) < 0) {      \
            return NULL;                         \
        }                                        \
        PyObject *r = real_##name(self);         \
        sbx_busy_leave(&b);                      \
        return r;                                \
    }
ONE_AT_A_TIME(groupby, self)
ONE_AT_A_TIME(grouper, ((struct parts *)self)->first) /* its groupby */
ONE_AT_A_TIME(zip_longest, self)
#if PY_VERSION_HEX < 0x030c0000
ONE_AT_A_TIME(pairwise, self)
#endif

int
sbx_care_iterators(PyObject *dict)
{
    static const struct {
        const char *name;
        iternextfunc ours, *real;
    } rows[] = {
        {"chain", chain_next, NULL},
        {"cycle", cycle_next, &real_cycle},
        {"islice", islice_next, NULL},
        {"groupby", groupby_next, &real_groupby},
        {"_grouper", grouper_next, &real_grouper},
        {"zip_longest", zip_longest_next, &real_zip_longest},
#if PY_VERSION_HEX < 0x030c0000
        {"pairwise", pairwise_next, &real_pairwise},
#endif
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        PyTypeObject *t = sbx_mend_type(dict, rows[i].name);
        if (t == NULL) {
            return -1;
        }
        sbx_mend_next(t, rows[i].ours, rows[i].real);
    }
    return 0;
}

/* --- list[a:b:c] = values: their iterator may shorten the list ------------
 */

#if PY_VERSION_HEX < 0x030d0000
static objobjargproc real_assign;

static int
assign(PyObject *self, PyObject *key, PyObject *value)
{
    if (value == NULL || !PySlice_Check(key) || PyList_CheckExact(value)
        || PyTuple_CheckExact(value)) {
        return real_assign(self, key, value);
    }
    Owned list =
        PySequence_Fast(value, ((PySliceObject *)key)->step == Py_None
                                   ? "can only assign an iterable"
                                   : "must assign iterable to extended slice");
    return list == NULL ? -1 : real_assign(self, key, list);
}
#endif

int
sbx_mend_iterators(void)
{
    sbx_mend_next(&PySeqIter_Type, sequence_next, NULL);
    sbx_mend_next(&PyCallIter_Type, call_next, &real_call);
#if PY_VERSION_HEX < 0x030d0000
    PyTypeObject *t = &PyList_Type;
    real_assign = t->tp_as_mapping->mp_ass_subscript;
    t->tp_as_mapping->mp_ass_subscript = assign;
    sbx_patch_wrapper(t, "__setitem__", (void *)assign);
    sbx_patch_wrapper(t, "__delitem__", (void *)assign);
#endif
    return 0;
}
