// SPDX-License-Identifier: MIT
// Modules that need care when they are loaded, beyond the tables.

#include "care.h"
#include "guards.h"
#include "hooks.h"
#include "trust.h"
#include "views.h"

/* redirect_stdout._stream, which a subclass may choose, names an attribute of
 * contextlib's `sys`. */
static int
care_contextlib(PyObject *dict)
{
    Owned f = sbx_facade("sys");
    return f == NULL ? -1 : PyDict_SetItemString(dict, "sys", f);
}

/* types.coroutine gives a generator function a changed copy of its code, which
 * nobody may do; for functions of the program, and of a module that is being
 * imported (asyncio), the flag is set in place. */
static PyObject *real_coroutine;

static bool
may_mark(PyFunctionObject *f)
{
    sbx_frame *top = compat_top();
    return f->func_builtins != sbx.real_builtins
           || (sbx_in_section() && top != NULL && sbx_trusted(top)
               && sbx_is_module_body(top)
               && top->f_globals == f->func_globals);
}

static PyObject *
coroutine(PyObject *Py_UNUSED(self), PyObject *f)
{
    if (PyFunction_Check(f) && may_mark((PyFunctionObject *)f)) {
        PyCodeObject *code = (PyCodeObject *)PyFunction_GET_CODE(f);
        if ((code->co_flags & CO_GENERATOR) != 0) {
            code->co_flags |= CO_ITERABLE_COROUTINE;
            return Py_NewRef(f);
        }
    }
    return PyObject_CallOneArg(real_coroutine, f);
}

static PyMethodDef coroutine_def = {"coroutine", coroutine, METH_O, NULL};

/* types works MemberDescriptorType out from an attribute that is guarded. */
static int
care_types(PyObject *dict)
{
    real_coroutine = Py_XNewRef(PyDict_GetItemString(dict, "coroutine"));
    Owned ours = PyCFunction_New(&coroutine_def, NULL);
    if (real_coroutine == NULL || ours == NULL) {
        return -1;
    }
    return PyDict_SetItemString(dict, "coroutine", ours) < 0
               ? -1
               : PyDict_SetItemString(dict, "MemberDescriptorType",
                                      (PyObject *)&PyMemberDescr_Type);
}

/* Copying and removing by the plain ways: their audit events say which file
 * it is, those of sendfile and of paths relative to a descriptor do not. */
static PyObject *
do_nothing(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args),
           PyObject *Py_UNUSED(kwargs))
{
    Py_RETURN_NONE;
}

static PyMethodDef nothing_def = {"_copyxattr",
                                  (PyCFunction)(void (*)(void))do_nothing,
                                  METH_VARARGS | METH_KEYWORDS, NULL};

static int
care_shutil(PyObject *dict)
{
    static const char *const names[] = {"_use_fd_functions",
                                        "_USE_CP_SENDFILE"};
    for (int i = 0; i < 2; i++) {
        if (PyDict_GetItemString(dict, names[i]) != NULL
            && PyDict_SetItemString(dict, names[i], Py_False) < 0) {
            return -1;
        }
    }
    /* 3.14 chooses at import. */
    PyObject *plain = PyDict_GetItemString(dict, "_rmtree_unsafe");
    if (plain != NULL && PyDict_GetItemString(dict, "_rmtree_impl") != NULL
        && PyDict_SetItemString(dict, "_rmtree_impl", plain) < 0) {
        return -1;
    }
    Owned nothing = PyCFunction_New(&nothing_def, NULL);
    return nothing == NULL ? -1
                           : PyDict_SetItemString(dict, "_copyxattr", nothing);
}

/* A class' attribute that is the module posixpath or ntpath, which have os. */
static int
hide_in_class(PyObject *dict, const char *class, const char *name,
              PyObject *facade)
{
    PyObject *t = sbx_resolve(dict, class);
    PyObject *d = t != NULL && PyType_Check(t)
                      ? compat_type_dict((PyTypeObject *)t)
                      : NULL;
    PyObject *old = d == NULL ? NULL : PyDict_GetItemString(d, name);
    if (old == NULL || !PyModule_Check(old)) {
        return 0;
    }
    int r = PyDict_SetItemString(d, name, facade);
    PyType_Modified((PyTypeObject *)t);
    return r;
}

/* The classes compare what they have with the module's own name for it. */
static int
care_pathlib(PyObject *dict)
{
    static const char *const modules[] = {"posixpath", "ntpath"};
    static const char *const classes[2][5] = {
        {"PurePath", "PurePosixPath", "_PosixFlavour", "PurePathBase", NULL},
        {"PureWindowsPath", "_WindowsFlavour", NULL},
    };
    static const char *const names[] = {"parser", "_flavour", "pathmod"};
    for (int i = 0; i < 2; i++) {
        Owned facade = sbx_facade(modules[i]);
        if (facade == NULL
            || (PyDict_GetItemString(dict, modules[i]) != NULL
                && PyDict_SetItemString(dict, modules[i], facade) < 0)) {
            return -1;
        }
        for (const char *const *c = classes[i]; *c != NULL; c++) {
            for (int n = 0; n < 3; n++) {
                if (hide_in_class(dict, *c, names[n], facade) < 0) {
                    return -1;
                }
            }
        }
    }
    return 0;
}

static const struct {
    const char *module;
    int (*care)(PyObject *dict);
} rows[] = {
    {"PIL.Image", sbx_care_pillow},
    {"pathlib", care_pathlib},
    {"pathlib._local", care_pathlib},
    {"contextlib", care_contextlib},
    {"types", care_types},
    {"annotationlib", sbx_care_annotationlib},
    {"shutil", care_shutil},
    {"_sqlite3", sbx_care_sqlite},
    {"pkgutil", sbx_care_resolve},
    {"unittest.mock", sbx_care_resolve},
    {"array", sbx_care_array},
    {"_struct", sbx_care_struct},
    {"_decimal", sbx_care_decimal},
    {"_datetime", sbx_care_datetime},
    {"_csv", sbx_care_csv},
    {"_functools", sbx_care_functools},
    {"itertools", sbx_care_itertools},
    {"_collections", sbx_care_collections},
    {"_json", sbx_care_json},
    {"warnings", sbx_care_warnings},
    {"_zoneinfo", sbx_care_zoneinfo},
    {"zoneinfo._common", sbx_care_zone_data},
};

int
sbx_care_module(const char *module, PyObject *dict)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].module, module) == 0) {
            return rows[i].care(dict);
        }
    }
    return sbx_packages_care(module, dict);
}
