// SPDX-License-Identifier: MIT
// From the text of profiles to keys: libinih cuts it into sections, keys and
// values.  Runs in the constructor, before the program; needs no malloc.

#include "policy_build.h"

#include <ini.h>
#include <stdio.h>
#include <string.h>

/* Debian builds libinih with settings that are variables; elsewhere they are
 * fixed when it is built, lines then end at 200 bytes and longer ones are an
 * error.  Nothing else here rests on them: see policy_lines.c. */
#pragma weak ini_max_line
#pragma weak ini_allow_multiline
#pragma weak ini_allow_inline_comments
extern int ini_max_line;
extern bool ini_allow_multiline, ini_allow_inline_comments;

/* One file being parsed: what libinih's two call-backs share. */
struct source {
    struct sbx_policy_build *b;
    const char *next, *end;
    struct sbx_origin at;
    bool seen_section;
    bool failed;
};

static void
set_up_libinih(void)
{
    int *max = &ini_max_line;
    bool *multiline = &ini_allow_multiline;
    bool *comments = &ini_allow_inline_comments;

    if (max != NULL) {
        *max = SBX_LINE_MAX + 4;
    }
    if (multiline != NULL) {
        *multiline = false;
    }
    if (comments != NULL) {
        *comments = false;
    }
}

/* A line that may be too long for libinih's buffer, str[0..num): -1 with an
 * error if it is.  Apart, because its own buffer takes three pages of stack.
 */
static __attribute__((noinline)) int
long_line(struct source *s, size_t len, char *str, size_t num,
          const char **why)
{
    char line[SBX_LINE_MAX + 3];
    static char too_long[64];

    if (sbx_policy_line(s->next, len, line, why) != 0) {
        return -1;
    }
    len = strlen(line);
    if (len + 2 > num) {
        snprintf(too_long, sizeof too_long,
                 "the line is longer than %zu bytes", num - 3);
        *why = too_long;
        return -1;
    }
    memcpy(str, line, len + 1);
    return 0;
}

/* The text of a line that starts a section, with "]\n" at its end. */
static int
enter_section(struct source *s, const char *line)
{
    char name[128];
    size_t n = strlen(line + 1) - 2;

    n = n < sizeof name ? n : sizeof name - 1; /* no section is that long */
    memcpy(name, line + 1, n);
    name[n] = '\0';
    s->seen_section = true;
    return sbx_policy_is_section(name)
               ? 0
               : SBX_FAIL(s->b, &s->at, "unknown section [%s]%s",
                          sbx_shorten(name).s,
                          sbx_did_you_mean(name, sbx_policy_sections()).s);
}

/* libinih's fgets(): the next line, checked.  NULL also after an error. */
static char *
read_line(char *str, int num, void *stream)
{
    struct source *s = stream;
    const char *why;

    if (s->failed || s->next == s->end) {
        return NULL;
    }
    size_t left = (size_t)(s->end - s->next);
    const char *newline = memchr(s->next, '\n', left);
    size_t len = newline != NULL ? (size_t)(newline - s->next) : left;
    s->at.line++;
    /* What comes out is at most two bytes longer than what went in. */
    if ((len + 3 <= (size_t)num ? sbx_policy_line(s->next, len, str, &why)
                                : long_line(s, len, str, (size_t)num, &why))
        != 0) {
        SBX_FAIL(s->b, &s->at, "%s", why);
        s->failed = true;
        return NULL;
    }
    s->next += newline != NULL ? len + 1 : len;
    if (str[0] == '[' && enter_section(s, str) != 0) {
        s->failed = true;
        return NULL;
    }
    return str;
}

/* libinih's handler: 1 to go on.  Our own line count: whether libinih passes
 * one depends on how it was built. */
static int
on_key(void *user, const char *section, const char *key, const char *value)
{
    struct source *s = user;
    int rc;

    if (s->failed) {
        return 0;
    }
    if (s->seen_section) {
        rc = sbx_policy_key(s->b, section, key, value, &s->at);
    }
    else if (strcmp(key, "include") == 0) {
        rc = sbx_policy_include(s->b, value, &s->at);
    }
    else {
        rc = SBX_FAIL(s->b, &s->at,
                      "`%s` stands before the first section, where only "
                      "`include` may",
                      sbx_shorten(key).s);
    }
    s->failed = rc != 0;
    return rc == 0;
}

int
sbx_policy_text(struct sbx_policy_build *b, const char *file, const char *text,
                size_t len)
{
    struct source s = {
        .b = b, .next = text, .end = text + len, .at = {.file = file}};

    set_up_libinih();
    int rc = ini_parse_stream(read_line, &s, on_key, &s);
    sbx_parent_close(&b->parent);
    if (s.failed) {
        return -1;
    }
    if (rc != 0) { /* every line was checked: not reached */
        s.at.line = rc > 0 ? (unsigned)rc : 0;
        return SBX_FAIL(b, &s.at, "the line cannot be read");
    }
    return 0;
}

struct sbx_policy_build *
sbx_policy_new(const char *dir, const struct sbx_vars *vars, sbx_warn_fn warn,
               struct sbx_error *err)
{
    struct sbx_arena *arena = sbx_arena_new();
    struct sbx_policy_build *b =
        arena != NULL ? sbx_arena_alloc(arena, sizeof *b) : NULL;

    if (b != NULL) {
        b->profiles.at =
            sbx_arena_alloc(arena, SBX_MAX_PROFILES * sizeof *b->profiles.at);
    }
    if (b == NULL || b->profiles.at == NULL) {
        sbx_policy_fail(err, NULL, "no memory for the policy");
        sbx_arena_free(arena);
        return NULL;
    }
    b->policy.arena = arena;
    b->parent = SBX_NO_PARENT;
    b->dir = dir;
    b->vars = vars;
    b->warn = warn;
    b->err = err;
    return b;
}

/* Each name of the comma-separated list. */
static int
load_list(struct sbx_policy_build *b, const char *names)
{
    char name[PATH_MAX];

    for (const char *p = names;; p++) {
        size_t n = strcspn(p, ",");
        const char *rest = p + n;
        while (n > 0 && (*p == ' ' || *p == '\t')) {
            p++;
            n--;
        }
        while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t')) {
            n--;
        }
        if (n == 0) {
            return SBX_FAIL(b, NULL,
                            "the list of profiles `%s` has an empty "
                            "name",
                            sbx_shorten(names).s);
        }
        if (n >= sizeof name) {
            return SBX_FAIL(b, NULL, "the name of profile `%s` is too long",
                            sbx_shorten(p).s);
        }
        memcpy(name, p, n);
        name[n] = '\0';
        if (sbx_policy_include(b, name, NULL) != 0) {
            return -1;
        }
        p = rest;
        if (*p == '\0') {
            return 0;
        }
    }
}

struct sbx_policy *
sbx_policy_parse(const char *names, const char *dir,
                 const struct sbx_vars *vars, sbx_warn_fn warn,
                 struct sbx_error *err)
{
    struct sbx_policy_build *b = sbx_policy_new(dir, vars, warn, err);

    if (b == NULL) {
        return NULL;
    }
    names = names != NULL ? names : "default";
    if (load_list(b, names) != 0) {
        sbx_policy_free(&b->policy);
        return NULL;
    }
    if (vars->python != NULL && !b->python) {
        sbx_policy_remark(b, NULL,
                          "no line of %s grants ${python}: Python cannot "
                          "start; add `include = default`",
                          sbx_shorten(names).s);
    }
    sbx_policy_check_files(b);
    b->dir = NULL;
    b->vars = NULL;
    b->err = NULL;
    return &b->policy;
}
