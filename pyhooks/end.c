// SPDX-License-Identifier: MIT
// The interpreter's end, shortened: everything that a program can notice, in
// CPython's order (Py_FinalizeEx), and nothing of the freeing of memory that
// takes a quarter of a short run.  Not for programs that may write files: a
// file that is kept alive by a library's table would lose what it buffers.

#include "gates.h"
#include "hooks.h"
#include "imports.h"
#include "modules.h"
#include "program.h"
#include "views.h"

#include <signal.h>
#include <unistd.h>

static void
call(const char *module, const char *function)
{
    PyObject *dict = sbx_module_dict(module);
    PyObject *found =
        dict == NULL ? NULL : PyDict_GetItemString(dict, function);
    Owned f = found == NULL ? NULL : sbx_gate_original(found);
    Owned r = f == NULL ? NULL : PyObject_CallNoArgs(f);

    if (r == NULL && PyErr_Occurred()) {
        PyErr_WriteUnraisable(f);
    }
}

/* -1: what was printed is lost. */
static int
flush(const char *name, bool tell)
{
    PyObject *stream = PySys_GetObject(name);

    if (stream == NULL || stream == Py_None) {
        return 0;
    }
    Py_INCREF(stream);
    Owned kept = stream;
    Owned closed = PyObject_GetAttrString(kept, "closed");
    if (closed != NULL && PyObject_IsTrue(closed) == 1) {
        return 0;
    }
    PyErr_Clear();
    Owned r = PyObject_CallMethod(kept, "flush", NULL);
    if (r == NULL && tell) {
        PyErr_WriteUnraisable(kept);
    }
    PyErr_Clear();
    return r == NULL ? -1 : 0;
}

int
sbx_flush_all(void)
{
    int lost = flush("stdout", true);

    return flush("stderr", false) | lost;
}

bool
sbx_can_end_short(void)
{
    const struct sbx_policy *p = sbx.host->policy;

    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        if ((r->rights & SBX_WRITE) != 0 && !r->missing
            && strcmp(r->path, "/dev/null") != 0) {
            return false;
        }
    }
    return true;
}

/* --- a cold start's ---
 * The first that is registered with atexit is called last, after all that
 * Py_FinalizeEx does before it begins to take the interpreter apart. */

/* What pymain ends with, if it is that simple; -1: it is not. */
static int main_status = -1;

void
sbx_end_main(const PyObject *result)
{
    main_status = result != NULL ? 0 : 1;
    if (result == NULL
        && (PyErr_ExceptionMatches(PyExc_SystemExit)
            || PyErr_ExceptionMatches(PyExc_KeyboardInterrupt))) {
        main_status = -1;
    }
}

static PyObject *
at_exit(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    if (main_status >= 0 && sbx_can_end_short()) {
        sbx_end_short(main_status);
    }
    Py_RETURN_NONE;
}

static PyMethodDef at_exit_def = {"end", at_exit, METH_NOARGS, NULL};

/* Best effort: where it fails, CPython ends by itself. */
void
sbx_end_prepare(void)
{
    if (sbx.host->task.size > 0 || !sbx_can_end_short()) {
        return;
    }
    Owned atexit = PyImport_ImportModule("atexit");
    Owned n = atexit == NULL
                  ? NULL
                  : PyObject_CallMethod(atexit, "_ncallbacks", NULL);
    Owned f = PyCFunction_New(&at_exit_def, NULL);
    /* One that was there before us would not be called. */
    if (n != NULL && f != NULL && PyLong_AsLong(n) == 0) {
        Py_XDECREF(PyObject_CallMethod(atexit, "register", "O", f));
    }
    PyErr_Clear();
}

/* __main__ goes: what only it holds dies, cycles too. */
static void
drop_main(void)
{
    static const char *const last[] = {"last_type", "last_value",
                                       "last_traceback", "last_exc"};

    for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
        if (PySys_GetObject(last[i]) != NULL) {
            PySys_SetObject(last[i], Py_None);
        }
    }
    PyErr_Clear();
    sbx_modules_drop_main();
    sbx.ending = true;
    Py_CLEAR(sbx.main_dict);
    PyObject *local = sbx_local_modules();
    if (local != NULL) {
        PyDict_Clear(local);
    }
    PyGC_Collect();
}

void
sbx_end_short(int status)
{
    int lost = sbx_flush_all();

    drop_main();
    lost |= sbx_flush_all();
    if (status == SBX_END_INTERRUPTED) {
        PyOS_setsig(SIGINT, SIG_DFL);
        kill(getpid(), SIGINT);
        status = 128 + SIGINT;
    }
    sbx.host->exit(lost < 0 ? 120 : status);
}

void
sbx_end(int status)
{
    call("threading", "_shutdown");
    call("atexit", "_run_exitfuncs");
    if (!sbx_can_end_short()) {
        /* Objects of the program first: their files are written out. */
        drop_main();
        int lost = Py_FinalizeEx();
        sbx.host->exit(lost < 0 ? 120 : status);
    }
    sbx_end_short(status);
}
