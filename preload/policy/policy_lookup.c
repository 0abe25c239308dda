// SPDX-License-Identifier: MIT
// What the layers ask of the compiled policy.  No allocation, no locks, no
// errno: wrappers and signal handlers call these.

#include "path.h"
#include "policy.h"

#include <string.h>

/* Order of the name s[0..n) and the whole of name. */
static int
compare(const char *s, size_t n, const char *name)
{
    int order = strncmp(s, name, n);

    return order != 0 ? order : name[n] == '\0' ? 0 : -1;
}

/* Where the rules for exactly path[0..n) start, or would. */
static size_t
find_path(const struct sbx_policy *p, const char *path, size_t n)
{
    size_t low = 0, high = p->paths.n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(path, n, p->paths.at[middle].path) > 0) {
            low = middle + 1;
        }
        else {
            high = middle;
        }
    }
    return low;
}

/* What of need the rule grants to a path that it names, or that lies below. */
static unsigned
granted(const struct sbx_path_rule *r, unsigned need, bool exact, bool trusted)
{
    if ((r->trusted && !trusted) || (!exact && !r->is_dir)) {
        return 0;
    }
    /* What was not there at start can be asked for (the answer is ENOENT, as
     * it should be), but never be made. */
    return need & r->rights & (r->missing ? SBX_READ : ~0U);
}

const struct sbx_path_rule *
sbx_policy_path(const struct sbx_policy *p, const char *path, unsigned rights,
                bool trusted)
{
    if (!sbx_path_is_normal(path)) {
        return NULL; /* "/ok/../etc" lies below /ok only as text */
    }
    /* The path and its parents, nearest first.  Rights add up on the way, as
     * they do in Landlock. */
    size_t whole = strlen(path), n = whole;
    while (rights != 0) {
        for (size_t i = find_path(p, path, n); i < p->paths.n; i++) {
            const struct sbx_path_rule *r = &p->paths.at[i];
            if (compare(path, n, r->path) != 0) {
                break;
            }
            rights &= ~granted(r, rights, n == whole, trusted);
            if (rights == 0) {
                return r;
            }
        }
        if (n == 1) { /* "/" was the last */
            break;
        }
        while (n > 1 && path[--n] != '/') {
        }
    }
    return NULL;
}

const struct sbx_import_rule *
sbx_policy_import(const struct sbx_policy *p, const char *module)
{
    size_t low = 0, high = p->imports.n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(module, p->imports.at[middle].module);
        if (order == 0) {
            return &p->imports.at[middle];
        }
        if (order > 0) {
            low = middle + 1;
        }
        else {
            high = middle;
        }
    }
    return NULL;
}

bool
sbx_import_names(const struct sbx_import_rule *r, const char *attr)
{
    size_t low = 0, high = r->n_attrs;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(attr, r->attrs[middle]);
        if (order == 0) {
            return true;
        }
        if (order > 0) {
            low = middle + 1;
        }
        else {
            high = middle;
        }
    }
    return false;
}

bool
sbx_policy_env(const struct sbx_policy *p, const char *name)
{
    if (strncmp(name, "PYSBX_", 6) == 0) {
        return false; /* the starter's own, whatever a pattern says */
    }
    for (size_t i = 0; i < p->env_pass.n; i++) {
        const char *pattern = p->env_pass.at[i].name;
        size_t n = strlen(pattern);
        if (pattern[n - 1] == '*' ? strncmp(name, pattern, n - 1) == 0
                                  : strcmp(name, pattern) == 0) {
            return true;
        }
    }
    return false;
}
