// SPDX-License-Identifier: MIT
// Dates and times as data: see values_date.h.  The types are fetched from the
// module's own capsule: asking for them by an import would ask the program.

#include "hooks.h"
#include "modules.h"
#include "trust.h"
#include "values_date.h"
#include "views.h"

#include <datetime.h>

enum {
#define TAG(name, byte) TAG_##name = byte,
#include "values.def"
#undef TAG
};

/* Is there such a value at all? */
static bool
has_datetime(void)
{
    if (PyDateTimeAPI != NULL) {
        return true;
    }
    PyObject *dict = sbx_module_dict("datetime");
    PyObject *capsule =
        dict == NULL ? NULL : PyDict_GetItemString(dict, "datetime_CAPI");
    if (capsule != NULL) {
        PyDateTimeAPI = PyCapsule_GetPointer(capsule, PyDateTime_CAPSULE_NAME);
    }
    PyErr_Clear();
    return PyDateTimeAPI != NULL;
}

bool
sbx_date_load(void)
{
    if (!has_datetime() && !sbx.running) {
        struct sbx_section s;
        sbx_section_enter(&s);
        Py_XDECREF(
            PyImport_ImportModuleLevel("datetime", NULL, NULL, NULL, 0));
        PyErr_Clear();
        sbx_modules_sweep();
        sbx_section_leave(&s);
    }
    return has_datetime();
}

bool
sbx_date_shape(char tag, int *n_bytes, int *n_parts)
{
    static const struct {
        char tag, bytes, parts;
    } rows[] = {
        {TAG_DATE, 4, 0},   {TAG_TIME, 8, 1}, {TAG_DATETIME, 12, 1},
        {TAG_DELTA, 12, 0}, {TAG_ZONE, 0, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].tag == tag) {
            *n_bytes = rows[i].bytes;
            *n_parts = rows[i].parts;
            return true;
        }
    }
    return false;
}

/* --- to bytes ---------------------------------------------------------------
 */

static void
date_bytes(PyObject *v, unsigned char *b)
{
    int year = PyDateTime_GET_YEAR(v);

    b[0] = (unsigned char)(year & 255);
    b[1] = (unsigned char)(year >> 8);
    b[2] = (unsigned char)PyDateTime_GET_MONTH(v);
    b[3] = (unsigned char)PyDateTime_GET_DAY(v);
}

#define TIME_BYTES(v, b, KIND)                                           \
    do {                                                                 \
        uint32_t us_ = (uint32_t)PyDateTime_##KIND##_GET_MICROSECOND(v); \
        (b)[0] = (unsigned char)PyDateTime_##KIND##_GET_HOUR(v);         \
        (b)[1] = (unsigned char)PyDateTime_##KIND##_GET_MINUTE(v);       \
        (b)[2] = (unsigned char)PyDateTime_##KIND##_GET_SECOND(v);       \
        (b)[3] = (unsigned char)PyDateTime_##KIND##_GET_FOLD(v);         \
        memcpy((b) + 4, &us_, 4);                                        \
    } while (0)

/* A timezone keeps its parts to itself; its own method is C code. */
static int
zone_parts(PyObject *v, PyObject *parts[3])
{
    Owned args = PyObject_CallMethod(v, "__getinitargs__", NULL);

    if (args == NULL || !PyTuple_CheckExact(args)
        || PyTuple_GET_SIZE(args) < 1) {
        PyErr_Clear();
        return 0;
    }
    parts[0] = Py_NewRef(PyTuple_GET_ITEM(args, 0));
    parts[1] = Py_NewRef(PyTuple_GET_SIZE(args) > 1 ? PyTuple_GET_ITEM(args, 1)
                                                    : Py_None);
    return 1;
}

int
sbx_date_parts(PyObject *v, char bytes[32], PyObject *parts[3])
{
    unsigned char *b = (unsigned char *)bytes;

    parts[0] = parts[1] = parts[2] = NULL;
    if (!has_datetime()) {
        return 0;
    }
    if (PyDateTime_CheckExact(v)) {
        b[0] = TAG_DATETIME;
        date_bytes(v, b + 1);
        TIME_BYTES(v, b + 5, DATE);
        parts[0] = Py_NewRef(PyDateTime_DATE_GET_TZINFO(v));
        return 13;
    }
    if (PyDate_CheckExact(v)) {
        b[0] = TAG_DATE;
        date_bytes(v, b + 1);
        return 5;
    }
    if (PyTime_CheckExact(v)) {
        b[0] = TAG_TIME;
        TIME_BYTES(v, b + 1, TIME);
        parts[0] = Py_NewRef(PyDateTime_TIME_GET_TZINFO(v));
        return 9;
    }
    if (PyDelta_CheckExact(v)) {
        int32_t n[3] = {PyDateTime_DELTA_GET_DAYS(v),
                        PyDateTime_DELTA_GET_SECONDS(v),
                        PyDateTime_DELTA_GET_MICROSECONDS(v)};
        b[0] = TAG_DELTA;
        memcpy(b + 1, n, sizeof n);
        return 13;
    }
    if (Py_TYPE(v) == Py_TYPE(PyDateTime_TimeZone_UTC)) {
        b[0] = TAG_ZONE;
        return zone_parts(v, parts);
    }
    return 0;
}

/* --- from bytes -------------------------------------------------------------
 */

static int
year_of(const unsigned char *b)
{
    return b[0] | b[1] << 8;
}

static int
micro_of(const unsigned char *b)
{
    uint32_t us;
    memcpy(&us, b, sizeof us);
    return us < 1000000 ? (int)us : 0;
}

PyObject *
sbx_date_make(char tag, const char *bytes, PyObject *const parts[3])
{
    const unsigned char *b = (const unsigned char *)bytes;
    int32_t n[3];

    if (!has_datetime()) {
        PyErr_SetString(PyExc_SystemError, "there is no module datetime");
        return NULL;
    }
    PyDateTime_CAPI *api = PyDateTimeAPI;
    switch (tag) {
    case TAG_DATE:
        return api->Date_FromDate(year_of(b), b[2], b[3], api->DateType);
    case TAG_DATETIME:
        return api->DateTime_FromDateAndTimeAndFold(
            year_of(b), b[2], b[3], b[4], b[5], b[6], micro_of(b + 8),
            parts[0], b[7] != 0, api->DateTimeType);
    case TAG_TIME:
        return api->Time_FromTimeAndFold(b[0], b[1], b[2], micro_of(b + 4),
                                         parts[0], b[3] != 0, api->TimeType);
    case TAG_DELTA:
        memcpy(n, b, sizeof n);
        return api->Delta_FromDelta(n[0], n[1], n[2], 1, api->DeltaType);
    default:
        if (!PyDelta_CheckExact(parts[0])) {
            PyErr_SetString(PyExc_TypeError, "no timedelta");
            return NULL;
        }
        return api->TimeZone_FromTimeZone(
            parts[0], parts[1] == Py_None ? NULL : parts[1]);
    }
}
