// SPDX-License-Identifier: MIT
// What the sub-commands share: how options are read and how mistakes are told.
// A mistake of the caller is one line on standard error and status 125.

#ifndef SBX_CLI_H
#define SBX_CLI_H

#include "core.h" /* sbx_die, sbx_warn, SBX_EXIT_* */

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SBX_EXIT_TIME 124 /* a limit of time; as timeout(1) */

struct sbx_command {
    const char *name;
    int (*main)(int argc, char **argv); /* argv[0] is the name */
    const char *what;
};

#define SBX_COMMANDS(ROW)                                                 \
    ROW(run, "run a program in the sandbox")                              \
    ROW(serve, "answer requests to run programs, from warm interpreters") \
    ROW(exec, "have a server run a program")                              \
    ROW(learn, "find the smallest policy that a program needs")           \
    ROW(why, "tell which line of the policy decides about an act")        \
    ROW(policy, "show the policy in effect, or check policy files")       \
    ROW(doctor, "tell what is protected on this machine")

#define ROW(name, what) int sbx_cmd_##name(int argc, char **argv);
SBX_COMMANDS(ROW)
#undef ROW

/* getopt_long(3) with our messages: dies for an unknown option, a missing or
 * superfluous argument.  options without NULL names stop at the first word
 * that is none, if short_options start with `+`.  -1 at the end. */
int sbx_cli_next(int argc, char **argv, const char *short_options,
                 const struct option *options);

/* Print text, which holds %s for the name of the program, and end. */
void sbx_cli_help(const char *text) __attribute__((__noreturn__));

/* On standard output: an error (a full disk) is status 125. */
void sbx_cli_flush(void);

/* Memory; these die. */
void *sbx_need(void *p);
char *sbx_format(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* A variable of the environment; NULL: it is not set, or empty. */
const char *sbx_setting(const char *name);

/* May colours be used on fd: a terminal, and NO_COLOR is not set? */
bool sbx_cli_colour(int fd);

/* s for a terminal or a line of text, whatever bytes it has; a new string. */
char *sbx_shown(const char *s);

/* "pysbx: TEXT" on standard error. */
void sbx_warn_line(const char *text);

/* Call function when sbx_die has told why. */
void sbx_cli_on_die(void (*function)(const char *why));

#endif
