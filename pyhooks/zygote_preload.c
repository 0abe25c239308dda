// SPDX-License-Identifier: MIT
// What a zygote imports before it forks: what the policy says, what shows
// results and exceptions, and the granted packages.

#include "hooks.h"
#include "trust.h"
#include "zygote.h"

static void
preload(void)
{
    char what[256];

    for (const char *const *m = sbx.host->zygote->preload; *m != NULL; m++) {
        Owned module = PyImport_ImportModule(*m);
        if (module == NULL) {
            snprintf(what, sizeof what, "import %s, which is to be preloaded",
                     *m);
            sbx_zygote_fail(what);
        }
    }
}

/* For the value of the last expression (split.c), and for how an exception is
 * shown from 3.13 on: once the program has begun, an import is the program's
 * and may be refused, and a sealed one has no files. */
static void
preload_own(void)
{
    static const char *const names[] = {
        "_ast",
#if PY_VERSION_HEX >= 0x030d0000
        "traceback",
        "tokenize",
        "ast",
#endif
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Owned module = PyImport_ImportModule(names[i]);
        if (module == NULL) {
            sbx_zygote_fail("import what shows results and exceptions");
        }
    }
}

/* Packages are always imported before a program (early.c). */
static void
preload_packages(void)
{
    const struct sbx_policy *p = sbx.host->policy;

    for (size_t i = 0; i < p->imports.n; i++) {
        if (sbx_is_package_module(p->imports.at[i].module)) {
            Py_XDECREF(PyImport_ImportModule(p->imports.at[i].module));
            PyErr_Clear(); /* the program's import will say it */
        }
    }
}

void
sbx_zygote_preload(void)
{
    preload_own();
    preload();
    preload_packages();
}

bool
sbx_zygote_has_all(void)
{
    const struct sbx_policy *p = sbx.host->policy;
    PyObject *modules = PySys_GetObject("modules");

    for (size_t i = 0; i < p->imports.n; i++) {
        Owned name = PyUnicode_FromString(p->imports.at[i].module);
        if (name == NULL || modules == NULL
            || PyDict_GetItemWithError(modules, name) == NULL) {
            PyErr_Clear();
            return false;
        }
    }
    return true;
}
