// SPDX-License-Identifier: MIT
// str() of a UnicodeError or an OSError, whose parts may be objects of the
// program: their own __str__ deletes the other parts, which CPython borrows.

#include "freeze.h"
#include "guards.h"
#include "mend.h"

/* --- UnicodeError: str() shows the byte at object[start], however negative
 * --- */

static reprfunc real_str[3];
static PyTypeObject *unicode_errors[3];

static bool
is_plain(const PyUnicodeErrorObject *e)
{
    return e->object != NULL
           && (PyUnicode_Check(e->object) || PyBytes_Check(e->object))
           && e->reason != NULL && PyUnicode_CheckExact(e->reason)
           && (e->encoding == NULL || PyUnicode_CheckExact(e->encoding));
}

static PyObject *
exact_text(PyObject *o)
{
    Owned kept = Py_XNewRef(o);
    Owned text = PyObject_Str(kept);
    return text == NULL ? NULL : PyUnicode_FromObject(text);
}

/* One like it, of texts only. */
static PyObject *
plain_one(PyUnicodeErrorObject *e, PyTypeObject *t)
{
    Owned encoding = e->encoding == NULL ? NULL : exact_text(e->encoding);
    Owned reason = PyErr_Occurred() ? NULL : exact_text(e->reason);
    Owned object = Py_XNewRef(e->object);
    if (reason == NULL || object == NULL) {
        return NULL;
    }
    return encoding == NULL
               ? PyObject_CallFunction((PyObject *)t, "OnnO", object, e->start,
                                       e->end, reason)
               : PyObject_CallFunction((PyObject *)t, "OOnnO", encoding,
                                       object, e->start, e->end, reason);
}

static PyObject *
unicode_str(PyObject *self)
{
    PyUnicodeErrorObject *e = (PyUnicodeErrorObject *)self;
    if (e->start < 0) {
        e->start = 0;
    }
    for (int i = 0; i < 3; i++) {
        if (!PyObject_TypeCheck(self, unicode_errors[i])) {
            continue;
        }
        if (e->object == NULL || is_plain(e)) {
            return real_str[i](self);
        }
        Owned plain = plain_one(e, unicode_errors[i]);
        return plain != NULL      ? real_str[i](plain)
               : PyErr_Occurred() ? NULL
                                  : PyUnicode_FromString("");
    }
    Py_RETURN_NONE;
}

static void
patch_str(PyTypeObject *t, reprfunc ours)
{
    t->tp_str = ours;
    sbx_patch_wrapper(t, "__str__", (void *)ours);
    PyType_Modified(t);
}

static void
mend_unicode_errors(void)
{
    PyObject *types[] = {PyExc_UnicodeDecodeError, PyExc_UnicodeEncodeError,
                         PyExc_UnicodeTranslateError};
    for (int i = 0; i < 3; i++) {
        unicode_errors[i] = (PyTypeObject *)types[i];
        real_str[i] = unicode_errors[i]->tp_str;
        patch_str(unicode_errors[i], unicode_str);
    }
}

/* --- OSError --------------------------------------------------------------
 */

static reprfunc os_str;

static PyObject *
str_of_os_error(PyObject *self)
{
    PyOSErrorObject *e = (PyOSErrorObject *)self;
    Kept a = Py_XNewRef(e->myerrno);
    Kept b = Py_XNewRef(e->strerror);
    Kept c = Py_XNewRef(e->filename);
    Kept d = Py_XNewRef(e->filename2);
    return os_str(self);
}

/* Classes that are there already have a copy of the slot. */
static int
patch_os_errors(PyObject *type)
{
    PyTypeObject *t = (PyTypeObject *)type;
    if (t->tp_str == os_str) {
        patch_str(t, str_of_os_error);
    }
    Owned more = sbx_subclasses(type);
    for (Py_ssize_t i = 0; more != NULL && i < PyList_GET_SIZE(more); i++) {
        if (patch_os_errors(PyList_GET_ITEM(more, i)) < 0) {
            return -1;
        }
    }
    return more == NULL ? -1 : 0;
}

int
sbx_mend_errors(void)
{
    mend_unicode_errors();
    os_str = ((PyTypeObject *)PyExc_OSError)->tp_str;
    return patch_os_errors(PyExc_OSError);
}
