// SPDX-License-Identifier: MIT
// The end of a set-up that failed, and remarks that do not end it.  Messages
// go to the standard error that the starter gave, even when the policy has
// already taken it away from the program.

#include "core.h"
#include "start.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int messages = STDERR_FILENO;
static volatile bool dying;

bool
sbx_dying(void)
{
    return dying;
}

void
sbx_die_to(int fd)
{
    messages = fd;
}

int
sbx_die_fd(void)
{
    return messages;
}

/* One message is one line: a path may hold a newline or an escape sequence,
 * and the line may end up in a terminal or in somebody's log. */
static void say(const char *kind, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void
say(const char *kind, const char *format, va_list args)
{
    char line[1024];
    size_t head = strlen(kind);
    memcpy(line, kind, head);
    int n = vsnprintf(line + head, sizeof(line) - head - 1, format, args);
    size_t end = head + (n < 0 ? 0 : (size_t)n);
    if (end > sizeof(line) - 2) {
        end = sizeof(line) - 2;
    }
    for (size_t i = 0; i < end; i++) {
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7f) {
            line[i] = '?';
        }
    }
    line[end] = '\n';
    (void)!write(messages, line, end + 1);
}

void
sbx_warn(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("pysbx: warning: ", format, args);
    va_end(args);
}

/* No destructor.  Our own wrapper of the call lets it pass. */
void
sbx_exit(int status)
{
    dying = true;
    for (;;) {
        syscall(SYS_exit_group, status);
        __builtin_trap();
    }
}

void
sbx_die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("pysbx: ", format, args);
    va_end(args);
    sbx_exit(SBX_EXIT_SETUP);
}
