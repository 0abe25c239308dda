// SPDX-License-Identifier: MIT
// The program that is to be run.

#include "program.h"

#include "cli.h"
#include "module.h"
#include "profile.h"

#include <stdlib.h>
#include <string.h>

/* The library finds it, for it knows where the interpreter's own are; but what
 * is in the current directory is what ${script} stands for. */
static void
take_module(struct sbx_program *p, const struct sbx_place *place)
{
    char path[PATH_MAX];

    if (!sbx_module_is_name(p->module)) {
        sbx_die("-m '%s': that is no name of a module", p->module);
    }
    if (sbx_module_file(p->module, place->cwd, path)) {
        p->script = sbx_need(strdup(path));
    }
}

void
sbx_program_take(struct sbx_program *p, const char *command, char *const *rest,
                 const struct sbx_place *place)
{
    bool named = p->code != NULL || p->module != NULL;

    if (p->module != NULL) {
        take_module(p, place);
    }
    if (!named && rest[0] == NULL) {
        sbx_die("%s: no program; `-` reads it from standard input", command);
    }
    if (!named && strcmp(rest[0], "-") != 0) {
        p->file = rest[0];
        p->script = sbx_place_absolute(place, p->file);
    }
    p->args = named ? rest : rest + 1;
}

const char *
sbx_program_mode(const struct sbx_program *p)
{
    return p->code != NULL     ? "command"
           : p->module != NULL ? "module"
           : p->file != NULL   ? "file"
                               : "stdin";
}

const char *
sbx_program_name(const struct sbx_program *p)
{
    return p->module != NULL ? p->module : p->file;
}

char *const *
sbx_program_argv(const struct sbx_program *p, const char *python,
                 const struct sbx_policy *policy)
{
    size_t n = 0, k = 0;

    while (p->args[n] != NULL) {
        n++;
    }
    const char **argv = sbx_need(calloc(n + 10, sizeof *argv));
    argv[k++] = python;
    /* -I would also ignore the variables that the policy passes. */
    bool env = sbx_profile_python_env(policy);
    bool site = sbx_profile_needs_site(policy);
    argv[k++] = env    ? site ? "-sP" SBX_INTERP_MARK : "-sPS" SBX_INTERP_MARK
                : site ? "-I" SBX_INTERP_MARK
                       : "-IS" SBX_INTERP_MARK;
    if (p->merged) {
        argv[k++] = "-u";
    }
    if (p->code != NULL) {
        argv[k++] = "-c";
        argv[k++] = p->code;
    }
    else if (p->module != NULL) {
        argv[k++] = "-m";
        argv[k++] = p->module;
    }
    else if (p->file == NULL) {
        argv[k++] = "-";
    }
    else {
        if (p->file[0] == '-') {
            argv[k++] = "--";
        }
        argv[k++] = p->file;
    }
    for (size_t i = 0; i < n; i++) {
        argv[k++] = p->args[i];
    }
    return (char *const *)argv;
}
