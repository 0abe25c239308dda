// SPDX-License-Identifier: MIT
// pysbx doctor: what is protected on this machine, in words or as JSON.

#include "doctor.h"

#include "cli.h"
#include "json.h"
#include "overlay.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] = "usage: pysbx doctor [--json] [--python PATH]\n"
                           "\n"
                           "Look at the kernel, the installation and the "
                           "interpreters, and test each\n"
                           "layer of the sandbox.  Exit status: 0 programs "
                           "are fully protected here,\n"
                           "1 they are not.\n";

struct finding {
    struct sbx_place place;
    struct sbx_system system;
    struct sbx_python_found pythons[SBX_MAX_PYTHONS];
    size_t n_pythons;
    const struct sbx_python_found *chosen; /* NULL: none that can be used */
    bool whole;
};

/* --- in words --- */

static void line(const char *mark, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
line(const char *mark, const char *format, ...)
{
    static const struct {
        const char *mark, *colour;
    } colours[] = {{"ok", "32"}, {"no", "31"}, {"--", "33"}};
    const char *colour = NULL;
    va_list args;

    for (size_t i = 0; i < 3 && sbx_cli_colour(STDOUT_FILENO); i++) {
        if (strcmp(colours[i].mark, mark) == 0) {
            colour = colours[i].colour;
        }
    }
    if (colour != NULL) {
        printf("\033[%sm%s\033[0m  ", colour, mark);
    }
    else {
        printf("%s  ", mark);
    }
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

static void
tell_system(const struct sbx_system *s)
{
    line("ok", "Linux %s, %s%s%s%s", s->kernel, s->libc,
         s->root ? ", as root" : "",
         s->container != NULL ? ", in a container: " : "",
         s->container != NULL ? s->container : "");
    if (s->landlock > 0) {
        line("ok", "Landlock ABI %d: files%s%s", s->landlock,
             s->landlock >= 4 ? ", TCP ports" : "; no TCP ports (needs 4)",
             s->landlock >= 6 ? ", signals" : "");
    }
    else {
        line("no",
             "no Landlock (%s): files are not protected; boot Linux "
             "5.13 or later with `lsm=landlock,...`",
             strerror(s->landlock_error));
    }
    line(s->seccomp ? "ok" : "no",
         s->seccomp ? "seccomp filters"
                    : "no seccomp filters: system calls are not protected");
    if (s->cgroup != NULL) {
        line("ok", "cgroup v2: groups can be made in %s", s->cgroup);
    }
    else {
        line("--", "no cgroup v2 that is ours: memory is limited for each "
                   "process alone (nothing else is lost)");
    }
}

static void
tell_pythons(const struct finding *f)
{
    for (size_t i = 0; i < f->n_pythons; i++) {
        const struct sbx_python_found *p = &f->pythons[i];
        const char *here = p->chosen ? " (pysbx run takes this one)" : "";
        if (p->why == NULL) {
            line("ok", "Python %s: %s%s", p->interp.version,
                 sbx_shown(p->interp.path), here);
        }
        else {
            line(p->chosen ? "no" : "--", "%s%s: %s",
                 sbx_shown(p->interp.path), here, sbx_shown(p->why));
        }
    }
    if (f->n_pythons == 0) {
        line("no", "no Python was found");
    }
}

static int
tell(const struct finding *f)
{
    tell_system(&f->system);
    line("ok", "pysbx " SBX_VERSION ", library in %s, profiles in %s",
         sbx_shown(f->place.libdir), sbx_shown(f->place.whitelist));
    tell_pythons(f);
    for (size_t i = 0; i < SBX_TESTS && f->chosen != NULL; i++) {
        const struct sbx_layer_test *t = &sbx_layer_tests[i];
        if (t->failure == NULL) {
            line("ok", "%s: %s", t->layers != NULL ? t->layers : "all layers",
                 t->held);
        }
        else {
            line("no", "%s: %s", t->layers != NULL ? t->layers : "all layers",
                 t->failure);
        }
    }
    printf("\n%s\n",
           f->whole ? "Programs are protected here by all three layers."
                    : "Programs are NOT fully protected here: see above.");
    sbx_cli_flush();
    return f->whole ? 0 : 1;
}

/* --- as JSON --- */

static json_t *
pythons(const struct finding *f)
{
    json_t *list = sbx_need(sbx_json()->j_array());

    for (size_t i = 0; i < f->n_pythons; i++) {
        const struct sbx_python_found *p = &f->pythons[i];
        json_t *j = sbx_need(sbx_json()->j_object());
        sbx_json_set(j, "path", sbx_json_text(p->interp.path));
        sbx_json_set(j, "version", sbx_json_text(p->interp.version));
        sbx_json_set(j, "usable", sbx_json_bool(p->why == NULL));
        sbx_json_set(j, "why_not", sbx_json_text(p->why));
        sbx_json_set(j, "chosen", sbx_json_bool(p->chosen));
        sbx_json()->j_array_append_new(list, j);
    }
    return list;
}

static int
write_json(const struct finding *f)
{
    const struct sbx_system *s = &f->system;
    json_t *j = sbx_need(sbx_json()->j_object());
    json_t *tests = sbx_need(sbx_json()->j_object());

    sbx_json_set(j, "pysbx", sbx_json_text(SBX_VERSION));
    sbx_json_set(j, "protected", sbx_json_bool(f->whole));
    sbx_json_set(j, "kernel", sbx_json_text(s->kernel));
    sbx_json_set(j, "libc", sbx_json_text(s->libc));
    sbx_json_set(j, "root", sbx_json_bool(s->root));
    sbx_json_set(j, "container", sbx_json_text(s->container));
    sbx_json_set(j, "landlock_abi", sbx_json()->j_integer(s->landlock));
    sbx_json_set(j, "seccomp", sbx_json_bool(s->seccomp));
    sbx_json_set(j, "cgroup", sbx_json_text(s->cgroup));
    sbx_json_set(j, "library", sbx_json_text(f->place.library));
    sbx_json_set(j, "profiles", sbx_json_text(f->place.whitelist));
    sbx_json_set(j, "pythons", pythons(f));
    for (size_t i = 0; i < SBX_TESTS; i++) {
        const struct sbx_layer_test *t = &sbx_layer_tests[i];
        sbx_json_set(tests, t->name,
                     f->chosen == NULL    ? sbx_json()->j_null()
                     : t->failure == NULL ? sbx_json()->j_true()
                                          : sbx_json_text(t->failure));
    }
    sbx_json_set(j, "tests", tests);
    if (!sbx_json_write(j, STDOUT_FILENO)) {
        sbx_die("cannot write to standard output: %s", strerror(errno));
    }
    return f->whole ? 0 : 1;
}

static void
look(struct finding *f, const char *python)
{
    sbx_place_find(&f->place);
    sbx_system_look(&f->system);
    f->n_pythons = sbx_pythons_look(&f->place, python, f->pythons);
    if (f->n_pythons > 0 && f->pythons[0].chosen
        && f->pythons[0].why == NULL) {
        f->chosen = &f->pythons[0];
        sbx_layers_test(&f->place, &f->chosen->interp);
    }
    f->whole =
        f->chosen != NULL && f->system.landlock > 0 && f->system.seccomp;
    for (size_t i = 0; i < SBX_TESTS; i++) {
        f->whole = f->whole && sbx_layer_tests[i].failure == NULL;
    }
}

int
sbx_cmd_doctor(int argc, char **argv)
{
    static const struct option options[] = {
        {"json", no_argument, NULL, 'j'},
        {"python", required_argument, NULL, SBX_OPT_PYTHON},
        {"help", no_argument, NULL, 'h'},
        {0}};
    static struct finding f;
    const char *python = NULL;
    bool json = false;
    int option;

    while ((option = sbx_cli_next(argc, argv, ":h", options)) != -1) {
        switch (option) {
        case 'h':
            sbx_cli_help(help);
        case 'j':
            json = true;
            break;
        default:
            python = optarg;
        }
    }
    if (optind < argc) {
        sbx_die("doctor: unexpected argument '%s'", argv[optind]);
    }
    const char *named = python != NULL ? python : getenv("PYSBX_PYTHON");
    if (named != NULL && named[0] != '\0') {
        struct sbx_interp interp;
        sbx_interp_find(python, &interp); /* dies: it is a mistake */
    }
    look(&f, python);
    return json ? write_json(&f) : tell(&f);
}
