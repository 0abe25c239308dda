// SPDX-License-Identifier: MIT
// pysbx why import: which line names the module.  What `*` stands for only the
// interpreter layer knows, so it is asked, in a sandbox.

#include "why.h"

#include "claims.h"
#include "cli.h"
#include "job.h"

#include <string.h>
#include <sys/wait.h>

#define ASK_LIMIT UINT64_C(20000000000) /* ns */

static void
check_name(const char *name)
{
    if (name[0] == '\0' || name[0] == '.' || name[strlen(name) - 1] == '.'
        || strstr(name, "..") != NULL
        || strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                        "0123456789_.")
               != strlen(name)
        || (name[0] >= '0' && name[0] <= '9')) {
        sbx_die("why import: '%s' is no name of a module or of a part of one",
                name);
    }
}

/* The rule for the longest granted module at the start of name; *rest is what
 * follows it, or "". */
static const struct sbx_import_rule *
find_rule(const struct sbx_policy *p, const char *name, const char **rest)
{
    char *module = sbx_need(strdup(name));

    for (;;) {
        const struct sbx_import_rule *r = sbx_policy_import(p, module);
        if (r != NULL) {
            size_t n = strlen(module);
            *rest = name[n] == '\0' ? "" : name + n + 1;
            return r;
        }
        char *dot = strrchr(module, '.');
        if (dot == NULL) {
            return NULL;
        }
        *dot = '\0';
    }
}

/* Run the import under this very policy.  NULL: it works; else why not. */
static const char *
try_it(const struct sbx_why *w, const char *module, const char *name)
{
    const char *code = name[0] == '\0'
                           ? sbx_format("import %s", module)
                           : sbx_format("from %s import %s", module, name);
    char *const argv[] = {(char *)w->interp.path, "-I" SBX_INTERP_MARK, "-c",
                          (char *)code, NULL};
    struct sbx_job job = {.path = w->interp.path,
                          .argv = argv,
                          .place = &w->place,
                          .policy = w->options->names,
                          .policy_fd = w->options->overlay.fd,
                          .capture = true,
                          .discard = true,
                          .claims = true,
                          .wall = ASK_LIMIT};
    struct sbx_outcome o;
    struct sbx_claims claims;
    struct sbx_exception e;

    sbx_job_run(&job, &o);
    if (WIFEXITED(o.status) && WEXITSTATUS(o.status) == 0) {
        return NULL;
    }
    sbx_claims_read(&o.claims, &claims);
    sbx_exception_read(&claims, &e);
    if (e.message != NULL) {
        return sbx_format("%s: %s", e.type, sbx_shown(e.message));
    }
    return sbx_shown(sbx_buffer_line(&o.error));
}

bool
sbx_why_import(const struct sbx_why *w, const char *object)
{
    const char *rest = "";
    const char *dot = strrchr(object, '.');

    check_name(object);
    const struct sbx_import_rule *r = find_rule(w->policy, object, &rest);
    if (r == NULL) {
        sbx_why_layer("interpreter", false, "no line names %.*s",
                      (int)strcspn(object, "."), object);
        if (dot == NULL) {
            sbx_why_remedy("[imports] %s = *", object);
        }
        else {
            sbx_why_remedy("[imports] %.*s = %s", (int)(dot - object), object,
                           dot + 1);
        }
    }
    else {
        /* Only the first name is a matter of the policy. */
        char *name = sbx_need(strndup(rest, strcspn(rest, ".")));
        bool named = name[0] == '\0' || sbx_import_names(r, name);
        const char *by = sbx_profile_origin(
            w->options, sbx_profile_import_origin(w->options, r,
                                                  name[0] == '\0' ? NULL
                                                  : named         ? name
                                                                  : "*"));
        const char *why = named || r->star ? try_it(w, r->module, name) : "";

        if (why == NULL) {
            sbx_why_layer("interpreter", true, "by %s (%s = %s)", by,
                          r->module,
                          name[0] == '\0' ? r->star ? "*" : "..."
                          : named         ? name
                                          : "*");
        }
        else if (why[0] == '\0') {
            sbx_why_layer("interpreter", false,
                          "%s grants other names of %s, not %s", by, r->module,
                          name);
        }
        else {
            sbx_why_layer("interpreter", false,
                          "%s names the module, but when tried: %s", by, why);
        }
        if (why == NULL) {
            sbx_why_layer("libc, kernel", true, "they see no modules");
            return true;
        }
        if (name[0] != '\0') {
            sbx_why_remedy("[imports] %s = %s", r->module, name);
        }
    }
    sbx_why_layer("libc, kernel", true,
                  "they see no modules, only what their code does");
    return false;
}
