// SPDX-License-Identifier: MIT
// Any bytes as a policy file: one clear error, or a policy whose tables hold
// together.

#include "path.h"
#include "policy_build.h"
#include "require.h"

#include <stdlib.h>
#include <string.h>

static void
check_message(const char *text)
{
    REQUIRE(text[0] != '\0');
    for (; *text != '\0'; text++) {
        REQUIRE((unsigned char)*text >= ' ' && *text != 0x7F);
    }
}

static void
check_paths(const struct sbx_policy *p)
{
    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        REQUIRE(sbx_path_is_normal(r->path));
        REQUIRE(r->rights != 0 && (r->rights & ~3U) == 0);
        if (i > 0) {
            int order = strcmp(r[-1].path, r->path);
            REQUIRE(order < 0 || (order == 0 && !r[-1].trusted && r->trusted));
        }
        if (!r->missing) {
            REQUIRE(sbx_policy_path(p, r->path, r->rights, true) != NULL);
        }
    }
}

static void
check_imports(const struct sbx_policy *p)
{
    for (size_t i = 0; i < p->imports.n; i++) {
        const struct sbx_import_rule *r = &p->imports.at[i];
        REQUIRE(sbx_policy_import(p, r->module) == r);
        REQUIRE(r->star || r->n_attrs > 0);
        for (size_t j = 0; j < r->n_attrs; j++) {
            REQUIRE(sbx_import_names(r, r->attrs[j]));
            REQUIRE(j == 0 || strcmp(r->attrs[j - 1], r->attrs[j]) < 0);
        }
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const python[] = {"/usr/lib", "/etc/hosts", NULL};
    static const struct sbx_vars vars = {
        .cwd = "/usr", .script = "/usr/x.py", .tmp = "/tmp", .python = python};
    struct sbx_error err = {""};
    struct sbx_policy_build *b =
        sbx_policy_new("/nowhere", &vars, check_message, &err);

    REQUIRE(b != NULL);
    struct sbx_policy *p = &b->policy;
    if (sbx_policy_text(b, "/nowhere/fuzz.conf", (const char *)data, size) != 0
        || sbx_policy_compile(p, &err) != 0) {
        check_message(err.text);
    }
    else {
        REQUIRE(err.text[0] == '\0');
        check_paths(p);
        check_imports(p);
        if (sbx_policy_unsupported(p, &err) != 0) {
            check_message(err.text);
        }
        for (size_t i = 0; i < p->env_pass.n; i++) {
            const char *name = p->env_pass.at[i].name;
            REQUIRE(sbx_policy_env(p, name)
                    == (strncmp(name, "PYSBX_", 6) != 0));
        }
    }
    sbx_policy_free(p);
    return 0;
}
