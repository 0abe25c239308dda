// SPDX-License-Identifier: MIT
// The standard streams of a zygote's child.

#include "hooks.h"
#include "zygote.h"

#include <sys/stat.h>
#include <unistd.h>

/* The streams were made for pipes. */
static bool
is_pipe(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0
           && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

/* As CPython's create_stdio. */
static PyObject *
make_stream(PyObject *io, int fd, const char *name, const char *label)
{
    PyObject *old = PySys_GetObject(name);
    bool out = fd > 0;
    Owned encoding = PyObject_GetAttrString(old, "encoding");
    Owned errors = PyObject_GetAttrString(old, "errors");
    Owned buffer =
        PyObject_CallMethod(io, "open", "isiOOOi", fd, out ? "wb" : "rb", -1,
                            Py_None, Py_None, Py_None, 0);
    if (encoding == NULL || errors == NULL || buffer == NULL) {
        return NULL;
    }
    Owned raw = PyObject_GetAttrString(buffer, "raw");
    Owned text = PyUnicode_FromString(label);
    Owned mode = PyUnicode_FromString(out ? "w" : "r");
    if (raw == NULL || text == NULL || mode == NULL
        || PyObject_SetAttrString(raw, "name", text) < 0) {
        return NULL;
    }
    Owned stream =
        PyObject_CallMethod(io, "TextIOWrapper", "OOOsi", buffer, encoding,
                            errors, "\n", fd == 2 || isatty(fd));
    if (stream == NULL || PyObject_SetAttrString(stream, "mode", mode) < 0) {
        return NULL;
    }
    return Py_NewRef(stream);
}

static const char *const streams[][3] = {{"stdin", "__stdin__", "<stdin>"},
                                         {"stdout", "__stdout__", "<stdout>"},
                                         {"stderr", "__stderr__", "<stderr>"}};

int
sbx_zygote_streams_open(void)
{
    for (int fd = 0; fd < 3; fd++) {
        if (is_pipe(fd)) {
            continue;
        }
        Owned io = PyImport_ImportModule("io");
        Owned stream =
            io == NULL ? NULL
                       : make_stream(io, fd, streams[fd][0], streams[fd][2]);
        if (stream == NULL || PySys_SetObject(streams[fd][0], stream) < 0
            || PySys_SetObject(streams[fd][1], stream) < 0) {
            return -1;
        }
    }
    return 0;
}

/* The same for nobody, over the zygote's own: for the pages that it writes. */
int
sbx_zygote_streams_practise(void)
{
    Owned io = PyImport_ImportModule("io");

    for (int fd = 0; io != NULL && fd < 2; fd++) {
        Owned stream = make_stream(io, fd, streams[fd][0], streams[fd][2]);
        if (stream == NULL) {
            return -1;
        }
    }
    return io == NULL ? -1 : 0;
}

/* A pipe is written to when a buffer is full: lines of the two streams would
 * come in any order. */
int
sbx_zygote_streams_order(void)
{
    PyObject *out = PySys_GetObject("stdout");

    if (out == NULL || out == Py_None) {
        return 0;
    }
    Owned f = PyObject_GetAttrString(out, "reconfigure");
    Owned none = PyTuple_New(0);
    Owned how = Py_BuildValue("{sOsO}", "line_buffering", Py_True,
                              "write_through", Py_True);
    Owned r = f == NULL || none == NULL || how == NULL
                  ? NULL
                  : PyObject_Call(f, none, how);
    return r == NULL ? -1 : 0;
}

void
sbx_zygote_streams_flush(void)
{
    static const char *const names[] = {"stdout", "stderr"};

    for (int i = 0; i < 2; i++) {
        PyObject *stream = PySys_GetObject(names[i]);
        if (stream != NULL && stream != Py_None) {
            Py_INCREF(stream);
            Owned kept = stream;
            Py_XDECREF(PyObject_CallMethod(kept, "flush", NULL));
            PyErr_Clear();
        }
    }
}
