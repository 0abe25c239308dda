// SPDX-License-Identifier: MIT
// Sinks: C functions that touch the outside, decided by the stack and the
// policy wherever the function object is held.  The table is sinks.def; what
// file functions need besides is in filecalls.c.

#include "audit.h"
#include "builtins.h"
#include "files.h"
#include "gates.h"
#include "hooks.h"
#include "imports.h"
#include "program.h"
#include "refuse.h"
#include "standins.h"
#include "trust.h"

#include <limits.h>

enum when {
#define WHEN(when) when,
#include "sinks.def"
#undef WHEN
};

struct sink {
    const char *module, *function; /* "*": every other function of it */
    enum when when;
    const char *named; /* the module under which a policy would name it */
};

static const struct sink sinks[] = {
#define SINK(module, function, when, named) {module, function, when, named},
#include "sinks.def"
#undef SINK
};
#define N_SINKS (sizeof sinks / sizeof *sinks)

/* What the kernel layer refuses under any policy: to name it is no use. */
static const char *const futile[] = {
#define FUTILE(module, function) module "." function,
#include "sinks.def"
#undef FUTILE
    NULL,
};
static const char *const starts[] = {
#define STARTS(module, function) module "." function,
#include "sinks.def"
#undef STARTS
    NULL,
};

bool
sbx_is_futile(const char *name)
{
    return sbx_in_list(futile, name)
           || (!sbx.host->policy->subprocess.on && sbx_in_list(starts, name));
}

static bool
named_by(const char *module, const char *function)
{
    const struct sbx_import_rule *r =
        sbx.host->import(sbx.host->policy, module);
    return r != NULL
           && (sbx.host->import_names(r, function)
               || (r->star && function[0] != '_'));
}

/* Does the policy name this function, which the kernel layer does not refuse
 * anyhow?  Looked up once: s and name are constants. */
static bool
named_by_policy(const struct sink *s, const char *name)
{
    static struct {
        const struct sbx_policy *policy;
        const struct sink *sink;
        const char *name;
        bool named;
    } answers[64];
    size_t at = ((uintptr_t)name / 2 ^ (uintptr_t)s / sizeof *s) % 64;
    if (answers[at].policy != sbx.host->policy || answers[at].sink != s
        || answers[at].name != name) {
        char full[96];
        snprintf(full, sizeof full, "%s.%s",
                 s->named != NULL ? s->named : s->module, name);
        answers[at].policy = sbx.host->policy;
        answers[at].sink = s;
        answers[at].name = name;
        answers[at].named =
            !sbx_is_futile(full)
            && (named_by(s->module, name)
                || (s->named != NULL && named_by(s->named, name)));
    }
    return answers[at].named;
}

static bool
is_foreign_descriptor(PyObject *args)
{
    PyObject *fd =
        PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0) : NULL;
    if (fd == NULL || !PyLong_CheckExact(fd)) {
        return false;
    }
    long n = PyLong_AsLong(fd);
    PyErr_Clear();
    return n >= 0 && n <= INT_MAX && !sbx.host->own_descriptor((int)n);
}

static bool
allowed(const struct sink *s, const char *name, PyObject *args)
{
    const struct sbx_policy *p = sbx.host->policy;
    switch (s->when) {
    case FREE:
        return true;
    case TRUSTED:
    case MODE:
    case TIMES:
    case OWNER:
    case ABSENT:
    case NOTHING:
    case UNTRACE:
        if (sbx_top_trusted() || sbx_in_section()) {
            return true;
        }
        break;
    case FILES:
    case FILES2:
        /* Code that Cython compiled has no frame: the event decides. */
        if (sbx_top_trusted() || sbx_in_section() || sbx_grants_packages()) {
            return true;
        }
        break;
    case SECTION:
        if (sbx_in_section()) {
            return true;
        }
        break;
    case FRAME:
        if (sbx_in_section() || sbx_may_look(NULL)
            || sbx_granted(ACT_f_locals, NULL)) {
            return true;
        }
        break;
    case CTRL_C:
        if (sbx_is_loops_signal(args)) {
            return true;
        }
        break;
    case FOREIGN:
        if (is_foreign_descriptor(args)) {
            return true;
        }
        break;
    case CLOSE:
        if (sbx_in_section()
            || (sbx_top_trusted() && is_foreign_descriptor(args))) {
            return true;
        }
        break;
    case CWD:
        if (sbx_in_section() || sbx_granted(ACT_getcwd, NULL)
            || (sbx_top_trusted() && sbx_may_know_cwd())) {
            return true;
        }
        break;
    case THREADS:
        if (p->threads.on && sbx_top_trusted()) {
            return true;
        }
        break;
    case PIPE:
        if (sbx_in_section()) {
            return true;
        }
        __attribute__((fallthrough));
    case PROCESS:
        if (p->subprocess.on && (sbx_top_trusted() || sbx_in_section())) {
            return true;
        }
        break;
    case EXIT:
    case NEVER:
        break;
    }
    return named_by_policy(s, name);
}

/* Their events do not tell which directory a path is relative to. */
static bool
is_relative(PyObject *kwargs)
{
    static const char *const names[] = {"dir_fd", "src_dir_fd", "dst_dir_fd"};
    for (int i = 0; kwargs != NULL && i < 3; i++) {
        PyObject *fd = PyDict_GetItemString(kwargs, names[i]);
        if (fd != NULL && fd != Py_None) {
            return !sbx_in_section();
        }
    }
    return false;
}

static PyObject *
refuse(const struct sink *s, const char *name)
{
    char object[96];
    char allow[128];
    const char *module = s->named != NULL ? s->named : s->module;
    snprintf(object, sizeof object, "%s.%s", module, name);
    const char *reason = NULL;
    if (s->when == THREADS) {
        snprintf(allow, sizeof allow, "[process] threads = yes");
    }
    else if (s->when == PROCESS && !sbx.host->policy->subprocess.on) {
        snprintf(allow, sizeof allow, "[process] subprocess = yes");
        reason = "it has to do with other processes";
    }
    else {
        snprintf(allow, sizeof allow, "[imports] %s = %s", module, name);
    }
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.PermissionError,
        .rule = "call",
        .act = "calling",
        .object = object,
        .reason = reason != NULL          ? reason
                  : sbx_is_futile(object) ? "no policy can allow it"
                                          : NULL,
        .allow = reason == NULL && sbx_is_futile(object) ? NULL : allow,
        .silent = compat_top() == NULL,
    });
}

static PyObject *
sink_gate(PyObject *original, const void *data, PyObject *args,
          PyObject *kwargs)
{
    const struct sink *s = data;
    const char *name = ((PyCFunctionObject *)original)->m_ml->ml_name;
    if (!sbx.running) {
        return PyObject_Call(original, args, kwargs);
    }
    if (s->when == EXIT && !sbx_may_exit()) {
        return sbx_refuse_exit(name);
    }
    if (!allowed(s, name, args) || is_relative(kwargs)) {
        return refuse(s, name);
    }
    switch (s->when) {
    case FRAME:
        return sbx_getframe(args);
    case FILES:
    case FILES2:
    case MODE:
    case TIMES:
    case OWNER:
        return sbx_file_call(original, args, kwargs, s->when == FILES2 ? 2 : 1,
                             s->when == MODE    ? SBX_CALL_MODE
                             : s->when == TIMES ? SBX_CALL_TIMES
                             : s->when == OWNER ? SBX_CALL_OWNER
                                                : SBX_CALL_PLAIN);
    case PIPE:
    case PROCESS:
        return sbx_process_call(original, args, kwargs);
    case ABSENT:
        if (!sbx_top_trusted()) {
            break;
        }
        PyErr_SetString(PyExc_KeyError, "the sandbox shows no users");
        return NULL;
    case NOTHING:
        if (!sbx_top_trusted()) {
            break;
        }
        Py_RETURN_NONE;
    case UNTRACE:
        if (!sbx_top_trusted()) {
            break;
        }
        if (PyTuple_GET_SIZE(args) == 1
            && PyTuple_GET_ITEM(args, 0) == Py_None) {
            Py_RETURN_NONE;
        }
        return refuse(s, name);
    default:
        break;
    }
    return PyObject_Call(original, args, kwargs);
}

/* Row numbers, from 1, by module and function; and by module alone, the last
 * of its rows.  Open addressing, filled when loaded. */
#define TABLE 512
#define MODULES 128
static unsigned char table[TABLE], modules[MODULES];
_Static_assert(N_SINKS * 2 < TABLE && N_SINKS < 256, "grow the table");

/* hash: sbx_hash(module), which the caller needs for many functions. */
static unsigned char *
find(unsigned hash, const char *module, const char *function)
{
    for (hash ^= sbx_hash(function) * 31;; hash++) {
        unsigned char *e = &table[hash % TABLE];
        if (*e == 0
            || (strcmp(sinks[*e - 1].function, function) == 0
                && strcmp(sinks[*e - 1].module, module) == 0)) {
            return e;
        }
    }
}

static unsigned char *
find_module(unsigned hash, const char *module)
{
    for (;; hash++) {
        unsigned char *e = &modules[hash % MODULES];
        if (*e == 0 || strcmp(sinks[*e - 1].module, module) == 0) {
            return e;
        }
    }
}

static const struct sink *
sink_of(unsigned hash, const char *module, const char *function)
{
    unsigned char row = *find(hash, module, function);
    return row == 0 ? NULL : &sinks[row - 1];
}

static void __attribute__((constructor)) fill_table(void)
{
    unsigned n = 0;
    for (unsigned char i = 1; i <= N_SINKS; i++) {
        const struct sink *s = &sinks[i - 1];
        unsigned h = sbx_hash(s->module);
        unsigned char *m = find_module(h, s->module);
        n += *m == 0;
        *m = i;
        *find(h, s->module, s->function) = i;
    }
    if (n * 2 > MODULES) {
        abort(); /* grow the table */
    }
}

int
sbx_gates_module(const char *module, PyObject *dict)
{
    unsigned hash = sbx_hash(module);
    if (*find_module(hash, module) == 0) {
        return 0;
    }
    const struct sink *rest = sink_of(hash, module, "*");
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(dict, &pos, &key, &value)) {
        const char *name = PyCFunction_Check(value) ? sbx_utf8(key) : NULL;
        if (name == NULL) {
            continue;
        }
        const struct sink *s = sink_of(hash, module, name);
        s = s != NULL ? s : rest;
        if (s != NULL && s->when != FREE
            && sbx_gate(value, sink_gate, s) < 0) {
            return -1;
        }
    }
    return 0;
}
