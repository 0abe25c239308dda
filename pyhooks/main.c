// SPDX-License-Identifier: MIT
// The program's main frame.  At its `exec` event (empty stack) a PEP 523 frame
// function is installed for one frame: it takes itself out, starts the rules,
// runs the program and catches every SystemExit on its way out.

#include "imports.h"
#include "program.h"
#include "refuse.h"
#include "task.h"

#include <unistd.h>

/* A SystemExit that reaches the top: a violation, status 1. */
void
sbx_refuse_system_exit(void)
{
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    long line = 0;
    if (trace != NULL && PyTraceBack_Check(trace)) {
        line = PyCode_Addr2Line(
            PyFrame_GetCode(((PyTracebackObject *)trace)->tb_frame),
            ((PyTracebackObject *)trace)->tb_lasti);
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    struct sbx_violation v = {
        .layer = "interpreter",
        .rule = "exit",
        .object = "SystemExit",
        .reason = "the program must run to its end",
        .allow = "[process] exit = yes",
        .file = sbx_utf8(sbx.script),
        .line = line,
    };
    sbx.host->violation(&v);
    sbx_raise(sbx.Error,
              "pysbx: exit by 'SystemExit' is not allowed: the program "
              "must run to its end (to allow it, write in the policy: "
              "[process] exit = yes)");
    if (trace != NULL) {
        PyObject *t, *v2, *tb;
        PyErr_Fetch(&t, &v2, &tb);
        Py_XDECREF(tb);
        PyErr_Restore(t, v2, trace);
    }
}

/* `-m a.b`: a comes first, if it is the program's own. */
static int
import_package(void)
{
    const char *package = sbx.host->package;
    PyObject *module;

    if (package == NULL || package[0] == '\0') {
        return 0;
    }
    Owned name = PyUnicode_DecodeFSDefault(package);
    return name == NULL || sbx_local_import(name, &module) < 0 ? -1 : 0;
}

static pid_t started; /* the process that the status is of */

/* How a child of the program ends is the program's business. */
bool
sbx_may_exit(void)
{
    const struct sbx_policy *p = sbx.host->policy;

    return p->exit.on
           || (p->subprocess.on && started != 0 && getpid() != started);
}

static PyObject *
main_frame(PyThreadState *tstate, struct _PyInterpreterFrame *frame,
           int throwing)
{
    /* Through this function it becomes NULL again: calls are inlined. */
    _PyInterpreterState_SetEvalFrameFunc(tstate->interp,
                                         _PyEval_EvalFrameDefault);
    bool first = !sbx.running;
    bool task = first && sbx_task_waits();
    if (task) {
        sbx_task_read();
    }
    if (first) {
        started = getpid();
        sbx.running = true;
        sbx.host->running();
    }
    /* A frame that has not begun must be run, or it is never cleared. */
    throwing = throwing || (first && import_package() < 0);
    PyObject *r = _PyEval_EvalFrameDefault(tstate, frame, throwing);
    if (task && r != NULL) {
        Py_DECREF(r);
        return sbx_task_run();
    }
    if (r == NULL && !sbx_may_exit()
        && PyErr_ExceptionMatches(PyExc_SystemExit)) {
        sbx_refuse_system_exit();
    }
    sbx_end_main(r);
    return r;
}

/* Where C code has no frame to ask it takes the interpreter's builtins: from
 * the program's start on those are the program's, and CPython's end does not
 * restore others.  Trusted frames keep their own. */
static PyObject *lowered; /* the copy that is restored */

int
sbx_main_prepare(void)
{
    if (lowered == NULL) {
        lowered = PyDict_Copy(sbx.program_dict);
    }
    return lowered == NULL ? -1 : 0;
}

static int
lower_defaults(void)
{
    PyInterpreterState *is = PyInterpreterState_Get();
    if (is->builtins == sbx.program_dict) {
        return 0;
    }
    if (is->builtins != sbx.real_builtins || is->builtins_copy == NULL
        || !PyDict_CheckExact(is->builtins_copy) || sbx_main_prepare() < 0) {
        return -1;
    }
    is->builtins =
        Py_NewRef(sbx.program_dict); /* the old one lives for ever */
    is->builtins_copy = lowered;
    lowered = NULL;
    return 0;
}

static int
set_package(void)
{
    const char *package = sbx.host->package;
    Owned name = package == NULL ? NULL : PyUnicode_DecodeFSDefault(package);

    return package == NULL ? 0
           : name == NULL
               ? -1
               : PyDict_SetItemString(sbx.main_dict, "__package__", name);
}

PyObject *
sbx_main_run(PyObject *code)
{
    if (sbx.armed) {
        sbx_main_begin();
    }
    else {
        sbx.host->running();
    }
    return PyEval_EvalCode(code, sbx.main_dict, sbx.main_dict);
}

void
sbx_main_begin(void)
{
    if (compat_finalizing() || sbx.main_dict == NULL) {
        return; /* __main__ may be gone, or is (end.c) */
    }
    /* CPython sets __main__.__loader__ after cpython.run_file. */
    if (PyDict_SetItemString(sbx.main_dict, "__loader__", Py_None) < 0
        || PyDict_SetItemString(sbx.main_dict, "__spec__", Py_None) < 0
        || set_package() < 0
        || PyDict_SetItemString(sbx.main_dict, "__builtins__",
                                sbx.program_builtins)
               < 0
        || lower_defaults() < 0) {
        sbx.host->die("cannot prepare __main__");
    }
    _PyInterpreterState_SetEvalFrameFunc(PyInterpreterState_Get(), main_frame);
}
