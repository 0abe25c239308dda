// SPDX-License-Identifier: MIT
// A zygote's half of CPython (preload/start/zygote.c is the other): it imports
// what the policy says, warms itself up and forks.  Everything up to
// host->zygote->child() is trusted and unlocked; after it the process is a
// sandbox like any other, and only then sees a request.

#include "modules.h"
#include "program.h"
#include "task.h"
#include "zygote.h"

/* --- in the zygote --- */

void
sbx_zygote_fail(const char *what)
{
    if (PyErr_Occurred()) {
        PyErr_Print();
    }
    sbx.host->die("zygote: cannot %s", what);
}

static void
unset(void)
{
    Owned os = PyImport_ImportModule("os");
    Owned map = os == NULL ? NULL : PyObject_GetAttrString(os, "environ");

    for (const char *const *v = sbx.host->zygote->unset; *v != NULL; v++) {
        Owned r = map == NULL
                      ? NULL
                      : PyObject_CallMethod(map, "pop", "sO", *v, Py_None);
        if (r == NULL) {
            sbx_zygote_fail("mend its environment");
        }
    }
}

/* Compiler, evaluation and printing have run once: their memory is there. */
static const char warm_text[] =
    "class C:\n"
    "    def f(self, *a, **k):\n"
    "        return [str(i) for i in range(3)] + sorted(a)\n"
    "try:\n"
    "    print(sum(range(1000)), C().f(2, 1, x={'a': 1.5}), file=out)\n"
    "    raise ValueError('x')\n"
    "except ValueError as e:\n"
    "    print(f'{e!r}', file=out)\n"
    "print(end='', flush=True)\n";

/* In each child again, less of it: the pages that any program writes to are
 * copied before its request comes. */
static const char little_text[] = "print(sum(range(10)), file=out)\n";

/* The least that a program does, which shows what all write to (hotpages.c): a
 * page that is copied by fork for a program that leaves it alone costs as much
 * as one that is copied by a fault. */
static const char trial_text[] = "def f(n):\n"
                                 "    return n + 1\n"
                                 "print(sum(f(i) for i in range(3)))\n";

static PyObject *sink; /* where it prints */

static void
warm_up(const char *text)
{
    Owned dict = PyDict_New();
    Owned code = Py_CompileString(text, "<warm>", Py_file_input);
    PyObject *builtins = sbx.program_builtins != NULL ? sbx.program_builtins
                                                      : PyEval_GetBuiltins();

    if (sink == NULL) {
        Owned io = PyImport_ImportModule("io");
        sink = io == NULL ? NULL : PyObject_CallMethod(io, "StringIO", NULL);
    }
    if (sink == NULL || dict == NULL || code == NULL
        || PyDict_SetItemString(dict, "__builtins__", builtins) < 0
        || PyDict_SetItemString(dict, "out", sink) < 0) {
        sbx_zygote_fail("warm up");
    }
    Owned result = PyEval_EvalCode(code, dict, dict);
    if (result == NULL) {
        sbx_zygote_fail("warm up");
    }
}

static void
freeze(void)
{
    Owned gc = PyImport_ImportModule("gc");
    Owned a = gc == NULL ? NULL : PyObject_CallMethod(gc, "collect", NULL);
    Owned b = a == NULL ? NULL : PyObject_CallMethod(gc, "freeze", NULL);

    if (b == NULL) {
        sbx_zygote_fail("freeze its memory");
    }
}

/* The zygote's own __main__ is frozen: the collector would never look at it,
 * and objects of the program would not die with it.  This one is made after
 * that. */
static void
make_fresh_main(void)
{
    PyObject *main = PyImport_AddModule("__main__");
    PyObject *modules = sbx.armed ? sbx.modules : PySys_GetObject("modules");
    Owned notes = PyDict_New();
    Owned fresh = PyModule_New("__main__");
    const char *annotations = "__annotations__"; /* not from 3.14 on */

    if (main == NULL || modules == NULL || fresh == NULL || notes == NULL
        || PyDict_Update(PyModule_GetDict(fresh), PyModule_GetDict(main)) < 0
        || (PyDict_GetItemString(PyModule_GetDict(main), annotations) != NULL
            && PyDict_SetItemString(PyModule_GetDict(fresh), annotations,
                                    notes)
                   < 0)
        || PyDict_SetItemString(modules, "__main__", fresh) < 0) {
        sbx_zygote_fail("make a new __main__");
    }
    if (sbx.armed) {
        sbx_modules_drop_old_main();
    }
    if (sbx.main_dict != NULL) {
        Py_SETREF(sbx.main_dict, Py_NewRef(PyModule_GetDict(fresh)));
    }
}

/* --- in the child: requests --- */

static int
set_argv(const struct sbx_ask *t)
{
    static const char *const none[] = {"-c", NULL};
    const char *const *argv = t->argv != NULL ? t->argv : none;
    Owned list = PyList_New(0);

    for (; list != NULL && *argv != NULL; argv++) {
        Owned item = PyUnicode_DecodeFSDefault(*argv);
        if (item == NULL || PyList_Append(list, item) < 0) {
            return -1;
        }
    }
    return list == NULL ? -1 : PySys_SetObject("argv", list);
}

static int
set_file(const struct sbx_ask *t)
{
    PyObject *old = sbx.script;

    if (t->file == NULL || t->file[0] == '<') {
        return 0;
    }
    sbx.script = PyUnicode_DecodeFSDefault(t->file);
    Py_XDECREF(old);
    return sbx.script == NULL ? -1
           : PyDict_SetItemString(sbx.main_dict, "__file__", sbx.script) < 0
                   || PyDict_SetItemString(sbx.main_dict, "__cached__",
                                           Py_None)
                          < 0
               ? -1
               : 0;
}

/* The value of the program's last expression, or None; NULL: it raised. */
static PyObject *
run(const struct sbx_ask *t)
{
    Owned file =
        PyUnicode_DecodeFSDefault(t->file != NULL ? t->file : "<string>");
    struct sbx_program program = {0};

    if (file == NULL || set_argv(t) < 0 || set_file(t) < 0
        || (t->merged && sbx_zygote_streams_order() < 0)
        || sbx_split(t->code, file, t->want != 0, &program) < 0) {
        return NULL;
    }
    Owned body = program.body;
    Owned last = program.last;
    if (t->file == NULL || strcmp(t->file, "<string>") == 0) {
        sbx_split_lines(body, t->code, file);
        sbx_split_lines(last, t->code, file);
    }
    PyObject *r = sbx_main_run(body);
    if (r == NULL || last == NULL) {
        return r;
    }
    Py_DECREF(r);
    return sbx_main_run(last);
}

/* A request of the Python package: main_frame() does it, in place of a program
 * without a statement.  What came of it is sbx_task_record's. */
static PyObject *
run_task(const struct sbx_ask *t)
{
    if (!sbx.armed) {
        sbx.host->die("a call of the Python package: the interpreter layer "
                      "is off");
    }
    Owned code = Py_CompileString("", "<call>", Py_file_input);
    sbx_task_take(t->code, t->n);
    return code == NULL || set_argv(t) < 0 ? NULL : sbx_main_run(code);
}

static void __attribute__((__noreturn__)) serve(void)
{
    const struct sbx_host_zygote *z = sbx.host->zygote;

    for (;;) {
        const struct sbx_ask *t = z->next();
        bool task = t->want == SBX_ASK_TASK, keep = t->keep && !task;
        Owned value = task ? run_task(t) : run(t);
        Owned text = NULL;
        struct sbx_ask_end end = {.raised = value == NULL};
        int status = value != NULL ? 0 : 1;
        if (value == NULL) {
            if (PyErr_ExceptionMatches(PyExc_KeyboardInterrupt)) {
                status = SBX_END_INTERRUPTED;
            }
            PyErr_Print(); /* or ends the process: SystemExit */
        }
        else if (task) {
            end.is = SBX_ASK_TASK;
            end.value = sbx_task_record(&end.n);
        }
        else if (t->want != 0 && value != Py_None) {
            text = sbx_value_text(value, t->want == 1, &end.is);
            end.value = text == NULL ? NULL : PyBytes_AS_STRING(text);
            end.n = text == NULL ? 0 : (size_t)PyBytes_GET_SIZE(text);
        }
        Py_CLEAR(value);
        PyErr_Clear();
        if (keep || task) { /* who gets too much hangs up on us */
            sbx_zygote_streams_flush();
        }
        z->answer(&end);
        if (!keep) {
            sbx_end(status);
        }
    }
}

/* Before the fork, unless children may have other [imports]: it is the dearest
 * part of a child's set-up.  What was proved then is in the same memory. */
static void
arm(void)
{
    if ((sbx.host->layers & SBX_LAYER_INTERPRETER) != 0) {
        sbx_arm("cpython.run_command", NULL);
    }
    else {
        sbx_do_not_arm();
    }
}

/* True in the child. */
static bool
fork_child(const struct sbx_host_zygote *z)
{
    PyOS_BeforeFork();
    if (z->fork() == 0) {
        return true;
    }
    PyOS_AfterFork_Parent();
    return false;
}

/* Returns in children. */
static void
wait_for_fork(const struct sbx_host_zygote *z)
{
    if (z->trial(trial_text)) {
        if (fork_child(z)) {
            return;
        }
        z->tried();
    }
    z->up();
    do {
        z->wait();
    } while (!fork_child(z));
}

void
sbx_zygote(void)
{
    const struct sbx_host_zygote *z = sbx.host->zygote;

    sbx_zygote_preload();
    unset();
    warm_up(warm_text);
    bool all = sbx_zygote_has_all();
    if (!z->plain) {
        arm();
    }
    warm_up(warm_text);
    sbx_flush_all(); /* attributes of the streams: CPython's cache of them */
    if (sbx.armed && sbx_main_prepare() < 0) {
        sbx_zygote_fail("copy the program's builtins");
    }
    freeze();
    sbx_zygote_tidy();
    make_fresh_main();
    z->prepare(all);
    wait_for_fork(z);
    PyOS_AfterFork_Child();
    z->adopt();
    if (z->early) {
        warm_up(little_text);
        if (sbx_zygote_streams_practise() < 0) {
            sbx_zygote_fail("practise its standard streams");
        }
        z->take();
    }
    if (sbx_zygote_streams_open() < 0) {
        sbx_zygote_fail("open its standard streams");
    }
    z->child();
    if (z->plain) {
        sbx_zygote_environment();
        arm();
    }
    if (!z->hot && !z->early) {
        warm_up(little_text);
    }
    z->ready();
    serve();
}
