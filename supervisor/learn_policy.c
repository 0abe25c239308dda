// SPDX-License-Identifier: MIT
// pysbx learn: from the lines that were asked for to a policy that people can
// read.

#include "learn.h"

#include "cli.h"
#include "policy_build.h" /* sbx_value_size */
#include "value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLD 4 /* files of a directory that make it be granted as a whole */
#define SECOND UINT64_C(1000000000)
#define MIB (UINT64_C(1) << 20)

static bool
is_file(const struct sbx_need *n, const char *key)
{
    return strcmp(n->section, "files") == 0 && strcmp(n->key, key) == 0
           && n->value[0] == '/';
}

/* How long the directory part is. */
static size_t
directory(const char *path)
{
    return (size_t)(strrchr(path, '/') - path);
}

/* Directories that say too much: /etc, the home and the current directory. */
static bool
may_fold(const struct sbx_learn *l, const char *dir, size_t n)
{
    const char *home = getenv("HOME");

    return n > 1 && memchr(dir + 1, '/', n - 1) != NULL
           && !(home != NULL && strlen(home) == n && memcmp(home, dir, n) == 0)
           && !(strlen(l->place.cwd) == n
                && memcmp(l->place.cwd, dir, n) == 0);
}

static void
drop(struct sbx_learn *l, size_t i)
{
    memmove(&l->at[i], &l->at[i + 1], (l->n - i - 1) * sizeof *l->at);
    l->n--;
}

/* Is b below the directory a[0..n)? */
static bool
is_below(const char *a, size_t n, const char *b)
{
    return strncmp(a, b, n) == 0 && b[n] == '/';
}

static void
fold(struct sbx_learn *l, const char *key)
{
    for (size_t i = 0; i < l->n; i++) {
        size_t count = 0, n;
        if (!is_file(&l->at[i], key)) {
            continue;
        }
        const char *path = l->at[i].value;
        n = directory(path);
        for (size_t k = 0; k < l->n; k++) {
            count += is_file(&l->at[k], key) && directory(l->at[k].value) == n
                     && is_below(path, n, l->at[k].value);
        }
        if (count >= FOLD && may_fold(l, path, n)) {
            l->at[i].value = sbx_need(strndup(path, n));
        }
    }
    /* What lies below another line of the same key says nothing new. */
    for (size_t i = 0; i < l->n; i++) {
        for (size_t k = 0; k < l->n; k++) {
            if (k != i && is_file(&l->at[i], key) && is_file(&l->at[k], key)
                && (is_below(l->at[k].value, strlen(l->at[k].value),
                             l->at[i].value)
                    || (k < i
                        && strcmp(l->at[k].value, l->at[i].value) == 0))) {
                drop(l, i--);
                break;
            }
        }
    }
}

/* ${script} and ${cwd} instead of where they happen to be. */
static void
put_variables(const struct sbx_learn *l, struct sbx_need *need)
{
    const char *cwd = l->place.cwd;
    size_t n = strlen(cwd);

    if (l->program.script != NULL
        && strcmp(need->value, l->program.script) == 0) {
        need->value = "${script}";
    }
    else if (n > 1 && strncmp(need->value, cwd, n) == 0
             && (need->value[n] == '/' || need->value[n] == '\0')) {
        need->value = sbx_format("${cwd}%s", need->value + n);
    }
}

/* The placeholder is not needed where a name follows. */
static void
drop_placeholders(struct sbx_learn *l)
{
    for (size_t i = 0; i < l->n; i++) {
        if (strcmp(l->at[i].section, "imports") != 0
            || strcmp(l->at[i].value, "__name__") != 0) {
            continue;
        }
        for (size_t k = 0; k < l->n; k++) {
            if (k != i && strcmp(l->at[k].section, "imports") == 0
                && strcmp(l->at[k].key, l->at[i].key) == 0) {
                drop(l, i--);
                break;
            }
        }
    }
}

static int
section_number(const char *section)
{
    static const char *const order[] = {"files",   "imports", "process",
                                        "network", "stdio",   "env"};
    int i = 0;

    while (i < 6 && strcmp(order[i], section) != 0) {
        i++;
    }
    return i;
}

static int
compare(const void *a, const void *b)
{
    const struct sbx_need *x = a, *y = b;
    int order = section_number(x->section) - section_number(y->section);

    order = order != 0 ? order : strcmp(x->key, y->key);
    return order != 0 ? order : strcmp(x->value, y->value);
}

void
sbx_learn_tidy(struct sbx_learn *l)
{
    static const char *const keys[] = {"read", "write", "trusted"};

    drop_placeholders(l);
    for (size_t i = 0; i < 3; i++) {
        fold(l, keys[i]);
    }
    for (size_t i = 0; i < l->n; i++) {
        if (strcmp(l->at[i].section, "files") == 0) {
            put_variables(l, &l->at[i]);
        }
    }
    qsort(l->at, l->n, sizeof *l->at, compare);
}

/* n rounded up to a multiple of unit. */
static uint64_t
up(uint64_t n, uint64_t unit)
{
    return (n + unit - 1) / unit * unit;
}

void
sbx_learn_limits(struct sbx_learn *l, const struct sbx_round *r)
{
    const struct sbx_outcome *o = &r->outcome;
    uint64_t output = 4 * (o->out_bytes + o->err_bytes);
    /* The limit is on address space, of which more is taken than used. */
    uint64_t memory = 2 * (uint64_t)o->usage.ru_maxrss * 1024 + 64 * MIB;

#define LIMIT(key, kind, n) \
    sbx_learn_set(l, "limits", key, sbx_need(strdup(sbx_value_of_##kind(n))))
    LIMIT("wall", duration, up(10 * o->elapsed, SECOND) + SECOND);
    LIMIT("cpu", duration, up(4 * sbx_cpu_time(&o->usage), SECOND) + SECOND);
    LIMIT("memory", size, up(memory, 64 * MIB));
    LIMIT("output", size, up(output, 64 << 10) + (64 << 10));
#undef LIMIT
}

bool
sbx_learn_more_memory(struct sbx_learn *l)
{
    for (size_t i = 0; i < l->n; i++) {
        uint64_t n;
        if (strcmp(l->at[i].key, "memory") != 0
            || strcmp(l->at[i].section, "limits") != 0
            || sbx_value_size(l->at[i].value, &n) != NULL) {
            continue;
        }
        if (n > UINT64_C(32) << 30) {
            drop(l, i);
            return false;
        }
        l->at[i].value = sbx_need(strdup(sbx_value_of_size(2 * n)));
        return true;
    }
    return false;
}

/* `m = a, b` out of the lines for one module; i is moved to the last. */
static void
write_module(FILE *file, const struct sbx_learn *l, size_t *i)
{
    const char *module = l->at[*i].key;

    fprintf(file, "%s = %s", module, l->at[*i].value);
    size_t column = strlen(module) + strlen(l->at[*i].value) + 3;
    while (*i + 1 < l->n && strcmp(l->at[*i + 1].section, "imports") == 0
           && strcmp(l->at[*i + 1].key, module) == 0) {
        const char *name = l->at[++*i].value;
        column += strlen(name) + 2;
        if (column > 75) {
            fprintf(file, "\n%s = %s", module, name);
            column = strlen(module) + strlen(name) + 3;
        }
        else {
            fprintf(file, ", %s", name);
        }
    }
    fputc('\n', file);
}

static void
write_head(FILE *file, const struct sbx_learn *l)
{
    fprintf(file,
            "# Learned by pysbx " SBX_VERSION " from what %s did.\n"
            "# Read it before you use it.\n",
            sbx_program_name(&l->program) != NULL
                ? sbx_shown(sbx_program_name(&l->program))
                : "a program");
    if (l->from_nothing) {
        return;
    }
    for (const char *p = l->base.policy; *p != '\0';) {
        size_t n = strcspn(p, ",");
        char *name = sbx_need(strndup(p, n));
        /* A relative file would be looked for beside this one. */
        fprintf(file, "include = %s\n",
                strchr(name, '/') != NULL || strstr(name, ".conf") != NULL
                    ? sbx_place_absolute(&l->place, name)
                    : name);
        p += n + (p[n] == ',');
    }
}

char *
sbx_learn_text(const struct sbx_learn *l)
{
    const char *section = "";
    char *text = NULL;
    size_t size;
    FILE *file = sbx_need(open_memstream(&text, &size));

    write_head(file, l);
    for (size_t i = 0; i < l->n; i++) {
        const struct sbx_need *need = &l->at[i];
        if (strcmp(section, need->section) != 0) {
            section = need->section;
            fprintf(file, "\n[%s]\n", section);
        }
        if (strcmp(section, "imports") == 0) {
            write_module(file, l, &i);
        }
        else if (need->where != NULL) {
            fprintf(file, "# %s\n%s = %s\n", sbx_shown(need->where), need->key,
                    need->value);
        }
        else {
            fprintf(file, "%s = %s\n", need->key, need->value);
        }
    }
    if (fclose(file) != 0) {
        sbx_die("out of memory");
    }
    return text;
}
