// SPDX-License-Identifier: MIT
// date, datetime and time made of a pickled state, which CPython takes as it
// is: the weekday of a day in the year 0 is one before the names of weekdays.

#include "care.h"
#include "mend.h"

static newfunc real_date, real_datetime, real_time;

static bool
is_day(const unsigned char *s)
{
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
    int year = s[0] << 8 | s[1];
    int month = s[2] & 0x7f; /* above it the fold of a datetime */
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && s[3] >= 1
           && s[3] <= days[month - 1] - (month == 2 && !leap);
}

static bool
is_time(const unsigned char *s)
{
    return (s[0] & 0x7f) < 24 && s[1] < 60 && s[2] < 60
           && (s[3] << 16 | s[4] << 8 | s[5]) < 1000000;
}

static bool
is_moment(const unsigned char *s)
{
    return is_day(s) && is_time(s + 4);
}

/* The first argument: no state of n bytes at all, or a good one. */
static bool
is_good(PyObject *args, Py_ssize_t n, bool (*check)(const unsigned char *))
{
    PyObject *o =
        PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0) : NULL;
    if (o == NULL || PyLong_CheckExact(o)) {
        return true;
    }
    unsigned char text[10];
    const unsigned char *s = text;
    if (PyBytes_Check(o) && PyBytes_GET_SIZE(o) == n) {
        s = (const unsigned char *)PyBytes_AS_STRING(o);
    }
    else if (PyUnicode_Check(o) && PyUnicode_GET_LENGTH(o) == n) {
        for (Py_ssize_t i = 0; i < n; i++) {
            Py_UCS4 c = PyUnicode_READ_CHAR(o, i);
            text[i] = c < 256 ? (unsigned char)c : 255;
        }
    }
    else {
        return true;
    }
    if (!check(s)) {
        PyErr_SetString(PyExc_TypeError, "pysbx: not the state of a date");
        return false;
    }
    return true;
}

#define NEW(which, n, check)                                           \
    static PyObject *new_##which(PyTypeObject *t, PyObject *args,      \
                                 PyObject *kwargs)                     \
    {                                                                  \
        return is_good(args, n, check) ? real_##which(t, args, kwargs) \
                                       : NULL;                         \
    }
NEW(date, 4, is_day)
NEW(datetime, 10, is_moment)
NEW(time, 6, is_time)

int
sbx_care_datetime(PyObject *dict)
{
    PyTypeObject *date = sbx_mend_type(dict, "date");
    PyTypeObject *datetime = sbx_mend_type(dict, "datetime");
    PyTypeObject *time = sbx_mend_type(dict, "time");
    if (date == NULL || datetime == NULL || time == NULL) {
        return -1;
    }
    real_date = date->tp_new;
    date->tp_new = new_date;
    real_datetime = datetime->tp_new;
    datetime->tp_new = new_datetime;
    real_time = time->tp_new;
    time->tp_new = new_time;
    return 0;
}
