// SPDX-License-Identifier: MIT
// Modules that need care when they are loaded, beyond the tables.

#include "hooks.h"

/* redirect_stdout._stream, which a subclass may choose, names an attribute of
 * contextlib's `sys`. */
static int
care_contextlib(PyObject *dict)
{
    Owned f = sbx_facade("sys");
    return f == NULL ? -1 : PyDict_SetItemString(dict, "sys", f);
}

/* types works these out from attributes that are guarded by now. */
static int
care_types(PyObject *dict)
{
    return PyDict_SetItemString(dict, "MemberDescriptorType",
                                (PyObject *)&PyMemberDescr_Type);
}

static const struct {
    const char *module;
    int (*care)(PyObject *dict);
} rows[] = {
    {"contextlib", care_contextlib},
    {"types", care_types},
};

int
sbx_care_module(const char *module, PyObject *dict)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].module, module) == 0) {
            return rows[i].care(dict);
        }
    }
    return 0;
}
