// SPDX-License-Identifier: MIT
// Paths of a policy: `${...}` replaced, made normal, looked up once.  This is
// the only place where the policy meets the file system; what a path meant at
// start is what it means to the end.

#include "path.h"
#include "policy_build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const variables[] = {"${cwd}", "${script}", "${tmp}",
                                        "${python}", NULL};
static const char python[] = "${python}";

/* The value of the variable text[0..n), which starts with `${`. */
static int
variable(struct sbx_policy_build *b, const char *text, size_t n,
         const char **ret, const struct sbx_origin *at)
{
    const char *const values[] = {b->vars->cwd, b->vars->script, b->vars->tmp};

    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (strlen(variables[i]) == n && memcmp(variables[i], text, n) == 0) {
            *ret = values[i];
            if (i == 2 && *ret == NULL && b->vars->make_tmp != NULL) {
                *ret = b->vars->make_tmp();
            }
            return *ret != NULL
                       ? 0
                       : SBX_FAIL(b, at, "%s has no meaning in this run",
                                  variables[i]);
        }
    }
    if (n == sizeof python - 1 && memcmp(python, text, n) == 0) {
        return SBX_FAIL(b, at,
                        "${python} stands for many places: it can only "
                        "be the whole of a `read` or `trusted`");
    }
    char word[64] = "";
    memcpy(word, text, n < sizeof word ? n : sizeof word - 1);
    return SBX_FAIL(b, at, "unknown variable `%s`%s", sbx_shorten(word).s,
                    sbx_did_you_mean(word, variables).s);
}

int
sbx_policy_expand(struct sbx_policy_build *b, const char *text, char *out,
                  size_t size, const struct sbx_origin *at)
{
    size_t n = 0;

    while (*text != '\0') {
        const char *from = text, *next = strstr(text + 1, "${");
        size_t len = next != NULL ? (size_t)(next - text) : strlen(text);
        text += len;
        if (from[0] == '$' && from[1] == '{') {
            const char *close = strchr(from, '}');
            if (close == NULL) {
                return SBX_FAIL(b, at, "`${` without `}`");
            }
            text = close + 1;
            if (variable(b, from, (size_t)(text - from), &from, at) != 0) {
                return -1;
            }
            len = strlen(from);
        }
        if (len >= size - n) {
            return SBX_FAIL(b, at, "the value is longer than %zu bytes",
                            size - 1);
        }
        memcpy(out + n, from, len);
        n += len;
    }
    out[n] = '\0';
    return 0;
}

static bool
is_known_plain(const struct sbx_policy_build *b, const char *path, size_t n)
{
    for (size_t i = b->n_plain; i > 0; i--) {
        if (b->plain[i - 1].len == n
            && memcmp(b->plain[i - 1].path, path, n) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the directories on the way to path are free of links.  Paths of a
 * policy have most of them in common. */
static bool
is_plain(struct sbx_policy_build *b, const char *path)
{
    char dir[PATH_MAX], target[1];

    for (size_t n = 1 + strcspn(path + 1, "/"); path[n] != '\0';
         n += 1 + strcspn(path + n + 1, "/")) {
        if (is_known_plain(b, path, n)) {
            continue;
        }
        memcpy(dir, path, n); /* a normal path is shorter than PATH_MAX */
        dir[n] = '\0';
        if (readlink(dir, target, sizeof target) >= 0 || errno != EINVAL) {
            return false;
        }
        if (b->n_plain < sizeof b->plain / sizeof *b->plain) {
            b->plain[b->n_plain].path = path;
            b->plain[b->n_plain++].len = n;
        }
    }
    return true;
}

/* Whether realpath() would make something else of path, and what. */
static bool
has_link(struct sbx_policy_build *b, const char *path, const struct stat *st,
         char real[PATH_MAX])
{
    if (!S_ISLNK(st->st_mode)) {
        b->parent.plain = b->parent.plain || is_plain(b, path);
        if (b->parent.plain) {
            return false;
        }
    }
    /* NULL: no second name, so no second rule. */
    return realpath(path, real) != NULL && strcmp(path, real) != 0;
}

static struct sbx_path_rule *
append_rule(struct sbx_policy_build *b, const char *path)
{
    struct sbx_policy *p = &b->policy;
    char *copy = sbx_arena_strndup(p->arena, path, strlen(path));
    struct sbx_path_rule *at =
        sbx_arena_grow(p->arena, p->paths.at, p->paths.n, sizeof *at);

    if (copy == NULL || at == NULL) {
        return NULL;
    }
    p->paths.at = at;
    at += p->paths.n++;
    at->path = copy;
    return at;
}

/* The rule just added lets the program write to what st says. */
static int
note_writable(struct sbx_policy_build *b, const struct stat *st)
{
    struct sbx_writable *w = sbx_arena_grow(b->policy.arena, b->writable.at,
                                            b->writable.n, sizeof *w);

    if (w == NULL) {
        return -1;
    }
    b->writable.at = w;
    w[b->writable.n++] =
        (struct sbx_writable){st->st_dev, st->st_ino, b->policy.paths.n - 1};
    return 0;
}

/* Add the rule for a normal path, and one for what its links lead to. */
static int
add_path(struct sbx_policy_build *b, const char *path, unsigned rights,
         bool trusted, const struct sbx_origin *at, struct sbx_error *err)
{
    struct sbx_path_rule *r = append_rule(b, path);
    const char *name;
    char real[PATH_MAX];
    struct stat st;
    bool link = false;
    int error = 0;

    if (r == NULL) {
        return sbx_policy_fail(err, at, "no memory for the policy");
    }
    int dir = sbx_parent_at(&b->parent, r->path, &name);
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        error = errno;
    }
    else {
        link = has_link(b, r->path, &st, real);
        if (S_ISLNK(st.st_mode) && stat(path, &st) != 0) {
            error = errno;
        }
    }
    r->rights = rights;
    r->trusted = trusted;
    r->missing = error != 0;
    r->is_dir = error == 0 && S_ISDIR(st.st_mode);
    r->origin = *at;
    /* What trusted code may read is often a list of places to try. */
    if (error != 0 && !trusted) {
        sbx_policy_remark(b, at, "%s: %s: the rule has no effect",
                          sbx_shorten(path).s, strerror(error));
    }
    if (error == 0 && (rights & SBX_WRITE) && note_writable(b, &st) != 0) {
        return sbx_policy_fail(err, at, "no memory for the policy");
    }
    if (link && error == 0) {
        struct sbx_path_rule first = *r; /* r moves when the array grows */
        r = append_rule(b, real);
        if (r == NULL) {
            return sbx_policy_fail(err, at, "no memory for the policy");
        }
        first.path = r->path;
        *r = first;
        if ((rights & SBX_WRITE) && note_writable(b, &st) != 0) {
            return sbx_policy_fail(err, at, "no memory for the policy");
        }
    }
    return 0;
}

/* The same for a path that may not be normal yet. */
static int
add_any_path(struct sbx_policy_build *b, const char *path, unsigned rights,
             bool trusted, const struct sbx_origin *at, struct sbx_error *err)
{
    char normal[PATH_MAX];

    if (sbx_path_normal(NULL, path, normal, sizeof normal) != 0) {
        return sbx_policy_fail(err, at, "%s: %s", sbx_shorten(path).s,
                               path[0] == '/' ? strerror(errno)
                                              : "not an absolute path");
    }
    return add_path(b, normal, rights, trusted, at, err);
}

int
sbx_policy_add_path(struct sbx_policy *p, const char *path, unsigned rights,
                    bool trusted, struct sbx_error *err)
{
    struct sbx_policy_build *b = (struct sbx_policy_build *)p;
    struct sbx_origin nowhere = {0};

    if (b->compiled) {
        return sbx_policy_fail(err, NULL, "the policy is closed to %s",
                               sbx_shorten(path).s);
    }
    int rc = add_any_path(b, path, rights, trusted, &nowhere, err);
    sbx_parent_close(&b->parent);
    return rc;
}

/* Why text, which is not absolute, is no path. */
static int
not_absolute(struct sbx_policy_build *b, const char *text,
             const struct sbx_origin *at)
{
    if (text[0] == '"' || text[0] == '\'') {
        return SBX_FAIL(b, at, "%s: paths stand without quotes",
                        sbx_shorten(text).s);
    }
    if (text[0] == '~') {
        return SBX_FAIL(b, at,
                        "%s: `~` means nothing here; write the whole "
                        "path",
                        sbx_shorten(text).s);
    }
    return SBX_FAIL(
        b, at, "`%s` is a relative path; write ${cwd}/%s", sbx_shorten(text).s,
        sbx_shorten(strncmp(text, "./", 2) == 0 ? text + 2 : text).s);
}

int
sbx_policy_path_key(struct sbx_policy_build *b, const char *text,
                    unsigned rights, bool trusted, const struct sbx_origin *at)
{
    char path[PATH_MAX];
    const char *comma = strchr(text, ',');

    if (strcmp(text, python) == 0) {
        const char *const *place = b->vars->python;
        if (rights & SBX_WRITE) {
            return SBX_FAIL(b, at, "${python} can only be read");
        }
        if (place == NULL) {
            return SBX_FAIL(b, at, "${python} has no meaning in this run");
        }
        b->python = true;
        for (; *place != NULL; place++) {
            if (add_any_path(b, *place, rights, true, at, b->err) != 0) {
                return -1;
            }
            /* Places are where to look: most lists of them hold some that
             * this system has not. */
            struct sbx_policy *p = &b->policy;
            p->paths.n -= p->paths.at[p->paths.n - 1].missing;
        }
        return 0;
    }
    /* "/a, /b" would be one strange name, and only a warning would tell. */
    if (comma != NULL
        && memchr("/$", comma[1 + strspn(comma + 1, " \t")], 2) != NULL) {
        return SBX_FAIL(b, at,
                        "one path a line: write the key again for "
                        "what stands after the comma");
    }
    if (sbx_policy_expand(b, text, path, sizeof path, at) != 0) {
        return -1;
    }
    if (path[0] != '/') {
        return not_absolute(b, text, at);
    }
    return add_any_path(b, path, rights, trusted, at, b->err);
}
