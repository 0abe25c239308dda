// SPDX-License-Identifier: MIT
// pysbx learn: one run, and what it was refused.

#include "learn.h"

#include "cli.h"
#include "scratch.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What every module gets that is imported; names are asked for one by one. */
#define PLACEHOLDER "__name__"

static const struct sbx_need basics[] = {
    {"files", "read", "${python}", "the interpreter itself"},
    {"stdio", "stdin", "yes", NULL},
    {"stdio", "stdout", "yes", NULL},
    {"stdio", "stderr", "yes", NULL},
    {"env", "pass", "LANG, LC_*, TZ", NULL},
};

static bool
add(struct sbx_learn *l, const struct sbx_need *need)
{
    for (size_t i = 0; i < l->n; i++) {
        if (strcmp(l->at[i].section, need->section) == 0
            && strcmp(l->at[i].key, need->key) == 0
            && strcmp(l->at[i].value, need->value) == 0) {
            return false;
        }
    }
    l->at = sbx_need(reallocarray(l->at, l->n + 1, sizeof *l->at));
    l->at[l->n++] = *need;
    return true;
}

void
sbx_learn_set(struct sbx_learn *l, const char *section, const char *key,
              const char *value)
{
    for (size_t i = 0; i < l->n; i++) {
        if (strcmp(l->at[i].section, section) == 0
            && strcmp(l->at[i].key, key) == 0) {
            l->at[i].value = value;
            return;
        }
    }
    add(l, &(struct sbx_need){section, key, value, NULL});
}

void
sbx_learn_begin(struct sbx_learn *l)
{
    const struct sbx_overlay *o = &l->base.overlay;

    for (size_t i = 0; l->from_nothing && i < sizeof basics / sizeof *basics;
         i++) {
        add(l, &basics[i]);
    }
    for (size_t i = 0; i < o->n; i++) {
        add(l, &(struct sbx_need){o->at[i].section, o->at[i].key,
                                  o->at[i].value, o->at[i].option});
    }
}

void
sbx_learn_round(struct sbx_learn *l, bool show, struct sbx_round *ret)
{
    struct sbx_profile_options o = l->base;

    if (l->rounds == 0) {
        sbx_learn_begin(l);
    }
    o.overlay = (struct sbx_overlay){
        .at = sbx_need(calloc(l->n + 1, sizeof *o.overlay.at)), .n = l->n};
    for (size_t i = 0; i < l->n; i++) {
        o.overlay.at[i] = (struct sbx_overlay_line){
            "learned", l->at[i].section, l->at[i].key, l->at[i].value};
    }
    const char *names = sbx_profile_names(&o);
    names = l->from_nothing ? o.overlay.path : names;
    if (!l->proof) {
        sbx_scratch_make(); /* what is in it is asked for as ${tmp} */
    }
    struct sbx_policy *p =
        sbx_profile_parse(&o, names, &l->place, l->program.script, NULL);
    if (p->wall.value == 0) {
        p->wall.value = l->wall;
    }
    struct sbx_job job = {
        .path = l->interp.path,
        .argv = sbx_program_argv(&l->program, l->interp.path, p),
        .place = &l->place,
        .policy = names,
        .policy_fd = o.overlay.fd,
        .in = l->in,
        .capture = true,
        .discard = !show,
        .claims = true,
        .cgroup = true,
        .memory = p->memory.value,
        .wall = p->wall.value,
        .output = p->output.value,
    };
    if (l->in > 0) {
        lseek(l->in, 0, SEEK_SET);
    }
    sbx_job_run(&job, &ret->outcome);
    sbx_claims_read(&ret->outcome.claims, &ret->claims);
    sbx_exception_read(&ret->claims, &ret->exception);
    sbx_verdict(p, &ret->outcome, &ret->claims, &ret->exception,
                &ret->verdict);
    const char *line = sbx_buffer_line(&ret->outcome.error);
    if (strcmp(ret->verdict.status, "setup") == 0
        && strncmp(line, "pysbx: ", 7) == 0) {
        ret->verdict.reason = sbx_overlay_error(&o.overlay, line + 7);
    }
    free((void *)job.argv);
    free(o.overlay.at);
    sbx_policy_free(p);
    if (o.overlay.fd >= 0) {
        close(o.overlay.fd);
    }
    l->rounds++;
}

/* A line that a person must write: which programs is not for us to say. */
static bool
is_kept(const char *line)
{
    return strcmp(line, "[process] subprocess = yes") != 0;
}

/* "[section] key = value" in three new strings; false: it is none, or one with
 * a word to be filled in (tcp/PORT, PATH). */
static bool
split(const char *line, struct sbx_need *ret)
{
    const char *close = strstr(line, "] ");
    const char *equals = close != NULL ? strstr(close, " = ") : NULL;

    if (line[0] != '[' || equals == NULL || strstr(equals, "PORT") != NULL
        || strcmp(equals, " = PATH") == 0) {
        return false;
    }
    ret->section = sbx_need(strndup(line + 1, (size_t)(close - line) - 1));
    ret->key = sbx_need(strndup(close + 2, (size_t)(equals - close) - 2));
    ret->value = sbx_need(strdup(equals + 3));
    return true;
}

/* The directory of path; for what does not exist yet. */
static const char *
parent(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL || slash == path
               ? "/"
               : sbx_need(strndup(path, (size_t)(slash - path)));
}

static bool
has_module(const struct sbx_learn *l, const char *module)
{
    for (size_t i = 0; i < l->n; i++) {
        if (strcmp(l->at[i].section, "imports") == 0
            && strcmp(l->at[i].key, module) == 0) {
            return true;
        }
    }
    return false;
}

/* From the line that the log suggests to the one that grants least. */
static void
narrow(const struct sbx_learn *l, const struct sbx_claim *c,
       struct sbx_need *need)
{
    const char *tmp = sbx_scratch_path();
    struct stat st;

    if (strcmp(need->section, "imports") == 0 && strcmp(need->value, "*") == 0
        && !has_module(l, need->key)) {
        need->value = PLACEHOLDER;
    }
    if (strcmp(need->section, "files") != 0) {
        return;
    }
    if (strcmp(need->key, "write") == 0 && stat(need->value, &st) != 0) {
        need->value = parent(need->value);
    }
    /* C code of the interpreter, not the program's own open(). */
    if (strcmp(need->key, "read") == 0
        && strcmp(c->layer, "interpreter") != 0) {
        need->key = "trusted";
    }
    /* Gone before the next run: all of it. */
    if (tmp != NULL && strncmp(need->value, tmp, strlen(tmp)) == 0
        && (need->value[strlen(tmp)] == '/'
            || need->value[strlen(tmp)] == '\0')) {
        need->value = "${tmp}";
    }
}

/* Puts an end to the round's scratch directory, too. */
size_t
sbx_learn_take(struct sbx_learn *l, const struct sbx_round *r)
{
    size_t new = 0;

    for (size_t i = 0; i < r->claims.n; i++) {
        const struct sbx_claim *c = &r->claims.at[i];
        struct sbx_need need = {0};
        if (c->allow == NULL || !is_kept(c->allow)
            || !split(c->allow, &need)) {
            continue;
        }
        narrow(l, c, &need);
        const char *slash = c->file != NULL ? strrchr(c->file, '/') : NULL;
        if (c->file != NULL && c->line != 0) {
            need.where = sbx_format(
                "%s:%ld", slash != NULL ? slash + 1 : c->file, c->line);
        }
        new += add(l, &need);
    }
    sbx_scratch_remove();
    return new;
}

size_t
sbx_learn_stars(struct sbx_learn *l)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        struct sbx_need *need = &l->at[i];
        bool only = strcmp(need->section, "imports") == 0
                    && strcmp(need->value, PLACEHOLDER) == 0;
        for (size_t k = 0; only && k < l->n; k++) {
            only = k == i || strcmp(l->at[k].section, "imports") != 0
                   || strcmp(l->at[k].key, need->key) != 0;
        }
        if (only) {
            need->value = "*";
            n++;
        }
    }
    return n;
}

const struct sbx_claim *
sbx_learn_dead_end(const struct sbx_round *r)
{
    for (size_t i = 0; i < r->claims.n; i++) {
        if (r->claims.at[i].allow == NULL || !is_kept(r->claims.at[i].allow)) {
            return &r->claims.at[i];
        }
    }
    return NULL;
}
