// SPDX-License-Identifier: MIT
// What the program may write to must be neither code that is trusted nor, if
// it can be helped, the policy.  In one pass over the table: it may be long.

#include "policy_build.h"

#include <stdlib.h>
#include <string.h>

/* The write rule that covers the profile; real: its path without links, or
 * NULL.  A file is known by its numbers, so no path is walked to again. */
static const struct sbx_path_rule *
writer_of(const struct sbx_policy_build *b, const struct sbx_profile *profile,
          const char *real)
{
    const struct sbx_policy *p = &b->policy;

    for (size_t i = 0; i < b->writable.n; i++) {
        const struct sbx_writable *w = &b->writable.at[i];
        const struct sbx_path_rule *r = &p->paths.at[w->rule];
        size_t n = strcmp(r->path, "/") == 0 ? 0 : strlen(r->path);

        if (r->is_dir ? real != NULL && strncmp(r->path, real, n) == 0
                            && real[n] == '/'
                      : w->dev == profile->dev && w->ino == profile->ino) {
            return r;
        }
    }
    return NULL;
}

void
sbx_policy_check_files(struct sbx_policy_build *b)
{
    char buffer[PATH_MAX];
    bool into_dirs = false;

    for (size_t i = 0; i < b->writable.n; i++) {
        into_dirs |= b->policy.paths.at[b->writable.at[i].rule].is_dir;
    }
    for (size_t i = 0; i < b->profiles.n; i++) {
        const struct sbx_profile *profile = &b->profiles.at[i];
        const char *real = into_dirs ? realpath(profile->file, buffer) : NULL;
        const struct sbx_path_rule *r = writer_of(b, profile, real);

        if (r != NULL) {
            sbx_policy_remark(b, &r->origin,
                              "`write = %s` lets the program change its "
                              "own policy, %s",
                              sbx_shorten(r->path).s,
                              sbx_shorten(profile->file).s);
        }
    }
}

static int
writable_code(const struct sbx_path_rule *w, const struct sbx_path_rule *t,
              struct sbx_error *err)
{
    return sbx_policy_fail(err, &w->origin,
                           "`write = %s` would let the program change %s, "
                           "which trusted code reads (%s:%u)",
                           sbx_shorten(w->path).s, sbx_shorten(t->path).s,
                           sbx_shorten(t->origin.file).s, t->origin.line);
}

/* Whether path lies below the directory that rule is for. */
static bool
is_below(const struct sbx_path_rule *rule, const char *path)
{
    size_t n = strcmp(rule->path, "/") == 0 ? 0 : strlen(rule->path);

    return strncmp(rule->path, path, n) == 0 && path[n] == '/'
           && path[n + 1] != '\0';
}

/* Whether the table, having come to path, may still lead below dir: `/a-b`
 * comes before `/a/b`. */
static bool
may_lead_to(const struct sbx_path_rule *dir, const char *path)
{
    size_t n = strcmp(dir->path, "/") == 0 ? 0 : strlen(dir->path);

    return strncmp(dir->path, path, n) == 0 && (unsigned char)path[n] <= '/';
}

/* The directories that the sorted table may still lead below, outermost first;
 * each path is the start of the next one, so that there is an end to them. */
struct dirs {
    const struct sbx_path_rule **at;
    size_t n, room;
};

static int
push_dir(struct sbx_arena *arena, struct dirs *d,
         const struct sbx_path_rule *r)
{
    if (d->n == d->room) {
        size_t room = d->room == 0 ? 16 : 2 * d->room;
        const struct sbx_path_rule **more =
            sbx_arena_alloc(arena, room * sizeof *more);
        if (more == NULL) {
            return -1;
        }
        if (d->n > 0) {
            memcpy(more, d->at, d->n * sizeof *more);
        }
        d->at = more;
        d->room = room;
    }
    d->at[d->n++] = r;
    return 0;
}

static bool
is_code(const struct sbx_path_rule *r)
{
    return r->trusted && r->origin.file != NULL;
}

/* Whoever may write what trusted code is loaded from is trusted by the next
 * import.  Only rules that stand in a file count: what pysbx adds for itself
 * (the program file) is not code that anybody trusts. */
static int
check_below(const struct sbx_path_rule *dir, const struct sbx_path_rule *r,
            struct sbx_error *err)
{
    if ((dir->rights & SBX_WRITE) && is_code(r)) {
        return writable_code(dir, r, err);
    }
    if ((r->rights & SBX_WRITE) && is_code(dir)) {
        return writable_code(r, dir, err);
    }
    return 0;
}

int
sbx_policy_check_code(const struct sbx_policy *p, struct sbx_error *err)
{
    struct dirs dirs = {.n = 0};

    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        /* Of one path there may be two rules, one of them trusted. */
        const struct sbx_path_rule *twin =
            i > 0 && strcmp(r[-1].path, r->path) == 0 ? r - 1 : r;
        if (is_code(r)
            && (((r->rights & SBX_WRITE) && !r->missing)
                || ((twin->rights & SBX_WRITE) && !twin->missing))) {
            return writable_code(twin->rights & SBX_WRITE ? twin : r, r, err);
        }
        while (dirs.n > 0 && !may_lead_to(dirs.at[dirs.n - 1], r->path)) {
            dirs.n--;
        }
        for (size_t k = 0; k < dirs.n; k++) {
            if (is_below(dirs.at[k], r->path)
                && check_below(dirs.at[k], r, err) != 0) {
                return -1;
            }
        }
        if (r->is_dir && ((r->rights & SBX_WRITE) || is_code(r))
            && push_dir(p->arena, &dirs, r) != 0) {
            return sbx_policy_fail(err, NULL, "no memory for the policy");
        }
    }
    return 0;
}
