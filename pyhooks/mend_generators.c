// SPDX-License-Identifier: MIT
// throw() and close() of a generator that is at work, by what it delegates to:
// CPython 3.11 enters its frame a second time.

#include "mend.h"

#if PY_VERSION_HEX < 0x030c0000
static bool
is_generator(PyObject *o)
{
    return PyGen_CheckExact(o) || PyCoro_CheckExact(o)
           || PyAsyncGen_CheckExact(o);
}

/* Is it, or what it delegates to, at work?  Both are entered without a look
 * at the methods of what it delegates to. */
static int
check(PyObject *self)
{
    Owned o = Py_NewRef(self);
    while (o != NULL && is_generator(o)) {
        if (((PyGenObject *)o)->gi_frame_state == 0 /* FRAME_EXECUTING */) {
            PyErr_Format(PyExc_ValueError, "%s already executing",
                         PyGen_CheckExact(o) ? "generator" : "coroutine");
            return -1;
        }
        PyObject *next = sbx_own_attribute(Py_TYPE(o),
                                           PyGen_CheckExact(o) ? "gi_yieldfrom"
                                           : PyCoro_CheckExact(o) ? "cr_await"
                                                                  : "ag_await",
                                           o);
        Py_SETREF(o, next);
    }
    PyErr_Clear();
    return 0;
}

static int
not_running(struct sbx_hold *Py_UNUSED(h), PyObject *self)
{
    return check(self);
}
SBX_AROUND(generator_throw, not_running)
SBX_AROUND(generator_close, not_running)
SBX_AROUND(coroutine_throw, not_running)
SBX_AROUND(coroutine_close, not_running)

/* What is handed out for a coroutine begins with it. */
static int
inner_not_running(struct sbx_hold *Py_UNUSED(h), PyObject *self)
{
    return check(*(PyObject **)(self + 1));
}
SBX_AROUND(await_throw, inner_not_running)
SBX_AROUND(await_close, inner_not_running)
SBX_AROUND(asend_throw, inner_not_running)
SBX_AROUND(athrow_throw, inner_not_running)

int
sbx_mend_generators(void)
{
    const struct {
        PyTypeObject *type;
        const char *name;
        struct sbx_around *around;
    } rows[] = {
        {&PyGen_Type, "throw", &generator_throw},
        {&PyGen_Type, "close", &generator_close},
        {&PyCoro_Type, "throw", &coroutine_throw},
        {&PyCoro_Type, "close", &coroutine_close},
        {&_PyCoroWrapper_Type, "throw", &await_throw},
        {&_PyCoroWrapper_Type, "close", &await_close},
        {&_PyAsyncGenASend_Type, "throw", &asend_throw},
        {&_PyAsyncGenAThrow_Type, "throw", &athrow_throw},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (sbx_mend_method(rows[i].type, rows[i].name, rows[i].around) < 0) {
            return -1;
        }
    }
    return 0;
}
#else
int
sbx_mend_generators(void)
{
    return 0; /* it looks */
}
#endif
