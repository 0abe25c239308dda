// SPDX-License-Identifier: MIT
// What happens to each number, by the rows of syscalls.def and what a policy
// opens of them; and what of it is left to do where an outer filter has done
// the rest.  Pure, as all of the compiler (seccomp_bpf.c).

#include "seccomp_bpf.h"

#include <errno.h>
#include <linux/seccomp.h>

bool
sbx_row_is_open(const struct sbx_row *row, unsigned gates)
{
    return row->allow && (row->gate & ~gates) == 0;
}

/* First what is refused, then what is allowed or checked instead. */
void
sbx_actions(enum sbx_arch arch, unsigned gates,
            struct sbx_action actions[SBX_NR_END])
{
    for (unsigned i = 0; i < SBX_NR_END; i++) {
        actions[i] = (struct sbx_action){SECCOMP_RET_ERRNO | ENOSYS, false};
    }
    for (unsigned call = 0; call < SBX_CALLS; call++) {
        int nr = sbx_call_number(arch, (enum sbx_call)call);

        if (nr >= 0) {
            actions[nr].verdict = SECCOMP_RET_TRAP | EPERM;
        }
    }
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < sbx_n_rows; i++) {
            const struct sbx_row *row = &sbx_rows[i];
            int nr = sbx_call_number(arch, row->call);

            if (nr < 0 || row->allow != pass
                || (row->allow && !sbx_row_is_open(row, gates))) {
                continue;
            }
            struct sbx_action *a = &actions[nr];
            if (row->allow && row->check == NULL) {
                *a = (struct sbx_action){.verdict = SECCOMP_RET_ALLOW};
            }
            else if (a->verdict != SECCOMP_RET_ALLOW) {
                *a = (struct sbx_action){.verdict = row->verdict,
                                         .check = row->allow};
            }
        }
    }
}

/* Whether the same rows decide about a number with these gates. */
static bool
is_as_open(enum sbx_arch arch, unsigned nr, unsigned gates, unsigned outer)
{
    for (size_t i = 0; i < sbx_n_rows; i++) {
        const struct sbx_row *row = &sbx_rows[i];

        if ((unsigned)sbx_call_number(arch, row->call) == nr
            && sbx_row_is_open(row, gates) != sbx_row_is_open(row, outer)) {
            return false;
        }
    }
    return true;
}

/* What the outer filter does alike is left to it: allowed here, or refused
 * here as well where that makes one segment of two. */
void
sbx_actions_inner(enum sbx_arch arch, unsigned gates, unsigned outer,
                  struct sbx_action actions[SBX_NR_END])
{
    struct sbx_action theirs[SBX_NR_END];
    unsigned run = SBX_NR_END; /* behind what is refused here, so far */

    sbx_actions(arch, outer, theirs);
    for (unsigned nr = 0; nr < SBX_NR_END; nr++) {
        struct sbx_action *a = &actions[nr];
        const struct sbx_action was = *a;
        bool same = was.verdict == theirs[nr].verdict
                    && was.check == theirs[nr].check
                    && (!was.check || is_as_open(arch, nr, gates, outer));

        if (same) {
            *a = (struct sbx_action){.verdict = SECCOMP_RET_ALLOW};
        }
        if (was.check || was.verdict == SECCOMP_RET_ALLOW
            || (run <= nr && actions[run - 1].verdict != was.verdict)) {
            run = SBX_NR_END;
        }
        if (!same && !was.check) {
            for (unsigned i = run; i < nr; i++) {
                actions[i] = was;
            }
            run = nr + 1;
        }
    }
}
