// SPDX-License-Identifier: MIT
// Grants: see grants.def.  A grant binds a code object, an act *and* what it
// is done to, because the attacker's C callables run while the granted frame
// is on top (a property's getter, __subclasshook__, __bool__).

#include "hooks.h"
#include "trust.h"
#include "views.h"

enum rule {
    ANY,
    OWN,
    FOREIGN,
    EITHER,
    SELF,
    LOCAL,
    FOREIGN_LOCAL,
    EITHER_LOCAL,
    ABC,
    PACKAGE,
    FRAME,
    CALLED,
    ITSELF,
    IMPORTED
};

struct grant {
    const char *module, *qualname;
    enum sbx_act act;
    enum rule rule;
    PyCodeObject *code; /* strong; NULL until the module is loaded */
};

static struct grant grants[] = {
#define GRANT(module, qualname, act, rule) \
    {module, qualname, ACT_##act, rule, NULL},
#include "grants.def"
};

#define N_GRANTS (sizeof grants / sizeof *grants)

/* The function behind a class attribute, or o itself; borrowed. */
static PyObject *
unwrap(PyObject *o)
{
    if (o != NULL
        && (Py_IS_TYPE(o, &PyStaticMethod_Type)
            || Py_IS_TYPE(o, &PyClassMethod_Type))) {
        PyObject *f = PyObject_GetAttrString(o, "__func__");
        Py_XDECREF(f); /* o keeps it */
        return f;
    }
    return o;
}

PyObject *
sbx_resolve(PyObject *dict, const char *qualname)
{
    PyObject *o = NULL;
    while (dict != NULL && PyDict_Check(dict)) {
        const char *dot = strchr(qualname, '.');
        Owned part = dot == NULL ? PyUnicode_FromString(qualname)
                                 : PyUnicode_FromStringAndSize(qualname,
                                                               dot - qualname);
        o = part == NULL ? NULL : unwrap(PyDict_GetItemWithError(dict, part));
        if (o == NULL || dot == NULL) {
            break;
        }
        qualname = dot + 1;
        dict = PyType_Check(o) ? compat_type_dict((PyTypeObject *)o) : NULL;
        o = NULL;
    }
    PyErr_Clear();
    return o;
}

void
sbx_grants_resolve(const char *module, PyObject *dict)
{
    for (struct grant *g = grants; g < grants + N_GRANTS; g++) {
        if (g->module[0] != module[0] || strcmp(g->module, module) != 0) {
            continue;
        }
        PyObject *f = sbx_resolve(dict, g->qualname);
        if (f != NULL && PyFunction_Check(f)
            && ((PyFunctionObject *)f)->func_builtins == sbx.real_builtins) {
            Py_XSETREF(g->code,
                       (PyCodeObject *)Py_NewRef(PyFunction_GET_CODE(f)));
        }
    }
}

static bool
is_local(sbx_frame *f, PyObject *operand)
{
    for (int i = 0; i < compat_code(f)->co_nlocals; i++) {
        if (compat_local(f, i) == operand) {
            return true;
        }
    }
    return false;
}

/* A function of a package that the policy grants; also one that Cython
 * compiled, whose attributes packages.def guards. */
static bool
is_packages(PyObject *operand)
{
    const char *class = Py_TYPE(operand)->tp_name;
    if (!PyFunction_Check(operand)) {
        return strstr(class, "cython_function_or_method") != NULL;
    }
    PyFunctionObject *f = (PyFunctionObject *)operand;
    PyObject *dict = f->func_globals;
    const char *name = sbx_utf8(PyDict_GetItemString(dict, "__name__"));
    return f->func_builtins == sbx.real_builtins && name != NULL
           && sbx_module_dict(name) == dict && sbx_is_package_module(name);
}

bool
sbx_is_package_code(sbx_frame *f)
{
    const char *name =
        sbx_utf8(PyDict_GetItemString(f->f_globals, "__name__"));
    return sbx_trusted(f) && name != NULL
           && sbx_module_dict(name) == f->f_globals
           && sbx_is_package_module(name);
}

bool
sbx_is_program_frame(PyObject *o)
{
    return PyFrame_Check(o) && !sbx_trusted(((PyFrameObject *)o)->f_frame);
}

/* In a section, the body of the module with these globals has led here. */
static bool
is_importing_itself(sbx_frame *f, PyObject *globals)
{
    for (; sbx_in_section() && f != NULL && sbx_trusted(f);
         f = compat_previous(f)) {
        if (sbx_is_module_body(f)) {
            return f->f_globals == globals;
        }
    }
    return false;
}

static bool
rule_holds(enum rule rule, sbx_frame *f, PyObject *operand)
{
    if (rule == ANY) {
        return true;
    }
    if (rule == CALLED) {
        sbx_frame *caller = compat_previous(f);
        return caller != NULL && sbx_is_package_code(caller);
    }
    if (operand == NULL) {
        return false;
    }
    if (rule == ITSELF) {
        return PyFrame_Check(operand)
               && ((PyFrameObject *)operand)->f_frame == f;
    }
    if (rule == SELF) {
        return compat_code(f)->co_argcount > 0
               && compat_local(f, 0) == operand;
    }
    if ((rule == LOCAL || rule == FOREIGN_LOCAL || rule == EITHER_LOCAL
         || rule == ABC)
        && !is_local(f, operand)) {
        return false;
    }
    if (rule == LOCAL) {
        return true;
    }
    if (rule == FRAME) {
        return sbx_is_program_frame(operand) && is_local(f, operand);
    }
    if (rule == IMPORTED) {
        return PyFunction_Check(operand)
               && is_importing_itself(f, PyFunction_GET_GLOBALS(operand));
    }
    if (rule == PACKAGE) {
        return is_packages(operand);
    }
    if (rule == ABC) {
        PyTypeObject *meta = Py_TYPE(operand);
        return PyType_Check(operand) && meta != &PyType_Type
               && (meta->tp_flags & Py_TPFLAGS_IMMUTABLETYPE) != 0;
    }
    if (!PyFunction_Check(operand)) {
        return false;
    }
    PyFunctionObject *fn = (PyFunctionObject *)operand;
    bool own = fn->func_globals == f->f_globals;
    bool foreign = fn->func_builtins != sbx.real_builtins;
    return rule == OWN                              ? own
           : rule == EITHER || rule == EITHER_LOCAL ? own || foreign
                                                    : foreign;
}

/* Is f this part of a module that is being imported? */
static bool
is_importing(sbx_frame *f, const struct grant *g)
{
    const char *name = sbx_utf8(compat_code(f)->co_qualname);
    return name != NULL && strcmp(name, g->qualname) == 0
           && sbx_module_dict(g->module) == f->f_globals && sbx_in_section();
}

bool
sbx_granted(enum sbx_act act, PyObject *operand)
{
    sbx_frame *f = compat_top();
    if (f == NULL || !sbx_trusted(f)) {
        return false;
    }
    for (const struct grant *g = grants; g < grants + N_GRANTS; g++) {
        if (g->act != act) {
            continue;
        }
        bool here =
            g->code != NULL ? g->code == compat_code(f) : is_importing(f, g);
        if (here && rule_holds(g->rule, f, operand)) {
            return true;
        }
    }
    return false;
}
