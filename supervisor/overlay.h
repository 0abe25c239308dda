// SPDX-License-Identifier: MIT
// The policy that the options of the command line make: one more profile,
// after those that --policy names, so that its limits win.

#ifndef SBX_OVERLAY_H
#define SBX_OVERLAY_H

#include "policy.h"

#include <stddef.h>

struct sbx_overlay_line {
    const char *option; /* as typed, for messages: "--wall 10s" */
    const char *section, *key, *value;
};

struct sbx_overlay {
    struct sbx_overlay_line *at;
    size_t n;
    char path[32]; /* once written: /proc/self/fd/N */
    int fd;
};

/* Add `key = value`; dies if value cannot stand in a policy.  once: instead of
 * an earlier line with this key. */
void sbx_overlay_add(struct sbx_overlay *o, const char *option,
                     const char *section, const char *key, const char *value,
                     bool once);

/* One of the options of SBX_POLICY_OPTIONS; dies. */
void sbx_overlay_option(struct sbx_overlay *o, int option, const char *value);

/* Write it into a nameless file; o->path is "" if there is nothing to write.
 * The file is inherited only by those who clear FD_CLOEXEC. */
void sbx_overlay_write(struct sbx_overlay *o);

/* The option behind a line of the file, or NULL if origin is elsewhere. */
const char *sbx_overlay_origin(const struct sbx_overlay *o,
                               const struct sbx_origin *origin);

/* An error text of the parser in which the file's name is replaced by the
 * option. */
const char *sbx_overlay_error(const struct sbx_overlay *o, const char *text);

/* Options that more than one sub-command has. */
enum {
    SBX_OPT_POLICY = 256,
    SBX_OPT_READ,
    SBX_OPT_WRITE,
    SBX_OPT_IMPORT,
    SBX_OPT_CONNECT,
    SBX_OPT_ENV,
    SBX_OPT_WALL,
    SBX_OPT_CPU,
    SBX_OPT_MEMORY,
    SBX_OPT_OUTPUT,
    SBX_OPT_PYTHON,
    SBX_OPT_OTHERS, /* the first that a sub-command may use */
};
#define SBX_POLICY_OPTIONS                                           \
    {"policy", required_argument, NULL, SBX_OPT_POLICY},             \
        {"allow-read", required_argument, NULL, SBX_OPT_READ},       \
        {"allow-write", required_argument, NULL, SBX_OPT_WRITE},     \
        {"allow-import", required_argument, NULL, SBX_OPT_IMPORT},   \
        {"allow-connect", required_argument, NULL, SBX_OPT_CONNECT}, \
        {"env", required_argument, NULL, SBX_OPT_ENV},               \
        {"wall", required_argument, NULL, SBX_OPT_WALL},             \
        {"cpu", required_argument, NULL, SBX_OPT_CPU},               \
        {"memory", required_argument, NULL, SBX_OPT_MEMORY},         \
        {"output", required_argument, NULL, SBX_OPT_OUTPUT},         \
        {"python", required_argument, NULL, SBX_OPT_PYTHON},         \
    {                                                                \
        "help", no_argument, NULL, 'h'                               \
    }

#define SBX_POLICY_HELP                                                     \
    "  --policy NAMES         profiles, with commas between: names of\n"    \
    "                         whitelist.d or files (./mine.conf); else\n"   \
    "                         $PYSBX_POLICY, or default\n"                  \
    "  --allow-read PATH      also grant reading this file, or directory\n" \
    "  --allow-write PATH     ... writing\n"                                \
    "  --allow-import M[:A,B] ... importing M, or only these names of it\n" \
    "  --allow-connect PORT   ... connecting to tcp/PORT\n"                 \
    "  --env NAME[=VALUE]     pass this variable, or set it\n"              \
    "  --wall TIME, --cpu TIME, --memory SIZE, --output SIZE\n"             \
    "                         limits: 500ms, 10s, 5m; 64K, 16M, 1G; none\n" \
    "  --python PATH          else $PYSBX_PYTHON, or python3 of $PATH\n"

#endif
