// SPDX-License-Identifier: MIT
// Programs that embed a shared libpython.  They call Py_Initialize*, so these
// are interposed: the interpreter layer arms when the real one has returned,
// before the program can run a line of Python.  No CPython header: the few
// types that cross are opaque, or stable since 3.8.

#include "core.h"
#include "start.h"

#include <dlfcn.h>
#include <stddef.h>
#include <wchar.h>

/* Include/cpython/initconfig.h */
typedef struct {
    enum { PYSTATUS_OK } type;
    const char *func;
    const char *message;
    int exitcode;
} PyStatus;
typedef struct PyConfig PyConfig;

SBX_PUBLIC void Py_InitializeEx(int signals);
SBX_PUBLIC void Py_Initialize(void);
SBX_PUBLIC PyStatus Py_InitializeFromConfig(const PyConfig *config);
SBX_PUBLIC int Py_BytesMain(int argc, char **argv);
SBX_PUBLIC int Py_Main(int argc, wchar_t **argv);
SBX_PUBLIC int Py_RunMain(void);

/* Resolved when called, not in the constructor: nobody else needs them. */
static void *
next(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (function == NULL) {
        sbx_die("%s is called, but there is no libpython", name);
    }
    return function;
}

#define NEXT(name)                 \
    __typeof__(name) *real = NULL; \
    *(void **)&real = next(#name)

/* Inside Py_BytesMain and its like, CPython initializes itself: then the hooks
 * object waits for the event before the program, which comes after site. */
static unsigned in_main;

/* Py_Initialize may call Py_InitializeEx by its exported name. */
static unsigned depth;
static bool initialized_once;

/* CPython's audit hooks end with Py_Finalize, so a second interpreter would
 * run without. */
static void
before(void)
{
    if (depth++ > 0 || in_main > 0 || sbx_core.layers == 0
        || !initialized_once) {
        return;
    }
    int (*is_initialized)(void) = NULL;
    *(void **)&is_initialized = next("Py_IsInitialized");
    if (!is_initialized()) {
        sbx_die("Python is initialized for a second time in one process: not "
                "supported");
    }
}

static void
after(bool ok)
{
    if (--depth > 0 || in_main > 0 || sbx_core.layers == 0
        || sbx_core.is_python || initialized_once || !ok) {
        return;
    }
    initialized_once = true;
    if (sbx_host.arm_embedder != NULL) {
        sbx_host.arm_embedder();
    }
    sbx_core_run();
}

void
Py_InitializeEx(int signals)
{
    NEXT(Py_InitializeEx);
    before();
    real(signals);
    after(true);
}

void
Py_Initialize(void)
{
    NEXT(Py_Initialize);
    before();
    real();
    after(true);
}

PyStatus
Py_InitializeFromConfig(const PyConfig *config)
{
    NEXT(Py_InitializeFromConfig);
    before();
    PyStatus status = real(config);
    after(status.type == PYSTATUS_OK);
    return status;
}

/* CPython's own command line in a program whose name did not say so: its
 * arguments were not read, so nothing was granted for them. */
static void
refuse_other_names(void)
{
    if (sbx_core.layers != 0 && !sbx_core.is_python) {
        sbx_die("%s runs Python's command line under a name of its own: call "
                "it python3, or a name like that",
                sbx_core.exe == NULL ? "this program" : sbx_core.exe);
    }
}

int
Py_BytesMain(int argc, char **argv)
{
    NEXT(Py_BytesMain);
    refuse_other_names();
    in_main++;
    int status = real(argc, argv);
    in_main--;
    return status;
}

int
Py_Main(int argc, wchar_t **argv)
{
    NEXT(Py_Main);
    refuse_other_names();
    in_main++;
    int status = real(argc, argv);
    in_main--;
    return status;
}

int
Py_RunMain(void)
{
    NEXT(Py_RunMain);
    in_main++;
    int status = real();
    in_main--;
    return status;
}
