// SPDX-License-Identifier: MIT
// Packages come before the program: what the policy grants beyond the standard
// library, and the program's text names, is imported before its first
// instruction.  numpy and its like do at import what nobody may do later
// (threads' settings, code objects, ctypes, frames); while there is nothing of
// the program in the process, there is nobody who could make them its deputy.
// What is imported later runs in a section, like the standard library.

#include "freeze.h"
#include "guards.h"
#include "hooks.h"
#include "imports.h"
#include "trust.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_TEXT (16 << 20) /* of one file, and of all of them */
#define MAX_DEPTH 4

/* The text that the program can come from, so far as it can be seen; NULL:
 * not all of it, so that everything is taken to be named. */
static PyObject *text;
static size_t text_size;

static void
add_text(const char *bytes, size_t n)
{
    text_size += n;
    if (text == NULL || text_size > MAX_TEXT) {
        Py_CLEAR(text);
        return;
    }
    PyBytes_ConcatAndDel(&text, PyBytes_FromStringAndSize("\n", 1));
    if (text != NULL) {
        PyBytes_ConcatAndDel(&text,
                             PyBytes_FromStringAndSize(bytes, (Py_ssize_t)n));
    }
    if (text == NULL) {
        PyErr_Clear();
    }
}

/* The rest of a regular file; its offset stays. */
static void
add_descriptor(int fd)
{
    struct stat st;
    off_t from = lseek(fd, 0, SEEK_CUR);
    if (text == NULL || from < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)
        || st.st_size - from > MAX_TEXT) {
        Py_CLEAR(text);
        return;
    }
    Owned bytes = PyBytes_FromStringAndSize(NULL, st.st_size - from);
    ssize_t n = bytes == NULL ? -1
                              : pread(fd, PyBytes_AS_STRING(bytes),
                                      (size_t)(st.st_size - from), from);
    if (n < 0) {
        PyErr_Clear();
        Py_CLEAR(text);
        return;
    }
    add_text(PyBytes_AS_STRING(bytes), (size_t)n);
}

static void
add_file(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    add_descriptor(fd);
    if (fd >= 0) {
        close(fd);
    }
}

/* `local = yes`: every file that could be imported. */
static void
add_directory(const char *dir, int depth)
{
    DIR *d = depth < MAX_DEPTH ? opendir(dir) : NULL;
    if (d == NULL) {
        Py_CLEAR(text);
        return;
    }
    for (struct dirent *e; text != NULL && (e = readdir(d)) != NULL;) {
        char path[PATH_MAX];
        size_t n = strlen(e->d_name);
        struct stat st;
        int m = snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        if (e->d_name[0] == '.' || strcmp(e->d_name, "__pycache__") == 0
            || m < 0 || (size_t)m >= sizeof path || stat(path, &st) < 0) {
            continue;
        }
        if (S_ISDIR(st.st_mode)) {
            add_directory(path, depth + 1);
        }
        else if (n > 3 && strcmp(e->d_name + n - 3, ".py") == 0) {
            add_file(path);
        }
    }
    closedir(d);
}

/* -c TEXT stands among the arguments; what else does costs nothing. */
static void
add_arguments(void)
{
    PyObject *args = PySys_GetObject("orig_argv");
    for (Py_ssize_t i = 0;
         args != NULL && PyList_Check(args) && i < PyList_GET_SIZE(args);
         i++) {
        const char *s = sbx_utf8(PyList_GET_ITEM(args, i));
        if (s != NULL) {
            add_text(s, strlen(s));
        }
    }
}

static void
collect_text(const char *event)
{
    text = PyBytes_FromStringAndSize("", 0);
    text_size = 0;
    add_arguments();
    if (sbx.host->policy->local.on) {
        const char *dir = sbx.host->beside;
        add_directory(dir != NULL ? dir : sbx.host->cwd, 0);
    }
    if (sbx.host->script != NULL) {
        add_file(sbx.host->script);
    }
    else if (event == NULL) {
        Py_CLEAR(text); /* an embedding program runs what it likes */
    }
    else if (strcmp(event, "cpython.run_command") != 0) {
        add_descriptor(STDIN_FILENO);
    }
}

static bool
is_word_byte(char c)
{
    return c == '_' || isalnum((unsigned char)c) || (c & 0x80) != 0;
}

/* Does the text have this word? */
static bool
has_word(const char *word, size_t n)
{
    const char *s = PyBytes_AS_STRING(text);
    const char *end = s + PyBytes_GET_SIZE(text);
    for (const char *p = s;
         (p = memmem(p, (size_t)(end - p), word, n)) != NULL; p++) {
        if ((p == s || !is_word_byte(p[-1]))
            && (p + n == end || !is_word_byte(p[n]))) {
            return true;
        }
    }
    return false;
}

/* All parts of a dotted name. */
static bool
is_named(const char *module)
{
    while (text != NULL && *module != '\0') {
        size_t n = strcspn(module, ".");
        if (!has_word(module, n)) {
            return false;
        }
        module += n + (module[n] == '.');
    }
    return true;
}

bool
sbx_is_package_module(const char *module)
{
    static PyObject *known; /* as it is before the program runs */
    if (known == NULL) {
        known = Py_XNewRef(PySys_GetObject("stdlib_module_names"));
    }
    Owned top =
        PyUnicode_FromStringAndSize(module, (Py_ssize_t)strcspn(module, "."));
    int r = known == NULL || top == NULL ? 1 : PySequence_Contains(known, top);
    PyErr_Clear();
    return r == 0;
}

/* A program that makes the names of modules up: any could come. */
static bool
has_dynamic_imports(void)
{
    static const char *const words[] = {"__import__", "import_module"};
    return has_word(words[0], strlen(words[0]))
           || has_word(words[1], strlen(words[1]));
}

bool
sbx_grants_packages(void)
{
    const struct sbx_policy *p = sbx.host->policy;
    static int known = -1;
    for (size_t i = 0; known < 0 && i < p->imports.n; i++) {
        if (sbx_is_package_module(p->imports.at[i].module)) {
            known = 1;
        }
    }
    known = known < 0 ? 0 : known;
    return known == 1;
}

static void
import_early(const char *module)
{
    Owned m = PyImport_ImportModule(module);
    if (m == NULL) {
        /* The program's own import says what is wrong. */
        bool interrupted = PyErr_ExceptionMatches(PyExc_KeyboardInterrupt);
        PyErr_Clear();
        if (interrupted) {
            PyErr_SetInterrupt();
        }
    }
}

/* matplotlib starts a timer when it looks for fonts, to say that it takes
 * long: without threads it does not.  Afterwards all is as it was. */
static PyObject *
no_timer(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args))
{
    Py_RETURN_NONE;
}

static PyMethodDef no_timer_def = {"start", no_timer, METH_VARARGS, NULL};

static PyObject *
stop_timers(void)
{
    Owned threading = sbx.host->policy->threads.on
                          ? NULL
                          : PyImport_ImportModule("threading");
    PyObject *timer =
        threading == NULL ? NULL : PyObject_GetAttrString(threading, "Timer");
    Owned f = timer == NULL ? NULL : PyCFunction_New(&no_timer_def, NULL);
    if (f == NULL
        || PyDict_SetItemString(compat_type_dict((PyTypeObject *)timer),
                                "start", f)
               < 0) {
        Py_CLEAR(timer);
    }
    PyErr_Clear();
    if (timer != NULL) {
        PyType_Modified((PyTypeObject *)timer);
    }
    return timer;
}

static void
let_timers(PyObject *timer)
{
    if (timer != NULL) {
        PyDict_DelItemString(compat_type_dict((PyTypeObject *)timer), "start");
        PyType_Modified((PyTypeObject *)timer);
    }
    PyErr_Clear();
}

void
sbx_import_early(const char *event)
{
    const struct sbx_policy *p = sbx.host->policy;
    bool collected = false;
    Owned timers = NULL;
    for (size_t i = 0; i < p->imports.n; i++) {
        const char *module = p->imports.at[i].module;
        if (!sbx_is_package_module(module)) {
            continue;
        }
        if (!collected) {
            collected = true;
            collect_text(event);
            if (text != NULL && has_dynamic_imports()) {
                Py_CLEAR(text);
            }
        }
        if (is_named(module)) {
            if (timers == NULL
                && (strncmp(module, "matplotlib", 10) == 0
                    || strncmp(module, "pandas", 6) == 0)) {
                timers = stop_timers();
            }
            import_early(module);
            sbx_packages_with(module, is_named, import_early);
        }
    }
    let_timers(timers);
    if (collected) {
        Py_CLEAR(text);
        sbx_freeze_early();
    }
}
