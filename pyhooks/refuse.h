// SPDX-License-Identifier: MIT
// Refusing: the exceptions that explain (errors.c).

#ifndef SBX_REFUSE_H
#define SBX_REFUSE_H

#include "hooks.h"

/* A refusal: set an exception of kind that says what, why, where and which
 * policy line would allow it, and log it.  Returns NULL.  Format arguments
 * are UTF-8. */
struct sbx_refusal {
    PyObject *kind;     /* sbx.ImportError, ... */
    const char *rule;   /* for the log: "import", "attribute", "open" ... */
    const char *act;    /* "import of", "attribute", "opening" */
    const char *object; /* what was asked for */
    const char *reason; /* NULL: "it is not in the policy" */
    const char *allow;  /* the policy line, or NULL: no line can */
    PyObject *path;     /* OSError.filename, or NULL; borrowed */
    bool silent;        /* not logged: the interpreter's own curiosity */
};
PyObject *sbx_refuse(const struct sbx_refusal *r);
void sbx_errors_init(void);
/* The class behind sbx.Error and its like, for raising it; borrowed.  NULL
 * with another exception: no memory to make it. */
PyObject *sbx_error(PyObject *kind);
void sbx_raise(PyObject *kind, const char *message);
/* Is the current exception one of ours of this kind? */
bool sbx_is_refusal(PyObject *kind);

#endif
