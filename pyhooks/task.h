// SPDX-License-Identifier: MIT
// A request of the Python package (sbx_host.task), in place of a program.

#ifndef SBX_TASK_H
#define SBX_TASK_H

#include "hooks.h"
#include "values.h"

/* A zygote's child: this is the request, which stays the caller's. */
void sbx_task_take(const char *at, size_t size);
/* Is there one? */
bool sbx_task_waits(void);
/* Read the request; before the program runs.  Dies. */
void sbx_task_read(void);
/* Do it as the program, and write what came of it.  The caller's frame is
 * gone.  None; new, never NULL. */
PyObject *sbx_task_run(void);
/* What came of a request that was taken; NULL: nothing has. */
const char *sbx_task_record(size_t *ret_n);

/* task_steps.c: the request's steps make objects, by number. */
struct sbx_task_work {
    PyObject *codes;     /* the code objects of the request; borrowed */
    PyObject *made;      /* list of objects */
    PyObject *call;      /* the function, or the code to execute; borrowed */
    PyObject *one, *two; /* arguments, or namespaces; borrowed */
    bool execute;
    int wanted; /* namespaces to send back: 1 globals, 2 locals */
};
/* All but the last step, which fills *work.  -1 with an exception. */
int sbx_task_steps(PyObject *steps, struct sbx_task_work *work);

/* task_import.c: the program's view of a module; a.b.c of one.  New, or NULL
 * with an exception. */
PyObject *sbx_task_import(PyObject *name);
PyObject *sbx_task_from(PyObject *module, const char *names);

/* task_result.c: records of the result; 0, or -1 with e->why. */
int sbx_task_put_value(struct sbx_encoder *e, PyObject *value);
int sbx_task_put_namespaces(struct sbx_encoder *e,
                            const struct sbx_task_work *w);
/* Takes over the current exception. */
int sbx_task_put_exception(struct sbx_encoder *e);

#endif
