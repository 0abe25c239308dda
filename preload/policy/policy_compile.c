// SPDX-License-Identifier: MIT
// From rules as written to tables as looked up: sorted, one row a name.  Pure:
// no system calls but those for memory, so that it can be tested anywhere.

#include "policy_build.h"

#include <stdlib.h>
#include <string.h>

static int
by_path(const void *a, const void *b)
{
    const struct sbx_path_rule *x = a, *y = b;
    int order = strcmp(x->path, y->path);

    return order != 0 ? order : (int)x->trusted - (int)y->trusted;
}

static int
by_module(const void *a, const void *b)
{
    const struct sbx_import_rule *x = a, *y = b;

    return strcmp(x->module, y->module);
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
by_port(const void *a, const void *b)
{
    const struct sbx_port_rule *x = a, *y = b;

    return (int)x->port - (int)y->port;
}

static bool
is_sorted(const char *at, size_t n, size_t size,
          int (*order)(const void *, const void *))
{
    for (; n > 1; n--, at += size) {
        if (order(at, at + size) > 0) {
            return false;
        }
    }
    return true;
}

/* qsort() may be handed NULL only where C23 has come; long lists are mostly
 * made by a program, in order. */
static void
sort(void *at, size_t n, size_t size, int (*order)(const void *, const void *))
{
    if (!is_sorted(at, n, size, order)) {
        qsort(at, n, size, order);
    }
}

/* Rows for the same path add up; but what only trusted code may do stays a
 * row of its own. */
static void
merge_paths(struct sbx_policy *p)
{
    size_t kept = 0;

    sort(p->paths.at, p->paths.n, sizeof *p->paths.at, by_path);
    for (size_t i = 0; i < p->paths.n; i++) {
        struct sbx_path_rule *r = &p->paths.at[i];
        struct sbx_path_rule *last = kept > 0 ? &p->paths.at[kept - 1] : NULL;
        if (last == NULL || by_path(last, r) != 0) {
            p->paths.at[kept++] = *r;
            continue;
        }
        last->rights |= r->rights;
        last->exec |= r->exec;
        last->program |= r->program;
    }
    p->paths.n = kept;
}

/* Sorted, none twice. */
static bool
is_set(const char *const *names, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (strcmp(names[i - 1], names[i]) >= 0) {
            return false;
        }
    }
    return true;
}

/* The rows at[0..n) of one module become one in *ret. */
static int
merge_module(struct sbx_arena *arena, const struct sbx_import_rule *at,
             size_t n, struct sbx_import_rule *ret)
{
    struct sbx_import_rule merged = at[0];
    size_t total = 0, kept = 0;

    if (n == 1 && is_set(at[0].attrs, at[0].n_attrs)) { /* nearly all */
        *ret = merged;
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        total += at[i].n_attrs;
        merged.star |= at[i].star;
    }
    const char **attrs = sbx_arena_alloc(arena, total * sizeof *attrs);
    if (attrs == NULL) {
        return -1;
    }
    total = 0;
    for (size_t i = 0; i < n; i++) {
        memcpy(attrs + total, at[i].attrs, at[i].n_attrs * sizeof *attrs);
        total += at[i].n_attrs;
    }
    sort(attrs, total, sizeof *attrs, by_name);
    for (size_t i = 0; i < total; i++) {
        if (kept == 0 || strcmp(attrs[kept - 1], attrs[i]) != 0) {
            attrs[kept++] = attrs[i];
        }
    }
    merged.attrs = attrs;
    merged.n_attrs = kept;
    *ret = merged;
    return 0;
}

static int
merge_imports(struct sbx_policy *p)
{
    struct sbx_import_rule *at = p->imports.at;
    size_t kept = 0;

    sort(at, p->imports.n, sizeof *at, by_module);
    for (size_t i = 0, n; i < p->imports.n; i += n) {
        for (n = 1; i + n < p->imports.n && by_module(&at[i], &at[i + n]) == 0;
             n++) {
        }
        if (merge_module(p->arena, &at[i], n, &at[kept++]) != 0) {
            return -1;
        }
    }
    p->imports.n = kept;
    return 0;
}

static void
merge_ports(struct sbx_port_rule *at, size_t *n)
{
    size_t kept = 0;

    sort(at, *n, sizeof *at, by_port);
    for (size_t i = 0; i < *n; i++) {
        if (kept == 0 || at[kept - 1].port != at[i].port) {
            at[kept++] = at[i];
        }
    }
    *n = kept;
}

int
sbx_policy_compile(struct sbx_policy *p, struct sbx_error *err)
{
    struct sbx_policy_build *b = (struct sbx_policy_build *)p;

    merge_paths(p);
    merge_ports(p->connect.at, &p->connect.n);
    merge_ports(p->bind.at, &p->bind.n);
    if (merge_imports(p) != 0) {
        return sbx_policy_fail(err, NULL, "no memory for the policy");
    }
    if (sbx_policy_check_code(p, err) != 0) {
        return -1;
    }
    if (p->stack.value > p->memory.value && p->memory.value != 0) {
        return sbx_policy_fail(
            err, &p->stack.origin, "`stack` is larger than `memory` (%s:%u)",
            sbx_shorten(p->memory.origin.file).s, p->memory.origin.line);
    }
    b->compiled = true;
    return 0;
}

int
sbx_policy_unsupported(const struct sbx_policy *p, struct sbx_error *err)
{
    const struct {
        bool asked;
        const struct sbx_origin *at;
        const char *why;
    } rows[] = {
        {p->output.value != 0, &p->output.origin,
         "`output` can only be kept by a supervisor, which this start has "
         "not; write `output = none`"},
        {p->subprocess.on, &p->subprocess.origin,
         "`subprocess = yes` can only be kept by a supervisor, which this "
         "start has not; use `pysbx run`"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].asked) {
            return sbx_policy_fail(err, rows[i].at, "%s", rows[i].why);
        }
    }
    return 0;
}

int
sbx_policy_seal(struct sbx_policy *p)
{
    return sbx_arena_seal(p->arena);
}

void
sbx_policy_free(struct sbx_policy *p)
{
    if (p != NULL) {
        sbx_arena_free(p->arena);
    }
}
