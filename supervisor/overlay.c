// SPDX-License-Identifier: MIT
// Options that speak of the policy become lines of a policy: there is one
// grammar, one parser and one place that enforces.  What an option says must
// not become more than the one line that it stands for.

#include "overlay.h"

#include "cli.h"
#include "policy_build.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A line end would start another line, ` #` a comment. */
static void
check_value(const char *option, const char *value)
{
    size_t n = strlen(value);

    if (n == 0) {
        sbx_die("%s: the value is empty", option);
    }
    for (const char *p = value; *p != '\0'; p++) {
        if ((unsigned char)*p < ' ' || *p == 0x7f) {
            sbx_die("%s: a policy cannot express control characters", option);
        }
    }
    if (value[0] == ' ' || value[n - 1] == ' ' || value[0] == '#'
        || strstr(value, " #") != NULL) {
        sbx_die("%s: a policy cannot express blanks at either end, nor ` #`",
                option);
    }
}

void
sbx_overlay_add(struct sbx_overlay *o, const char *option, const char *section,
                const char *key, const char *value, bool once)
{
    struct sbx_overlay_line line = {option, section, key, value};

    check_value(option, value);
    for (size_t i = 0; once && i < o->n; i++) {
        if (strcmp(o->at[i].section, section) == 0
            && strcmp(o->at[i].key, key) == 0) {
            o->at[i] = line;
            return;
        }
    }
    o->at = sbx_need(reallocarray(o->at, o->n + 1, sizeof *o->at));
    o->at[o->n++] = line;
}

static void
add_path(struct sbx_overlay *o, const char *option, const char *key,
         const char *path)
{
    bool relative = path[0] != '/' && strncmp(path, "${", 2) != 0;

    check_value(option, path);
    sbx_overlay_add(o, option, "files", key,
                    relative ? sbx_format("${cwd}/%s", path) : path, false);
}

/* MODULE or MODULE:NAME,NAME. */
static void
add_import(struct sbx_overlay *o, const char *option, const char *value)
{
    size_t n = strcspn(value, ":");
    char *module = sbx_need(strndup(value, n));

    for (const char *p = module; *p != '\0'; p++) {
        if (strchr("=#[]; \t", *p) != NULL || (unsigned char)*p < ' ') {
            sbx_die("%s: `%s` is no name of a module", option, module);
        }
    }
    sbx_overlay_add(o, option, "imports", module,
                    value[n] == '\0' ? "*" : value + n + 1, false);
}

static void
add_env(struct sbx_overlay *o, const char *option, const char *value)
{
    bool set = strchr(value, '=') != NULL;

    sbx_overlay_add(o, option, "env", set ? "set" : "pass", value, false);
}

static void
add_limit(struct sbx_overlay *o, const char *name, const char *value,
          const char *(*check)(const char *, uint64_t *))
{
    const char *option = sbx_format("--%s %s", name, value);
    uint64_t n;
    const char *why = check(value, &n);

    if (why != NULL) {
        sbx_die("--%s: `%s` %s", name, value, why);
    }
    sbx_overlay_add(o, option, "limits", name, value, true);
}

void
sbx_overlay_option(struct sbx_overlay *o, int option, const char *value)
{
    switch (option) {
    case SBX_OPT_READ:
        add_path(o, sbx_format("--allow-read %s", value), "read", value);
        break;
    case SBX_OPT_WRITE:
        add_path(o, sbx_format("--allow-write %s", value), "write", value);
        break;
    case SBX_OPT_IMPORT:
        add_import(o, sbx_format("--allow-import %s", value), value);
        break;
    case SBX_OPT_CONNECT:
        sbx_overlay_add(
            o, sbx_format("--allow-connect %s", value), "network", "connect",
            strncmp(value, "tcp/", 4) == 0 ? value
                                           : sbx_format("tcp/%s", value),
            false);
        break;
    case SBX_OPT_ENV:
        add_env(o, sbx_format("--env %s", value), value);
        break;
    case SBX_OPT_WALL:
        add_limit(o, "wall", value, sbx_value_duration);
        break;
    case SBX_OPT_CPU:
        add_limit(o, "cpu", value, sbx_value_duration);
        break;
    case SBX_OPT_MEMORY:
        add_limit(o, "memory", value, sbx_value_size);
        break;
    case SBX_OPT_OUTPUT:
        add_limit(o, "output", value, sbx_value_size);
        break;
    default:
        sbx_die("option %d is not handled", option);
    }
}

/* Line 2i+1 is the section of entry i, line 2i+2 the entry. */
void
sbx_overlay_write(struct sbx_overlay *o)
{
    o->path[0] = '\0';
    o->fd = -1;
    if (o->n == 0) {
        return;
    }
    o->fd = memfd_create("pysbx-options", MFD_CLOEXEC);
    FILE *file = o->fd < 0 ? NULL : fdopen(dup(o->fd), "w");
    if (file == NULL) {
        sbx_die("cannot hand the options over: %s", strerror(errno));
    }
    for (size_t i = 0; i < o->n; i++) {
        fprintf(file, "[%s]\n%s = %s\n", o->at[i].section, o->at[i].key,
                o->at[i].value);
    }
    if (fclose(file) != 0) {
        sbx_die("cannot hand the options over: %s", strerror(errno));
    }
    snprintf(o->path, sizeof o->path, "/proc/self/fd/%d", o->fd);
}

const char *
sbx_overlay_origin(const struct sbx_overlay *o, const struct sbx_origin *at)
{
    if (o->path[0] == '\0' || at->file == NULL || at->line < 2
        || strcmp(at->file, o->path) != 0 || at->line > 2 * o->n) {
        return NULL;
    }
    return o->at[(at->line - 1) / 2].option;
}

const char *
sbx_overlay_error(const struct sbx_overlay *o, const char *text)
{
    size_t n = strlen(o->path);
    char *end;

    if (n == 0 || strncmp(text, o->path, n) != 0 || text[n] != ':') {
        return text;
    }
    unsigned long line = strtoul(text + n + 1, &end, 10);
    struct sbx_origin at = {o->path, (unsigned)line};
    const char *option = sbx_overlay_origin(o, &at);
    return option == NULL || *end != ':' ? text
                                         : sbx_format("%s%s", option, end);
}
