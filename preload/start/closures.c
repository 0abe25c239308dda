// SPDX-License-Identifier: MIT
// From CPython 3.14 on, _ctypes asks libffi at import for a closure, which is
// memory that can be run, and gives it back at once (gh-128485).  The kernel
// layer has no such memory to give, and numpy and its like import ctypes: this
// first one is a stand-in.  Later ones (callbacks) are libffi's own business.

#include "core.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

SBX_PUBLIC void *ffi_closure_alloc(size_t size, void **code);
SBX_PUBLIC void ffi_closure_free(void *closure);

static char stand_in[256] __attribute__((aligned(16)));
static bool asked;

/* The object that called us was linked with libffi, which nobody else may see
 * (RTLD_LOCAL). */
static void *
next(const char *name, const void *here, const void *caller)
{
    void *function = dlsym(RTLD_NEXT, name);
    Dl_info where;

    if (function == NULL && dladdr(caller, &where) != 0) {
        void *object = dlopen(where.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
        if (object != NULL) {
            function = dlsym(object, name);
            dlclose(object);
        }
    }
    return function == here ? NULL : function;
}

/* Is this _ctypes, which is being imported by a Python that asks? */
static bool
is_import(const void *caller)
{
    const char *(*version)(void) = NULL;
    int major = 0, minor = 0;
    Dl_info where;

    if (asked || (sbx_core.layers & SBX_LAYER_KERNEL) == 0
        || dladdr(caller, &where) == 0
        || strstr(where.dli_fname, "_ctypes") == NULL) {
        return false;
    }
    asked = true;
    *(void **)&version = dlsym(RTLD_DEFAULT, "Py_GetVersion");
    return version != NULL && sscanf(version(), "%d.%d", &major, &minor) == 2
           && (major > 3 || minor >= 14);
}

void *
ffi_closure_alloc(size_t size, void **code)
{
    const void *caller = __builtin_return_address(0);
    __typeof__(ffi_closure_alloc) *real = NULL;

    if (is_import(caller) && size <= sizeof stand_in) {
        return *code = stand_in;
    }
    *(void **)&real = next("ffi_closure_alloc", ffi_closure_alloc, caller);
    return real == NULL ? NULL : real(size, code);
}

void
ffi_closure_free(void *closure)
{
    __typeof__(ffi_closure_free) *real = NULL;

    if (closure != stand_in) {
        *(void **)&real = next("ffi_closure_free", ffi_closure_free,
                               __builtin_return_address(0));
        if (real != NULL) {
            real(closure);
        }
    }
}
