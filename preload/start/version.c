// SPDX-License-Identifier: MIT
// Is this process a CPython interpreter, and one that we know?  Asked of the
// dynamic symbols only: every other process (env, sh, a pyenv shim) must be
// left alone, and every interpreter that cannot be sandboxed must be refused,
// never run bare.

#include "core.h"
#include "start.h"

#include <dlfcn.h>
#include <string.h>

#define FIRST_MINOR 11
#define LAST_MINOR 14

static void *
symbol(const char *name)
{
    return dlsym(RTLD_DEFAULT, name);
}

/* Builds whose structures the hooks objects do not fit. */
static const struct {
    const char *symbol;
    const char *what;
} strange_builds[] = {
    {"_Py_DecRefShared", "a free-threaded build"},
    {"_Py_NegativeRefcount", "a debug build"},
};

/* "3.9" of "3.9.18 (main, ...)" in a static buffer. */
static const char *
old_version(void)
{
    static char text[16];
    const char *(*get)(void) = NULL;
    *(void **)&get = symbol("Py_GetVersion");
    const char *all = get == NULL ? NULL : get();
    if (all == NULL) {
        return "an unknown version";
    }
    size_t n = strcspn(all, " ");
    if (n >= sizeof(text)) {
        n = sizeof(text) - 1;
    }
    memcpy(text, all, n);
    text[n] = '\0';
    return text;
}

/* An interpreter that exports nothing (a static build without
 * -Wl,--export-dynamic) cannot be told from any other program but by its
 * name. */
static bool
is_called_python(const char *exe)
{
    const char *base = exe == NULL ? NULL : strrchr(exe, '/');
    base = base == NULL ? exe : base + 1;
    if (base == NULL || strncmp(base, "python", 6) != 0) {
        return false;
    }
    /* python, python3, python3.11, and the suffixes of special builds; not
     * python-config or pythonfoo. */
    const char *rest = base + 6;
    rest += strspn(rest, "0123456789.");
    rest += strspn(rest, "dmtuw");
    return *rest == '\0' || strcmp(rest, "-dbg") == 0;
}

bool
sbx_python_version(struct sbx_python *ret, const char *name)
{
    bool called_python =
        is_called_python(sbx_core.exe) || is_called_python(name);
    const unsigned long *version = symbol("Py_Version"); /* 3.11 and later */

    if (version == NULL) {
        if (symbol("pypy_main_startup") != NULL) {
            sbx_die("PyPy is not supported: use CPython 3.%d to 3.%d",
                    FIRST_MINOR, LAST_MINOR);
        }
        /* Not Py_Initialize, which we export ourselves. */
        if (symbol("Py_GetVersion") != NULL) {
            sbx_die("Python %s is not supported: use CPython 3.%d to 3.%d",
                    old_version(), FIRST_MINOR, LAST_MINOR);
        }
        if (is_called_python(sbx_core.exe)) {
            sbx_die("%s exports no symbols of CPython: such an interpreter "
                    "cannot be sandboxed",
                    sbx_core.exe);
        }
        return false;
    }
    if (symbol("PySys_AddAuditHook") == NULL) {
        sbx_die("this Python has no PySys_AddAuditHook: not supported");
    }
    ret->major = (int)(*version >> 24 & 0xff);
    ret->minor = (int)(*version >> 16 & 0xff);
    if (ret->major != 3 || ret->minor < FIRST_MINOR
        || ret->minor > LAST_MINOR) {
        sbx_die("Python %d.%d is not supported: use CPython 3.%d to 3.%d",
                ret->major, ret->minor, FIRST_MINOR, LAST_MINOR);
    }
    for (size_t i = 0; i < sizeof(strange_builds) / sizeof(*strange_builds);
         i++) {
        if (symbol(strange_builds[i].symbol) != NULL) {
            sbx_die("this Python %d.%d is %s: not supported", ret->major,
                    ret->minor, strange_builds[i].what);
        }
    }
    ret->is_python = called_python;
    return true;
}
