// SPDX-License-Identifier: MIT
// pysbx: one program, a sub-command for each use.

#include "cli.h"
#include "policy_build.h" /* sbx_did_you_mean */

#include <fcntl.h>
#include <paths.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct sbx_command commands[] = {
#define ROW(name, what) {#name, sbx_cmd_##name, what},
    SBX_COMMANDS(ROW)
#undef ROW
};
#define COMMANDS (sizeof commands / sizeof *commands)

static void __attribute__((__noreturn__)) help(void)
{
    printf("usage: pysbx COMMAND [OPTION...] [ARGUMENT...]\n\n"
           "Run Python programs that nobody trusts.\n\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        printf("  %-8s %s\n", commands[i].name, commands[i].what);
    }
    sbx_cli_help("\n`pysbx COMMAND --help` tells more; so does pysbx(1).\n");
}

/* So that no pipe or file of ours becomes a standard stream. */
static void
open_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0
            && open(_PATH_DEVNULL, O_RDWR | O_NOCTTY) != fd) {
            _exit(SBX_EXIT_SETUP); /* with nowhere to say it */
        }
    }
}

int
main(int argc, char **argv)
{
    const char *names[COMMANDS + 1] = {NULL};
    const char *name = argc > 1 ? argv[1] : NULL;

    open_streams();
    if (name == NULL) {
        sbx_die("no command; `pysbx --help` lists them");
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0
        || strcmp(name, "help") == 0) {
        help();
    }
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        sbx_cli_help("pysbx " SBX_VERSION "\n");
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        names[i] = commands[i].name;
        if (strcmp(name, commands[i].name) == 0) {
            return commands[i].main(argc - 1, argv + 1);
        }
    }
    sbx_die("unknown command '%s'%s; `pysbx --help` lists them", name,
            sbx_did_you_mean(name, names).s);
}
