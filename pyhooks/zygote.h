// SPDX-License-Identifier: MIT
// A zygote's half of CPython (zygote.c), and what a request shows of itself.

#ifndef SBX_ZYGOTE_H
#define SBX_ZYGOTE_H

#include "hooks.h"

void sbx_zygote(void) __attribute__((__noreturn__));
void sbx_zygote_fail(const char *what) __attribute__((__noreturn__));
void sbx_zygote_preload(void); /* zygote_preload.c */
/* Is every module that the program may import in sys.modules? */
bool sbx_zygote_has_all(void);
void sbx_zygote_environment(void); /* zygote_env.c; after host->child() */
void sbx_zygote_tidy(void);        /* zygote_memory.c */
/* zygote_streams.c: those that are no pipes are opened anew; written to in the
 * program's order; flushed.  -1: with an exception. */
int sbx_zygote_streams_open(void);
int sbx_zygote_streams_practise(void);
int sbx_zygote_streams_order(void);
void sbx_zygote_streams_flush(void);

/* split.c: source text as code objects: all of it, or with `last` all but the
 * last statement if that is an expression.  0, or -1 with an exception. */
struct sbx_program {
    PyObject *body, *last; /* new; last: NULL without one */
};
int sbx_split(const char *text, PyObject *file, bool last,
              struct sbx_program *ret);
/* Its lines, for tracebacks: text is no file. */
void sbx_split_lines(PyObject *code, const char *text, PyObject *file);

/* value.c: a value as JSON, or where it has none or json is false by repr();
 * *is becomes 1 or 2.  New bytes, or NULL without an error: it cannot be
 * shown. */
PyObject *sbx_value_text(PyObject *value, bool json, unsigned *is);

#endif
