// SPDX-License-Identifier: MIT
// Guards on classes that packages bring: those of compilers (Cython's
// functions have __globals__ as Python's have) and single attributes.  The
// table is packages.def.

#include "hooks.h"

#define ACT_NEVER ACT_COUNT

static const struct {
    const char *module, *class, *name;
    enum sbx_act read;
    const char *leads_to;
} package_rows[] = {
#define PACKAGE_GUARD(module, class, name, read, leads_to) \
    {module, class, name, ACT_##read, leads_to},
#define COMPILER_GUARD(class, name, read, leads_to)
#include "packages.def"
#undef PACKAGE_GUARD
#undef COMPILER_GUARD
};

static const struct {
    const char *class, *name;
    enum sbx_act read;
    const char *leads_to;
} compiler_rows[] = {
#define PACKAGE_GUARD(module, class, name, read, leads_to)
#define COMPILER_GUARD(class, name, read, leads_to) \
    {class, name, ACT_##read, leads_to},
#include "packages.def"
};

static PyObject *done; /* set of the classes of compilers that are guarded */

int
sbx_packages_care(const char *module, PyObject *dict)
{
    for (size_t i = 0; i < sizeof package_rows / sizeof *package_rows; i++) {
        if (strcmp(package_rows[i].module, module) != 0) {
            continue;
        }
        PyObject *t = sbx_resolve(dict, package_rows[i].class);
        if (t != NULL && PyType_Check(t)
            && sbx_guard_attribute((PyTypeObject *)t, package_rows[i].name,
                                   package_rows[i].read,
                                   package_rows[i].leads_to)
                   < 0) {
            return -1;
        }
    }
    return 0;
}

/* Each module that Cython compiled has a class of this name, or shares one
 * with others; Cython 3 writes "_cython_3_0_0.generator". */
void
sbx_packages_type(PyTypeObject *t)
{
    const char *dot = strrchr(t->tp_name, '.');
    const char *name = dot == NULL ? t->tp_name : dot + 1;
    if (t == &PyGen_Type || t == &PyCoro_Type || t == &PyAsyncGen_Type) {
        return;
    }
    for (size_t i = 0; i < sizeof compiler_rows / sizeof *compiler_rows; i++) {
        if (strcmp(compiler_rows[i].class, name) != 0) {
            continue;
        }
        Owned key = PyUnicode_FromFormat("%p.%s", t, compiler_rows[i].name);
        if (done == NULL) {
            done = PySet_New(NULL);
        }
        if (key == NULL || done == NULL || PySet_Contains(done, key) < 0) {
            sbx.host->die("out of memory");
        }
        if (PySet_Contains(done, key) == 1) {
            continue;
        }
        if (PySet_Add(done, key) < 0
            || sbx_guard_attribute(t, compiler_rows[i].name,
                                   compiler_rows[i].read,
                                   compiler_rows[i].leads_to)
                   < 0) {
            PyErr_Print();
            sbx.host->die("cannot guard class %s", t->tp_name);
        }
    }
}
