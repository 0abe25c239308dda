// SPDX-License-Identifier: MIT
// Guards on classes that packages bring: those of compilers (Cython's
// functions have __globals__ as Python's have) and single attributes.  The
// table is packages.def.

#include "guards.h"
#include "hooks.h"
#include "trust.h"
#include "views.h"

#define ACT_NEVER ACT_COUNT

static const struct {
    const char *module, *class, *name;
    enum sbx_act read;
    const char *leads_to;
} package_rows[] = {
#define PACKAGE_GUARD(module, class, name, read, leads_to) \
    {module, class, name, ACT_##read, leads_to},
#include "packages.def"
};

static const struct {
    const char *class, *name;
    enum sbx_act read;
    const char *leads_to;
} compiler_rows[] = {
#define COMPILER_GUARD(class, name, read, leads_to) \
    {class, name, ACT_##read, leads_to},
#include "packages.def"
};

static const struct {
    const char *module, *class, *name;
    bool nothing;
} strip_rows[] = {
#define PACKAGE_STRIP(module, class, name) {module, class, name, false},
#define PACKAGE_NOTHING(module, class, name) {module, class, name, true},
#include "packages.def"
};

static const struct {
    const char *module, *word, *other;
    bool if_granted;
} with_rows[] = {
#define PACKAGE_WITH(module, word, other) {module, word, other, false},
#define PACKAGE_WITH_GRANT(module, word, other) {module, word, other, true},
#include "packages.def"
};

void
sbx_packages_with(const char *module, bool (*has_word)(const char *),
                  void (*import)(const char *))
{
    for (size_t i = 0; i < sizeof with_rows / sizeof *with_rows; i++) {
        if (strcmp(with_rows[i].module, module) == 0
            && (with_rows[i].word == NULL || has_word(with_rows[i].word))
            && (!with_rows[i].if_granted
                || sbx.host->import(sbx.host->policy, with_rows[i].other)
                       != NULL)) {
            import(with_rows[i].other);
        }
    }
}

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

static PyObject *
nothing(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args))
{
    Py_RETURN_NONE;
}

static PyMethodDef nothing_def = {"nothing", nothing, METH_VARARGS, NULL};

/* The class may be immutable by now. */
static void
do_nothing_in(PyTypeObject *t, const char *name)
{
    PyObject *dict = compat_type_dict(t);
    Owned f = PyCFunction_New(&nothing_def, NULL);
    if (f == NULL
        || (PyDict_GetItemString(dict, name) != NULL
            && PyDict_SetItemString(dict, name, f) < 0)) {
        sbx.host->die("out of memory");
    }
    PyType_Modified(t);
}

/* From each instance of type that stands in the module. */
static void
strip_module(PyObject *dict, PyObject *type, const char *name)
{
    Owned values = PyDict_Values(dict);
    for (Py_ssize_t i = 0; values != NULL && i < PyList_GET_SIZE(values);
         i++) {
        PyObject *o = PyList_GET_ITEM(values, i);
        if (Py_IS_TYPE(o, (PyTypeObject *)type)) {
            PyObject_DelAttrString(o, name);
            PyErr_Clear();
        }
    }
}

void
sbx_packages_strip(PyObject *dict)
{
    for (size_t i = 0; i < sizeof strip_rows / sizeof *strip_rows; i++) {
        PyObject *home = sbx_module_dict(strip_rows[i].module);
        PyObject *t =
            home == NULL ? NULL : sbx_resolve(home, strip_rows[i].class);
        if (t == NULL || !PyType_Check(t)) {
            continue;
        }
        if (!strip_rows[i].nothing) {
            strip_module(dict, t, strip_rows[i].name);
        }
        else if (dict == home) {
            do_nothing_in((PyTypeObject *)t, strip_rows[i].name);
        }
    }
}

/* Whether a row may be meant: every class comes here, again and again. */
static bool
has_initial(char c)
{
    static bool initials[256], filled;
    for (size_t i = 0;
         !filled && i < sizeof compiler_rows / sizeof *compiler_rows; i++) {
        initials[(unsigned char)compiler_rows[i].class[0]] = true;
    }
    filled = true;
    return initials[(unsigned char)c];
}

/* Each module that Cython compiled has a class of this name, or shares one
 * with others; Cython 3 writes "_cython_3_0_0.generator". */
void
sbx_packages_type(PyTypeObject *t)
{
    const char *dot = strrchr(t->tp_name, '.');
    const char *name = dot == NULL ? t->tp_name : dot + 1;
    if (!has_initial(name[0]) || t == &PyGen_Type || t == &PyCoro_Type
        || t == &PyAsyncGen_Type) {
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
