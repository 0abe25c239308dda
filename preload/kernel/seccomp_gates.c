// SPDX-License-Identifier: MIT
// Which rows of syscalls.def a policy opens.

#include "seccomp_bpf.h"

#include "policy.h"

#include <string.h>
#include <sys/stat.h>

/* What `write =` opens.  The default profile grants /dev/null, for which
 * opening is all that is needed. */
static unsigned
write_gates(const struct sbx_policy *p)
{
    unsigned gates = 0;

    for (size_t i = 0; i < p->paths.n && (gates & SBX_GATE_WRITE) == 0; i++) {
        const struct sbx_path_rule *rule = &p->paths.at[i];
        struct stat st;

        if ((rule->rights & SBX_WRITE) == 0 || rule->missing) {
            continue;
        }
        gates |= SBX_GATE_OPEN_WRITE;
        if (stat(rule->path, &st) != 0 || !S_ISCHR(st.st_mode)) {
            gates |= SBX_GATE_WRITE;
        }
    }
    return gates;
}

static bool
grants_loop(const struct sbx_policy *p)
{
    static const char *const names[] = {"asyncio", "selectors", "select"};

    for (size_t i = 0; i < p->imports.n; i++) {
        for (size_t j = 0; j < sizeof names / sizeof *names; j++) {
            if (strcmp(p->imports.at[i].module, names[j]) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* What the policy opens in syscalls.def (enum sbx_gate, or-ed). */
unsigned
sbx_policy_gates(const struct sbx_policy *p)
{
    unsigned gates = write_gates(p);

    if (!p->sealed) {
        gates |= SBX_GATE_FILES;
    }
    if (p->threads.on) {
        gates |= SBX_GATE_THREADS;
    }
    if (p->subprocess.on) {
        gates |= SBX_GATE_EXEC;
    }
    if (p->connect.n > 0) {
        gates |= SBX_GATE_NET | SBX_GATE_CONNECT;
    }
    if (grants_loop(p)) {
        gates |= SBX_GATE_LOOP;
    }
    if (p->bind.n > 0) {
        gates |= SBX_GATE_NET | SBX_GATE_BIND;
    }
    return gates;
}
