// SPDX-License-Identifier: MIT
// Keys of the policy whose values add up: modules, ports, the environment.

#include "policy_keys.h"

#include <string.h>

/* The next of a comma-separated list, cut out of *rest; NULL at its end.  An
 * item may be empty: the caller refuses that. */
static char *
next_item(char **rest)
{
    char *item = *rest, *end;

    if (item == NULL) {
        return NULL;
    }
    item += strspn(item, " \t");
    end = strchrnul(item, ',');
    *rest = *end == ',' ? end + 1 : NULL;
    while (end > item && (end[-1] == ' ' || end[-1] == '\t')) {
        end--;
    }
    *end = '\0';
    return item;
}

/* An ASCII name as C has them, or with other letters as Python has them. */
static size_t
identifier(const char *s)
{
    size_t n = 0;
    unsigned allowed = SBX_LETTER;

    while ((sbx_name_bytes[(unsigned char)s[n]] & allowed) != 0) {
        allowed |= SBX_DIGIT;
        n++;
    }
    return n;
}

static bool
is_module(const char *s)
{
    for (;;) {
        size_t n = identifier(s);
        if (n == 0 || (s[n] != '.' && s[n] != '\0')) {
            return false;
        }
        if (s[n] == '\0') {
            return true;
        }
        s += n + 1;
    }
}

static size_t
count_items(const char *s)
{
    size_t n = 1;

    while ((s = strchr(s, ',')) != NULL) {
        n++;
        s++;
    }
    return n;
}

int
sbx_set_import(struct sbx_policy_build *b, const char *module,
               const char *value, const struct sbx_origin *at)
{
    struct sbx_policy *p = &b->policy;
    struct sbx_import_rule *r =
        sbx_arena_grow(p->arena, p->imports.at, p->imports.n, sizeof *r);
    char *name = sbx_arena_strndup(p->arena, module, strlen(module));
    char *rest = sbx_arena_strndup(p->arena, value, strlen(value)), *item;
    const char **attrs =
        sbx_arena_alloc(p->arena, count_items(value) * sizeof *attrs);

    if (r == NULL || name == NULL || rest == NULL || attrs == NULL) {
        return SBX_NO_MEMORY(b, at);
    }
    p->imports.at = r;
    if (!is_module(module)) {
        return SBX_FAIL(b, at, "`%s` is no name of a module%s",
                        sbx_shorten(module).s,
                        strchr(module, '*') != NULL
                            ? "; each module stands on its own line"
                            : "");
    }
    r += p->imports.n++;
    *r = (struct sbx_import_rule){
        .module = name, .attrs = attrs, .origin = *at};
    while ((item = next_item(&rest)) != NULL) {
        if (strcmp(item, "*") == 0) {
            r->star = true;
        }
        else if (item[0] != '\0' && item[identifier(item)] == '\0') {
            attrs[r->n_attrs++] = item;
        }
        else {
            return SBX_FAIL(b, at, "`%s` is no `*` and no name in %s",
                            sbx_shorten(item).s, sbx_shorten(module).s);
        }
    }
    return 0;
}

int
sbx_set_preload(struct sbx_policy_build *b, const struct sbx_key *k,
                const char *value, const struct sbx_origin *at)
{
    struct sbx_policy *p = &b->policy;
    char *rest = sbx_arena_strndup(p->arena, value, strlen(value)), *item;

    if (rest == NULL) {
        return SBX_NO_MEMORY(b, at);
    }
    while ((item = next_item(&rest)) != NULL) {
        if (strcmp(item, "*") != 0 && !is_module(item)) {
            return SBX_FAIL(b, at, "`%s`: `%s` is no `*` and no module",
                            k->name, sbx_shorten(item).s);
        }
        struct sbx_preload *r =
            sbx_arena_grow(p->arena, p->preload.at, p->preload.n, sizeof *r);
        if (r == NULL) {
            return SBX_NO_MEMORY(b, at);
        }
        p->preload.at = r;
        p->preload.at[p->preload.n++] = (struct sbx_preload){item, *at};
    }
    return 0;
}

int
sbx_set_ports(struct sbx_policy_build *b, const struct sbx_key *k,
              const char *value, const struct sbx_origin *at)
{
    struct sbx_policy *p = &b->policy;
    bool connects = k->field == offsetof(struct sbx_policy, connect);
    __typeof__(p->connect) *list = connects ? &p->connect : &p->bind;
    struct sbx_origin *none = connects ? &b->no_connect : &b->no_bind;

    if (strcmp(value, "none") == 0) {
        for (size_t i = 0; i < list->n; i++) {
            if (sbx_policy_contradicts(b, k->name, value, &list->at[i].origin,
                                       at)
                != 0) {
                return -1;
            }
        }
        list->at = NULL; /* what earlier profiles granted */
        list->n = 0;
        *none = *at;
        return 0;
    }
    char *rest = sbx_arena_strndup(p->arena, value, strlen(value)), *item;
    if (rest == NULL) {
        return SBX_NO_MEMORY(b, at);
    }
    while ((item = next_item(&rest)) != NULL) {
        uint16_t port = 0;
        const char *why = strcmp(item, "none") == 0
                              ? "stands alone or not at all"
                              : sbx_value_port(item, &port);
        if (why != NULL) {
            return SBX_FAIL(b, at, "`%s`: `%s` %s", k->name,
                            sbx_shorten(item).s, why);
        }
        if (sbx_policy_contradicts(b, k->name, value, none, at) != 0) {
            return -1;
        }
        struct sbx_port_rule *r =
            sbx_arena_grow(p->arena, list->at, list->n, sizeof *r);
        if (r == NULL) {
            return SBX_NO_MEMORY(b, at);
        }
        list->at = r;
        list->at[list->n++] = (struct sbx_port_rule){port, *at};
    }
    return 0;
}

/* Room for one more variable, already with its origin. */
static struct sbx_env_rule *
append_env(struct sbx_policy_build *b, __typeof__(b->policy.env_set) *list,
           const struct sbx_origin *at)
{
    struct sbx_env_rule *r =
        sbx_arena_grow(b->policy.arena, list->at, list->n, sizeof *r);

    if (r == NULL) {
        return NULL;
    }
    list->at = r;
    r += list->n++;
    r->origin = *at;
    return r;
}

int
sbx_set_env_pass(struct sbx_policy_build *b, const struct sbx_key *k,
                 const char *value, const struct sbx_origin *at)
{
    char *rest = sbx_arena_strndup(b->policy.arena, value, strlen(value));
    char *item;

    if (rest == NULL) {
        return SBX_NO_MEMORY(b, at);
    }
    while ((item = next_item(&rest)) != NULL) {
        size_t n = identifier(item);
        if (strcmp(item, "*") == 0) {
            return SBX_FAIL(b, at,
                            "`*` would pass every secret of the "
                            "environment; write names");
        }
        if (n == 0 || (item[n] != '\0' && strcmp(item + n, "*") != 0)) {
            return SBX_FAIL(b, at,
                            "`%s`: `%s` is no name of a variable, with "
                            "or without `*` at its end",
                            k->name, sbx_shorten(item).s);
        }
        struct sbx_env_rule *r = append_env(b, &b->policy.env_pass, at);
        if (r == NULL) {
            return SBX_NO_MEMORY(b, at);
        }
        r->name = item;
    }
    return 0;
}

int
sbx_set_env(struct sbx_policy_build *b, const struct sbx_key *k,
            const char *value, const struct sbx_origin *at)
{
    struct sbx_arena *arena = b->policy.arena;
    char text[SBX_LINE_MAX + 1];
    size_t n = identifier(value);

    if (n == 0 || value[n] != '=') {
        return SBX_FAIL(b, at, "`%s = %s`: write `%s = NAME=VALUE`", k->name,
                        sbx_shorten(value).s, k->name);
    }
    if (strncmp(value, "PYSBX_", 6) == 0) {
        return SBX_FAIL(b, at,
                        "PYSBX_ variables are the starter's, they "
                        "mean nothing to the program");
    }
    if (sbx_policy_expand(b, value + n + 1, text, sizeof text, at) != 0) {
        return -1;
    }
    char *name = sbx_arena_strndup(arena, value, n);
    char *copy = sbx_arena_strndup(arena, text, strlen(text));
    if (name == NULL || copy == NULL) {
        return SBX_NO_MEMORY(b, at);
    }
    /* A later profile overrides; so at most one value for each name. */
    struct sbx_env_rule *r = NULL;
    for (size_t i = 0; i < b->policy.env_set.n && r == NULL; i++) {
        if (strcmp(b->policy.env_set.at[i].name, name) == 0) {
            r = &b->policy.env_set.at[i];
        }
    }
    if (r != NULL && strcmp(r->value, copy) != 0
        && sbx_policy_contradicts(b, k->name, value, &r->origin, at) != 0) {
        return -1;
    }
    if (r == NULL) {
        r = append_env(b, &b->policy.env_set, at);
        if (r == NULL) {
            return SBX_NO_MEMORY(b, at);
        }
        r->name = name;
    }
    r->value = copy;
    r->origin = *at;
    return 0;
}
