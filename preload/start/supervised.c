// SPDX-License-Identifier: MIT
// What the constructor has to say to `pysbx`, when that is who starts us: that
// both are of one version, what interpreter this is (when asked), that the
// sandbox is up, and when the program begins.  All of it before the program's
// first instruction: the first line of each kind in the log can be believed.
// Only the last thing that is told, by which exception it ended, is a claim.

#include "host.h"
#include "kernel.h"
#include "log.h"
#include "log_json.h"
#include "log_target.h"
#include "start.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool supervised, listens;

bool
sbx_supervised(void)
{
    return supervised;
}

/* The last letter of the first argument is one that CPython ends at, so that
 * an interpreter without us runs nothing. */
void
sbx_supervised_argv(int argc, char **argv)
{
    if (argc > 1 && argv[1][0] == '-'
        && sbx_setting("PYSBX_SUPERVISED", NULL) != NULL) {
        char *last = argv[1] + strlen(argv[1]) - 1;
        *last = *last == '!' ? 'B' : *last; /* -B: write no .pyc files */
    }
}

static void
tell(const char *s)
{
    if (!sbx_log_write(sbx_log_fd(), s, strlen(s) + 1)) {
        sbx_die("PYSBX_TELL: nobody reads the answer");
    }
}

/* What it is, where it is, whether we have a layer for it, what it reads. */
static void
answer(const struct sbx_python *python)
{
    char text[32], path[4096];

    snprintf(text, sizeof(text), "%d.%d", python->major, python->minor);
    tell(text);
    tell(python->exe == NULL ? "" : python->exe);
    int n = snprintf(path, sizeof(path), "%s/pysbx-hooks-%s.so",
                     sbx_core.libdir, text);
    tell(n > 0 && (size_t)n < sizeof(path) && access(path, R_OK) == 0 ? path
                                                                      : "");
    for (const char **place = python->places; *place != NULL; place++) {
        tell(*place);
    }
}

void
sbx_supervised_begin(const struct sbx_python *python)
{
    const char *version = sbx_setting("PYSBX_SUPERVISED", NULL);

    if (version == NULL) {
        return;
    }
    supervised = true;
    /* The log may also be a file of the starter's, for refusals alone. */
    listens = sbx_log_fd() >= 0
              && strcmp(sbx_setting("PYSBX_CLAIMS", "1"), "0") != 0;
    if (strcmp(version, SBX_VERSION) != 0) {
        sbx_die("pysbx %s and libpysbx.so " SBX_VERSION " (in %s) do not "
                "belong together: install one version",
                version, sbx_core.libdir);
    }
    if (sbx_setting("PYSBX_TELL", NULL) != NULL) {
        answer(python);
        /* No destructor, and not one instruction of a program. */
        syscall(SYS_exit_group, 0);
    }
}

void
sbx_supervised_child(void)
{
    listens = sbx_log_fd() >= 0;
}

void
sbx_supervised_ready(const struct sbx_python *python)
{
    char line[256];
    struct sbx_text t = {line, 0, sizeof(line), false};

    if (!listens) {
        return;
    }
    sbx_text_put(&t, "{\"ready\":\"" SBX_VERSION "\",\"python\":\"");
    sbx_text_number(&t, (unsigned long)python->major);
    sbx_text_put(&t, ".");
    sbx_text_number(&t, (unsigned long)python->minor);
    sbx_text_put(&t, "\",\"landlock\":");
    sbx_text_number(&t, (unsigned long)sbx_kernel.landlock);
    sbx_text_put(&t, sbx_kernel.seccomp ? ",\"seccomp\":true"
                                        : ",\"seccomp\":false");
    if (sbx_core.policy->sealed) {
        sbx_text_put(&t, ",\"sealed\":true");
    }
    sbx_text_put(&t, "}\n");
    if (!sbx_log_write(sbx_log_fd(), line, t.n)) {
        sbx_die("pysbx does not listen");
    }
}

void
sbx_supervised_running(void)
{
    static const char line[] = "{\"running\":true}\n";

    static bool told;

    if (listens && !told) {
        told = true;
        sbx_log_write(sbx_log_fd(), line, sizeof(line) - 1);
    }
}

bool
sbx_supervised_listens(void)
{
    return listens;
}

/* A line is less than PIPE_BUF, so that it does not mix with those of other
 * threads.  A child of fork() has an end of its own, which nobody asked for.
 */
void
sbx_supervised_raised(const struct sbx_raised *r)
{
    char line[PIPE_BUF];
    struct sbx_text t = {line, 0, sizeof(line), false};
    const struct {
        const char *key, *value;
        size_t max;
    } fields[] = {{"{\"raised\":", r->kind, 16},
                  {",\"name\":", r->name, 700},
                  {",\"text\":", r->text, 2600},
                  {",\"function\":", r->function, 300}};
    bool cut = r->cut;

    if (getpid() != sbx_core.pid) {
        return;
    }
    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
        if (fields[i].value != NULL) {
            sbx_text_put(&t, fields[i].key);
            cut |= !sbx_text_json(&t, fields[i].value, fields[i].max);
        }
    }
    if (r->line > 0) {
        sbx_text_put(&t, ",\"line\":");
        sbx_text_number(&t, (unsigned long)r->line);
    }
    sbx_text_put(&t, cut ? ",\"cut\":true}\n" : "}\n");
    sbx_log_tell(line, t.n);
}
