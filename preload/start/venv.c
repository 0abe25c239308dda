// SPDX-License-Identifier: MIT
// pyvenv.cfg, read as CPython and its site.py read it.

#include "getpath.h"

#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* The value of `key = value`, in the buffer; NULL for another key. */
static char *
value_of(char *line, const char *key)
{
    size_t n = strlen(key);
    line += strspn(line, " \t");
    if (strncasecmp(line, key, n) != 0) {
        return NULL;
    }
    line += n;
    line += strspn(line, " \t");
    if (*line != '=') {
        return NULL;
    }
    line++;
    line += strspn(line, " \t");
    size_t end = strlen(line);
    while (end > 0 && strchr(" \t\r", line[end - 1]) != NULL) {
        line[--end] = '\0';
    }
    return line;
}

static bool
read_venv(const char *dir, struct sbx_venv *ret)
{
    sbx_path_t cfg;
    char text[8192];
    if (!sbx_join(cfg, "%s/pyvenv.cfg", dir)) {
        return false;
    }
    int fd = open(cfg, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    ssize_t n = read(fd, text, sizeof(text) - 1);
    close(fd);
    text[n < 0 ? 0 : n] = '\0';

    char *rest = text, *line;
    while ((line = strsep(&rest, "\n")) != NULL) {
        char *value = value_of(line, "home");
        if (value != NULL && ret->home == NULL) {
            ret->home = sbx_copy(value);
        }
        value = value_of(line, "include-system-site-packages");
        if (value != NULL) {
            ret->system_site = strcasecmp(value, "true") == 0;
        }
    }
    if (ret->home != NULL) {
        ret->prefix = sbx_copy(dir);
        ret->cfg = sbx_copy(cfg);
    }
    /* CPython stops at the first file, even at one without `home`. */
    return true;
}

struct sbx_venv
sbx_getpath_venv(const char *bin_dir)
{
    struct sbx_venv venv = {0};
    if (!read_venv(sbx_directory_of(bin_dir), &venv)) {
        read_venv(bin_dir, &venv);
    }
    return venv;
}
