// SPDX-License-Identifier: MIT
// The one symbol of this object: called by libpysbx.so in its constructor,
// before Py_Initialize.

#include "audit.h"
#include "hooks.h"
#include "program.h"

#include <sys/resource.h>

/* C code that recurses (nested iterators, reprs) overflows the usual 8 MB long
 * before the recursion limits that programs ask for.  The kernel leaves
 * 128 MB below the stack's start free, whatever the limit was at exec. */
#define STACK_BYTES ((rlim_t)120 << 20)

static void
widen_stack(void)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_STACK, &r) == 0 && r.rlim_cur < STACK_BYTES) {
        r.rlim_cur = r.rlim_max < STACK_BYTES ? r.rlim_max : STACK_BYTES;
        setrlimit(RLIMIT_STACK, &r);
    }
}

__attribute__((visibility("default"))) int
pysbx_hooks_init(struct sbx_host *host, const char **why);

int
pysbx_hooks_init(struct sbx_host *host, const char **why)
{
    if (host->abi != SBX_HOST_ABI) {
        *why = "libpysbx.so and the hooks object are of different versions";
        return -1;
    }
    sbx.host = host;
    if (host->policy->stack.value == 0) {
        widen_stack();
    }
    host->arm_embedder = sbx_arm_embedder;
    /* PySys_AddAuditHook can return 0 and leave the hook out, if an earlier
     * hook objects. */
    if (PySys_AddAuditHook(sbx_audit, NULL) < 0
        || !compat_has_audit_hook(sbx_audit)) {
        *why = "CPython refuses the audit hook";
        return -1;
    }
    return 0;
}
