// SPDX-License-Identifier: MIT
// Data that crosses between the Python package and its sandbox: a closed list
// of types, each by its exact type, as tagged bytes.  pysbx/_data.py is the
// same in Python; values.def has the tags.  Encoding runs no code of the
// program; what is not on the list is refused in words.

#ifndef SBX_VALUES_H
#define SBX_VALUES_H

#include "compat.h"

#define SBX_VALUES_DEPTH 100 /* containers within containers */

struct sbx_encoder {
    char *at; /* malloc'ed; free() it */
    size_t n, size, max;
    char why[256]; /* after a failure */
    bool full;     /* ... which was that there is no room */
    PyObject *above[SBX_VALUES_DEPTH];
    int depth;
};

/* Append v.  0, or -1 with e->why; no exception is set. */
int sbx_encode(struct sbx_encoder *e, PyObject *v);
int sbx_encode_text(struct sbx_encoder *e, const char *text);
/* The head of a container of n items, which the caller appends. */
int sbx_encode_head(struct sbx_encoder *e, char tag, size_t n);

/* One value; new, or NULL with an exception.  refs: a list that references
 * point into; NULL: there are none. */
struct sbx_decoder {
    const char *at, *end;
    PyObject *refs;
    int depth;
};
PyObject *sbx_decode(struct sbx_decoder *d);

#endif
