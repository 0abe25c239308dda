// SPDX-License-Identifier: MIT
// Which runs can share a resident: whatever a child inherits from it, or knows
// from its start, is part of the key.  What the child finds out by itself (the
// paths of ${cwd} and ${script}) is not.

#include "resident.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

static void
add(struct sbx_buffer *b, const char *what, const void *at, size_t n)
{
    sbx_buffer_add(b, what, strlen(what), SIZE_MAX);
    sbx_buffer_add(b, "=", 1, SIZE_MAX);
    sbx_buffer_add(b, at, n, SIZE_MAX);
    sbx_buffer_add(b, "\n", 1, SIZE_MAX);
}

/* Which file it is, and that it is still the same. */
static void
add_file(struct sbx_buffer *b, const char *path)
{
    struct stat st;
    char text[128];
    int n = 0;

    if (stat(path, &st) == 0) {
        n = snprintf(text, sizeof text, "%ju:%ju:%jd:%jd.%09ld:%jd.%09ld",
                     (uintmax_t)st.st_dev, (uintmax_t)st.st_ino,
                     (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
                     st.st_mtim.tv_nsec, (intmax_t)st.st_ctim.tv_sec,
                     st.st_ctim.tv_nsec);
    }
    add(b, path, text, (size_t)n);
}

/* Every file that a line of the policy came from. */
static void
add_policy_files(struct sbx_buffer *b, const struct sbx_policy *p,
                 const char *overlay)
{
    const char *last = overlay; /* has a key of its own: its text */

    add_file(b, "/"); /* a chroot, a container */
#define EACH(member)                                    \
    for (size_t i = 0; i < p->member.n; i++) {          \
        const char *file = p->member.at[i].origin.file; \
        if (file != NULL && strcmp(file, overlay) != 0  \
            && strcmp(file, last) != 0) {               \
            add_file(b, file);                          \
            last = file;                                \
        }                                               \
    }
    EACH(paths)
    EACH(imports)
    EACH(preload)
    EACH(connect)
    EACH(bind)
    EACH(env_pass)
    EACH(env_set)
#undef EACH
    const struct sbx_origin all[] = {
        p->exit.origin,      p->threads.origin,    p->subprocess.origin,
        p->local.origin,     p->in.origin,         p->out.origin,
        p->err.origin,       p->wall.origin,       p->cpu.origin,
        p->memory.origin,    p->output.origin,     p->file_size.origin,
        p->stack.origin,     p->recursion.origin,  p->open_files.origin,
        p->processes.origin, p->best_effort.origin};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].file != NULL && strcmp(all[i].file, overlay) != 0
            && strcmp(all[i].file, last) != 0) {
            add_file(b, all[i].file);
            last = all[i].file;
        }
    }
}

static void
add_environment(struct sbx_buffer *b, const struct sbx_policy *p)
{
    static const char *const ours[] = {"PYSBX_LAYERS", "OPENBLAS_NUM_THREADS",
                                       "OMP_NUM_THREADS", "MKL_NUM_THREADS"};

    for (char **e = environ; *e != NULL; e++) {
        char name[256];
        size_t n = strcspn(*e, "=");
        if (n >= sizeof name || strncmp(*e, "PYSBX_", 6) == 0) {
            continue;
        }
        memcpy(name, *e, n);
        name[n] = '\0';
        /* The loader and libc read some before the policy is in force. */
        if (sbx_policy_env(p, name) || strncmp(name, "LD_", 3) == 0
            || strncmp(name, "LC_", 3) == 0 || strcmp(name, "LANG") == 0
            || strncmp(name, "PYTHON", 6) == 0
            || strncmp(name, "GLIBC_", 6) == 0) {
            add(b, "env", *e, strlen(*e));
        }
    }
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        const char *value = getenv(ours[i]);
        if (value != NULL) {
            add(b, ours[i], value, strlen(value));
        }
    }
}

/* What fork hands down. */
static void
add_process(struct sbx_buffer *b)
{
    static const char *const spaces[] = {
        "/proc/self/ns/mnt", "/proc/self/ns/net", "/proc/self/ns/user",
        "/proc/self/ns/pid"};
    struct rlimit limit;
    gid_t groups[256];
    gid_t gid = getegid();

    for (int i = 0; i < (int)RLIM_NLIMITS; i++) {
        if (getrlimit(i, &limit) == 0) {
            char text[64];
            int n =
                snprintf(text, sizeof text, "%ju,%ju",
                         (uintmax_t)limit.rlim_cur, (uintmax_t)limit.rlim_max);
            add(b, "limit", text, (size_t)n);
        }
    }
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        struct stat st = {0};
        stat(spaces[i], &st);
        add(b, "space", &st.st_ino, sizeof st.st_ino);
    }
    int n = getgroups(256, groups);
    add(b, "group", &gid, sizeof gid);
    add(b, "groups", groups, n < 0 ? 0 : (size_t)n * sizeof *groups);
}

/* The names with every file made absolute: a resident is where it is. */
static char *
absolute_names(const char *names, const struct sbx_place *place)
{
    char *list = sbx_need(strdup(names)), *ret = sbx_need(strdup(""));

    for (char *rest = list, *name; (name = strsep(&rest, ",")) != NULL;) {
        name += strspn(name, " ");
        size_t n = strlen(name);
        bool file = strchr(name, '/') != NULL
                    || (n > 5 && strcmp(name + n - 5, ".conf") == 0);
        const char *path = file && name[0] != '/'
                               ? sbx_format("%s/%s", place->cwd, name)
                               : name;
        char *more =
            sbx_format("%s%s%s", ret, ret[0] == '\0' ? "" : ",", path);
        free(ret);
        ret = more;
    }
    free(list);
    return ret;
}

static bool
is_elf(const char *path)
{
    char head[4] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);

    if (fd >= 0) {
        close(fd);
    }
    return n == sizeof head && memcmp(head, "\177ELF", sizeof head) == 0;
}

static uint64_t
hash(const char *at, size_t n)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

    for (size_t i = 0; i < n; i++) {
        h = (h ^ (unsigned char)at[i]) * UINT64_C(0x100000001b3);
    }
    return h;
}

bool
sbx_resident_key(struct sbx_resident *r, const struct sbx_profile_options *o,
                 const struct sbx_policy *p, const char **why)
{
    struct sbx_buffer b = {0};
    const char *names = o->policy != NULL ? o->policy : getenv("PYSBX_POLICY");

    if (r->program->code == NULL && r->program->file == NULL) {
        *why = "only a program in a file, or -c, can be run by one";
    }
    else if (p->local.on) {
        *why = "the policy says `local = yes`";
    }
    else if (p->subprocess.on) {
        *why = "the policy says `subprocess = yes`";
    }
    else if (names != NULL && strstr(names, "/proc/self/fd/") != NULL) {
        *why = "the policy is a descriptor";
    }
    else if (!is_elf(r->python)) {
        *why = "the interpreter is a script, which may choose another";
    }
    if (*why != NULL) {
        return false;
    }
    r->policy = absolute_names(
        names != NULL && names[0] != '\0' ? names : "default", r->place);
    add(&b, "policy", r->policy, strlen(r->policy));
    if (o->overlay.path[0] != '\0') {
        r->policy = sbx_format("%s,%s", r->policy, o->overlay.path);
        r->overlay = o->overlay.fd;
        for (size_t i = 0; i < o->overlay.n; i++) {
            const struct sbx_overlay_line *l = &o->overlay.at[i];
            add(&b, l->key, l->value, strlen(l->value));
            add(&b, "section", l->section, strlen(l->section));
        }
    }
    add(&b, "version", SBX_VERSION, strlen(SBX_VERSION));
    add(&b, "whitelist", r->place->whitelist, strlen(r->place->whitelist));
    add_file(&b, r->place->library);
    add_file(&b, r->python);
    add_policy_files(&b, p, o->overlay.path);
    add_environment(&b, p);
    add_process(&b);
    r->key.text = b.at;
    r->key.n = b.n;
    if (b.cut || b.n > SBX_RESIDENT_MAX / 2) {
        *why = "the environment is too large";
        return false;
    }
    snprintf(r->key.name, sizeof r->key.name, "run-%016jx",
             (uintmax_t)hash(b.at, b.n));
    return true;
}
