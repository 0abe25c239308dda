// SPDX-License-Identifier: MIT
// Pools: each profile with each interpreter that the server offers.

#include "order.h"

#include "cli.h"
#include "scratchdir.h"
#include "wire.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define WALL (10 * SBX_SECOND) /* where nobody says anything */

static struct sbx_zygote_options zygotes[SBX_MAX_POOLS];

/* What `pysbx policy` says of these names. */
static const char *
describe(const char *names, const char *python)
{
    char *command[] = {(char *)(uintptr_t)sbx_server.self,
                       "policy",
                       "--policy",
                       (char *)(uintptr_t)names,
                       "--python",
                       (char *)(uintptr_t)python,
                       NULL};
    struct sbx_buffer text = {0};
    int fds[2], status = 0;
    char part[4096];
    ssize_t n;

    if (pipe2(fds, O_CLOEXEC) != 0) {
        sbx_die("cannot make a pipe: %s", strerror(errno));
    }
    pid_t pid = fork();
    if (pid == 0) {
        dup2(fds[1], STDOUT_FILENO);
        execv(command[0], command);
        _exit(SBX_EXIT_SETUP);
    }
    close(fds[1]);
    while (pid > 0
           && ((n = read(fds[0], part, sizeof part)) > 0
               || (n < 0 && errno == EINTR))) {
        sbx_buffer_add(&text, part, n > 0 ? (size_t)n : 0, SIZE_MAX);
    }
    close(fds[0]);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
        sbx_die("cannot read the policy %s with %s", names, python);
    }
    return text.at;
}

static bool
says_wall(void)
{
    const struct sbx_overlay *o = &sbx_server.profile.overlay;

    for (size_t i = 0; i < o->n; i++) {
        if (strcmp(o->at[i].section, "limits") == 0
            && strcmp(o->at[i].key, "wall") == 0) {
            return true;
        }
    }
    return false;
}

/* Calls have dates as data, and a sealed child opens no file. */
static const char *
to_preload(void)
{
    const char *more = sbx_server.o.preload;

    return !sbx_server.o.calls ? more
           : more == NULL      ? "datetime"
                               : sbx_format("datetime,%s", more);
}

static void
add_pool(const char *name, const char *names, const struct sbx_interp *python)
{
    struct sbx_pool *pool = &sbx_server.pools[sbx_server.n_pools];
    struct sbx_profile_options profile = {.policy = names};
    struct sbx_error err;

    if (sbx_server.n_pools == SBX_MAX_POOLS) {
        sbx_die("serve: too many profiles times interpreters (%d)",
                SBX_MAX_POOLS);
    }
    *pool =
        (struct sbx_pool){.profile = name, .names = names, .python = *python};
    pool->policy = sbx_profile_parse(&profile, names, &sbx_server.place, NULL,
                                     (const char *const *)python->python);
    if (sbx_policy_compile(pool->policy, &err) != 0) {
        sbx_die("%s", err.text);
    }
    /* An endless loop must not take a worker for ever. */
    if (pool->policy->wall.value == 0 && !says_wall()) {
        pool->policy->wall.value = WALL;
    }
    pool->text = describe(names, python->path);
    /* A pool's children start no others. */
    if (!sbx_server.o.cold && !pool->policy->subprocess.on) {
        struct sbx_zygote_options *z = &zygotes[sbx_server.n_pools];
        *z = (struct sbx_zygote_options){.place = &sbx_server.place,
                                         .python = pool->python.path,
                                         .policy = names,
                                         .preload = to_preload(),
                                         .ready = sbx_server.o.ready,
                                         .children =
                                             sbx_server.o.zygote_children,
                                         .age = sbx_server.o.zygote_age,
                                         .growth = sbx_server.o.zygote_growth};
        pool->zygote = sbx_zygote_start(z);
    }
    sbx_server.n_pools++;
}

void
sbx_pools_add(const char *const *profiles, size_t n_profiles,
              const char *const *pythons, size_t n_pythons)
{
    for (size_t k = 0; k < n_pythons; k++) {
        struct sbx_profile_options options = {.python = pythons[k]};
        struct sbx_interp python;
        sbx_profile_interp(&options, &sbx_server.place, &python);
        for (size_t i = 0; i < n_profiles; i += 2) {
            add_pool(profiles[i], profiles[i + 1], &python);
        }
    }
}

void
sbx_pools_stop(void)
{
    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        if (sbx_server.pools[i].zygote != NULL) {
            sbx_zygote_stop(sbx_server.pools[i].zygote);
            sbx_server.pools[i].zygote = NULL;
        }
    }
}

struct sbx_pool *
sbx_pool_find(const char *profile, const char *python)
{
    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        struct sbx_pool *p = &sbx_server.pools[i];
        if ((profile == NULL || strcmp(profile, p->profile) == 0)
            && (python == NULL || strcmp(python, p->python.path) == 0
                || strcmp(python, p->python.version) == 0)
            && (profile != NULL
                || strcmp(p->profile, sbx_server.pools[0].profile) == 0)) {
            return p;
        }
    }
    return NULL;
}

static void
no_remark(const char *text)
{
    (void)text;
}

/* The text under a name of its own, instead of the path in error texts. */
static void
refuse(struct sbx_refusal *err, const char *text, const char *path)
{
    size_t n = strlen(path);
    bool ours = strncmp(text, path, n) == 0;
    char *shown = sbx_shown(ours ? text + n : text);

    sbx_refuse(err, 400, ours ? "policy.text%s" : "policy.text: %s", shown);
    free(shown);
}

/* `include = ./x` would have us open files that the client names, and tell
 * what is wrong with them. */
static bool
includes_names_only(const char *text)
{
    while (*text != '\0') {
        size_t line = strcspn(text, "\n");
        const char *p = text + strspn(text, " \t");
        if (strncmp(p, "include", 7) == 0) {
            p += 7;
            p += strspn(p, " \t=");
            while (p < text + line
                   && (isalnum((unsigned char)*p) || strchr("-_, \t", *p))) {
                p++;
            }
            if (p < text + line && *p != '#') {
                return false;
            }
        }
        text += line + (text[line] == '\n');
    }
    return true;
}

struct sbx_policy *
sbx_pool_narrow(const struct sbx_pool *pool, const char *text,
                struct sbx_refusal *err)
{
    const struct sbx_vars vars = {
        .cwd = "/nonexistent",
        .script = "/nonexistent/script",
        .tmp = "/nonexistent",
        .python = (const char *const *)pool->python.python};
    size_t n = strlen(text);
    char path[32];
    struct sbx_error why;

    if (n >= SBX_WIRE_ORDER_MAX / 2) {
        sbx_refuse(err, 400, "policy.text: is longer than %d bytes",
                   SBX_WIRE_ORDER_MAX / 2 - 1);
        return NULL;
    }
    if (!includes_names_only(text)) {
        sbx_refuse(err, 400,
                   "policy.text: only profiles of the server can be "
                   "included, by their names");
        return NULL;
    }
    int fd = memfd_create("pysbx-narrow", MFD_CLOEXEC);
    if (fd < 0 || write(fd, text, n) != (ssize_t)n) {
        sbx_refuse(err, 503, "policy.text: %s", strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return NULL;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct sbx_policy *p = sbx_policy_parse(path, sbx_server.place.whitelist,
                                            &vars, no_remark, &why);
    close(fd);
    if (p == NULL || sbx_policy_compile(p, &why) != 0
        || sbx_policy_within(p, pool->policy, &why) != 0) {
        refuse(err, why.text, path);
        if (p != NULL) {
            sbx_policy_free(p);
        }
        return NULL;
    }
    return p;
}
