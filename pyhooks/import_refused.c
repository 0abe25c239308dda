// SPDX-License-Identifier: MIT
// An import that the policy does not grant: is it refused, or is there no such
// module anyway?  And which line would allow it.

#include "hooks.h"
#include "imports.h"
#include "refuse.h"
#include "views.h"

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>

/* Does a directory hold a module of this name (n bytes)? */
static bool
dir_has(const char *dir, const char *name, size_t n)
{
    DIR *d = opendir(*dir == '\0' ? "." : dir);
    bool found = false;
    for (struct dirent *e; d != NULL && !found && (e = readdir(d)) != NULL;) {
        found = strncmp(e->d_name, name, n) == 0
                && (e->d_name[n] == '\0' || e->d_name[n] == '.');
    }
    if (d != NULL) {
        closedir(d);
    }
    return found;
}

/* Is it in the standard library, loaded, or on the trusted search path? */
static bool
is_installed(const char *name, size_t n)
{
    Owned top = PyUnicode_FromStringAndSize(name, (Py_ssize_t)n);
    PyObject *known = PySys_GetObject("stdlib_module_names");
    if (top == NULL || known == NULL || PySequence_Contains(known, top) != 0
        || PyDict_GetItemWithError(sbx.modules, top) != NULL) {
        PyErr_Clear();
        return true;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(sbx.path); i++) {
        const char *dir = sbx_utf8(PyList_GET_ITEM(sbx.path, i));
        if (dir == NULL || dir_has(dir, name, n)) {
            return true;
        }
    }
    return false;
}

/* Is it beside the program?  Near enough while `local` is off, also for a
 * program that is a link. */
static bool
is_beside(const char *name, size_t n)
{
    const char *dir = sbx.host->beside;
    const char *script = sbx.host->script;
    if (dir == NULL && sbx.host->package != NULL) {
        dir = sbx.host->cwd;
    }
    const char *slash = script == NULL ? NULL : strrchr(script, '/');
    if (slash == NULL) {
        return false;
    }
    struct stat st;
    char beside[PATH_MAX];
    int m =
        snprintf(beside, sizeof beside, "%.*s/%.*s.py",
                 (int)(dir != NULL ? strlen(dir) : (size_t)(slash - script)),
                 dir != NULL ? dir : script, (int)n, name);
    if (m < 0 || (size_t)m >= sizeof beside || stat(beside, &st) == 0) {
        return true;
    }
    beside[m - 3] = '\0';
    return stat(beside, &st) == 0;
}

/* "math.floor": what stands before the dot is a module without others in it,
 * or the name is none.  NULL with an error, or without. */
static void
check_parents(const char *name)
{
    for (const char *dot = strchr(name, '.'); dot != NULL;
         dot = strchr(dot + 1, '.')) {
        Owned parent = PyUnicode_FromStringAndSize(name, dot - name);
        bool granted = parent != NULL && dot != name
                       && sbx_view(parent) != NULL; /* it is loaded */
        PyObject *real =
            granted ? PyDict_GetItemWithError(sbx.modules, parent) : NULL;
        PyErr_Clear();
        bool plain =
            real != NULL && PyModule_Check(real)
            && PyDict_GetItemString(PyModule_GetDict(real), "__path__")
                   == NULL;
        size_t n = strcspn(dot + 1, ".");
        if (!plain && n > 0 && dot != name) {
            continue;
        }
        Owned child = PyUnicode_FromStringAndSize(name, dot + 1 + n - name);
        Owned text =
            parent == NULL || child == NULL
                ? NULL
                : PyUnicode_FromFormat(plain ? "No module named %R; %R is "
                                               "not a package"
                                             : "No module named %R",
                                       child, parent);
        if (text != NULL) {
            PyErr_SetImportErrorSubclass(PyExc_ModuleNotFoundError, text,
                                         child, NULL);
        }
        return;
    }
}

/* Programs try modules that they can do without; what would not be found
 * without a sandbox was not refused. */
PyObject *
sbx_refuse_import(const char *name)
{
    size_t n = strcspn(name, ".");
    bool installed = n > 0 && is_installed(name, n);
    if (n > 0 && !installed && !is_beside(name, n)) {
        Owned top = PyUnicode_FromStringAndSize(name, (Py_ssize_t)n);
        Owned text = PyUnicode_FromFormat("No module named '%U'", top);
        return text == NULL ? NULL
                            : PyErr_SetImportErrorSubclass(
                                PyExc_ModuleNotFoundError, text, top, NULL);
    }
    check_parents(name);
    if (PyErr_Occurred()) {
        return NULL;
    }
    char allow[256];
    if (installed || sbx.host->policy->local.on) {
        snprintf(allow, sizeof allow, "[imports] %s = *", name);
    }
    else {
        strcpy(allow, "[imports] local = yes");
    }
    /* Modules that do nothing but start programs. */
    static const char *const starters[] = {"multiprocessing", "pty", NULL};
    bool starts = sbx_in_list(starters, name);
    if (strcmp(name, "subprocess") == 0 && !sbx.host->policy->subprocess.on) {
        strcpy(allow, "[process] subprocess = yes");
    }
    return sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.ImportError,
        .rule = "import",
        .act = "import of",
        .object = name,
        .reason = starts ? "no policy lets the program start others" : NULL,
        .allow = starts ? NULL : allow,
    });
}
