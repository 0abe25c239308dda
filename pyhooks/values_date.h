// SPDX-License-Identifier: MIT
// Dates and times as data: the part of values.c that knows _datetime.

#ifndef SBX_VALUES_DATE_H
#define SBX_VALUES_DATE_H

#include "compat.h"

/* Import datetime, before the program runs. */
bool sbx_date_load(void);

/* The bytes of a date, time, datetime, timedelta or timezone, tag included;
 * *parts, new: the values that follow them, or NULL.  Returns how many bytes;
 * 0: v is none of these. */
int sbx_date_parts(PyObject *v, char bytes[32], PyObject *parts[3]);

/* The value of a tag whose bytes and parts these are; new, or NULL. */
PyObject *sbx_date_make(char tag, const char *bytes, PyObject *const parts[3]);
/* How many bytes and parts follow the tag; false: no tag of ours. */
bool sbx_date_shape(char tag, int *n_bytes, int *n_parts);

#endif
