// SPDX-License-Identifier: MIT
// Streams that are replaced while they are at work: sys.stdout and its like,
// which CPython borrows while it calls their methods, and the buffer of a text
// stream.

#include "care.h"
#include "mend.h"
#include "views.h"

#include <structmember.h>

/* --- sys.stdin, stdout, stderr: replaced in the middle of a print() -------
 */

static int
keep_streams(struct sbx_hold *h, PyObject *Py_UNUSED(self))
{
    static PyObject *names[3];
    static PyObject *dict;
    if (dict == NULL) {
        dict = sbx_module_dict("sys");
        names[0] = PyUnicode_InternFromString("stdout");
        names[1] = PyUnicode_InternFromString("stderr");
        names[2] = PyUnicode_InternFromString("stdin");
    }
    for (int i = 0; i < 3 && dict != NULL && names[i] != NULL; i++) {
        h->kept[i] = Py_XNewRef(PyDict_GetItemWithError(dict, names[i]));
    }
    return 0;
}
SBX_AROUND(kept_print, keep_streams)
SBX_AROUND(kept_input, keep_streams)
SBX_AROUND(kept_displayhook, keep_streams)
SBX_AROUND(kept_excepthook, keep_streams)
SBX_AROUND(kept_unraisablehook, keep_streams)

/* --- TextIOWrapper: another buffer while it is at work ------------------- */

static PyTypeObject *TextIO;
static initproc real_text;

static int
init_text(PyObject *self, PyObject *args, PyObject *kwargs)
{
    Owned buffer =
        sbx.running ? sbx_own_attribute(TextIO, "buffer", self) : NULL;
    PyErr_Clear();
    if (buffer != NULL && buffer != Py_None) {
        PyErr_SetString(PyExc_TypeError,
                        "pysbx: a text stream is initialized once");
        return -1;
    }
    return real_text(self, args, kwargs);
}

/* --- detached by their own buffer or raw stream, which is at work --------
 */

void
sbx_put_back(PyObject *member, PyObject *self, PyObject *value)
{
    if (sbx.running && Py_IS_TYPE(member, &PyMemberDescr_Type)) {
        const PyMemberDef *m = ((PyMemberDescrObject *)member)->d_member;
        PyObject **at = (PyObject **)((char *)self + m->offset);
        if (*at == NULL) {
            *at = Py_NewRef(value);
        }
    }
}

static PyObject *text_buffer; /* the member */
static PyCFunction real_detach;

static int
nothing(struct sbx_hold *Py_UNUSED(h), PyObject *Py_UNUSED(self))
{
    return 0;
}
SBX_AROUND(text_detach, nothing)

static PyObject *
detach(PyObject *self, PyObject *ignored)
{
    PyObject *buffer = real_detach(self, ignored);
    if (buffer != NULL && !sbx_is_plain_stream(buffer)) {
        sbx_put_back(text_buffer, self, buffer);
    }
    return buffer;
}

static int
mend_detach(void)
{
    text_buffer =
        Py_XNewRef(PyDict_GetItemString(compat_type_dict(TextIO), "buffer"));
    if (text_buffer == NULL
        || sbx_mend_method(TextIO, "detach", &text_detach) < 0) {
        return -1;
    }
    real_detach = text_detach_real;
    text_detach.def.ml_meth = detach;
    return 0;
}

int
sbx_mend_io(void)
{
    Owned io = PyImport_ImportModule("_io");
    PyObject *d = io == NULL ? NULL : PyModule_GetDict(io);
    TextIO = sbx_mend_type(d, "TextIOWrapper");
    if (TextIO == NULL || mend_detach() < 0) {
        return -1;
    }
    sbx_mend_init(TextIO, init_text, &real_text);
    PyObject *sys = sbx_module_dict("sys");
    return sbx_mend_function(sbx.real_builtins, "print", &kept_print) < 0
                   || sbx_mend_function(sbx.real_builtins, "input",
                                        &kept_input)
                          < 0
                   || sbx_mend_function(sys, "displayhook", &kept_displayhook)
                          < 0
                   || sbx_mend_function(sys, "excepthook", &kept_excepthook)
                          < 0
                   || sbx_mend_function(sys, "unraisablehook",
                                        &kept_unraisablehook)
                          < 0
               ? -1
               : 0;
}
