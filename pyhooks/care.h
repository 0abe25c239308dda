// SPDX-License-Identifier: MIT
// CPython's memory bugs are mended (repairs.c, memory.c, mend_*.c,
// rawstream.c), and modules are changed when they are loaded (care.c and what
// it calls).

#ifndef SBX_CARE_H
#define SBX_CARE_H

#include "hooks.h"

int sbx_repairs_install(void);
/* rawstream.c: buffered streams over raw streams written in Python. */
int sbx_rawstream_install(void);
bool sbx_is_fileio(PyObject *o); /* of exactly that type */
/* A buffered stream over such a one, or a BytesIO: no code of the program
 * in its way. */
bool sbx_is_plain_stream(PyObject *o);
/* A stream that was detached keeps what its own code may go on using. */
void sbx_put_back(PyObject *member, PyObject *self, PyObject *value);
int sbx_annotate_init(void); /* annotate.c */
int sbx_care_annotationlib(PyObject *dict);
/* annotationlib turns its own stand-ins into ForwardRefs by giving them
 * another class. */
bool sbx_is_stand_in(PyObject *o, PyObject *type);
int sbx_settle_stand_in(descrsetfunc set, PyObject *descr, PyObject *o,
                        PyObject *type);
/* The event function.__new__ comes from a call that annotate.c decided. */
bool sbx_making_function(void);
/* memory.c: types of extension modules are mended when they come. */
int sbx_care_array(PyObject *dict);
int sbx_care_struct(PyObject *dict);
int sbx_care_decimal(PyObject *dict);
int sbx_care_datetime(PyObject *dict); /* mend_datetime.c */
int sbx_care_csv(PyObject *dict);
int sbx_care_functools(PyObject *dict);
int sbx_care_itertools(PyObject *dict);
int sbx_care_iterators(PyObject *dict);
int sbx_care_collections(PyObject *dict);
int sbx_care_json(PyObject *dict);
int sbx_care_warnings(PyObject *dict);
int sbx_care_zoneinfo(PyObject *dict);
int sbx_care_zone_data(PyObject *dict);
int sbx_care_tzdata(PyObject *dict);
int sbx_care_pillow(PyObject *dict);  /* pillow.c */
int sbx_care_sqlite(PyObject *dict);  /* sqlite.c */
int sbx_care_resolve(PyObject *dict); /* resolve.c */
int sbx_care_module(const char *module, PyObject *dict);

#endif
