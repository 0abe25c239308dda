// SPDX-License-Identifier: MIT
// What pickle may fetch for the program: what a view shows, and what packages
// write themselves with.

#include "hooks.h"

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

/* How packages write themselves: makers that no view shows. */
static bool
is_maker(const char *module, const char *name)
{
    static const char *const makers[] = {
        "numpy.core.multiarray._reconstruct",
        "numpy.core.multiarray.scalar",
        "numpy.core.numeric._frombuffer",
        "numpy._core.multiarray._reconstruct",
        "numpy._core.multiarray.scalar",
        "numpy._core.numeric._frombuffer",
        "pandas._libs.arrays.__pyx_unpickle_NDArrayBacked",
        "pandas._libs.internals._unpickle_block",
        "pandas._libs.tslibs.timestamps._unpickle_timestamp",
        "pandas._libs.tslibs.timedeltas._timedelta_unpickle",
        "pandas.core.indexes.base._new_Index",
        "pandas.core.indexes.datetimes._new_DatetimeIndex",
        "pandas.core.indexes.period._new_PeriodIndex",
        "pandas.core.internals.managers.BlockManager",
        "pandas.core.internals.managers.SingleBlockManager",
        NULL,
    };
    char full[128];
    int n = snprintf(full, sizeof full, "%s.%s", module, name);
    return n > 0 && (size_t)n < sizeof full && sbx_in_list(makers, full);
}

/* Where a package shows what it defines elsewhere: pandas.DataFrame is
 * pandas.core.frame.DataFrame. */
static bool
is_shown(const char *module, const char *name)
{
    PyObject *dict = sbx_module_dict(module);
    PyObject *real = dict == NULL ? NULL : PyDict_GetItemString(dict, name);
    const struct sbx_policy *p = sbx.host->policy;
    size_t n = strcspn(module, ".");
    for (size_t i = 0; real != NULL && i < p->imports.n; i++) {
        const char *m = p->imports.at[i].module;
        if (strncmp(m, module, n) != 0 || (m[n] != '.' && m[n] != '\0')) {
            continue;
        }
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

/* "xrange" of Python 2, which pickle maps after its event. */
static const char *
new_name(const char *name)
{
    PyObject *compat = sbx_module_dict("_compat_pickle");
    PyObject *map =
        compat == NULL ? NULL : PyDict_GetItemString(compat, "NAME_MAPPING");
    Owned key = Py_BuildValue("(ss)", "__builtin__", name);
    PyObject *to = map == NULL || key == NULL || !PyDict_Check(map)
                       ? NULL
                       : PyDict_GetItemWithError(map, key);
    bool builtin = to != NULL && PyTuple_Check(to) && PyTuple_GET_SIZE(to) == 2
                   && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(to, 0),
                                                       "builtins")
                          == 0;
    const char *text = builtin ? sbx_utf8(PyTuple_GET_ITEM(to, 1)) : NULL;
    PyErr_Clear();
    return text != NULL ? text : name;
}

/* builtins.slice: what the program has itself, the very same. */
static bool
is_builtin(const char *module, const char *name)
{
    bool old = strcmp(module, "__builtin__") == 0;
    if (!old && strcmp(module, "builtins") != 0) {
        return false;
    }
    name = old ? new_name(name) : name;
    PyObject *real = PyDict_GetItemString(sbx.real_builtins, name);
    return real != NULL && strncmp(name, "__", 2) != 0
           && real == PyDict_GetItemString(sbx.program_dict, name);
}

/* How bytes are written in the protocols of Python 2. */
static bool
is_codec(const char *module, const char *name)
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
            || is_builtin(module, name) || is_codec(module, name)
            || is_packages(module, name))) {
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
