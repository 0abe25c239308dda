// SPDX-License-Identifier: MIT
// pysbx policy: the policy in effect, written as one that could be used, each
// line with the place that it comes from; or whether files are policies.

#include "buffer.h"
#include "cli.h"
#include "profile.h"
#include "value.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: pysbx policy [OPTION...]\n"
    "       pysbx policy --check FILE...\n"
    "\n"
    "Print the policy in effect, with the origin of each line; or check that\n"
    "each FILE is a policy (status 125: one of them is not).\n"
    "\n" SBX_POLICY_HELP
    "  --script FILE          what ${script} stands for\n";

enum {
    OPT_SCRIPT = SBX_OPT_OTHERS,
    OPT_CHECK,
};

static const struct sbx_profile_options *profile; /* of the options */
static const char *section;

/* "key = value   # origin", below its section. */
static void line(const char *in, const struct sbx_origin *at,
                 const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void
line(const char *in, const struct sbx_origin *at, const char *format, ...)
{
    char *text;
    va_list args;

    if (section == NULL || strcmp(section, in) != 0) {
        printf("%s[%s]\n", section == NULL ? "" : "\n", in);
        section = in;
    }
    va_start(args, format);
    int n = vasprintf(&text, format, args);
    va_end(args);
    if (n < 0) {
        sbx_die("out of memory");
    }
    printf("%-42s # %s\n", sbx_shown(text), sbx_profile_origin(profile, at));
    free(text);
}

/* Does r come from ${python}?  known: where that stands, once it is known; a
 * place may be a link, and its target is then a rule of that line too. */
static bool
is_python(const struct sbx_interp *interp, const struct sbx_origin *known,
          const struct sbx_path_rule *r)
{
    if (known != NULL && r->trusted && r->origin.file == known->file
        && r->origin.line == known->line) {
        return true;
    }
    for (const char **p = interp->python; r->trusted && *p != NULL; p++) {
        if (strcmp(*p, r->path) == 0) {
            return true;
        }
    }
    return false;
}

static void
show_paths(const struct sbx_policy *p, const struct sbx_interp *interp)
{
    const struct sbx_origin *python = NULL;

    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        if (is_python(interp, python, r)) {
            if (python == NULL) {
                python = &r->origin;
                line("files", python, "read = ${python}");
            }
            printf("#   %s\n", sbx_shown(r->path));
        }
    }
    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        if (is_python(interp, python, r)) {
            continue;
        }
        if (r->program) {
            line("process", &r->origin, "execute = %s", r->path);
        }
        else if (r->rights & SBX_READ) {
            line("files", sbx_profile_path_origin(profile, r, SBX_READ),
                 "%s = %s", r->trusted ? "trusted" : "read", r->path);
        }
        if (r->rights & SBX_WRITE) {
            line("files", sbx_profile_path_origin(profile, r, SBX_WRITE),
                 "write = %s", r->path);
        }
    }
}

/* As written: lines for the same module add up. */
static void
show_imports(void)
{
    for (size_t i = 0; i < profile->imports.n; i++) {
        const struct sbx_import_rule *r = &profile->imports.at[i];
        struct sbx_buffer names = {0};
        if (r->star) {
            sbx_buffer_add(&names, "*", 1, SIZE_MAX);
        }
        for (size_t k = 0; k < r->n_attrs; k++) {
            if (names.n > 0) {
                sbx_buffer_add(&names, ", ", 2, SIZE_MAX);
            }
            sbx_buffer_add(&names, r->attrs[k], strlen(r->attrs[k]), SIZE_MAX);
        }
        line("imports", &r->origin, "%s = %s", r->module, names.at);
        sbx_buffer_free(&names);
    }
}

static void
show_switches(const struct sbx_policy *p)
{
#define SWITCH(in, key, member, yes, no) \
    line(in, &p->member.origin, key " = %s", p->member.on ? yes : no)
    SWITCH("process", "exit", exit, "yes", "no");
    SWITCH("process", "threads", threads, "yes", "no");
    SWITCH("process", "subprocess", subprocess, "yes", "no");
    SWITCH("process", "kernel", best_effort, "best-effort", "required");
    for (size_t i = 0; i < p->preload.n; i++) {
        line("process", &p->preload.at[i].origin, "preload = %s",
             p->preload.at[i].name);
    }
    for (size_t i = 0; i < p->connect.n; i++) {
        line("network", &p->connect.at[i].origin, "connect = tcp/%u",
             p->connect.at[i].port);
    }
    for (size_t i = 0; i < p->bind.n; i++) {
        line("network", &p->bind.at[i].origin, "bind = tcp/%u",
             p->bind.at[i].port);
    }
    SWITCH("stdio", "stdin", in, "yes", "no");
    SWITCH("stdio", "stdout", out, "yes", "no");
    SWITCH("stdio", "stderr", err, "yes", "no");
#undef SWITCH
}

static void
show_rest(const struct sbx_policy *p)
{
    for (size_t i = 0; i < p->env_pass.n; i++) {
        line("env", &p->env_pass.at[i].origin, "pass = %s",
             p->env_pass.at[i].name);
    }
    for (size_t i = 0; i < p->env_set.n; i++) {
        line("env", &p->env_set.at[i].origin, "set = %s=%s",
             p->env_set.at[i].name, p->env_set.at[i].value);
    }
#define LIMIT(key, member, text)                       \
    if (p->member.value != 0) {                        \
        line("limits", &p->member.origin, key " = %s", \
             text(p->member.value));                   \
    }
    LIMIT("wall", wall, sbx_value_of_duration)
    LIMIT("cpu", cpu, sbx_value_of_duration)
    LIMIT("memory", memory, sbx_value_of_size)
    LIMIT("output", output, sbx_value_of_size)
    LIMIT("file-size", file_size, sbx_value_of_size)
    LIMIT("stack", stack, sbx_value_of_size)
    LIMIT("open-files", open_files, sbx_value_of_count)
    LIMIT("recursion", recursion, sbx_value_of_count)
    LIMIT("processes", processes, sbx_value_of_count)
#undef LIMIT
}

static void
show(const struct sbx_policy *p, const struct sbx_interp *interp)
{
    show_paths(p, interp);
    show_imports();
    if (p->local.origin.file != NULL) {
        line("imports", &p->local.origin, "local = %s",
             p->local.on ? "yes" : "no");
    }
    show_switches(p);
    show_rest(p);
    sbx_cli_flush();
}

static void
check_remark(const char *text)
{
    printf("%s\n", text);
}

/* How many of the files are no policy. */
static int
check(char **files, const struct sbx_place *place,
      const struct sbx_interp *interp, const char *script)
{
    struct sbx_vars vars = {.cwd = place->cwd,
                            .script = script,
                            .tmp = "/tmp", /* each run has one of its own */
                            .python = (const char *const *)interp->python};
    struct sbx_error err;
    int bad = 0;

    for (; *files != NULL; files++) {
        /* A bare word is a file here, not a name of whitelist.d. */
        const char *file =
            strchr(*files, '/') != NULL ? *files : sbx_format("./%s", *files);
        struct sbx_policy *p = sbx_policy_parse(file, place->whitelist, &vars,
                                                check_remark, &err);
        if (p != NULL) {
            p->output.value = 0; /* which pysbx run keeps */
            p->subprocess.on = false;
        }
        if (p == NULL || sbx_policy_unsupported(p, &err) != 0
            || sbx_policy_compile(p, &err) != 0) {
            fflush(stdout);
            sbx_warn_line(err.text);
            bad++;
        }
        else {
            printf("%s: ok\n", sbx_shown(*files));
        }
        sbx_policy_free(p);
    }
    return bad;
}

int
sbx_cmd_policy(int argc, char **argv)
{
    static const struct option options[] = {
        SBX_POLICY_OPTIONS,
        {"script", required_argument, NULL, OPT_SCRIPT},
        {"check", no_argument, NULL, OPT_CHECK},
        {0}};
    struct sbx_profile_options o = {0};
    struct sbx_place place;
    struct sbx_interp interp;
    const char *script = NULL;
    bool checks = false;
    int option;

    while ((option = sbx_cli_next(argc, argv, ":h", options)) != -1) {
        switch (option) {
        case 'h':
            sbx_cli_help(help);
        case OPT_SCRIPT:
            script = optarg;
            break;
        case OPT_CHECK:
            checks = true;
            break;
        default:
            sbx_profile_option(&o, option, optarg);
        }
    }
    sbx_place_find(&place);
    script = sbx_place_absolute(&place, script);
    if (checks && optind == argc) {
        sbx_die("policy: --check needs a file");
    }
    if (!checks && optind < argc) {
        sbx_die("policy: unexpected argument '%s'; name profiles by --policy",
                argv[optind]);
    }
    if (checks) {
        sbx_profile_interp(&o, &place, &interp);
        int bad = check(argv + optind, &place, &interp, script);
        sbx_cli_flush();
        return bad == 0 ? 0 : SBX_EXIT_SETUP;
    }
    profile = &o;
    show(sbx_profile_load(&o, &place, script, &interp), &interp);
    return 0;
}
