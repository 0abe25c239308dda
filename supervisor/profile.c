// SPDX-License-Identifier: MIT
// The policy as the supervisor reads it.

#include "profile.h"

#include "cli.h"
#include "scratch.h"

#include <stdlib.h>
#include <string.h>

extern char **environ;

static const char *const stdlib[] = {
#define STDLIB(name) name,
#include "stdlib.def"
#undef STDLIB
};

bool
sbx_profile_option(struct sbx_profile_options *o, int option,
                   const char *value)
{
    if (option == SBX_OPT_POLICY) {
        o->policy = value;
    }
    else if (option == SBX_OPT_PYTHON) {
        o->python = value;
    }
    else if (option > SBX_OPT_POLICY && option < SBX_OPT_PYTHON) {
        sbx_overlay_option(&o->overlay, option, value);
    }
    else {
        return false;
    }
    return true;
}

const char *
sbx_profile_names(struct sbx_profile_options *o)
{
    const char *names = o->policy;

    if (names == NULL) {
        names = getenv("PYSBX_POLICY");
    }
    if (o->policy == NULL && (names == NULL || names[0] == '\0')) {
        names = "default";
    }
    sbx_overlay_write(&o->overlay);
    o->names = o->overlay.path[0] == '\0'
                   ? names
                   : sbx_format("%s,%s", names, o->overlay.path);
    return o->names;
}

/* The parser's call-back has no argument of its own. */
static const struct sbx_overlay *remark_overlay;

static void
remark(const char *text)
{
    if (strstr(text, SBX_SCRATCH_PATTERN) != NULL) {
        return; /* it will be there when a program runs */
    }
    sbx_warn("%s", sbx_overlay_error(remark_overlay, text));
}

struct sbx_policy *
sbx_profile_parse(const struct sbx_profile_options *o, const char *names,
                  const struct sbx_place *place, const char *script,
                  const char *const *python)
{
    static const char *const no_places[] = {NULL};
    struct sbx_vars vars = {.cwd = place->cwd,
                            .script = script,
                            .python = python != NULL ? python : no_places};
    struct sbx_error err;

    if (place->runs) {
        vars.make_tmp = sbx_scratch_make;
    }
    else {
        vars.tmp = SBX_SCRATCH_PATTERN; /* only to be shown */
    }
    remark_overlay = &o->overlay;
    struct sbx_policy *p =
        sbx_policy_parse(names, place->whitelist, &vars, remark, &err);
    if (p == NULL) {
        sbx_die("%s", sbx_overlay_error(&o->overlay, err.text));
    }
    return p;
}

void
sbx_profile_interp(const struct sbx_profile_options *o,
                   const struct sbx_place *place, struct sbx_interp *ret)
{
    sbx_interp_find(o->python, ret);
    const char *why = sbx_interp_ask(place, ret);
    if (why != NULL) {
        sbx_die("%s: %s", ret->path, why);
    }
}

/* Compiling merges rows in place; what they point to stays. */
static void
keep_rows(struct sbx_profile_options *o, const struct sbx_policy *p)
{
#define KEEP(member)                                                        \
    o->member.n = p->member.n;                                              \
    o->member.at = sbx_need(calloc(p->member.n + 1, sizeof *p->member.at)); \
    memcpy(o->member.at, p->member.at, p->member.n * sizeof *p->member.at)
    KEEP(paths);
    KEEP(imports);
#undef KEEP
}

struct sbx_policy *
sbx_profile_load(struct sbx_profile_options *o, const struct sbx_place *place,
                 const char *script, struct sbx_interp *interp)
{
    struct sbx_error err;
    const char *names = sbx_profile_names(o);

    sbx_profile_interp(o, place, interp);
    struct sbx_policy *p = sbx_profile_parse(
        o, names, place, script, (const char *const *)interp->python);
    if (script != NULL
        && sbx_policy_add_path(p, script, SBX_READ, true, &err) != 0) {
        sbx_die("%s", err.text);
    }
    keep_rows(o, p);
    if (sbx_policy_compile(p, &err) != 0) {
        sbx_die("%s", sbx_overlay_error(&o->overlay, err.text));
    }
    return p;
}

const struct sbx_origin *
sbx_profile_path_origin(const struct sbx_profile_options *o,
                        const struct sbx_path_rule *r, unsigned rights)
{
    for (size_t i = 0; i < o->paths.n; i++) {
        const struct sbx_path_rule *row = &o->paths.at[i];
        if ((row->rights & rights) == rights && row->trusted == r->trusted
            && strcmp(row->path, r->path) == 0) {
            return &row->origin;
        }
    }
    return &r->origin;
}

const struct sbx_origin *
sbx_profile_import_origin(const struct sbx_profile_options *o,
                          const struct sbx_import_rule *r, const char *name)
{
    for (size_t i = 0; i < o->imports.n; i++) {
        const struct sbx_import_rule *row = &o->imports.at[i];
        if (strcmp(row->module, r->module) != 0) {
            continue;
        }
        if (name == NULL || (name[0] == '*' && row->star)) {
            return &row->origin;
        }
        for (size_t k = 0; k < row->n_attrs; k++) {
            if (strcmp(row->attrs[k], name) == 0) {
                return &row->origin;
            }
        }
    }
    return &r->origin;
}

char *
sbx_profile_origin(const struct sbx_profile_options *o,
                   const struct sbx_origin *origin)
{
    const char *option = sbx_overlay_origin(&o->overlay, origin);

    if (option != NULL) {
        return sbx_shown(option);
    }
    if (origin->file == NULL) {
        return sbx_format("pysbx itself");
    }
    return sbx_format("%s:%u", sbx_shown(origin->file), origin->line);
}

static int
compare(const void *name, const void *row)
{
    return strcmp(name, *(const char *const *)row);
}

bool
sbx_profile_needs_site(const struct sbx_policy *p)
{
    for (size_t i = 0; i < p->imports.n; i++) {
        const char *module = p->imports.at[i].module;
        char top[64];
        size_t n = strcspn(module, ".");
        if (n >= sizeof top) {
            return true;
        }
        memcpy(top, module, n);
        top[n] = '\0';
        if (bsearch(top, stdlib, sizeof stdlib / sizeof *stdlib,
                    sizeof *stdlib, compare)
            == NULL) {
            return true;
        }
    }
    return false;
}

/* More than a program needs by which one does not notice a mistake. */
#define PROCESSES 64

uint64_t
sbx_profile_processes(const struct sbx_policy *p)
{
    return !p->subprocess.on                  ? 0
           : p->processes.origin.file != NULL ? p->processes.value
                                              : PROCESSES;
}

bool
sbx_profile_python_env(const struct sbx_policy *p)
{
    for (size_t i = 0; i < p->env_set.n; i++) {
        if (strncmp(p->env_set.at[i].name, "PYTHON", 6) == 0) {
            return true;
        }
    }
    for (char **e = environ; *e != NULL; e++) {
        char name[256];
        size_t n = strcspn(*e, "=");
        if (strncmp(*e, "PYTHON", 6) != 0 || n >= sizeof name) {
            continue;
        }
        memcpy(name, *e, n);
        name[n] = '\0';
        /* -B is given anyway. */
        if (strcmp(name, "PYTHONDONTWRITEBYTECODE") != 0
            && sbx_policy_env(p, name)) {
            return true;
        }
    }
    return false;
}
