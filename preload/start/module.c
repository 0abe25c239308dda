// SPDX-License-Identifier: MIT
// `-m MODULE`.  CPython would have runpy, which is trusted code, find and run
// it.  Here the module's source text becomes the program, as untrusted as any
// file, wherever it lies: in the current directory or in the standard library.

#include "module.h"

#include "getpath.h"
#include "start.h"

#include <string.h>

/* Its parent, or itself if it is one; as `__package__`. */
static const char *
package_of(const char *name, const char *file)
{
    size_t n = strlen(file), m = strlen("/__main__.py");
    bool package = n > m && strcmp(file + n - m, "/__main__.py") == 0;
    const char *dot = strrchr(name, '.');
    char *copy = strdup(package ? name : dot != NULL ? name : "");

    if (copy == NULL) {
        sbx_die("out of memory");
    }
    if (!package && dot != NULL) {
        copy[dot - name] = '\0';
    }
    return copy;
}

/* Put the file where CPython reads the option. */
static void
rewrite(char **argv, const struct sbx_argv *a, const char *file)
{
    char *word = argv[a->at];

    if (a->joined && word[1] != 'm') {
        sbx_die("write -m %s as words of their own", a->program);
    }
    if (a->joined) {
        argv[a->at] = (char *)file;
        return;
    }
    argv[a->at + 1] = (char *)file; /* absolute: no option */
    if (strcmp(word, "-m") == 0) {
        argv[a->at] = "--";
    }
    else {
        word[strlen(word) - 1] = '\0'; /* -Im */
    }
}

void
sbx_module_take(struct sbx_argv *a, char **argv, const char *const *places)
{
    char path[PATH_MAX];
    const char *name = a->program;
    /* Under -I and -P the current directory is not searched; `pysbx` gives -I
     * and searches it. */
    bool found =
        (!a->isolated || sbx_setting("PYSBX_SUPERVISED", NULL) != NULL)
        && sbx_module_file(name, sbx_core.cwd, path);

    if (!sbx_module_is_name(name)) {
        sbx_die("-m '%s': that is no name of a module", name);
    }
    for (; !found && *places != NULL; places++) {
        found = sbx_module_file(name, *places, path);
    }
    if (!found) {
        sbx_die("-m %s: there is no source text of such a module in %s or the "
                "standard library",
                name, sbx_core.cwd);
    }
    sbx_core.package = package_of(name, path);
    const char *file = sbx_copy(path);
    rewrite(argv, a, file);
    a->mode = SBX_MODE_FILE;
    a->program = file;
}
