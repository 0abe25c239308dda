// SPDX-License-Identifier: MIT
// Look-ups in the compiled tables against a walk over the rules as written.
// A line of the input is a rule (`R/a`, `W/a`, with d: directory, t: trusted,
// m: missing) or a module (`Im name`), or a question (`?/a/b`, `!name`).

#include "path.h"
#include "policy_build.h"
#include "require.h"

#include <stdlib.h>
#include <string.h>

#define MAX 64

static struct sbx_path_rule rules[MAX];
static struct sbx_import_rule modules[MAX];
static size_t n_rules, n_modules;

/* What the rules grant to path: a plain reading of policy.h. */
static unsigned
rights_of(const char *path, bool trusted)
{
    unsigned rights = 0;

    for (size_t i = 0; i < n_rules; i++) {
        const struct sbx_path_rule *r = &rules[i];
        size_t n = strcmp(r->path, "/") == 0 ? 0 : strlen(r->path);
        bool below =
            r->is_dir && strncmp(path, r->path, n) == 0 && path[n] == '/';
        if ((below || strcmp(path, r->path) == 0)
            && (trusted || !r->trusted)) {
            rights |= r->missing ? r->rights & SBX_READ : r->rights;
        }
    }
    return rights;
}

static void
add_rule(char *line)
{
    struct sbx_path_rule r = {.rights = line[0] == 'R' ? SBX_READ : SBX_WRITE};

    for (line++; *line != '/' && *line != '\0'; line++) {
        r.is_dir |= *line == 'd';
        r.trusted |= *line == 't';
        r.missing |= *line == 'm';
    }
    r.path = line;
    r.is_dir &= !r.missing;
    if (n_rules == MAX || !sbx_path_is_normal(line)) {
        return;
    }
    /* The same path is the same file. */
    for (size_t i = 0; i < n_rules; i++) {
        if (strcmp(rules[i].path, r.path) == 0) {
            r.is_dir = rules[i].is_dir;
            r.missing = rules[i].missing;
        }
    }
    rules[n_rules++] = r;
}

static void
add_module(char *line)
{
    char *name = strchr(line, ' ');
    struct sbx_import_rule r = {.star = line[1] == '*'};
    static const char *attrs[MAX];

    if (name == NULL || n_modules == MAX) {
        return;
    }
    *name++ = '\0';
    r.module = name;
    attrs[n_modules] = line + 1;
    r.attrs = &attrs[n_modules];
    r.n_attrs = 1;
    modules[n_modules++] = r;
}

static void
ask_path(const struct sbx_policy *p, const char *path)
{
    for (unsigned rights = 0; rights < 8; rights++) {
        for (int trusted = 0; trusted < 2; trusted++) {
            bool want = rights != 0 && sbx_path_is_normal(path)
                        && (rights & ~rights_of(path, trusted)) == 0;
            const struct sbx_path_rule *r =
                sbx_policy_path(p, path, rights, trusted);
            REQUIRE((r != NULL) == want);
            REQUIRE(r == NULL || (r->rights & rights) != 0);
        }
    }
}

static bool
lists(const char *module, const char *attr)
{
    for (size_t i = 0; i < n_modules; i++) {
        if (strcmp(modules[i].module, module) == 0
            && strcmp(modules[i].attrs[0], attr) == 0) {
            return true;
        }
    }
    return false;
}

static void
ask_module(const struct sbx_policy *p, const char *name)
{
    const struct sbx_import_rule *r = sbx_policy_import(p, name);
    bool known = false, star = false;

    for (size_t i = 0; i < n_modules; i++) {
        if (strcmp(modules[i].module, name) == 0) {
            known = true;
            star |= modules[i].star;
        }
    }
    REQUIRE((r != NULL) == known && (r == NULL || r->star == star));
    for (size_t i = 0; r != NULL && i < n_modules; i++) {
        const char *attr = modules[i].attrs[0];
        REQUIRE(sbx_import_names(r, attr) == lists(name, attr));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct sbx_vars vars = {.cwd = "/"};
    struct sbx_error err;
    char *text = malloc(size + 1), *save = NULL, *questions[MAX];
    size_t n_questions = 0;

    REQUIRE(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    n_rules = n_modules = 0;
    for (char *line = strtok_r(text, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        if (line[0] == 'R' || line[0] == 'W') {
            add_rule(line);
        }
        else if (line[0] == 'I') {
            add_module(line);
        }
        else if (n_questions < MAX) {
            questions[n_questions++] = line;
        }
    }
    struct sbx_policy_build *b = sbx_policy_new(NULL, &vars, NULL, &err);
    REQUIRE(b != NULL);
    struct sbx_policy *p = &b->policy;
    p->paths.at = sbx_arena_alloc(p->arena, sizeof rules);
    p->imports.at = sbx_arena_alloc(p->arena, sizeof modules);
    memcpy(p->paths.at, rules, sizeof rules);
    memcpy(p->imports.at, modules, sizeof modules);
    p->paths.n = n_rules;
    p->imports.n = n_modules;
    REQUIRE(sbx_policy_compile(p, &err) == 0);
    for (size_t i = 0; i < n_questions; i++) {
        if (questions[i][0] == '?') {
            ask_path(p, questions[i] + 1);
        }
        else if (questions[i][0] == '!') {
            ask_module(p, questions[i] + 1);
        }
    }
    sbx_policy_free(p);
    free(text);
    return 0;
}
