// SPDX-License-Identifier: MIT
// Which rows of syscalls.def a policy opens.

#include "seccomp_bpf.h"

#include "kernel.h"

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

/* Modules that need calls which no other key of the policy opens. */
static const struct {
    const char *module;
    unsigned gate;
} needs[] = {
    {"asyncio", SBX_GATE_LOOP},          {"selectors", SBX_GATE_LOOP},
    {"select", SBX_GATE_LOOP},           {"lxml", SBX_GATE_LIBXML},
    {"lxml.etree", SBX_GATE_LIBXML},     {"lxml.html", SBX_GATE_LIBXML},
    {"lxml.objectify", SBX_GATE_LIBXML},
};

static unsigned
import_gates(const struct sbx_policy *p)
{
    unsigned gates = 0;

    for (size_t i = 0; i < p->imports.n; i++) {
        for (size_t j = 0; j < sizeof needs / sizeof *needs; j++) {
            if (strcmp(p->imports.at[i].module, needs[j].module) == 0) {
                gates |= needs[j].gate;
            }
        }
    }
    return gates;
}

unsigned
sbx_outer_gates(unsigned gates)
{
    return gates | SBX_GATE_SETUP | SBX_GATE_FILES | SBX_GATE_OPEN_WRITE
           | SBX_GATE_WRITE;
}

/* What the policy opens in syscalls.def (enum sbx_gate, or-ed). */
unsigned
sbx_policy_gates(const struct sbx_policy *p)
{
    unsigned gates = write_gates(p) | import_gates(p);

    if (!p->sealed) {
        gates |= SBX_GATE_FILES;
    }
    if (p->threads.on) {
        gates |= SBX_GATE_THREADS;
    }
    if (p->subprocess.on) {
        gates |= SBX_GATE_EXEC;
        if (sbx_kernel.landlock >= 6) {
            gates |= SBX_GATE_SCOPED;
        }
    }
    if (p->connect.n > 0) {
        gates |= SBX_GATE_NET | SBX_GATE_CONNECT;
    }
    if (p->connect.n > 0 && p->bind.n == 0) {
        gates |= SBX_GATE_PAIR;
    }
    if (p->bind.n > 0) {
        gates |= SBX_GATE_NET | SBX_GATE_BIND;
    }
    return gates;
}
