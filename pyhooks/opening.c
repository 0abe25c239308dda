// SPDX-License-Identifier: MIT
// The events of opening and listing: who may read or write which path.  The
// policy decides (files.c); besides, an import reads its own, tracebacks show
// lines of the library, and packages read the data that comes with them.

#include "audit.h"
#include "files.h"
#include "hooks.h"
#include "trust.h"
#include "views.h"

#include <fcntl.h>

/* pathlib's own classes, by identity: their __fspath__ may be called. */
PyObject *
sbx_exact_path(PyObject *o)
{
    PyObject *dict = sbx_module_dict("pathlib");
    PyTypeObject *t = Py_TYPE(o);
    if (dict != NULL && (t->tp_flags & Py_TPFLAGS_IMMUTABLETYPE) != 0
        && PyDict_GetItemString(dict, t->tp_name) == (PyObject *)t) {
        return PyOS_FSPath(o);
    }
    return Py_NewRef(o);
}

int
sbx_check_path(PyObject *o, unsigned rights)
{
    Owned path = sbx_exact_path(o);
    return path == NULL ? -1 : sbx_check_open(path, rights);
}

/* During an import: reading what lies below the frozen sys.path. */
static bool
below_search_path(const char *path)
{
    if (path == NULL || strstr(path, "..") != NULL) {
        return false;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(sbx.path); i++) {
        const char *dir = sbx_utf8(PyList_GET_ITEM(sbx.path, i));
        size_t n = dir == NULL ? 0 : strlen(dir);
        if (n > 1 && strncmp(path, dir, n) == 0
            && (path[n] == '/' || path[n] == '\0')) {
            return true;
        }
    }
    return false;
}

static bool
is_read_only(PyObject *mode, PyObject *flags)
{
    const char *m = sbx_utf8(mode);
    if (m != NULL && strcmp(m, "r") != 0 && strcmp(m, "rb") != 0) {
        return false;
    }
    long f = PyLong_CheckExact(flags) ? PyLong_AsLong(flags) : -1;
    return m != NULL ? f < 0 || (f & (O_ACCMODE | O_CREAT | O_TRUNC)) == 0
                     : f >= 0 && (f & (O_ACCMODE | O_CREAT | O_TRUNC)) == 0;
}

/* The source lines of a traceback: of the library, below the frozen sys.path;
 * nothing else, whatever file name the code was compiled with. */
static bool
is_library_source(const char *path)
{
    size_t n = path == NULL ? 0 : strlen(path);
    return n > 3 && !sbx.ending && strcmp(path + n - 3, ".py") == 0
           && below_search_path(path)
           && (!sbx_program_on_stack() || sbx_reading_source());
}

/* The program's own text is for anybody; zone data for code that asks for a
 * zone (its C half opens with the program on top). */
static bool
is_open_data(PyObject *path)
{
    const char *text = sbx_utf8(path);
    if (text == NULL) {
        return false;
    }
    if (sbx.script != NULL && sbx.host->script != NULL
        && PyUnicode_Compare(path, sbx.script) == 0) {
        return true;
    }
    static const char zones[] = "/usr/share/zoneinfo";
    return strncmp(text, zones, sizeof zones - 1) == 0
           && (text[sizeof zones - 1] == '/' || text[sizeof zones - 1] == '\0')
           && strstr(text, "..") == NULL
           && sbx.host->import(sbx.host->policy, "zoneinfo") != NULL
           && sbx_path_granted(text, SBX_READ, true);
}

/* Packages name their data by str, bytes or pathlib's paths. */
static bool
package_data(PyObject *o)
{
    Owned path = sbx_exact_path(o);
    Owned text = path != NULL && PyBytes_CheckExact(path)
                     ? PyUnicode_DecodeFSDefault(PyBytes_AS_STRING(path))
                     : Py_XNewRef(path);
    PyErr_Clear();
    return text != NULL && PyUnicode_CheckExact(text)
           && sbx_is_package_data(text);
}

/* What the flags of open(2) ask for. */
static unsigned
rights_of(long flags, bool reading)
{
    unsigned rights = reading || (flags & O_ACCMODE) == O_RDONLY ? SBX_READ
                      : (flags & O_ACCMODE) == O_WRONLY          ? SBX_WRITE
                                                        : SBX_READ | SBX_WRITE;
    if ((flags & (O_CREAT | O_TRUNC | O_APPEND)) != 0) {
        rights |= SBX_WRITE;
    }
    return rights;
}

int
sbx_decide_open(PyObject *args)
{
    PyObject *path = sbx_event_arg(args, 0);
    PyObject *flags = sbx_event_arg(args, 2);
    long f = PyLong_CheckExact(flags) ? PyLong_AsLong(flags) : O_RDWR;
    bool reading = is_read_only(sbx_event_arg(args, 1), flags);
    unsigned rights = rights_of(f, reading);
    if (sbx_open_passed(path, rights)) {
        return 0;
    }
    /* There is no file, so that nobody need try: not even for the line of a
     * traceback. */
    if (sbx.host->policy->sealed && reading && !PyLong_CheckExact(path)) {
        return sbx_check_open_quietly(path);
    }
    if (reading
        && ((sbx_importing() && below_search_path(sbx_utf8(path)))
            || is_open_data(path) || is_library_source(sbx_utf8(path))
            || package_data(path))) {
        return 0;
    }
    if (PyLong_CheckExact(path)) {
        long fd = PyLong_AsLong(path); /* FileIO has checked it (files.c) */
        PyErr_Clear();
        if ((fd >= 0 && fd <= 2) || sbx_is_own_fd(path)) {
            return 0;
        }
    }
    /* CPython itself looks for the line to show in a SyntaxError (by fopen:
     * no O_CLOEXEC) or in a traceback that it prints: nobody asked. */
    if (reading && (f == 0 || below_search_path(sbx_utf8(path)))) {
        return sbx_check_open_quietly(path);
    }
    return sbx_check_path(path, rights);
}

int
sbx_decide_list(PyObject *path)
{
    return (sbx_importing() && below_search_path(sbx_utf8(path)))
                   || (sbx_top_trusted() && is_open_data(path))
                   || package_data(path)
               ? 0
               : sbx_check_path(path, SBX_READ);
}
