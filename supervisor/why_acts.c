// SPDX-License-Identifier: MIT
// pysbx why: files, ports, variables and switches.

#include "why.h"

#include "cli.h"
#include "policy_build.h" /* sbx_value_port */

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static char *
origin(const struct sbx_why *w, const struct sbx_origin *at)
{
    return sbx_profile_origin(w->options, at);
}

/* --- files --- */

/* What one layer says about path and about what its links lead to. */
static const struct sbx_path_rule *
look(const struct sbx_why *w, const char *path, const char *real,
     unsigned rights, bool trusted)
{
    const struct sbx_path_rule *r =
        sbx_policy_path(w->policy, path, rights, trusted);

    return r == NULL || strcmp(path, real) == 0
               ? r
               : sbx_policy_path(w->policy, real, rights, trusted);
}

static void
tell_path(const struct sbx_why *w, const char *layer, const char *what,
          const struct sbx_path_rule *r, unsigned rights)
{
    if (r == NULL) {
        sbx_why_layer(layer, false, "%s: no line grants it", what);
        return;
    }
    sbx_why_layer(layer, true, "%s, by %s (%s)%s", what,
                  origin(w, sbx_profile_path_origin(w->options, r, rights)),
                  sbx_shown(r->path),
                  r->missing ? "; but it does not exist" : "");
}

static bool
file(const struct sbx_why *w, const char *object, unsigned rights,
     const char *key)
{
    const char *path = sbx_place_absolute(&w->place, object);
    char real[PATH_MAX];

    if (realpath(path, real) == NULL) {
        memcpy(real, path, strlen(path) + 1);
    }
    const struct sbx_path_rule *own = look(w, path, real, rights, false);
    const struct sbx_path_rule *all = look(w, path, real, rights, true);
    tell_path(w, "interpreter", "the program's own open()", own, rights);
    if (all != own) {
        tell_path(w, "", "trusted code (the standard library)", all, rights);
    }
    tell_path(w, "libc", "C code", all, rights);
    tell_path(w, "kernel", "Landlock", all, rights);
    if (own == NULL) {
        sbx_why_remedy("[files] %s = %s", key, sbx_shown(path));
    }
    return own != NULL;
}

bool
sbx_why_read(const struct sbx_why *w, const char *object)
{
    return file(w, object, SBX_READ, "read");
}

bool
sbx_why_write(const struct sbx_why *w, const char *object)
{
    return file(w, object, SBX_WRITE, "write");
}

/* --- ports --- */

static bool
port(const struct sbx_why *w, const char *object,
     const struct sbx_port_rule *rules, size_t n, const char *key)
{
    const char *text = strncmp(object, "tcp/", 4) == 0
                           ? object
                           : sbx_format("tcp/%s", object);
    uint16_t number;
    const char *why = sbx_value_port(text, &number);

    if (why != NULL) {
        sbx_die("why %s: `%s` %s", key, object, why);
    }
    bool module = sbx_policy_import(w->policy, "socket") != NULL;
    sbx_why_layer("interpreter", module,
                  module ? "the module socket is granted"
                         : "the module socket is not granted");
    for (size_t i = 0; i < n; i++) {
        if (rules[i].port == number) {
            sbx_why_layer("libc", true, "%s()", key);
            sbx_why_layer("kernel", true, "Landlock, by %s",
                          origin(w, &rules[i].origin));
            return true;
        }
    }
    sbx_why_layer("libc", false, "%s(): no line grants the port", key);
    sbx_why_layer("kernel", false, "%s: no line grants %s",
                  n == 0 ? "seccomp refuses sockets altogether" : "Landlock",
                  text);
    sbx_why_remedy("[network] %s = %s", key, text);
    return false;
}

bool
sbx_why_connect(const struct sbx_why *w, const char *object)
{
    return port(w, object, w->policy->connect.at, w->policy->connect.n,
                "connect");
}

bool
sbx_why_bind(const struct sbx_why *w, const char *object)
{
    return port(w, object, w->policy->bind.at, w->policy->bind.n, "bind");
}

/* --- environment --- */

bool
sbx_why_env(const struct sbx_why *w, const char *object)
{
    for (size_t i = 0; i < w->policy->env_set.n; i++) {
        const struct sbx_env_rule *r = &w->policy->env_set.at[i];
        if (strcmp(r->name, object) == 0) {
            sbx_why_layer("start", true, "set to '%s' by %s",
                          sbx_shown(r->value), origin(w, &r->origin));
            return true;
        }
    }
    if (strncmp(object, "PYSBX_", 6) == 0 || strcmp(object, "PATH") == 0
        || strcmp(object, "LD_PRELOAD") == 0) {
        sbx_why_layer("start", false, "never passed");
        return false;
    }
    for (size_t i = 0; i < w->policy->env_pass.n; i++) {
        const struct sbx_env_rule *r = &w->policy->env_pass.at[i];
        size_t n = strlen(r->name);
        if (strcmp(r->name, object) == 0
            || (r->name[n - 1] == '*'
                && strncmp(r->name, object, n - 1) == 0)) {
            sbx_why_layer("start", true, "passed by %s (%s)",
                          origin(w, &r->origin), r->name);
            return true;
        }
    }
    sbx_why_layer("start", false,
                  "no line passes or sets it: wiped from the "
                  "environment");
    sbx_why_remedy("[env] pass = %s", sbx_shown(object));
    return false;
}

/* --- switches --- */

static bool
on_off(const struct sbx_why *w, const struct sbx_switch *s, const char *key,
       const char *layers)
{
    const char *where = s->origin.file != NULL ? origin(w, &s->origin)
                                               : "no line, which means no";

    sbx_why_layer(layers, s->on, "[process] %s = %s, by %s", key,
                  s->on ? "yes" : "no", where);
    if (!s->on) {
        sbx_why_remedy("[process] %s = yes", key);
    }
    return s->on;
}

bool
sbx_why_exit(const struct sbx_why *w, const char *object)
{
    (void)object;
    return on_off(w, &w->policy->exit, "exit", "all but kernel");
}

bool
sbx_why_threads(const struct sbx_why *w, const char *object)
{
    (void)object;
    return on_off(w, &w->policy->threads, "threads", "all layers");
}

bool
sbx_why_subprocess(const struct sbx_why *w, const char *object)
{
    (void)object;
    return on_off(w, &w->policy->subprocess, "subprocess", "all layers");
}

bool
sbx_why_execute(const struct sbx_why *w, const char *object)
{
    const char *path = sbx_place_absolute(&w->place, object);
    const struct sbx_path_rule *r = sbx_policy_program(w->policy, path);

    on_off(w, &w->policy->subprocess, "subprocess", "all layers");
    if (r == NULL) {
        sbx_why_layer("all layers", false, "%s: no line names it",
                      sbx_shown(path));
        sbx_why_remedy("[process] execute = %s", sbx_shown(path));
    }
    else {
        sbx_why_layer("all layers", true, "%s, by %s", sbx_shown(r->path),
                      origin(w, &r->origin));
    }
    return r != NULL && w->policy->subprocess.on;
}
