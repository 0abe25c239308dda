// SPDX-License-Identifier: MIT
// The one symbol of this object: called by libpysbx.so in its constructor,
// before Py_Initialize.

#include "hooks.h"

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
