// SPDX-License-Identifier: MIT
// The program's __import__: names are looked up in the whitelist, answers are
// views.  C code that imports for itself while the program is on top of the
// stack (strptime, copyreg) comes here too: it gets its module loaded and
// None in return, and fetches the module from the interpreter by itself.

#include "hooks.h"
#include "imports.h"
#include "modules.h"
#include "refuse.h"
#include "trust.h"
#include "views.h"

/* Where the modules that start with name[0..n) start in the sorted table. */
static size_t
first_with(const char *name, size_t n)
{
    const struct sbx_policy *p = sbx.host->policy;
    size_t low = 0, high = p->imports.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strncmp(name, p->imports.at[middle].module, n) > 0) {
            low = middle + 1;
        }
        else {
            high = middle;
        }
    }
    return low;
}

const char *
sbx_granted_of(const char *name, size_t n, size_t *at)
{
    const struct sbx_policy *p = sbx.host->policy;
    size_t i = *at == 0 ? first_with(name, n) : *at;
    const char *m = i < p->imports.n ? p->imports.at[i].module : NULL;
    /* No letter comes before the dot: what lies below follows at once. */
    if (m == NULL || strncmp(m, name, n) != 0
        || (m[n] != '\0' && m[n] != '.')) {
        return NULL;
    }
    *at = i + 1;
    return m;
}

/* Does a granted module lie below this name ("xml" for "xml.etree")? */
static bool
leads_to_granted(const char *name)
{
    size_t n = strlen(name), at = 0;
    for (const char *m; (m = sbx_granted_of(name, n, &at)) != NULL;) {
        if (m[n] == '.') {
            return true;
        }
    }
    return false;
}

/* The module the program gets for a dotted name: new reference. */
static PyObject *
module_for(PyObject *name)
{
    const char *text = sbx_utf8(name);
    if (text == NULL) {
        return PyErr_Format(PyExc_ModuleNotFoundError, "No module named %R",
                            name);
    }
    if (strcmp(text, "__main__") == 0) {
        return Py_XNewRef(PyDict_GetItemWithError(sbx.modules, name));
    }
    PyObject *v = sbx_view(name);
    if (v != NULL || PyErr_Occurred()) {
        return Py_XNewRef(v);
    }
    switch (sbx_local_import(name, &v)) {
    case 1:
        return Py_NewRef(v);
    case -1:
        return NULL;
    }
    if (leads_to_granted(text)) {
        /* A package of which only sub-modules are granted: an empty view. */
        return Py_XNewRef(sbx_empty_view(name));
    }
    return sbx_refuse_import(text);
}

/* globals["__package__"] or __name__, for level dots: the absolute name. */
static PyObject *
absolute_name(PyObject *name, PyObject *globals, int level)
{
    if (globals == NULL || !PyDict_Check(globals)) {
        PyErr_SetString(PyExc_KeyError, "'__name__' not in globals");
        return NULL;
    }
    PyObject *package = PyDict_GetItemString(globals, "__package__");
    Owned cut = NULL;
    if (package == NULL || package == Py_None) {
        package = PyDict_GetItemString(globals, "__name__");
        const char *own = sbx_utf8(package);
        if (package == NULL) {
            PyErr_SetString(PyExc_KeyError, "'__name__' not in globals");
            return NULL;
        }
        if (own != NULL && PyDict_GetItemString(globals, "__path__") == NULL) {
            /* A plain module: its package is one dot up. */
            const char *dot = strrchr(own, '.');
            package = cut =
                PyUnicode_FromStringAndSize(own, dot == NULL ? 0 : dot - own);
        }
    }
    const char *text = sbx_utf8(package);
    if (text == NULL) {
        PyErr_SetString(PyExc_TypeError, "package must be a string");
        return NULL;
    }
    if (*text == '\0') {
        PyErr_SetString(PyExc_ImportError, "attempted relative import with "
                                           "no known parent package");
        return NULL;
    }
    size_t n = strlen(text);
    for (int i = 1; i < level; i++) {
        while (n > 0 && text[n - 1] != '.') {
            n--;
        }
        if (n == 0) {
            PyErr_SetString(PyExc_ImportError, "attempted relative import "
                                               "beyond top-level package");
            return NULL;
        }
        n--;
    }
    Owned base = PyUnicode_FromStringAndSize(text, (Py_ssize_t)n);
    return base == NULL ? NULL
           : PyUnicode_GET_LENGTH(name) == 0
               ? Py_NewRef(base)
               : PyUnicode_FromFormat("%U.%U", base, name);
}

/* `from m import a, b`: load sub-modules, explain what is refused. */
static int
handle_fromlist(PyObject *module, PyObject *name, PyObject *fromlist)
{
    Owned names = PySequence_Fast(fromlist, "fromlist must be a sequence");
    if (names == NULL) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(names); i++) {
        PyObject *item = PySequence_Fast_GET_ITEM(names, i);
        if (!PyUnicode_CheckExact(item)
            || PyDict_GetItemWithError(PyModule_GetDict(module), item)
                   != NULL) {
            continue;
        }
        const char *text = sbx_utf8(item);
        Owned full = PyUnicode_FromFormat("%U.%U", name, item);
        if (text == NULL || full == NULL || strcmp(text, "*") == 0) {
            PyErr_Clear();
            continue;
        }
        PyObject *sub = sbx_view(full);
        if (sub == NULL && PyErr_Occurred()) {
            return -1;
        }
        if (sub == NULL && !PyErr_Occurred()
            && sbx_local_import(full, &sub) < 0) {
            return -1;
        }
        if (sub != NULL) {
            continue;
        }
        PyErr_Clear();
        /* sys.stdin and the like are not in the view's dict */
        Owned value = PyObject_GetAttr(module, item);
        if (value == NULL && sbx_is_refusal(sbx.AttributeError)) {
            Owned message = NULL;
            PyObject *type, *error, *trace;
            PyErr_Fetch(&type, &error, &trace);
            message = error == NULL ? NULL : PyObject_Str(error);
            Py_XDECREF(type);
            Py_XDECREF(error);
            Py_XDECREF(trace);
            PyObject *kind = sbx_error(sbx.ImportError);
            if (kind != NULL) {
                PyErr_SetImportErrorSubclass(
                    kind, message != NULL ? message : item, name, NULL);
            }
            return -1;
        }
        PyErr_Clear();
    }
    return 0;
}

PyObject *
sbx_import(PyObject *name, PyObject *globals, PyObject *fromlist, int level)
{
    Owned full = level > 0 ? absolute_name(name, globals, level)
                           : PyUnicode_FromObject(name);
    if (full == NULL) {
        return NULL;
    }
    const char *text = sbx_utf8(full);
    if (text == NULL || *text == '\0') {
        PyErr_SetString(PyExc_ValueError, "Empty module name");
        return NULL;
    }
    /* PyImport_Import() in C code passes a list; import statements never. */
    if (fromlist != NULL && PyList_CheckExact(fromlist)
        && sbx.host->import(sbx.host->policy, text) == NULL
        && sbx_internal_import(text)) {
        if (PyDict_GetItemWithError(sbx.modules, full) != NULL) {
            Py_RETURN_NONE; /* loaded: strptime asks each time */
        }
        struct sbx_section s;
        sbx_section_enter(&s);
        Owned m = PyImport_ImportModuleLevelObject(full, NULL, NULL, NULL, 0);
        PyObject *type, *value, *trace;
        PyErr_Fetch(&type, &value, &trace);
        sbx_modules_sweep();
        PyErr_Restore(type, value, trace);
        sbx_section_leave(&s);
        return m == NULL ? NULL : Py_NewRef(Py_None);
    }
    Owned module = module_for(full);
    if (module == NULL) {
        return NULL;
    }
    int from = fromlist == NULL || fromlist == Py_None
                   ? 0
                   : PyObject_IsTrue(fromlist);
    if (from < 0) {
        return NULL;
    }
    if (from) {
        if (PyModule_Check(module)
            && handle_fromlist(module, full, fromlist) < 0) {
            return NULL;
        }
        return Py_NewRef(module);
    }
    /* `import a.b` binds a; `import .b` cannot be written. */
    const char *dot = strchr(text, '.');
    if (dot == NULL || level > 0) {
        return Py_NewRef(module);
    }
    Owned first = PyUnicode_FromStringAndSize(text, dot - text);
    return first == NULL ? NULL : module_for(first);
}

static PyObject *
program_import(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"name",     "globals", "locals",
                            "fromlist", "level",   NULL};
    PyObject *name, *globals = NULL, *locals = NULL, *fromlist = NULL;
    int level = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "U|OOOi:__import__", names,
                                     &name, &globals, &locals, &fromlist,
                                     &level)) {
        return NULL;
    }
    if (level < 0) {
        PyErr_SetString(PyExc_ValueError, "level must be >= 0");
        return NULL;
    }
    return sbx_import(name, globals, fromlist, level);
}

static PyMethodDef import_def = {"__import__",
                                 (PyCFunction)(void (*)(void))program_import,
                                 METH_VARARGS | METH_KEYWORDS, NULL};

PyObject *
sbx_import_function(void)
{
    return PyCFunction_New(&import_def, NULL);
}
