// SPDX-License-Identifier: MIT
// One row per section and key of the policy: how its value is read and where
// it goes.  docs/POLICY.md describes the same rows for people.

#include "policy_keys.h"

#include <string.h>

#define FIELD(name) offsetof(struct sbx_policy, name)
#define PATH(key, what, only_trusted)                                       \
    {                                                                       \
        "files", key, set_path, .rights = (what), .trusted = (only_trusted) \
    }
#define YES_NO(section, key, member)                                      \
    {                                                                     \
        section, key, set_switch, FIELD(member), .words = { "yes", "no" } \
    }
#define LIMIT(key, member, kind)                                           \
    {                                                                      \
        "limits", key, set_limit, FIELD(member), .limit = sbx_value_##kind \
    }

static sbx_setter set_path, set_switch, set_limit;

static const struct sbx_key keys[] = {
    YES_NO("imports", "local", local), /* every other key is a module */
    PATH("read", SBX_READ, false),
    PATH("write", SBX_WRITE, false),
    PATH("trusted", SBX_READ, true),
    YES_NO("process", "exit", exit),
    YES_NO("process", "threads", threads),
    YES_NO("process", "subprocess", subprocess),
    {"process", "execute", sbx_set_execute, .rights = SBX_READ},
    {"process", "preload", sbx_set_preload, .field = FIELD(preload)},
    {"process", "kernel", set_switch, FIELD(best_effort),
     .words = {"best-effort", "required"}},
    {"network", "connect", sbx_set_ports, .field = FIELD(connect)},
    {"network", "bind", sbx_set_ports, .field = FIELD(bind)},
    YES_NO("stdio", "stdin", in),
    YES_NO("stdio", "stdout", out),
    YES_NO("stdio", "stderr", err),
    {"env", "pass", sbx_set_env_pass, .field = FIELD(env_pass)},
    {"env", "set", sbx_set_env, .field = FIELD(env_set)},
    LIMIT("wall", wall, duration),
    LIMIT("cpu", cpu, duration),
    LIMIT("memory", memory, size),
    LIMIT("output", output, size),
    LIMIT("open-files", open_files, count),
    LIMIT("file-size", file_size, size),
    LIMIT("recursion", recursion, count),
    LIMIT("processes", processes, count),
    LIMIT("stack", stack, size),
};
#define N_IMPORTS_KEYS 1 /* they come first: most lines name modules */
#define N_KEYS (sizeof keys / sizeof *keys)

static const char *const sections[] = {
    "files", "imports", "process", "network", "stdio", "env", "limits", NULL};

static void *
field(struct sbx_policy_build *b, const struct sbx_key *k)
{
    return (char *)&b->policy + k->field;
}

int
sbx_policy_contradicts(struct sbx_policy_build *b, const char *key,
                       const char *value, const struct sbx_origin *old,
                       const struct sbx_origin *at)
{
    if (old->file != at->file) { /* each file has one name in memory */
        return 0;
    }
    return SBX_FAIL(b, at, "`%s = %s` contradicts line %u of the same file",
                    key, sbx_shorten(value).s, old->line);
}

static int
set_path(struct sbx_policy_build *b, const struct sbx_key *k,
         const char *value, const struct sbx_origin *at)
{
    return sbx_policy_path_key(b, value, k->rights, k->trusted, at);
}

static int
set_switch(struct sbx_policy_build *b, const struct sbx_key *k,
           const char *value, const struct sbx_origin *at)
{
    struct sbx_switch *s = field(b, k);
    bool on = strcmp(value, k->words[0]) == 0;

    if (!on && strcmp(value, k->words[1]) != 0) {
        return SBX_FAIL(b, at, "`%s` is `%s` or `%s`, not `%s`", k->name,
                        k->words[0], k->words[1], sbx_shorten(value).s);
    }
    if (s->on != on
        && sbx_policy_contradicts(b, k->name, value, &s->origin, at) != 0) {
        return -1;
    }
    s->on = on;
    s->origin = *at;
    return 0;
}

static int
set_limit(struct sbx_policy_build *b, const struct sbx_key *k,
          const char *value, const struct sbx_origin *at)
{
    struct sbx_limit *l = field(b, k);
    uint64_t n;
    const char *why = k->limit(value, &n);

    if (why != NULL) {
        return SBX_FAIL(b, at, "`%s`: `%s` %s", k->name, sbx_shorten(value).s,
                        why);
    }
    if (l->value != n
        && sbx_policy_contradicts(b, k->name, value, &l->origin, at) != 0) {
        return -1;
    }
    l->value = n;
    l->origin = *at;
    return 0;
}

bool
sbx_policy_is_section(const char *name)
{
    for (const char *const *s = sections; *s != NULL; s++) {
        if (strcmp(*s, name) == 0) {
            return true;
        }
    }
    return false;
}

const char *const *
sbx_policy_sections(void)
{
    return sections;
}

/* No such key: perhaps a slip, perhaps in the wrong section. */
static int
unknown(struct sbx_policy_build *b, const char *section, const char *key,
        const struct sbx_origin *at)
{
    const char *names[N_KEYS + 1] = {NULL};
    size_t n = 0;

    if (strcmp(key, "include") == 0) {
        return SBX_FAIL(b, at, "`include` stands before the first section");
    }
    for (size_t i = 0; i < N_KEYS; i++) {
        if (strcmp(keys[i].section, section) == 0) {
            names[n++] = keys[i].name;
        }
        else if (strcmp(keys[i].name, key) == 0) {
            return SBX_FAIL(b, at, "`%s` belongs in [%s], not in [%s]", key,
                            keys[i].section, section);
        }
    }
    return SBX_FAIL(b, at, "unknown key `%s` in [%s]%s", sbx_shorten(key).s,
                    section, sbx_did_you_mean(key, names).s);
}

int
sbx_policy_key(struct sbx_policy_build *b, const char *section,
               const char *key, const char *value, const struct sbx_origin *at)
{
    bool imports = strcmp(section, "imports") == 0;
    size_t n = imports ? N_IMPORTS_KEYS : N_KEYS;

    for (size_t i = 0; i < n; i++) {
        if (keys[i].name[0] == key[0] && strcmp(keys[i].name, key) == 0
            && strcmp(keys[i].section, section) == 0) {
            return keys[i].set(b, &keys[i], value, at);
        }
    }
    return imports ? sbx_set_import(b, key, value, at)
                   : unknown(b, section, key, at);
}
