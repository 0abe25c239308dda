// SPDX-License-Identifier: MIT
// `exit = no` in the libc layer: a program must not choose its own status, or
// success could be faked.  The interpreter's own end does not come by here: it
// returns from main, and glibc calls its exit() from inside.

#include "interpose.h"

#include "log.h"

#include <sys/syscall.h>

/* Is it the program that asks?  Not while CPython starts (a wrong option), not
 * sbx_die, not a child of the program (whose status is its own business), and
 * not the C code of a program that embeds a shared libpython: it is trusted.
 */
static bool
is_program(const struct sbx_call *call)
{
    if (!SBX_LIBC_ON || sbx_core.policy->exit.on || !sbx_core_running()
        || sbx_dying() || getpid() != sbx_core.pid) {
        return false;
    }
    return !(sbx_core.embeds_shared && sbx_caller_is_exe(call->caller));
}

void
sbx_ending(const struct sbx_call *call, int status)
{
    /* "status 4294967295" is enough room. */
    char object[32] = "status ", digits[12];
    size_t n = sizeof(digits), m = 7;
    unsigned rest = (unsigned)(status & 0xff);

    if (!is_program(call)) {
        return;
    }
    digits[--n] = '\0';
    do {
        digits[--n] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    while ((object[m++] = digits[n++]) != '\0') {
    }
    sbx_refuse(call, 0,
               &(struct sbx_refusal){
                   .rule = "exit",
                   .object = object,
                   .reason = "the program may not end the process",
                   .allow = "[process] exit = yes",
               });
    sbx_log_summary();
    for (;;) {
        sbx_real.syscall(SYS_exit_group, SBX_EXIT_FORGED);
        __builtin_trap();
    }
}

#ifndef SBX_NO_INTERPOSE

#define ENDS(name)                                   \
    SBX_PUBLIC void name(int status)                 \
    {                                                \
        const struct sbx_call call = SBX_CALL(name); \
        if (!SBX_REAL(name)) {                       \
            __builtin_trap();                        \
        }                                            \
        sbx_ending(&call, status);                   \
        sbx_real.name(status);                       \
        __builtin_trap();                            \
    }

ENDS(exit)
ENDS(_exit)
ENDS(_Exit)
ENDS(quick_exit)

/* SIGABRT cannot be taken for success, and CPython's fatal errors come by
 * here, so it happens; but it is written down. */
SBX_PUBLIC void
abort(void)
{
    const struct sbx_call call = SBX_CALL(abort);
    if (!SBX_REAL(abort)) {
        __builtin_trap();
    }
    if (is_program(&call)) {
        sbx_refuse(&call, 0,
                   &(struct sbx_refusal){
                       .rule = "exit",
                       .object = "abort",
                       .reason = "the process ends itself by SIGABRT",
                       .allow = "[process] exit = yes",
                   });
        sbx_log_summary();
    }
    sbx_real.abort();
    __builtin_trap();
}

#endif

/* The interpreter's own end. */
static __attribute__((destructor)) void
end(void)
{
    if (sbx_core.layers != 0 && getpid() == sbx_core.pid) {
        sbx_log_summary();
    }
}
