// SPDX-License-Identifier: MIT
// By which exception the program ends: told to `pysbx` as data when CPython is
// about to print it.  A claim like all that this process says.  The objects
// are the program's: exact types and C fields only, but for str() of the
// exception, which runs the program's code as CPython's own printing does:
// with nothing of ours on the stack and no right that it would not have.

#include "files.h"
#include "hooks.h"
#include "program.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#define MAX_CHAIN 8    /* exceptions */
#define MAX_FRAMES 100 /* of one exception; half of them from each end */
#define MAX_TIMES 16   /* an embedding program may print many */
#define MAX_SOURCE ((off_t)4 << 20)

/* The beginning of a str (or a class derived from it, by its contents) as
 * UTF-8; NULL if it is none.  A NUL would end it for everybody else. */
static const char *
text_of(PyObject *s, char *ret, size_t size, bool *cut)
{
    if (s == NULL || !PyUnicode_Check(s)) {
        return NULL;
    }
    bool whole = PyUnicode_GET_LENGTH(s) < (Py_ssize_t)size;
    Owned head = PyUnicode_Substring(s, 0, (Py_ssize_t)size);
    Owned bytes = head == NULL ? NULL
                               : PyUnicode_AsEncodedString(head, "utf-8",
                                                           "backslashreplace");
    if (bytes == NULL || !PyBytes_Check(bytes)) {
        PyErr_Clear();
        return NULL;
    }
    size_t n = (size_t)PyBytes_GET_SIZE(bytes);
    whole = whole && n < size;
    n = n < size ? n : size - 1;
    for (size_t i = 0; i < n; i++) {
        char c = PyBytes_AS_STRING(bytes)[i];
        ret[i] = c == '\0' ? '?' : c;
    }
    ret[n] = '\0';
    *cut = !whole;
    return ret;
}

/* As a traceback shows it: "json.decoder.JSONDecodeError", "Mine". */
const char *
sbx_type_name(PyTypeObject *t, char *ret, size_t size)
{
    char module[256] = "", name[256] = "";
    bool cut;

    if ((t->tp_flags & Py_TPFLAGS_HEAPTYPE) == 0) {
        return t->tp_name;
    }
    PyObject *dict = compat_type_dict(t);
    PyObject *m =
        dict == NULL ? NULL : PyDict_GetItemString(dict, "__module__");
    Py_XINCREF(m);
    text_of(m, module, sizeof module, &cut);
    Py_XDECREF(m);
    text_of(((PyHeapTypeObject *)t)->ht_qualname, name, sizeof name, &cut);
    bool plain = module[0] == '\0' || strcmp(module, "__main__") == 0
                 || strcmp(module, "builtins") == 0;
    snprintf(ret, size, "%s%s%s", plain ? "" : module, plain ? "" : ".", name);
    return ret;
}

/* --- source lines -----------------------------------------------------------
 */

/* Opened only where a line of the policy grants it: the name is a claim, and
 * a FIFO would wait. */
static FILE *
open_source(const char *path)
{
    struct stat st;

    if (path[0] == '<' || !sbx_path_granted(path, SBX_READ, true)) {
        return NULL;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return NULL;
    }
    FILE *f =
        fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= MAX_SOURCE
            ? fdopen(fd, "r")
            : NULL;
    if (f == NULL) {
        close(fd);
    }
    return f;
}

/* One line without its indentation and end; NULL if it cannot be had. */
static const char *
source_line(const char *path, long line, char *ret, size_t size)
{
    FILE *f = path == NULL || line < 1 ? NULL : open_source(path);
    bool found = false;
    long n = 1;

    if (f == NULL) {
        return NULL;
    }
    while (!found && fgets(ret, (int)size, f) != NULL) {
        found = n == line; /* or the beginning of a long one */
        n += strchr(ret, '\n') != NULL;
    }
    fclose(f);
    if (!found) {
        return NULL;
    }
    ret[strcspn(ret, "\r\n")] = '\0';
    ret += strspn(ret, " \t\f");
    return ret[0] == '\0' ? NULL : ret;
}

/* --- frames -----------------------------------------------------------------
 */

static void
tell_frame(PyTracebackObject *tb)
{
    char file[PATH_MAX], function[256], text[512];
    bool cut;
    Owned code = (PyObject *)PyFrame_GetCode(tb->tb_frame);
    PyCodeObject *c = (PyCodeObject *)code;
    struct sbx_raised r = {
        .kind = "frame",
        .name = text_of(c->co_filename, file, sizeof file, &cut),
        .function = text_of(c->co_name, function, sizeof function, &cut),
        .line = PyCode_Addr2Line(c, tb->tb_lasti),
    };

    r.text = source_line(r.name, r.line, text, sizeof text);
    sbx.host->raised(&r);
}

/* What comes next, if that is a traceback as well; new. */
static PyObject *
next_of(PyObject *tb)
{
    PyObject *next = (PyObject *)((PyTracebackObject *)tb)->tb_next;
    return next == NULL || !PyTraceBack_Check(next) ? NULL : Py_NewRef(next);
}

/* takes over tb. */
static void
tell_frames(PyObject *tb)
{
    long count = 0, i = 0;

    for (PyObject *t = tb; t != NULL && PyTraceBack_Check(t);
         t = (PyObject *)((PyTracebackObject *)t)->tb_next) {
        count++;
    }
    for (; tb != NULL && PyTraceBack_Check(tb); i++) {
        if (i < MAX_FRAMES / 2 || i >= count - MAX_FRAMES / 2) {
            tell_frame((PyTracebackObject *)tb);
        }
        else if (i == MAX_FRAMES / 2) {
            sbx.host->raised(&(struct sbx_raised){.kind = "omitted",
                                                  .line = count - MAX_FRAMES});
        }
        PyObject *next = next_of(tb);
        Py_DECREF(tb);
        tb = next;
    }
    Py_XDECREF(tb);
}

/* Where the text is that cannot be compiled. */
static void
tell_syntax(PyObject *value)
{
    const PySyntaxErrorObject *e = (const PySyntaxErrorObject *)value;
    char file[PATH_MAX], text[512];
    bool cut;

    if (!PyObject_TypeCheck(value, (PyTypeObject *)PyExc_SyntaxError)
        || e->lineno == NULL || !PyLong_CheckExact(e->lineno)) {
        return;
    }
    struct sbx_raised r = {
        .kind = "frame",
        .name = text_of(e->filename, file, sizeof file, &cut),
        .text = text_of(e->text, text, sizeof text, &cut),
        .line = PyLong_AsLong(e->lineno),
    };
    PyErr_Clear();
    if (r.text != NULL) {
        text[strcspn(text, "\r\n")] = '\0';
        r.text += strspn(text, " \t\f");
    }
    sbx.host->raised(&r);
}

/* --- exceptions -------------------------------------------------------------
 */

/* As a traceback shows it: of a SyntaxError without the place, which comes
 * before.  New. */
static PyObject *
message_of(PyObject *value)
{
    if (PyObject_TypeCheck(value, (PyTypeObject *)PyExc_SyntaxError)) {
        PyObject *msg = ((PySyntaxErrorObject *)value)->msg;
        if (msg != NULL && PyUnicode_Check(msg)) {
            return Py_NewRef(msg);
        }
    }
    return sbx_str_once(value);
}

static void
tell_exception(PyObject *value, const char *kind)
{
    char name[520], text[3000];
    struct sbx_raised r = {.kind = kind};
    Owned message = message_of(value);

    PyErr_Clear(); /* CPython prints "<exception str() failed>" */
    r.text = text_of(message, text, sizeof text, &r.cut);
    r.name = sbx_type_name(Py_TYPE(value), name, sizeof name);
    sbx.host->raised(&r);
    tell_frames(PyException_GetTraceback(value));
    tell_syntax(value);
}

/* The exception behind value, as a traceback would print it; new. */
static PyObject *
behind(PyObject *value, const char **kind)
{
    PyObject *e = PyException_GetCause(value);

    *kind = "cause";
    if (e == NULL && !((PyBaseExceptionObject *)value)->suppress_context) {
        e = PyException_GetContext(value);
        *kind = "context";
    }
    if (e != NULL && !PyExceptionInstance_Check(e)) {
        Py_CLEAR(e);
    }
    return e;
}

static void
tell_chain(PyObject *value)
{
    PyObject *seen[MAX_CHAIN];
    const char *kind = "exception";
    int n = 0;

    for (PyObject *e = Py_NewRef(value); e != NULL;) {
        bool again = n == MAX_CHAIN;
        for (int i = 0; i < n; i++) {
            again = again || seen[i] == e;
        }
        if (again) {
            Py_DECREF(e);
            break;
        }
        seen[n++] = e;
        tell_exception(e, kind);
        e = behind(e, &kind);
    }
    while (n > 0) {
        Py_DECREF(seen[--n]);
    }
}

/* CPython's end of a program has an empty stack; printing in the middle of one
 * (by C code) is not its end. */
void
sbx_outcome(PyObject *args)
{
    static unsigned times;
    static bool busy;

    if (sbx.host->raised == NULL || busy || times == MAX_TIMES
        || compat_top() != NULL || args == NULL || !PyTuple_CheckExact(args)
        || PyTuple_GET_SIZE(args) < 3
        || !PyExceptionInstance_Check(PyTuple_GET_ITEM(args, 2))) {
        return;
    }
    busy = true;
    times++;
    tell_chain(PyTuple_GET_ITEM(args, 2));
    PyErr_Clear();
    busy = false;
}
