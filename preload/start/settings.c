// SPDX-License-Identifier: MIT
// The starter's environment: the PYSBX_* variables, read once in the
// constructor and gone before the program runs.

#include "getpath.h"
#include "start.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *name;
    unsigned layer;
} layer_names[] = {
    {"interpreter", SBX_LAYER_INTERPRETER},
    {"libc", SBX_LAYER_LIBC},
    {"kernel", SBX_LAYER_KERNEL},
};
#define LAYERS (sizeof(layer_names) / sizeof(*layer_names))

const char *
sbx_setting(const char *name, const char *fallback)
{
    const char *value = getenv(name);
    return value == NULL || value[0] == '\0' ? fallback : value;
}

static unsigned
layer_named(const char *name, size_t n)
{
    for (size_t i = 0; i < LAYERS; i++) {
        if (strlen(layer_names[i].name) == n
            && memcmp(layer_names[i].name, name, n) == 0) {
            return layer_names[i].layer;
        }
    }
    sbx_die("PYSBX_LAYERS: unknown layer '%.*s' (interpreter, libc, kernel)",
            (int)n, name);
}

/* A switch for tests, so it says so each time. */
static unsigned
read_layers(const char *list)
{
    unsigned layers = 0;
    char off[64] = "";

    if (list == NULL) {
        return SBX_LAYER_ALL;
    }
    for (const char *at = list;; at++) {
        size_t n = strcspn(at, ",");
        layers |= layer_named(at, n);
        at += n;
        if (*at == '\0') {
            break;
        }
    }
    for (size_t i = 0; i < LAYERS; i++) {
        if ((layers & layer_names[i].layer) == 0) {
            strcat(off, off[0] == '\0' ? "" : ", ");
            strcat(off, layer_names[i].name);
        }
    }
    if (off[0] != '\0') {
        sbx_warn("layers off: %s (PYSBX_LAYERS; for tests only)", off);
    }
    return layers;
}

static bool
read_summary(const char *value)
{
    if (strcmp(value, "0") != 0 && strcmp(value, "1") != 0) {
        sbx_die("PYSBX_SUMMARY: '%s' is neither 0 nor 1", value);
    }
    return value[0] == '1';
}

static const char *
default_whitelist_dir(void)
{
    char path[PATH_MAX];
    struct stat st;
    int n = snprintf(path, sizeof(path), "%s/whitelist.d", sbx_core.libdir);
    if (n > 0 && (size_t)n < sizeof(path) && stat(path, &st) == 0) {
        return sbx_copy(path);
    }
    return SBX_DATADIR "/whitelist.d";
}

struct sbx_settings
sbx_settings_read(void)
{
    struct sbx_settings s = {
        .policy = sbx_setting("PYSBX_POLICY", "default"),
        .whitelist_dir = sbx_setting("PYSBX_WHITELIST_DIR", NULL),
        .log = sbx_setting("PYSBX_LOG", NULL),
        .tmp = sbx_setting("PYSBX_TMP", NULL),
        .task = sbx_setting("PYSBX_TASK", NULL),
        .summary = read_summary(sbx_setting("PYSBX_SUMMARY", "1")),
        .layers = read_layers(sbx_setting("PYSBX_LAYERS", NULL)),
    };
    if (s.tmp != NULL && s.tmp[0] != '/') {
        sbx_die("PYSBX_TMP: '%s' is not an absolute path", s.tmp);
    }
    if (s.whitelist_dir == NULL) {
        s.whitelist_dir = default_whitelist_dir();
    }
#ifdef SBX_NO_INTERPOSE
    s.layers &= ~(unsigned)SBX_LAYER_LIBC;
#endif
    return s;
}
