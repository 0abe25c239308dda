// SPDX-License-Identifier: MIT
// What a class of the program may be made of: names that are what they seem,
// and no members that CPython's C code does not expect.

#include "guards.h"
#include "hooks.h"
#include "refuse.h"

/* From 3.12 on a class can export a buffer by Python code, which may change
 * the very object that asks for it: bytearray.split, exec, struct and others
 * then work on freed memory. */
bool
sbx_bad_member(const char *name)
{
    return strcmp(name, "__buffer__") == 0
           || strcmp(name, "__release_buffer__") == 0;
}

int
sbx_refuse_member(const char *name)
{
    sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.Error,
        .rule = "construct",
        .act = "a class with its own",
        .object = name,
        .reason = "code in CPython does not expect it to change things "
                  "(memory corruption)",
    });
    return -1;
}

/* A key of another class could be equal to a name that it is not, or tell
 * CPython other things than us; new dict. */
static PyObject *
exact_keys(PyObject *dict)
{
    PyObject *exact = PyDict_New();
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (exact != NULL && PyDict_Next(dict, &pos, &key, &value)) {
        Owned k = PyUnicode_Check(key) ? PyUnicode_FromObject(key) : NULL;
        if (k == NULL && !PyErr_Occurred()) {
            PyErr_SetString(PyExc_TypeError,
                            "pysbx: names in a class must be strings");
        }
        if (k == NULL || PyDict_SetItem(exact, k, value) < 0) {
            Py_CLEAR(exact);
        }
    }
    return exact;
}

/* The arguments of type(), with nothing but strings as keys; new. */
static PyObject *
exact_arguments(PyObject *args)
{
    PyObject *dict =
        PyTuple_GET_SIZE(args) == 3 ? PyTuple_GET_ITEM(args, 2) : NULL;
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (dict != NULL && PyDict_Check(dict)
           && PyDict_Next(dict, &pos, &key, &value)) {
        if (!PyUnicode_CheckExact(key)) {
            Owned exact = exact_keys(dict);
            return exact == NULL
                       ? NULL
                       : PyTuple_Pack(3, PyTuple_GET_ITEM(args, 0),
                                      PyTuple_GET_ITEM(args, 1), exact);
        }
    }
    return Py_NewRef(args);
}

/* Special methods that C code calls while it holds bare pointers. */
static int
check_members(PyObject *args)
{
#if PY_VERSION_HEX >= 0x030c0000
    PyObject *dict =
        PyTuple_GET_SIZE(args) > 2 ? PyTuple_GET_ITEM(args, 2) : NULL;
    static const char *const names[] = {"__buffer__", "__release_buffer__"};
    for (int i = 0; dict != NULL && PyDict_Check(dict) && i < 2; i++) {
        if (sbx_dict_names(dict, names[i])) {
            return sbx_refuse_member(names[i]);
        }
    }
#else
    (void)args;
#endif
    return 0;
}

/* The arguments that type.__new__ gets in place of args; new. */
PyObject *
sbx_class_arguments(PyObject *args)
{
    PyObject *exact = exact_arguments(args);
    if (exact != NULL && check_members(exact) < 0) {
        Py_CLEAR(exact);
    }
    return exact;
}
