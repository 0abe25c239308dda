// SPDX-License-Identifier: MIT
// Which trusted code may look at frames and code objects, by their stand-ins.

#include "hooks.h"
#include "imports.h"
#include "standins.h"
#include "trust.h"
#include "views.h"

/* Modules that look at code and frames.  Where a policy grants one of them it
 * means that; a module that only copies what it is told to (functools) is not
 * among them. */
static const char *const lookers[] = {"inspect",  "logging", "unittest",
                                      "doctest",  "asyncio", "traceback",
                                      "warnings", NULL};

static bool
is_looker(const char *module)
{
    for (const char *const *l = lookers; module != NULL && *l != NULL; l++) {
        size_t n = strlen(*l);
        if (strncmp(module, *l, n) == 0
            && (module[n] == '\0' || module[n] == '.')) {
            return true;
        }
    }
    return false;
}

static bool
looker_granted(void)
{
    static int answer = -1;
    if (answer < 0) {
        const struct sbx_policy *p = sbx.host->policy;
        answer = 0;
        for (size_t i = 0; i < p->imports.n; i++) {
            const char *m = p->imports.at[i].module;
            answer |= is_looker(m) && strcmp(m, "warnings") != 0;
        }
    }
    return answer;
}

bool
sbx_may_look(PyObject *operand)
{
    if (sbx_granted(ACT_look, operand)) {
        return true;
    }
    sbx_frame *f = compat_top();
    if (f == NULL || !sbx_trusted(f)) {
        return false;
    }
    if (sbx_grants_packages()) {
        /* Packages look at signatures and at who called them. */
        if (sbx_is_package_code(f)) {
            return true;
        }
    }
    else if (!looker_granted()) {
        return false;
    }
    const char *name =
        sbx_utf8(PyDict_GetItemString(f->f_globals, "__name__"));
    return is_looker(name) && sbx_module_dict(name) == f->f_globals;
}
