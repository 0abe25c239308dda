// SPDX-License-Identifier: MIT
// pysbx why syscall: the rows of syscalls.def.

#include "why.h"

#include "cli.h"
#include "seccomp_bpf.h"

#include <string.h>

static enum sbx_call
call_named(const char *name)
{
    for (unsigned call = 0; call < SBX_CALLS; call++) {
        if (strcmp(sbx_call_name((enum sbx_call)call), name) == 0) {
            return (enum sbx_call)call;
        }
    }
    sbx_die("why syscall: '%s' is no system call of this architecture", name);
}

/* The line that opens a row of the table, or NULL. */
static const char *
remedy(unsigned missing)
{
    static const struct {
        unsigned gate;
        const char *line;
    } lines[] = {
        {SBX_GATE_THREADS, "[process] threads = yes"},
        {SBX_GATE_OPEN_WRITE | SBX_GATE_WRITE, "[files] write = PATH"},
        {SBX_GATE_CONNECT, "[network] connect = tcp/PORT"},
        {SBX_GATE_BIND, "[network] bind = tcp/PORT"},
        {SBX_GATE_NET, "[network] connect = tcp/PORT, or bind = tcp/PORT"},
    };

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if ((lines[i].gate & missing) != 0) {
            return lines[i].line;
        }
    }
    return NULL;
}

bool
sbx_why_syscall(const struct sbx_why *w, const char *object)
{
    enum sbx_call call = call_named(object);
    unsigned gates = sbx_policy_gates(w->policy);
    const char *line = NULL;
    bool yes = false, told = false;

#ifdef __aarch64__
    gates |= SBX_GATE_GENERIC;
#endif
    for (size_t i = 0; i < sbx_n_rows; i++) {
        const struct sbx_row *row = &sbx_rows[i];
        unsigned missing = row->gate & ~gates;
        if (row->call != call) {
            continue;
        }
        if (!row->allow) {
            sbx_why_layer("kernel", false, "seccomp: %s", row->why);
            told = true;
        }
        else if (missing == 0) {
            sbx_why_layer("kernel", true, "seccomp%s: %s",
                          row->check != NULL ? ", with some arguments" : "",
                          row->why);
            yes = told = true;
        }
        else if (line == NULL) {
            line = remedy(missing);
        }
    }
    if (!told) {
        sbx_why_layer("kernel", false,
                      "seccomp: the policy has no use for "
                      "this system call");
    }
    if (!yes && line != NULL) {
        sbx_why_remedy("%s", line);
    }
    return yes;
}
