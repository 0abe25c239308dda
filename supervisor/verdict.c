// SPDX-License-Identifier: MIT
// From what was seen to a verdict.  Pure.

#include "verdict.h"

#include "cli.h"
#include "profile.h"
#include "value.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

static uint64_t
nanoseconds(const struct timeval *t)
{
    return (uint64_t)t->tv_sec * UINT64_C(1000000000)
           + (uint64_t)t->tv_usec * 1000;
}

uint64_t
sbx_cpu_time(const struct rusage *usage)
{
    return nanoseconds(&usage->ru_utime) + nanoseconds(&usage->ru_stime);
}

void
sbx_verdict_say(struct sbx_verdict *v, const char *status, const char *format,
                ...)
{
    va_list args;

    v->status = status;
    v->reason = v->text;
    va_start(args, format);
    vsnprintf(v->text, sizeof v->text, format, args);
    va_end(args);
}

/* A limit of time, kept by us or by the kernel: true if it was that. */
static bool
is_timeout(const struct sbx_policy *p, const struct sbx_outcome *o,
           struct sbx_verdict *v)
{
    uint64_t cpu = sbx_cpu_time(&o->usage);

    if (o->kill == SBX_KILL_WALL
        || (v->signal == SIGKILL && o->kill == SBX_KILL_NO
            && p->wall.value != 0 && o->elapsed >= p->wall.value)) {
        sbx_verdict_say(v, "timeout", "ran longer than the limit of %s (wall)",
                        sbx_duration_text(p->wall.value));
        return true;
    }
    /* The hard limit is one second above the one that the policy names. */
    if (p->cpu.value != 0
        && (v->signal == SIGXCPU
            || (v->signal == SIGKILL && o->kill == SBX_KILL_NO
                && cpu >= p->cpu.value))) {
        sbx_verdict_say(
            v, "timeout",
            "used more of the processor than the limit of %s (cpu)",
            sbx_duration_text(p->cpu.value));
        return true;
    }
    return false;
}

static void
by_signal(const struct sbx_policy *p, const struct sbx_outcome *o,
          struct sbx_verdict *v)
{
    v->exit_status = 128 + v->signal;
    if (is_timeout(p, o, v)) {
        v->exit_status = SBX_EXIT_TIME;
    }
    else if (o->oom && v->signal == SIGKILL) {
        sbx_verdict_say(v, "memory",
                        "killed by the kernel: more memory than the limit of "
                        "%s (memory)",
                        sbx_size_text(p->memory.value));
    }
    else if (v->signal == SIGSYS) {
        sbx_verdict_say(v, "killed-by-policy",
                        "made a system call that ends the process");
    }
    else if (o->kill == SBX_KILL_PROCESSES) {
        sbx_verdict_say(v, "killed-by-policy",
                        "more processes at once than the limit of %llu "
                        "(processes)",
                        (unsigned long long)sbx_profile_processes(p));
    }
    else if (o->kill == SBX_KILL_THREADS) {
        sbx_verdict_say(v, "killed-by-policy",
                        "more than %d threads and processes at once",
                        SBX_TASKS);
    }
    else if (o->kill == SBX_KILL_STOP) {
        sbx_verdict_say(v, "error",
                        "did not end after SIGTERM, so it was killed");
    }
    else if (o->stop == v->signal) {
        sbx_verdict_say(v, "error", "ended by SIG%s, which was sent to pysbx",
                        sigabbrev_np(v->signal));
    }
    else {
        sbx_verdict_say(v, "crash", "killed by SIG%s",
                        sigabbrev_np(v->signal));
    }
}

static void
by_exit(const struct sbx_claims *claims, const struct sbx_exception *exception,
        struct sbx_verdict *v)
{
    v->exit_status = v->exit_code;
    if (claims != NULL && !claims->running
        && (!claims->ready || v->exit_code == SBX_EXIT_SETUP)) {
        sbx_verdict_say(v, "setup",
                        "the sandbox could not be set up; nothing ran");
        v->exit_status = SBX_EXIT_SETUP;
        return;
    }
    if (v->exit_code == 0) {
        v->status = "ok";
        return;
    }
    v->claimed = claims != NULL;
    if (v->exit_code == SBX_EXIT_FORGED && claims != NULL
        && sbx_claims_find(claims, "exit") != NULL) {
        sbx_verdict_say(v, "killed-by-policy",
                        "ended the process by itself, which the "
                        "policy forbids");
    }
    else if (exception != NULL && exception->type != NULL
             && strcmp(exception->type, "MemoryError") == 0) {
        sbx_verdict_say(v, "memory", "ran out of memory (MemoryError)");
    }
    else {
        v->claimed = false;
        sbx_verdict_say(v, "error", "ended with status %d", v->exit_code);
    }
}

void
sbx_verdict(const struct sbx_policy *p, const struct sbx_outcome *o,
            const struct sbx_claims *claims,
            const struct sbx_exception *exception, struct sbx_verdict *ret)
{
    *ret = (struct sbx_verdict){.exit_code = -1};
    if (WIFSIGNALED(o->status)) {
        ret->signal = WTERMSIG(o->status);
        by_signal(p, o, ret);
    }
    else {
        ret->exit_code = WEXITSTATUS(o->status);
        by_exit(claims, exception, ret);
    }
    /* It may have ended by itself just before we killed it; but what it wrote
     * is not whole, and no status may hide that. */
    if (o->output_cut) {
        sbx_verdict_say(ret, "output",
                        "wrote more than the limit of %s (output)",
                        sbx_size_text(p->output.value));
        ret->claimed = false;
        ret->exit_status = 128 + SIGKILL;
    }
}
