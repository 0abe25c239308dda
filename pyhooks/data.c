// SPDX-License-Identifier: MIT
// Packages read data of their own (sample data, fonts, time zones): what lies
// in the package's directory, and what the policy grants as `trusted`.  Their
// functions read any file that the program names, so it is no more than that.

#include "files.h"
#include "hooks.h"
#include "trust.h"
#include "views.h"

#include <limits.h>

/* Is path below dir? */
static bool
is_below(const char *path, const char *dir)
{
    size_t n = strlen(dir);
    return n > 1 && strncmp(path, dir, n) == 0 && path[n] == '/';
}

/* Where the package is that this code belongs to; borrowed. */
static const char *
directory_of(sbx_frame *f)
{
    const char *name =
        sbx_utf8(PyDict_GetItemString(f->f_globals, "__name__"));
    char top[128];
    size_t n = name == NULL ? 0 : strcspn(name, ".");
    if (n == 0 || n >= sizeof top) {
        return NULL;
    }
    memcpy(top, name, n);
    top[n] = '\0';
    PyObject *dict = sbx_module_dict(top);
    PyObject *path =
        dict == NULL ? NULL : PyDict_GetItemString(dict, "__path__");
    return path != NULL && PyList_CheckExact(path)
                   && PyList_GET_SIZE(path) == 1
               ? sbx_utf8(PyList_GET_ITEM(path, 0))
               : NULL;
}

/* By a `trusted =` of the policy, not by what ${python} stands for. */
static bool
is_trusted_data(const char *path)
{
    const struct sbx_path_rule *r =
        sbx.host->path(sbx.host->policy, path, SBX_READ, true);
    for (const char *const *p = sbx.host->python; r != NULL && *p; p++) {
        if (strcmp(r->path, *p) == 0 || is_below(r->path, *p)) {
            return false;
        }
    }
    return r != NULL && r->trusted && sbx_path_granted(path, SBX_READ, true);
}

bool
sbx_is_package_data(PyObject *o)
{
    sbx_frame *f = compat_top();
    while (f != NULL && sbx_trusted(f) && !sbx_is_package_code(f)) {
        f = compat_previous(f);
    }
    if (f == NULL || !sbx_trusted(f)) {
        return false;
    }
    Py_ssize_t size = 0;
    const char *path = PyUnicode_AsUTF8AndSize(o, &size);
    char normal[PATH_MAX], real[PATH_MAX];
    if (path == NULL || strlen(path) != (size_t)size || path[0] != '/'
        || sbx.host->path_normal("/", path, normal, sizeof normal) < 0
        || realpath(path, real) == NULL) {
        PyErr_Clear();
        return false;
    }
    for (; f != NULL && sbx_trusted(f); f = compat_previous(f)) {
        const char *dir = sbx_is_package_code(f) ? directory_of(f) : NULL;
        if (dir != NULL && is_below(normal, dir) && is_below(real, dir)) {
            return true;
        }
    }
    return is_trusted_data(normal);
}
