// SPDX-License-Identifier: MIT
// Load the interpreter layer: the one object that knows the structures of
// exactly this CPython.  What it gets from us is struct sbx_host, no more.

#include "start.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct sbx_host sbx_host;

void
sbx_hooks_fill(const struct sbx_python *python, unsigned layers,
               const struct sbx_task *task)
{
    sbx_host = (struct sbx_host){
        .arm_embedder = sbx_host.arm_embedder,
        .abi = SBX_HOST_ABI,
        .layers = layers,
        .policy = sbx_core.policy,
        .script = sbx_core.script,
        .beside = sbx_core.beside,
        .package = sbx_core.package,
        .cwd = sbx_core.cwd,
        .python = (const char *const *)python->places,
        .path = sbx_policy_path,
        .import = sbx_policy_import,
        .import_names = sbx_import_names,
        .path_normal = sbx_path_normal,
        .program = sbx_policy_program,
        .program_named = sbx_policy_program_named,
        .own_descriptor = sbx_log_owns,
        .violation = sbx_log_violation,
        .die = sbx_die,
        .running = sbx_core_run,
        .task = *task,
        .raised = sbx_supervised_listens() ? sbx_supervised_raised : NULL,
        .exit = sbx_core_exit,
        .zygote = sbx_zygote_host(),
    };
}

void
sbx_hooks_load(const struct sbx_python *python, unsigned layers,
               const struct sbx_task *task)
{
    char path[PATH_MAX];
    int n = snprintf(path, sizeof(path), "%s/pysbx-hooks-%d.%d.so",
                     sbx_core.libdir, python->major, python->minor);
    if (n < 0 || (size_t)n >= sizeof(path)) {
        sbx_die("the path of libpysbx.so is too long");
    }
    if (access(path, R_OK) != 0) {
        sbx_die("no interpreter layer for Python %d.%d (%s: %s): build it "
                "where that version's headers are, with make "
                "PYTHONS=/path/to/python%d.%d",
                python->major, python->minor, path, strerror(errno),
                python->major, python->minor);
    }
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        sbx_die("cannot load the interpreter layer: %s", dlerror());
    }
    sbx_hooks_init_fn init = NULL;
    *(void **)&init = dlsym(handle, SBX_HOOKS_INIT);
    if (init == NULL) {
        sbx_die("%s is not pysbx's interpreter layer: install it again", path);
    }
    sbx_hooks_fill(python, layers, task);
    const char *why = "no reason given";
    if (init(&sbx_host, &why) != 0) {
        sbx_die("the interpreter layer for Python %d.%d does not start: %s",
                python->major, python->minor, why);
    }
}
