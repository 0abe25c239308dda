// SPDX-License-Identifier: MIT
// `local = yes`: .py files beside the program are the program's own modules.
// They run as untrusted code, under the same builtins and guards; only source
// is read (never .pyc, .so or zip), by a loader of our own, so that nothing of
// the program's directory ever gets onto the trusted search path.

#include "files.h"
#include "hooks.h"
#include "imports.h"

#include <limits.h>
#include <sys/stat.h>

static PyObject *loaded; /* name -> module */

PyObject *
sbx_local_module(PyObject *name)
{
    return loaded == NULL ? NULL : PyDict_GetItemWithError(loaded, name);
}

PyObject *
sbx_local_modules(void)
{
    return loaded;
}

/* A link that leads out of the directory is a file like any other: it must be
 * granted. */
static bool
stays_below(const char *dir, const char *path)
{
    char top[PATH_MAX], real[PATH_MAX];
    if (realpath(dir, top) == NULL || realpath(path, real) == NULL) {
        return false;
    }
    size_t n = strlen(top);
    return (strncmp(real, top, n) == 0 && (n == 1 || real[n] == '/'))
           || sbx_path_granted(path, SBX_READ, false);
}

/* "a.b" -> DIR/a/b.py or DIR/a/b/__init__.py; is it there? */
static bool
find_source(const char *name, char *path, size_t size, bool *package)
{
    const char *dir = sbx.host->beside;
    if (dir == NULL || !sbx.host->policy->local.on) {
        return false;
    }
    /* "/" is the one directory that ends in a slash. */
    int n = snprintf(path, size, "%s/%s", dir[1] == '\0' ? "" : dir, name);
    if (n < 0 || (size_t)n + sizeof "/__init__.py" > size) {
        return false;
    }
    for (char *p = path + n - strlen(name); *p != '\0'; p++) {
        if (*p == '/') {
            return false;
        }
        if (*p == '.') {
            *p = '/';
        }
    }
    static const char *const ends[] = {"/__init__.py", ".py"};
    for (int i = 0; i < 2; i++) {
        struct stat st;
        snprintf(path + n, size - (size_t)n, "%s", ends[i]);
        if (stat(path, &st) == 0 && S_ISREG(st.st_mode)
            && stays_below(dir, path)) {
            *package = i == 0;
            return true;
        }
    }
    return false;
}

/* The file's bytes, by the C library: no audit event, no Python code. */
static PyObject *
read_source(const char *path)
{
    FILE *f = fopen(path, "rbe");
    if (f == NULL) {
        return PyErr_SetFromErrnoWithFilename(PyExc_ImportError, path);
    }
    PyObject *all = PyBytes_FromStringAndSize(NULL, 0);
    char block[8192];
    size_t n;
    while (all != NULL && (n = fread(block, 1, sizeof block, f)) > 0) {
        PyBytes_ConcatAndDel(&all,
                             PyBytes_FromStringAndSize(block, (Py_ssize_t)n));
    }
    fclose(f);
    return all;
}

static int
set_text(PyObject *dict, const char *key, const char *value, size_t n)
{
    Owned s = PyUnicode_DecodeFSDefaultAndSize(value, (Py_ssize_t)n);
    return s == NULL ? -1 : PyDict_SetItemString(dict, key, s);
}

static int
fill(PyObject *dict, const char *name, const char *path, bool package)
{
    const char *dot = strrchr(name, '.');
    size_t parent = package       ? strlen(name)
                    : dot == NULL ? 0
                                  : (size_t)(dot - name);
    if (PyDict_SetItemString(dict, "__builtins__", sbx.program_builtins) < 0
        || set_text(dict, "__file__", path, strlen(path)) < 0
        || set_text(dict, "__package__", name, parent) < 0) {
        return -1;
    }
    if (package) {
        Owned list = PyList_New(0);
        Owned dir =
            PyUnicode_DecodeFSDefaultAndSize(path, strrchr(path, '/') - path);
        if (list == NULL || dir == NULL || PyList_Append(list, dir) < 0
            || PyDict_SetItemString(dict, "__path__", list) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Compiling runs code of the program (sys.stderr, for warnings): it comes
 * before there is a module that such code could reach. */
static PyObject *
compile_source(const char *path)
{
    Owned source = read_source(path);
    if (source == NULL) {
        return NULL;
    }
    if (strlen(PyBytes_AS_STRING(source))
        != (size_t)PyBytes_GET_SIZE(source)) {
        PyErr_SetString(PyExc_SyntaxError,
                        "source code cannot contain null bytes");
        return NULL;
    }
    return Py_CompileString(PyBytes_AS_STRING(source), path, Py_file_input);
}

/* Import the package that name lies in, and bind name in it. */
static int
import_parent(PyObject *name, PyObject **parent)
{
    const char *text = sbx_utf8(name);
    const char *dot = text == NULL ? NULL : strrchr(text, '.');
    *parent = NULL;
    if (dot == NULL) {
        return 0;
    }
    Owned up = PyUnicode_FromStringAndSize(text, dot - text);
    return up == NULL ? -1 : sbx_local_import(up, parent) < 0 ? -1 : 0;
}

int
sbx_local_import(PyObject *name, PyObject **module)
{
    char path[PATH_MAX];
    bool package;
    const char *text = sbx_utf8(name);
    *module = sbx_local_module(name);
    if (*module != NULL) {
        return 1;
    }
    if (text == NULL || !find_source(text, path, sizeof path, &package)) {
        return 0;
    }
    PyObject *parent;
    if (import_parent(name, &parent) < 0) {
        return -1;
    }
    *module = sbx_local_module(name); /* the parent may have imported it */
    if (*module != NULL) {
        return 1;
    }
    if (loaded == NULL && (loaded = PyDict_New()) == NULL) {
        return -1;
    }
    Owned code = compile_source(path);
    Owned m = code == NULL ? NULL : PyModule_NewObject(name);
    PyObject *dict = m == NULL ? NULL : PyModule_GetDict(m);
    if (m == NULL || fill(dict, text, path, package) < 0
        || PyDict_SetItem(loaded, name, m) < 0) {
        return -1;
    }
    Owned r = PyEval_EvalCode(code, dict, dict);
    if (r == NULL) {
        PyObject *type, *value, *trace;
        PyErr_Fetch(&type, &value, &trace);
        PyDict_DelItem(loaded, name);
        PyErr_Restore(type, value, trace);
        return -1;
    }
    const char *dot = strrchr(text, '.');
    if (parent != NULL && dot != NULL
        && PyDict_SetItemString(PyModule_GetDict(parent), dot + 1, m) < 0) {
        return -1;
    }
    *module = sbx_local_module(name);
    return 1;
}
