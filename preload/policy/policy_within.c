// SPDX-License-Identifier: MIT
// Is one policy within another?  A request may narrow what its server grants,
// never widen it.  Pure.

#include "policy.h"
#include "policy_build.h"

#include <string.h>

/* Rules without a file are pysbx's own (the program, the scratch directory of
 * the request), which the server has granted by itself. */
static bool
is_own(const struct sbx_path_rule *r)
{
    return r->origin.file == NULL;
}

static int
paths_within(const struct sbx_policy *p, const struct sbx_policy *most,
             struct sbx_error *err)
{
    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        const struct sbx_path_rule *by =
            is_own(r) ? r
                      : sbx_policy_path(most, r->path, r->rights, r->trusted);
        /* A missing one grants nothing, on either side. */
        if (!r->missing
            && (by == NULL || by->missing
                || (r->program
                    && sbx_policy_program(most, r->path) == NULL))) {
            return sbx_policy_fail(err, &r->origin,
                                   "%s is more than the server grants",
                                   sbx_shorten(r->path).s);
        }
    }
    return 0;
}

static int
imports_within(struct sbx_policy *p, const struct sbx_policy *most,
               struct sbx_error *err)
{
    for (size_t i = 0; i < p->imports.n; i++) {
        struct sbx_import_rule *r = &p->imports.at[i];
        const struct sbx_import_rule *by = sbx_policy_import(most, r->module);
        const char *what = by == NULL || (r->star && !by->star) ? "*" : NULL;
        for (size_t k = 0; what == NULL && k < r->n_attrs; k++) {
            if (sbx_import_names(by, r->attrs[k])) {
                continue;
            }
            /* What `*` stands for only the interpreter layer knows. */
            r->public_only = by->star && !r->star;
            if (!by->star || r->star || r->attrs[k][0] == '_') {
                what = r->attrs[k];
            }
        }
        if (what != NULL) {
            return sbx_policy_fail(
                err, &r->origin, "`%s = %s` is more than the server grants",
                sbx_shorten(r->module).s, sbx_shorten(what).s);
        }
    }
    return 0;
}

static int
ports_within(const __typeof__(((struct sbx_policy *)0)->connect) *p,
             const __typeof__(((struct sbx_policy *)0)->connect) *most,
             const char *key, struct sbx_error *err)
{
    for (size_t i = 0; i < p->n; i++) {
        bool found = false;
        for (size_t k = 0; k < most->n; k++) {
            found = found || most->at[k].port == p->at[i].port;
        }
        if (!found) {
            return sbx_policy_fail(err, &p->at[i].origin,
                                   "`%s = tcp/%u` is more than the server "
                                   "grants",
                                   key, p->at[i].port);
        }
    }
    return 0;
}

/* A variable of the starter may be a secret of the server's. */
static int
variables_within(const struct sbx_policy *p, const struct sbx_policy *most,
                 struct sbx_error *err)
{
    for (size_t i = 0; i < p->env_pass.n; i++) {
        const char *name = p->env_pass.at[i].name;
        bool found = false;
        for (size_t k = 0; k < most->env_pass.n; k++) {
            const char *pattern = most->env_pass.at[k].name;
            size_t n = strlen(pattern);
            found = found || strcmp(name, pattern) == 0
                    || (pattern[n - 1] == '*'
                        && strncmp(name, pattern, n - 1) == 0);
        }
        if (!found) {
            return sbx_policy_fail(err, &p->env_pass.at[i].origin,
                                   "`pass = %s` is more than the server "
                                   "grants",
                                   name);
        }
    }
    return 0;
}

static int
switches_within(const struct sbx_policy *p, const struct sbx_policy *most,
                struct sbx_error *err)
{
    const struct {
        const char *key;
        const struct sbx_switch *is, *most;
    } rows[] = {
        {"local = yes", &p->local, &most->local},
        {"exit = yes", &p->exit, &most->exit},
        {"threads = yes", &p->threads, &most->threads},
        {"subprocess = yes", &p->subprocess, &most->subprocess},
        {"kernel = best-effort", &p->best_effort, &most->best_effort},
        {"stdin = yes", &p->in, &most->in},
        {"stdout = yes", &p->out, &most->out},
        {"stderr = yes", &p->err, &most->err},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].is->on && !rows[i].most->on) {
            return sbx_policy_fail(err, &rows[i].is->origin,
                                   "`%s` is more than the server grants",
                                   rows[i].key);
        }
    }
    return 0;
}

/* No limit, or a wider one, becomes the server's. */
static void
lower(struct sbx_limit *l, const struct sbx_limit *most)
{
    if (most->value != 0 && (l->value == 0 || l->value > most->value)) {
        *l = *most;
    }
}

int
sbx_policy_within(struct sbx_policy *p, const struct sbx_policy *most,
                  struct sbx_error *err)
{
    lower(&p->cpu, &most->cpu);
    lower(&p->memory, &most->memory);
    lower(&p->output, &most->output);
    lower(&p->file_size, &most->file_size);
    lower(&p->stack, &most->stack);
    lower(&p->open_files, &most->open_files);
    lower(&p->recursion, &most->recursion);
    lower(&p->processes, &most->processes);
    return paths_within(p, most, err) < 0 || imports_within(p, most, err) < 0
                   || ports_within(&p->connect, &most->connect, "connect", err)
                          < 0
                   || ports_within((const void *)&p->bind,
                                   (const void *)&most->bind, "bind", err)
                          < 0
                   || variables_within(p, most, err) < 0
                   || switches_within(p, most, err) < 0
               ? -1
               : 0;
}

bool
sbx_policy_grants_files(const struct sbx_policy *p)
{
    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        if (!r->trusted && !r->missing && !is_own(r)) {
            return true;
        }
    }
    return p->local.on;
}
