// SPDX-License-Identifier: MIT
// The end of a run that does not begin: one line on standard error and status
// 125.  The names are those that the files of preload/ call.

#include "cgroup.h"
#include "cli.h"
#include "scratch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void (*hook)(const char *);

void
sbx_cli_on_die(void (*function)(const char *))
{
    hook = function;
}

static char *compose(const char *format, va_list args)
    __attribute__((format(printf, 1, 0)));

static char *
compose(const char *format, va_list args)
{
    char *text;

    return vasprintf(&text, format, args) < 0 ? NULL : text;
}

void
sbx_warn_line(const char *text)
{
    char *shown = sbx_shown(text);

    fprintf(stderr, "pysbx: %s\n", shown);
    free(shown);
}

void
sbx_warn(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    char *text = compose(format, args);
    va_end(args);
    if (text != NULL) {
        fprintf(stderr, "pysbx: warning: %s\n", sbx_shown(text));
    }
}

void
sbx_die(const char *format, ...)
{
    static bool dying;
    va_list args;

    va_start(args, format);
    char *text = compose(format, args);
    va_end(args);
    if (dying || text == NULL) { /* out of memory */
        _exit(SBX_EXIT_SETUP);
    }
    dying = true;
    sbx_warn_line(text);
    if (hook != NULL) {
        hook(text);
    }
    sbx_scratch_remove();
    sbx_cgroup_abandon();
    _exit(SBX_EXIT_SETUP);
}
