// SPDX-License-Identifier: MIT
// The Python package's sandbox: a request in, a result out.  The request comes
// from whoever started us and is read before the program's first instruction;
// what it says is done with the program's rights.  The result is a claim, as
// everything that this process says, and is read as one (pysbx/_data.py).

#include "program.h"
#include "task.h"
#include "values_date.h"

#include <errno.h>
#include <marshal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* For an exception, besides what a result may take. */
#define ERROR_BYTES ((size_t)256 << 10)

static PyObject *steps, *codes;
static size_t max_result;

/* In a zygote's child: of the one request that it gets, and of its end. */
static const char *taken;
static size_t n_taken;
static struct sbx_encoder kept;

void
sbx_task_take(const char *at, size_t size)
{
    taken = at;
    n_taken = size;
}

bool
sbx_task_waits(void)
{
    return taken != NULL || sbx.host->task.size > 0;
}

const char *
sbx_task_record(size_t *ret_n)
{
    *ret_n = kept.n;
    return kept.at;
}

static void __attribute__((__noreturn__)) give_up(void)
{
    PyErr_Print();
    sbx.host->die("the Python package's request cannot be read");
}

/* Code comes by marshal, which the program has no right to. */
static bool
read_codes(void)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(codes); i++) {
        PyObject *bytes = PyList_GET_ITEM(codes, i);
        PyObject *code =
            !PyBytes_Check(bytes)
                ? NULL
                : PyMarshal_ReadObjectFromString(PyBytes_AS_STRING(bytes),
                                                 PyBytes_GET_SIZE(bytes));
        if (code == NULL || PyList_SetItem(codes, i, code) < 0) {
            return false;
        }
    }
    return true;
}

void
sbx_task_read(void)
{
    const struct sbx_task *t = &sbx.host->task;
    const char *at = taken != NULL ? taken : t->at;
    struct sbx_decoder d = {.at = at,
                            .end = at + (taken != NULL ? n_taken : t->size)};
    Owned request = sbx_decode(&d);
    PyObject *list;
    Py_ssize_t max;
    int recursion, dates;

    if (request == NULL
        || !PyArg_ParseTuple(request, "nipO!O!", &max, &recursion, &dates,
                             &PyList_Type, &codes, &PyList_Type, &list)
        || PyList_GET_SIZE(list) == 0 || !read_codes()) {
        give_up();
    }
    /* Later it would be the program that asks for it. */
    if (dates && !sbx_date_load()) {
        give_up();
    }
    if (recursion > 0) {
        Py_SetRecursionLimit(recursion);
    }
    steps = Py_NewRef(list);
    Py_INCREF(codes);
    max_result = (size_t)max;
    if (taken == NULL) {
        munmap(t->at, t->size);
    }
}

static void
send(const char *at, size_t n)
{
    while (n > 0) {
        ssize_t done = write(sbx.host->task.result, at, n);
        if (done < 0 && errno != EINTR) {
            break; /* nobody reads it */
        }
        at += done < 0 ? 0 : done;
        n -= done < 0 ? 0 : (size_t)done;
    }
    close(sbx.host->task.result);
}

/* The value of a call; None, new, after code that was executed. */
static PyObject *
perform(struct sbx_task_work *work)
{
    if (sbx_task_steps(steps, work) < 0) {
        return NULL;
    }
    return work->execute ? PyEval_EvalCode(work->call, work->one, work->two)
                         : PyObject_Call(work->call, work->one, work->two);
}

/* A record that says why there is no other. */
static void
put_unfit(struct sbx_encoder *e, size_t max)
{
    char why[sizeof e->why];

    memcpy(why, e->why, sizeof why);
    e->n = 0;
    e->max = max + ERROR_BYTES;
    e->depth = 0;
    if (sbx_encode_head(e, 't', 2) < 0 || sbx_encode_text(e, "unfit") < 0
        || sbx_encode_text(e, why) < 0) {
        e->n = 0;
    }
}

PyObject *
sbx_task_run(void)
{
    struct sbx_encoder e = {.max = max_result};
    struct sbx_task_work work = {.codes = codes};
    int rc;

    PyObject *value = perform(&work);
    if (value == NULL) {
        e.max = ERROR_BYTES;
        if (PyErr_ExceptionMatches(PyExc_SystemExit)
            && !sbx.host->policy->exit.on) {
            sbx_refuse_system_exit();
        }
        rc = sbx_task_put_exception(&e);
    }
    else if (work.execute) {
        rc = sbx_task_put_namespaces(&e, &work);
    }
    else {
        rc = sbx_task_put_value(&e, value);
    }
    if (rc < 0) {
        put_unfit(&e, max_result);
    }
    if (taken != NULL) {
        kept = e;
    }
    else {
        send(e.at, e.n);
        free(e.at);
    }
    Py_XDECREF(value);
    Py_CLEAR(work.made);
    PyErr_Clear();
    Py_RETURN_NONE;
}
