// SPDX-License-Identifier: MIT
// The program that is to be run, and the interpreter's arguments for it.

#ifndef SBX_PROGRAM_H
#define SBX_PROGRAM_H

#include "place.h"
#include "policy.h"

struct sbx_program {
    const char *module; /* -m */
    const char *code;   /* -c CODE */
    const char *file;   /* as typed; NULL: -c, -m, or standard input */
    const char *script; /* absolute; NULL: none, or -m of the library */
    char *const *args;  /* NULL-terminated */
    bool merged;        /* both streams are one: their order is kept */
};

/* What is left of the command line: [PROGRAM] [ARG...], or the arguments of
 * p->code or p->module.  Dies. */
void sbx_program_take(struct sbx_program *p, const char *command,
                      char *const *rest, const struct sbx_place *place);

/* "file", "command", "module" or "stdin". */
const char *sbx_program_mode(const struct sbx_program *p);

/* The file or the module as typed, or NULL. */
const char *sbx_program_name(const struct sbx_program *p);

/* argv for the interpreter, isolated as far as the policy lets it be. */
char *const *sbx_program_argv(const struct sbx_program *p, const char *python,
                              const struct sbx_policy *policy);

#endif
