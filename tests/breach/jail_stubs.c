// SPDX-License-Identifier: MIT
// What the enforcing files of preload/ need of the rest, for programs of the
// tests that link them without it.

#include "../../preload/core.h"
#include "../../preload/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

_Noreturn void
sbx_die(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("pysbx: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    _exit(SBX_EXIT_SETUP);
}

void
sbx_warn(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("pysbx: warning: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

void
sbx_log_violation(const struct sbx_violation *v)
{
    (void)v;
}

void
sbx_log_mute(bool on)
{
    (void)on;
}

bool
sbx_log_muted(void)
{
    return false;
}
