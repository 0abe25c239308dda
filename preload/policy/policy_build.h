// SPDX-License-Identifier: MIT
// What the files that build a policy share; private to
// preload/policy/policy_*.c and its tests.  The build record is the policy
// plus what only parsing needs.

#ifndef SBX_POLICY_BUILD_H
#define SBX_POLICY_BUILD_H

#include "arena.h"
#include "parent.h"
#include "policy.h"

#include <limits.h>
#include <sys/types.h>

#define SBX_MAX_PROFILES 64

/* A profile that was read or is being read. */
struct sbx_profile {
    const char *file;
    dev_t dev;
    ino_t ino;
    bool open; /* still being read: to include it again is a cycle */
};

/* What a write rule names, as it was found: a file by its numbers. */
struct sbx_writable {
    dev_t dev;
    ino_t ino;
    size_t rule; /* its index before the table is sorted */
};

struct sbx_policy_build {
    struct sbx_policy policy; /* first: the caller's pointer */
    bool compiled;
    bool python; /* some rule grants ${python} */
    SBX_ARRAY(struct sbx_profile) profiles;
    struct sbx_origin no_connect, no_bind; /* the last `none` */
    /* Directories that proved to be no links, nor below any: the start of
     * these paths.  A cache, so it may be full. */
    struct {
        const char *path;
        size_t len;
    } plain[32];
    size_t n_plain;
    SBX_ARRAY(struct sbx_writable) writable;
    struct sbx_parent parent; /* of the last path */
    unsigned warnings;
    /* Only while parsing. */
    const char *dir;
    const struct sbx_vars *vars;
    sbx_warn_fn warn;
    struct sbx_error *err;
};

/* Text errors (policy_error.c).  Always -1, so that callers can return it.
 * at: NULL, or where; file is abbreviated when it is long. */
int sbx_policy_fail(struct sbx_error *err, const struct sbx_origin *at,
                    const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void sbx_policy_remark(struct sbx_policy_build *b, const struct sbx_origin *at,
                       const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#define SBX_FAIL(b, at, ...) sbx_policy_fail((b)->err, (at), __VA_ARGS__)
#define SBX_NO_MEMORY(b, at) SBX_FAIL(b, at, "no memory for the policy")

/* s cut to what an error line has room for. */
struct sbx_short {
    char s[100];
};
struct sbx_short sbx_shorten(const char *s);

/* "; did you mean `X`?" for the closest of these NULL-terminated names, or
 * nothing. */
struct sbx_short sbx_did_you_mean(const char *word, const char *const *names);

/* One `key = value` (policy_keys.c).  0, or -1 with b->err. */
int sbx_policy_key(struct sbx_policy_build *b, const char *section,
                   const char *key, const char *value,
                   const struct sbx_origin *at);
bool sbx_policy_is_section(const char *name);
const char *const *sbx_policy_sections(void);

/* Values (policy_values.c): NULL, or what is wrong with text. */
const char *sbx_value_duration(const char *text, uint64_t *ret);
const char *sbx_value_size(const char *text, uint64_t *ret);
const char *sbx_value_count(const char *text, uint64_t *ret);
const char *sbx_value_port(const char *text, uint16_t *ret);

/* Variables and paths (policy_vars.c). */
int sbx_policy_expand(struct sbx_policy_build *b, const char *text, char *out,
                      size_t size, const struct sbx_origin *at);
int sbx_policy_path_key(struct sbx_policy_build *b, const char *text,
                        unsigned rights, bool trusted,
                        const struct sbx_origin *at);

/* Profiles: find and read one by its name (policy_files.c), parse the text of
 * one (policy_parse.c).  0, or -1 with b->err. */
int sbx_policy_include(struct sbx_policy_build *b, const char *name,
                       const struct sbx_origin *at);
int sbx_policy_text(struct sbx_policy_build *b, const char *file,
                    const char *text, size_t len);
struct sbx_policy_build *sbx_policy_new(const char *dir,
                                        const struct sbx_vars *vars,
                                        sbx_warn_fn warn,
                                        struct sbx_error *err);

/* Who may write what (policy_writable.c): warn if the program may write to a
 * file that its own policy came from; refuse, -1 with err, if to code that
 * trusted code reads. */
void sbx_policy_check_files(struct sbx_policy_build *b);
int sbx_policy_check_code(const struct sbx_policy *p, struct sbx_error *err);

/* libinih's line buffer (policy_lines.c): check one line and write it in the
 * one form that libinih cannot misread.  0, or -1 with *why. */
#define SBX_LINE_MAX 8191
/* What a byte may be in a name: a letter of any script or `_`; a digit; a sign
 * of keys (`*` only so that the error about `numpy.*` can say more). */
enum { SBX_LETTER = 1, SBX_DIGIT = 2, SBX_SIGN = 4 };
extern const unsigned char sbx_name_bytes[256]
    __attribute__((visibility("hidden")));
int sbx_policy_line(const char *line, size_t len, char *out, const char **why);

#endif
