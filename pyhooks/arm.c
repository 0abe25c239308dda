// SPDX-License-Identifier: MIT
// Arming: after `site`, before the program.  Everything is put in place and
// read back; what fails ends the process with status 125.

#include "builtins.h"
#include "care.h"
#include "files.h"
#include "freeze.h"
#include "guards.h"
#include "hooks.h"
#include "imports.h"
#include "modules.h"
#include "program.h"
#include "refuse.h"
#include "trust.h"
#include "views.h"

struct sbx_state sbx;

/* Only what lies below a ${python} place stays on the search path: never the
 * program's directory or the current one, from which a _strptime.py would be
 * imported as trusted code. */
static int
freeze_path(void)
{
    PyObject *path = PySys_GetObject("path");
    Owned kept = PyList_New(0);
    if (kept == NULL || path == NULL || !PyList_Check(path)) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(path); i++) {
        PyObject *item = PyList_GET_ITEM(path, i);
        const char *dir = sbx_utf8(item);
        bool ok = false;
        for (const char *const *p = sbx.host->python; dir != NULL && *p; p++) {
            size_t n = strlen(*p);
            ok = ok
                 || (strncmp(dir, *p, n) == 0
                     && (dir[n] == '/' || dir[n] == '\0'));
        }
        if (ok && PyList_Append(kept, item) < 0) {
            return -1;
        }
    }
    if (PyList_SetSlice(path, 0, PyList_GET_SIZE(path), kept) < 0) {
        return -1;
    }
    sbx.path = PySequence_List(kept);
    return sbx.path == NULL ? -1
                            : PySys_SetObject("dont_write_bytecode", Py_True);
}

static int
find_interpreter(void)
{
    PyInterpreterState *is = PyInterpreterState_Get();
    Owned name = PyUnicode_FromString("builtins");
    Owned module = name == NULL ? NULL : PyImport_GetModule(name);
    PyObject *main = PyImport_AddModule("__main__");
    if (module == NULL || main == NULL) {
        return -1;
    }
    sbx.real_builtins = is->builtins;
    sbx.main_dict = Py_NewRef(PyModule_GetDict(main));
    if (sbx.real_builtins != PyModule_GetDict(module)) {
        PyErr_SetString(PyExc_SystemError,
                        "the interpreter's builtins are not where this "
                        "version of CPython has them");
        return -1;
    }
    return 0;
}

/* Does the frame walk see what is there?  A function of ours runs Python code
 * that calls back. */
static PyObject *proof_code;
static bool frame_seen;

static PyObject *
see_frame(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    sbx_frame *f = compat_top();
    int line = f == NULL ? 0 : compat_line(f);
    frame_seen = f != NULL && (PyObject *)compat_code(f) == proof_code
                 && f->f_builtins == sbx.program_dict && !sbx_trusted(f)
                 && sbx_program_frame() == f
                 /* The call is the last line, some way below the first. */
                 && line > compat_code(f)->co_firstlineno
                 && line < compat_code(f)->co_firstlineno + 16;
    Py_RETURN_NONE;
}

static PyMethodDef see_def = {"see", see_frame, METH_NOARGS, NULL};

/* Code that calls what it is given, ready made: to compile some takes 30 us.
 */
static PyObject *
calling_code(void)
{
    PyObject *m = PyDict_GetItemString(sbx.modules, "_frozen_importlib");
    PyObject *f = m == NULL || !PyModule_Check(m)
                      ? NULL
                      : PyDict_GetItemString(PyModule_GetDict(m),
                                             "_call_with_frames_removed");
    return f != NULL && PyFunction_Check(f) ? PyFunction_GET_CODE(f) : NULL;
}

static int
prove_frames(void)
{
    Owned dict = PyDict_New();
    Owned see = PyCFunction_New(&see_def, NULL);
    proof_code = calling_code();
    if (dict == NULL || see == NULL || proof_code == NULL
        || PyDict_SetItemString(dict, "__builtins__", sbx.program_builtins)
               < 0) {
        return -1;
    }
    Owned f = PyFunction_New(proof_code, dict);
    Owned r = f == NULL ? NULL : PyObject_CallOneArg(f, see);
    if (r != NULL && !frame_seen) {
        PyErr_SetString(PyExc_SystemError,
                        "frames are not laid out as in this version of "
                        "CPython");
    }
    return r != NULL && frame_seen ? 0 : -1;
}

static int
arm(const char *event)
{
    sbx_errors_init();
    static const struct {
        const char *what;
        int (*step)(void);
    } steps[] = {
        {"find the interpreter", find_interpreter},
        {"guard sys.modules", sbx_modules_install},
        {"freeze sys.path", freeze_path},
        {"make views", sbx_views_init},
        {"make live views", sbx_live_init},
        {"make the builtins", sbx_builtins_make},
        {"guard imports", sbx_trust_init},
        {"guard attributes", sbx_guards_install},
        {"freeze classes", sbx_freeze_init},
        {"guard the making of functions", sbx_annotate_init},
        {"guard __getstate__", sbx_getstate_install},
        {"guard files", sbx_files_install},
        {"mend CPython", sbx_repairs_install},
        {"prove the guards", sbx_guards_prove},
        {"prove the frame walk", prove_frames},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i].step() < 0) {
            if (PyErr_Occurred()) {
                PyErr_Print();
            }
            sbx.host->die("the interpreter layer cannot %s on CPython %s",
                          steps[i].what, Py_GetVersion());
        }
    }
    sbx_import_early(event);
    sbx_modules_sweep();
    sbx.armed = true;
    return 0;
}

int
sbx_arm(const char *event, PyObject *args)
{
    static const char *const refused[] = {"cpython.run_module",
                                          "cpython.run_interactivehook",
                                          "cpython.run_startup", NULL};
    if (sbx_in_list(refused, event)) {
        sbx.host->die("this way to run Python cannot be made safe (%s); run "
                      "a file, -c, or standard input",
                      event);
    }
    if (args != NULL && PyTuple_Check(args) && PyTuple_GET_SIZE(args) > 0
        && strcmp(event, "cpython.run_file") == 0) {
        sbx.script = Py_NewRef(PyTuple_GET_ITEM(args, 0));
    }
    if (sbx.host->zygote == NULL) {
        sbx_end_prepare();
    }
    return arm(event);
}

void
sbx_do_not_arm(void)
{
    PyObject *main = PyImport_AddModule("__main__");

    if (main == NULL) {
        sbx.host->die("there is no __main__");
    }
    sbx.main_dict = Py_NewRef(PyModule_GetDict(main));
    sbx.modules = Py_NewRef(PyImport_GetModuleDict());
    sbx.real_builtins = PyEval_GetBuiltins();
}

void
sbx_arm_embedder(void)
{
    if (!sbx.armed) {
        arm(NULL);
    }
}
