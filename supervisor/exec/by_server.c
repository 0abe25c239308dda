// SPDX-License-Identifier: MIT
// pysbx run --server: the same options, asked of a `pysbx serve`.  Whatever it
// cannot do is an error before anything is sent; what it must not grant, it
// refuses itself.

#include "by_server.h"

#include "body.h"
#include "cli.h"
#include "client.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* These speak of a run that is ours. */
static void
check_environment(void)
{
    static const char *const names[] = {"PYSBX_LOG", "PYSBX_LAYERS",
                                        "PYSBX_WHITELIST_DIR", "PYSBX_CGROUP"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (sbx_setting(names[i]) != NULL) {
            sbx_die("--server: %s is set, which a server cannot heed; unset "
                    "it, or run without a server (--server '')",
                    names[i]);
        }
    }
}

/* A server always has its own. */
static void
check_limits(const struct sbx_overlay *o)
{
    for (size_t i = 0; i < o->n; i++) {
        if (strcmp(o->at[i].section, "limits") == 0
            && strcmp(o->at[i].value, "none") == 0) {
            sbx_die("--server: --%s none: a server's own limits hold",
                    o->at[i].key);
        }
    }
}

/* Or NULL: none. */
static const char *
choose(const struct sbx_by_server *s)
{
    const char *where = s->server;

    if (where == NULL && !s->local) {
        where = sbx_setting("PYSBX_SERVER");
    }
    where = where == NULL || where[0] == '\0' ? NULL : where;
    if (where == NULL && s->token_file != NULL) {
        sbx_die("--token-file: no server is named: use --server, or set "
                "PYSBX_SERVER");
    }
    if (where != NULL && s->local) {
        sbx_die("--server: not together with --resident, --task or --parent");
    }
    return where;
}

bool
sbx_run_by_server(const struct sbx_by_server *s,
                  const struct sbx_profile_options *profile,
                  const struct sbx_program *program, int *ret_status)
{
    const char *where = choose(s);
    struct sbx_exec e = {.profile = *profile,
                         .server = where,
                         .token_file = s->token_file,
                         .report = s->report,
                         .report_fd = s->report_fd,
                         .code = program->code,
                         .args = s->args,
                         .quiet = s->quiet,
                         .merge = s->merge,
                         .summary = s->summary};

    if (where == NULL) {
        return false;
    }
    sbx_client_name = "--server";
    if (program->module != NULL) {
        sbx_die("--server: -m %s cannot be run by a server: give the program "
                "as a file",
                program->module);
    }
    if (program->code == NULL) {
        if (s->args[0] == NULL) {
            sbx_die("no program; `-` reads it from standard input");
        }
        e.file = strcmp(s->args[0], "-") == 0 ? NULL : s->args[0];
        e.args = s->args + 1;
        if (e.file != NULL && access(e.file, R_OK) != 0) {
            sbx_die("cannot read the program %s: %s", e.file, strerror(errno));
        }
    }
    check_environment();
    check_limits(&profile->overlay);
    if (e.profile.policy == NULL) {
        e.profile.policy = sbx_setting("PYSBX_POLICY");
    }
    if (e.profile.python == NULL) {
        e.profile.python = sbx_setting("PYSBX_PYTHON");
    }
    *ret_status = sbx_exec_ask(&e);
    return true;
}
