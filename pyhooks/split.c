// SPDX-License-Identifier: MIT
// A request's source text to code objects; the last expression apart, if its
// value is wanted.  The process is locked: the text is the enemy's.

#include "hooks.h"
#include "views.h"
#include "zygote.h"

static PyObject *
parse(const char *text, PyObject *file, int more)
{
    const char *name = sbx_utf8(file);
    PyCompilerFlags flags = _PyCompilerFlags_INIT;

    /* Text that is no file has no encoding of its own, as for `-c`. */
    flags.cf_flags =
        more | (name != NULL && name[0] == '<' ? PyCF_IGNORE_COOKIE : 0);
    return Py_CompileStringObject(text, file, Py_file_input, &flags, -1);
}

static PyObject *
compile(PyObject *tree, PyObject *file, const char *mode)
{
    PyObject *f = PyDict_GetItemString(sbx.real_builtins, "compile");

    return f == NULL ? NULL
                     : PyObject_CallFunction(f, "OOs", tree, file, mode);
}

/* The last statement's expression, taken out of the tree; NULL with or without
 * an error. */
static PyObject *
take_last(PyObject *tree)
{
    PyObject *ast = sbx_module_dict("_ast");
    Owned module = ast == NULL ? PyImport_ImportModule("_ast") : NULL;
    if (ast == NULL && module != NULL) {
        ast = PyModule_GetDict(module);
    }
    PyObject *expr = ast == NULL ? NULL : PyDict_GetItemString(ast, "Expr");
    PyObject *whole =
        ast == NULL ? NULL : PyDict_GetItemString(ast, "Expression");
    Owned body = PyObject_GetAttrString(tree, "body");
    Py_ssize_t n =
        body != NULL && PyList_CheckExact(body) ? PyList_GET_SIZE(body) : 0;
    if (expr == NULL || whole == NULL || n == 0
        || (PyObject *)Py_TYPE(PyList_GET_ITEM(body, n - 1)) != expr) {
        return NULL;
    }
    Owned value =
        PyObject_GetAttrString(PyList_GET_ITEM(body, n - 1), "value");
    return value == NULL || PyList_SetSlice(body, n - 1, n, NULL) < 0
               ? NULL
               : PyObject_CallOneArg(whole, value);
}

int
sbx_split(const char *text, PyObject *file, bool last, struct sbx_program *ret)
{
    *ret = (struct sbx_program){0};
    if (!last) {
        ret->body = parse(text, file, 0);
        return ret->body == NULL ? -1 : 0;
    }
    Owned tree = parse(text, file, PyCF_ONLY_AST);
    Owned expression = tree == NULL ? NULL : take_last(tree);
    if (tree == NULL || PyErr_Occurred()) {
        return -1;
    }
    ret->body = compile(tree, file, "exec");
    if (ret->body != NULL && expression != NULL) {
        ret->last = compile(expression, file, "eval");
    }
    if (ret->body == NULL || (expression != NULL && ret->last == NULL)) {
        Py_CLEAR(ret->body);
        return -1;
    }
    return 0;
}

/* A traceback shows lines of text that is no file, as of `-c`: CPython tells
 * linecache since 3.13, by the name at first, then by the code. */
void
sbx_split_lines(PyObject *code, const char *text, PyObject *file)
{
    PyObject *linecache = code == NULL ? NULL : sbx_module_dict("linecache");
    PyObject *tell = linecache == NULL
                         ? NULL
                         : PyDict_GetItemString(linecache, "_register_code");
    bool by_code =
        tell != NULL
        && PyDict_GetItemString(linecache, "_interactive_cache") != NULL;

    if (tell != NULL) {
        Py_XDECREF(PyObject_CallFunction(tell, "OsO", by_code ? code : file,
                                         text, file));
        PyErr_Clear();
    }
}
