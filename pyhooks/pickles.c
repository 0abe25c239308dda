// SPDX-License-Identifier: MIT
// What pickle may fetch for the program: what a view shows, and what packages
// write themselves with.

#include "audit.h"
#include "hooks.h"
#include "imports.h"
#include "modules.h"
#include "trust.h"
#include "views.h"

/* pickle maps the names of Python 2 after its event. */
static bool
is_renamed(PyObject *module)
{
    PyObject *compat = sbx_module_dict("_compat_pickle");
    static const char *const maps[] = {"IMPORT_MAPPING",
                                       "REVERSE_IMPORT_MAPPING"};
    for (int i = 0; compat != NULL && i < 2; i++) {
        PyObject *map = PyDict_GetItemString(compat, maps[i]);
        if (map != NULL && PyDict_Check(map)
            && PyDict_GetItemWithError(map, module) != NULL) {
            return true;
        }
    }
    PyErr_Clear();
    return false;
}

/* How packages write themselves: makers that no view shows (packages.def). */
static const struct {
    const char *module, *name; /* name NULL: each class that it defines */
} makers[] = {
#define PACKAGE_MAKER(module, name) {module, name},
#define PACKAGE_CLASSES(module) {module, NULL},
#include "packages.def"
};

/* A class of this very module, or Cython's way to make one. */
static bool
is_class_of(const char *module, const char *name)
{
    static const char unpickle[] = "__pyx_unpickle_";
    PyObject *dict = sbx_module_dict(module);
    PyObject *o = dict == NULL ? NULL : PyDict_GetItemString(dict, name);
    if (o == NULL || !PyType_Check(o)) {
        return o != NULL && strncmp(name, unpickle, sizeof unpickle - 1) == 0;
    }
    Owned home = PyObject_GetAttrString(o, "__module__");
    const char *text =
        home == NULL || !PyUnicode_CheckExact(home) ? NULL : sbx_utf8(home);
    PyErr_Clear();
    return text != NULL && strcmp(text, module) == 0;
}

static bool
is_maker(const char *module, const char *name)
{
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        if (strcmp(makers[i].module, module) == 0
            && (makers[i].name == NULL ? is_class_of(module, name)
                                       : strcmp(makers[i].name, name) == 0)) {
            return true;
        }
    }
    return false;
}

/* Where a package shows what it defines elsewhere: pandas.DataFrame is
 * pandas.core.frame.DataFrame. */
static bool
is_shown(const char *module, const char *name)
{
    PyObject *dict = sbx_module_dict(module);
    PyObject *real = dict == NULL ? NULL : PyDict_GetItemString(dict, name);
    size_t n = strcspn(module, "."), at = 0;
    const char *m;
    while (real != NULL && (m = sbx_granted_of(module, n, &at)) != NULL) {
        Owned key = PyUnicode_FromString(m);
        PyObject *v =
            key == NULL || sbx_module_dict(m) == NULL ? NULL : sbx_view(key);
        PyErr_Clear();
        if (v != NULL && PyModule_Check(v)
            && PyDict_GetItemString(PyModule_GetDict(v), name) == real) {
            return true;
        }
    }
    return false;
}

/* builtins.slice: classes that the program has itself, getattr (enum until
 * 3.11.3), which does for pickle what it does for the program, and functions
 * that only compute. */
static bool
is_builtin(const char *module, const char *name)
{
    static const char *const functions[] = {
        "abs",  "all",  "any",   "bin",    "chr", "divmod", "getattr",
        "hash", "hex",  "len",   "max",    "min", "oct",    "ord",
        "pow",  "repr", "round", "sorted", "sum", NULL,
    };
    PyObject *real = PyDict_GetItemString(sbx.real_builtins, name);
    return (strcmp(module, "builtins") == 0
            || strcmp(module, "__builtin__") == 0)
           && real != NULL
           && (PyType_Check(real) || sbx_in_list(functions, name))
           && real == PyDict_GetItemString(sbx.program_dict, name);
}

/* What a built-in class was called by Python 2, as protocols 0 to 2 write it:
 * xrange, unicode, and everything of `exceptions`.  There are no such modules
 * now, so that nothing else can come of these names. */
static bool
is_old_builtin(PyObject *module_name, PyObject *class_name)
{
    const char *module = sbx_utf8(module_name);
    PyObject *compat = sbx_module_dict("_compat_pickle");
    PyObject *map =
        compat == NULL ? NULL : PyDict_GetItemString(compat, "NAME_MAPPING");
    if (map == NULL || !PyDict_Check(map)
        || (strcmp(module, "__builtin__") != 0
            && strcmp(module, "exceptions") != 0)) {
        return false;
    }
    Owned key = PyTuple_Pack(2, module_name, class_name);
    PyObject *now = key == NULL ? NULL : PyDict_GetItemWithError(map, key);
    PyErr_Clear();
    if (now == NULL || !PyTuple_CheckExact(now)
        || PyTuple_GET_SIZE(now) != 2) {
        return false;
    }
    const char *home = sbx_utf8(PyTuple_GET_ITEM(now, 0));
    const char *name = sbx_utf8(PyTuple_GET_ITEM(now, 1));
    return home != NULL && name != NULL && is_builtin(home, name);
}

/* How protocols 0 to 2 write bytes; str.encode() does no less. */
static bool
is_encode(const char *module, const char *name)
{
    return strcmp(module, "_codecs") == 0 && strcmp(name, "encode") == 0;
}

/* Part of a package, and the policy grants something of that. */
static bool
is_packages(const char *module, const char *name)
{
    return sbx_is_package_module(module) && sbx_internal_import(module)
           && (is_maker(module, name) || is_shown(module, name));
}

/* How objects are made anew: object.__new__() and its like, no more. */
static bool
is_copyreg(const char *module, const char *name)
{
    return (strcmp(module, "copyreg") == 0 || strcmp(module, "copy_reg") == 0)
           && (strcmp(name, "_reconstructor") == 0
               || strcmp(name, "__newobj__") == 0
               || strcmp(name, "__newobj_ex__") == 0);
}

/* What the program defined itself, also inside of its classes. */
static bool
is_programs(PyObject *module_name, const char *module, const char *name)
{
    PyObject *m = strcmp(module, "__main__") == 0
                      ? PyDict_GetItemWithError(sbx.modules, module_name)
                      : sbx_local_module(module_name);
    PyErr_Clear();
    return m != NULL && strncmp(name, "__", 2) != 0
           && strstr(name, ".__") == NULL;
}

bool
sbx_pickle_granted(PyObject *module_name, PyObject *class_name)
{
    const char *module = sbx_utf8(module_name);
    const char *name = sbx_utf8(class_name);
    if (module != NULL && name != NULL
        && (is_programs(module_name, module, name) || is_copyreg(module, name)
            || is_builtin(module, name) || is_packages(module, name)
            || is_old_builtin(module_name, class_name)
            || is_encode(module, name))) {
        return true;
    }
    /* pickle fetches it from the real module: it must be the very object that
     * the view shows. */
    PyObject *v = module != NULL && name != NULL && strchr(name, '.') == NULL
                          && strncmp(name, "__", 2) != 0
                      ? sbx_visible_module(module_name)
                      : NULL;
    PyObject *shown = v != NULL && PyModule_Check(v)
                          ? PyDict_GetItemString(PyModule_GetDict(v), name)
                          : NULL;
    PyObject *dict = shown == NULL ? NULL : sbx_module_dict(module);
    return shown != NULL && !PyModule_Check(shown)
           && ((dict == NULL && !is_renamed(module_name))
               || dict == PyModule_GetDict(v)
               || PyDict_GetItemString(dict, name) == shown);
}
