// SPDX-License-Identifier: MIT
// For the unit tests of the policy: a directory for files, and texts that
// become policies as the file `p.conf`.

#ifndef SBX_POLICY_SCRATCH_H
#define SBX_POLICY_SCRATCH_H

#include "policy_build.h"
#include "directory.h"

#include <stdlib.h>

static struct sbx_error err;
static char warned[1024];
static const char *const python[] = {"/usr/lib", "/nowhere/at/all", NULL};
static struct sbx_vars vars = {.cwd = "/usr/share",
                               .script = "/usr/share/run.py",
                               .tmp = NULL,
                               .python = python};

static inline void
on_warning(const char *text)
{
    size_t n = strlen(warned);

    snprintf(warned + n, sizeof warned - n, "%s\n", text);
}

/* Parse and compile text[0..len) as the file `p.conf`; NULL with err. */
static inline struct sbx_policy *
parse(const char *text, size_t len)
{
    struct sbx_policy_build *b = sbx_policy_new(dir, &vars, on_warning, &err);

    warned[0] = '\0';
    err.text[0] = '\0';
    if (sbx_policy_text(b, "p.conf", text, len) != 0
        || sbx_policy_compile(&b->policy, &err) != 0) {
        sbx_policy_free(&b->policy);
        return NULL;
    }
    return &b->policy;
}

static inline struct sbx_policy *
parse_text(const char *text)
{
    struct sbx_policy *p = parse(text, strlen(text));

    if (p == NULL) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    return p;
}

/* Which rule grants: its path, or "". */
static inline const char *
who(const struct sbx_policy *p, const char *path, unsigned rights,
    bool trusted)
{
    const struct sbx_path_rule *r = sbx_policy_path(p, path, rights, trusted);

    return r != NULL ? r->path : "";
}

#endif
