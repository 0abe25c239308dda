// SPDX-License-Identifier: MIT
// `execute = PATH`: programs that may be run, and what the kernel must run for
// them.  Look-ups allocate nothing and take no lock: the libc layer asks in
// the child of a vfork.

#include "path.h"
#include "policy_keys.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The text at offset, which must end within the room of out. */
static bool
read_text(int fd, uint64_t offset, uint64_t n, char *out, size_t room)
{
    if (n == 0 || n >= room) {
        return false;
    }
    ssize_t got = pread(fd, out, n, (off_t)offset);
    out[got < 0 ? 0 : got] = '\0';
    return got == (ssize_t)n && out[0] == '/';
}

/* The loader of a dynamic program, as the kernel looks for it. */
static bool
loader_of(int fd, const char *head, size_t n, char *out, size_t room)
{
    const Elf64_Ehdr *elf = (const void *)head;

    if (n < sizeof *elf || memcmp(head, ELFMAG, SELFMAG) != 0
        || head[EI_CLASS] != ELFCLASS64
        || elf->e_phentsize != sizeof(Elf64_Phdr)) {
        return false;
    }
    for (unsigned i = 0; i < elf->e_phnum; i++) {
        Elf64_Phdr ph;
        off_t at = (off_t)(elf->e_phoff + i * sizeof ph);
        if (pread(fd, &ph, sizeof ph, at) != sizeof ph) {
            return false;
        }
        if (ph.p_type == PT_INTERP) {
            return read_text(fd, ph.p_offset, ph.p_filesz, out, room);
        }
    }
    return false;
}

/* "#!/bin/sh -e": its first word. */
static bool
interpreter_of(char *head, char *out, size_t room)
{
    if (strncmp(head, "#!", 2) != 0) {
        return false;
    }
    char *at = head + 2 + strspn(head + 2, " \t");
    at[strcspn(at, " \t\n")] = '\0';
    if (at[0] != '/' || strlen(at) >= room) {
        return false;
    }
    memcpy(out, at, strlen(at) + 1);
    return true;
}

/* The kernel opens a program's loader by the same right.  Whoever may run the
 * loader may have it run any file that it may read, which is no more than
 * native code can do by itself: same rules, same filter.  An interpreter is a
 * program of its own, and a shell runs whatever it is told: it must be named.
 */
static int
add_loader(struct sbx_policy_build *b, const char *program,
           const struct sbx_origin *at)
{
    _Alignas(Elf64_Ehdr) char head[256];
    char path[PATH_MAX], normal[PATH_MAX];
    int fd = open(program, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    ssize_t n = fd < 0 ? -1 : pread(fd, head, sizeof head - 1, 0);

    head[n < 0 ? 0 : n] = '\0';
    bool loader = n > 0 && loader_of(fd, head, (size_t)n, path, sizeof path);
    if (fd >= 0) {
        close(fd);
    }
    if (loader && sbx_path_normal(NULL, path, normal, sizeof normal) == 0) {
        size_t first = b->policy.paths.n;
        if (sbx_policy_path_key(b, normal, SBX_READ, true, at) != 0) {
            return -1;
        }
        for (size_t i = first; i < b->policy.paths.n; i++) {
            b->policy.paths.at[i].exec = !b->policy.paths.at[i].is_dir;
        }
    }
    if (!loader && interpreter_of(head, path, sizeof path)
        && sbx_policy_program(&b->policy, path) == NULL) {
        sbx_policy_remark(b, at,
                          "%s is a script for %s, which must be named "
                          "before it: `execute = %s`",
                          sbx_shorten(program).s, sbx_shorten(path).s,
                          sbx_shorten(path).s);
    }
    return 0;
}

int
sbx_set_execute(struct sbx_policy_build *b, const struct sbx_key *k,
                const char *text, const struct sbx_origin *at)
{
    struct sbx_policy *p = &b->policy;
    size_t first = p->paths.n;

    (void)k;
    if (strcmp(text, "${python}") == 0) {
        return SBX_FAIL(b, at, "`execute` names one program, not ${python}");
    }
    if (sbx_policy_path_key(b, text, SBX_READ, true, at) != 0) {
        return -1;
    }
    size_t end = p->paths.n;
    for (size_t i = first; i < end; i++) {
        struct sbx_path_rule *r = &p->paths.at[i];
        if (r->is_dir) {
            return SBX_FAIL(b, at,
                            "`execute` names one program, and %s is "
                            "a directory",
                            sbx_shorten(r->path).s);
        }
        if (r->missing) {
            sbx_policy_remark(b, at,
                              "%s: no such program: the rule has no "
                              "effect",
                              sbx_shorten(r->path).s);
        }
        r->exec = r->program = !r->missing;
    }
    const char *program = p->paths.at[end - 1].path;
    struct stat st;
    if (p->paths.at[end - 1].missing) {
        return 0;
    }
    /* Opening a device may do something. */
    if (stat(program, &st) != 0 || !S_ISREG(st.st_mode)) {
        return SBX_FAIL(b, at,
                        "`execute` names one program, and %s is no "
                        "regular file",
                        sbx_shorten(program).s);
    }
    return add_loader(b, program, at);
}

/* --- look-ups --- */

static bool
identify(const char *path, struct stat *st)
{
    return syscall(SYS_newfstatat, AT_FDCWD, path, st, 0) == 0;
}

const struct sbx_path_rule *
sbx_policy_program(const struct sbx_policy *p, const char *path)
{
    const struct sbx_path_rule *found = NULL;
    struct stat st, other;
    int saved = errno;

    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        if (r->program && strcmp(r->path, path) == 0) {
            return r;
        }
    }
    /* /bin/sort where /usr/bin/sort is granted. */
    if (path[0] == '/' && identify(path, &st)) {
        for (size_t i = 0; i < p->paths.n && found == NULL; i++) {
            const struct sbx_path_rule *r = &p->paths.at[i];
            if (r->program && identify(r->path, &other)
                && st.st_dev == other.st_dev && st.st_ino == other.st_ino) {
                found = r;
            }
        }
    }
    errno = saved;
    return found;
}

bool
sbx_policy_program_named(const struct sbx_policy *p, const char *name)
{
    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        if (r->program && strcmp(strrchr(r->path, '/') + 1, name) == 0) {
            return true;
        }
    }
    return false;
}
