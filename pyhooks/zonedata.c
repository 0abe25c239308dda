// SPDX-License-Identifier: MIT
// Time zones of the package tzdata, where the system has none (containers,
// virtual environments): zoneinfo would find them by importlib.resources,
// which imports by a name that the program chose.  This reads the same file
// below the frozen sys.path, and nothing else.

#include "care.h"
#include "hooks.h"
#include "views.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_ZONE (1 << 20)

static PyObject *NotFound; /* zoneinfo.ZoneInfoNotFoundError */

/* Area/Place: letters, digits, `_`, `-`, `+`; no dots. */
static bool
is_key(const char *key)
{
    static const char chars[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-";
    size_t n = strspn(key, chars);
    while (n > 0 && key[n] == '/') {
        key += n + 1;
        n = strspn(key, chars);
    }
    return n > 0 && key[n] == '\0';
}

/* New bytes, or NULL without an error. */
static PyObject *
read_zone(const char *dir, const char *key)
{
    char path[PATH_MAX];
    struct stat st;
    int n = snprintf(path, sizeof path, "%s/tzdata/zoneinfo/%s", dir, key);
    int fd = dir[0] != '/' || n < 0 || (size_t)n >= sizeof path
                 ? -1
                 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    PyObject *bytes = NULL;
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)
        && st.st_size <= MAX_ZONE) {
        bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)st.st_size);
        if (bytes != NULL
            && read(fd, PyBytes_AS_STRING(bytes), (size_t)st.st_size)
                   != st.st_size) {
            Py_CLEAR(bytes);
        }
        PyErr_Clear();
    }
    if (fd >= 0) {
        close(fd);
    }
    return bytes;
}

static PyObject *
load_tzdata(PyObject *Py_UNUSED(self), PyObject *arg)
{
    Owned exact = PyUnicode_Check(arg) ? PyUnicode_FromObject(arg) : NULL;
    const char *key = exact == NULL ? NULL : sbx_utf8(exact);
    PyErr_Clear();
    for (Py_ssize_t i = 0; key != NULL && is_key(key) && sbx.path != NULL
                           && i < PyList_GET_SIZE(sbx.path);
         i++) {
        const char *dir = sbx_utf8(PyList_GET_ITEM(sbx.path, i));
        Owned bytes = dir == NULL ? NULL : read_zone(dir, key);
        PyErr_Clear();
        if (bytes != NULL) {
            PyObject *io = sbx_module_dict("_io");
            PyObject *t =
                io == NULL ? NULL : PyDict_GetItemString(io, "BytesIO");
            return t == NULL ? NULL : PyObject_CallOneArg(t, bytes);
        }
    }
    return PyErr_Format(NotFound != NULL ? NotFound : PyExc_KeyError,
                        "No time zone found with key %s",
                        key != NULL ? key : "?");
}

static PyMethodDef load_def = {"load_tzdata", load_tzdata, METH_O, NULL};

int
sbx_care_tzdata(PyObject *dict)
{
    Py_XDECREF(NotFound);
    NotFound = Py_XNewRef(PyDict_GetItemString(dict, "ZoneInfoNotFoundError"));
    Owned ours = PyCFunction_New(&load_def, NULL);
    return ours == NULL ? -1 : PyDict_SetItemString(dict, "load_tzdata", ours);
}
