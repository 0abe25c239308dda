// SPDX-License-Identifier: MIT
// What CPython's command line asks for.  Pure: no system calls, so that the
// unit tests can compare it with CPython's own parser.

#ifndef SBX_ARGV_H
#define SBX_ARGV_H

#include <stdbool.h>

enum sbx_mode {
    SBX_MODE_FILE,    /* python3 PROGRAM */
    SBX_MODE_COMMAND, /* -c */
    SBX_MODE_MODULE,  /* -m */
    SBX_MODE_STDIN,   /* `-`, or nothing that names a program */
    SBX_MODE_NONE,    /* runs no program: -V, -h, an error in the options */
};

struct sbx_argv {
    enum sbx_mode mode;
    const char *program; /* the file or the module, as typed; else NULL */
    bool inspect;        /* -i: an interactive prompt would follow */
    bool isolated;       /* -I or -P: not from the current directory */
    int at;              /* -m: the word that has it */
    bool joined;         /* ... and the module's name as well */
};

void sbx_argv_scan(int argc, char *const *argv, struct sbx_argv *ret);

#endif
