// SPDX-License-Identifier: MIT
// pysbx why: which layer decides about an act, by which line of the policy.
// The answer comes from the tables that the layers themselves look into.

#include "why.h"

#include "cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct act {
    const char *name;
    sbx_why_act *ask;
    const char *object; /* NULL: there is none */
} acts[] = {
    {"import", sbx_why_import, "MODULE[.NAME]"},
    {"read", sbx_why_read, "PATH"},
    {"write", sbx_why_write, "PATH"},
    {"connect", sbx_why_connect, "tcp/PORT"},
    {"bind", sbx_why_bind, "tcp/PORT"},
    {"syscall", sbx_why_syscall, "NAME"},
    {"env", sbx_why_env, "NAME"},
    {"exit", sbx_why_exit, NULL},
    {"threads", sbx_why_threads, NULL},
    {"subprocess", sbx_why_subprocess, NULL},
    {"execute", sbx_why_execute, "PATH"},
};
#define ACTS (sizeof acts / sizeof *acts)

static const char help[] =
    "usage: pysbx why [OPTION...] ACT [OBJECT]\n"
    "\n"
    "Is the act allowed, by which layer and which line of the policy?\n"
    "Acts: import MODULE[.NAME], read PATH, write PATH, connect tcp/PORT,\n"
    "bind tcp/PORT, syscall NAME, env NAME, exit, threads, subprocess,\n"
    "execute PATH.\n"
    "\n" SBX_POLICY_HELP "  --script FILE          what ${script} stands for\n"
    "\n"
    "Exit status: 0 allowed, 1 refused, 125 the question makes no sense.\n";

void
sbx_why_layer(const char *layer, bool yes, const char *format, ...)
{
    va_list args;

    printf("  %-12s %s: ", layer, yes ? "yes" : "no");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

void
sbx_why_remedy(const char *format, ...)
{
    va_list args;

    printf("  to allow it  ");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

static const struct act *
find_act(const char *name)
{
    for (size_t i = 0; i < ACTS; i++) {
        if (strcmp(acts[i].name, name) == 0) {
            return &acts[i];
        }
    }
    sbx_die("why: unknown act '%s' (import, read, write, connect, bind, "
            "syscall, env, exit, threads, subprocess, execute)",
            name);
}

/* The act and its object; the words may also be one argument. */
static const struct act *
read_question(int n, char **words, const char **object)
{
    if (n == 0) {
        sbx_die("why: no act; `pysbx why --help` lists them");
    }
    const struct act *act = find_act(words[0]);
    int wanted = act->object != NULL ? 2 : 1;
    if (n < wanted) {
        sbx_die("why %s: %s is missing", act->name, act->object);
    }
    if (n > wanted) {
        sbx_die("why %s: unexpected argument '%s'", act->name, words[wanted]);
    }
    *object = act->object != NULL ? words[1] : "";
    return act;
}

int
sbx_cmd_why(int argc, char **argv)
{
    enum { OPT_SCRIPT = SBX_OPT_OTHERS };
    static const struct option options[] = {
        SBX_POLICY_OPTIONS,
        {"script", required_argument, NULL, OPT_SCRIPT},
        {0}};
    struct sbx_profile_options o = {0};
    struct sbx_why w = {.options = &o};
    const char *script = NULL, *object;
    int option;

    while ((option = sbx_cli_next(argc, argv, ":h", options)) != -1) {
        switch (option) {
        case 'h':
            sbx_cli_help(help);
        case OPT_SCRIPT:
            script = optarg;
            break;
        default:
            sbx_profile_option(&o, option, optarg);
        }
    }
    const struct act *act =
        read_question(argc - optind, argv + optind, &object);
    sbx_place_find(&w.place);
    script = sbx_place_absolute(&w.place, script);
    w.policy = sbx_profile_load(&o, &w.place, script, &w.interp);
    printf("%s %s\n", act->name, sbx_shown(object));
    bool yes = act->ask(&w, object);
    printf("%s\n", yes ? "yes" : "no");
    sbx_cli_flush();
    return yes ? 0 : 1;
}
