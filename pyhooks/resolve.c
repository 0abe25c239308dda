// SPDX-License-Identifier: MIT
// Functions that turn a name that the program chose into a module or an
// object: importlib's, and pkgutil.resolve_name() and its like, which trusted
// code calls (unittest.mock.patch).  The modules are those that the program
// itself may import.

#include "care.h"
#include "hooks.h"
#include "imports.h"

/* The attribute, or else the sub-module, of this name. */
static PyObject *
step(PyObject *o, const char *full, size_t n, const char *last)
{
    Owned name = PyUnicode_FromStringAndSize(full, (Py_ssize_t)n);
    Owned sub =
        name == NULL || !PyModule_Check(o) ? NULL : sbx_import_module(name);
    if (sub != NULL) {
        return Py_NewRef(sub);
    }
    if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_ImportError)) {
        return NULL;
    }
    PyErr_Clear();
    Owned attribute =
        PyUnicode_FromStringAndSize(last, (Py_ssize_t)(full + n - last));
    return attribute == NULL ? NULL : PyObject_GetAttr(o, attribute);
}

static PyObject *
resolve_name(PyObject *Py_UNUSED(self), PyObject *arg)
{
    Owned exact = PyUnicode_Check(arg) ? PyUnicode_FromObject(arg) : NULL;
    const char *text = exact == NULL ? NULL : sbx_utf8(exact);
    if (text == NULL) {
        PyErr_SetString(PyExc_ValueError, "invalid format of a name");
        return NULL;
    }
    const char *colon = strchr(text, ':');
    size_t n = colon != NULL ? (size_t)(colon - text) : strcspn(text, ".");
    Owned first = PyUnicode_FromStringAndSize(text, (Py_ssize_t)n);
    PyObject *o = first == NULL ? NULL : sbx_import_module(first);
    bool modules = colon == NULL;
    while (o != NULL && text[n] != '\0' && text[n + 1] != '\0') {
        const char *last = text + n + 1;
        n += 1 + strcspn(last, ".");
        Owned up = o;
        if (modules) {
            o = step(up, text, n, last);
        }
        else {
            Owned attribute = PyUnicode_FromStringAndSize(
                last, (Py_ssize_t)(text + n - last));
            o = attribute == NULL ? NULL : PyObject_GetAttr(up, attribute);
        }
    }
    return o;
}

static PyMethodDef resolve_def = {"resolve_name", resolve_name, METH_O, NULL};

/* In the place of a name that is there. */
static int
put(PyObject *dict, const char *name, PyObject *function)
{
    return function == NULL ? -1
           : PyDict_GetItemString(dict, name) == NULL
               ? 0
               : PyDict_SetItemString(dict, name, function);
}

int
sbx_care_resolve(PyObject *dict)
{
    Owned f = PyCFunction_New(&resolve_def, NULL);

    return put(dict, "resolve_name", f) < 0 ? -1 : put(dict, "_importer", f);
}

/* --- importlib in the program's hands -------------------------------------
 */

/* importlib.import_module(): the module that the dots lead to. */
static PyObject *
import_module(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"name", "package", NULL};
    PyObject *name, *package = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "U|O:import_module", names,
                                     &name, &package)) {
        return NULL;
    }
    Owned exact = PyUnicode_FromObject(name);
    const char *text = exact == NULL ? NULL : sbx_utf8(exact);
    if (text == NULL) {
        return NULL;
    }
    int level = (int)strspn(text, ".");
    Owned rest = PyUnicode_FromString(text + level);
    Owned globals = PyDict_New();
    Owned from = Py_BuildValue("(s)", "*");
    if (rest == NULL || globals == NULL || from == NULL) {
        return NULL;
    }
    if (level > 0) {
        if (!PyUnicode_Check(package) || PyUnicode_GET_LENGTH(package) == 0) {
            return PyErr_Format(PyExc_TypeError,
                                "the 'package' argument is required to "
                                "perform a relative import for %R",
                                exact);
        }
        Owned base = PyUnicode_FromObject(package);
        if (base == NULL
            || PyDict_SetItemString(globals, "__package__", base) < 0) {
            return NULL;
        }
    }
    return sbx_import(rest, globals, from, level);
}

PyObject *
sbx_import_module(PyObject *name)
{
    Owned from = Py_BuildValue("(s)", "*");
    return from == NULL ? NULL : sbx_import(name, NULL, from, 0);
}

static PyMethodDef import_module_def = {
    "import_module", (PyCFunction)(void (*)(void))import_module,
    METH_VARARGS | METH_KEYWORDS, NULL};

int
sbx_import_view(PyObject *dict)
{
    Owned module = PyCFunction_New(&import_module_def, NULL);
    Owned import = sbx_import_function();

    return put(dict, "import_module", module) < 0
               ? -1
               : put(dict, "__import__", import);
}
