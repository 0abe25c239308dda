// SPDX-License-Identifier: MIT
// Which file `-m MODULE` means.  Looks, and does nothing else: `pysbx` asks
// here as well.

#include "module.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

bool
sbx_module_is_name(const char *name)
{
    const char *p = name;

    if (*name == '\0') {
        return false;
    }
    for (;; p++) {
        if (!isalpha((unsigned char)*p) && *p != '_'
            && (unsigned char)*p < 0x80) {
            return false;
        }
        while (isalnum((unsigned char)*p) || *p == '_'
               || (unsigned char)*p >= 0x80) {
            p++;
        }
        if (*p != '.') {
            return *p == '\0';
        }
    }
}

static bool
is_file(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool
sbx_module_file(const char *name, const char *dir, char ret[PATH_MAX])
{
    int n = snprintf(ret, PATH_MAX, "%s/%s", dir[1] == '\0' ? "" : dir, name);

    if (n < 0 || (size_t)n + sizeof("/__main__.py") > PATH_MAX) {
        return false;
    }
    for (char *p = ret + n - strlen(name); *p != '\0'; p++) {
        *p = *p == '.' ? '/' : *p;
    }
    /* A package is looked for before a module (FileFinder.find_spec). */
    strcpy(ret + n, "/__init__.py");
    bool package = is_file(ret);
    strcpy(ret + n, package ? "/__main__.py" : ".py");
    return is_file(ret);
}
