// SPDX-License-Identifier: MIT
// Where a profile lies and reading it: names, the whitelist directory, files,
// includes.  Runs in the constructor, before the program.

#include "policy_build.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE ((size_t)16 << 20)
#define MAX_NESTED 8 /* each level needs 20 KiB of stack */

/* Read all of fd into text[0..size).  How much there was, or -1. */
static ssize_t
read_all(int fd, char *text, size_t size)
{
    size_t n = 0;

    while (n < size) {
        ssize_t got = read(fd, text + n, size - n);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        n += (size_t)got;
    }
    return (ssize_t)n;
}

/* Note the file as being read; *ret is NULL if that was done before. */
static int
enter(struct sbx_policy_build *b, const char *file, const struct stat *st,
      const struct sbx_origin *at, struct sbx_profile **ret)
{
    unsigned nested = 0;

    *ret = NULL;
    for (size_t i = 0; i < b->profiles.n; i++) {
        struct sbx_profile *old = &b->profiles.at[i];
        nested += old->open;
        if (old->dev == st->st_dev && old->ino == st->st_ino) {
            return old->open ? SBX_FAIL(b, at, "%s includes itself",
                                        sbx_shorten(old->file).s)
                             : 0;
        }
    }
    if (nested == MAX_NESTED) {
        return SBX_FAIL(b, at, "more than %d profiles include one another",
                        MAX_NESTED);
    }
    if (b->profiles.n == SBX_MAX_PROFILES) {
        return SBX_FAIL(b, at, "more than %d profiles", SBX_MAX_PROFILES);
    }
    *ret = &b->profiles.at[b->profiles.n++];
    (*ret)->file = sbx_arena_strndup(b->policy.arena, file, strlen(file));
    (*ret)->dev = st->st_dev;
    (*ret)->ino = st->st_ino;
    (*ret)->open = true;
    return (*ret)->file == NULL ? SBX_NO_MEMORY(b, at) : 0;
}

/* Parse the regular file fd, which fstat() says is size long. */
static int
load_text(struct sbx_policy_build *b, int fd, size_t size, const char *file)
{
    struct sbx_origin whole = {.file = file};
    int rc;

    /* One byte more, to see whether the file grows.  Not a mapping of the
     * file, which ends in SIGBUS if somebody cuts it meanwhile. */
    char *text = malloc(size + 1);
    if (text == NULL) {
        return SBX_NO_MEMORY(b, &whole);
    }
    ssize_t n = read_all(fd, text, size + 1);
    if (n < 0) {
        rc = SBX_FAIL(b, &whole, "%s", strerror(errno));
    }
    else if ((size_t)n != size) {
        rc = SBX_FAIL(b, &whole, "changed while it was read");
    }
    else {
        rc = sbx_policy_text(b, file, text, size);
    }
    free(text);
    return rc;
}

static int
load(struct sbx_policy_build *b, int fd, const char *file,
     const struct sbx_origin *at)
{
    struct sbx_origin whole = {.file = file};
    struct sbx_profile *profile;
    struct stat st;

    if (fstat(fd, &st) != 0) {
        return SBX_FAIL(b, &whole, "%s", strerror(errno));
    }
    if (!S_ISREG(st.st_mode)) {
        return SBX_FAIL(b, &whole,
                        S_ISDIR(st.st_mode) ? "is a directory, not a policy"
                                            : "is no regular file");
    }
    if ((size_t)st.st_size > MAX_FILE) {
        return SBX_FAIL(b, &whole, "is larger than 16 MiB");
    }
    if (enter(b, file, &st, at, &profile) != 0) {
        return -1;
    }
    if (profile == NULL) { /* read before: once is enough */
        return 0;
    }
    int rc = load_text(b, fd, (size_t)st.st_size, profile->file);
    profile->open = false;
    return rc;
}

/* The profile is not there: say where it was looked for and what is. */
static int
not_found(struct sbx_policy_build *b, const char *name, const char *file,
          const struct sbx_origin *at)
{
    const char *names[SBX_MAX_PROFILES + 1] = {NULL};
    char list[160] = "";
    size_t n = 0, used = 0;
    struct dirent *entry;
    int error = errno;

    DIR *dir = opendir(b->dir);
    if (dir == NULL) {
        return SBX_FAIL(b, at, "profile `%s`: the whitelist directory %s: %s",
                        sbx_shorten(name).s, sbx_shorten(b->dir).s,
                        strerror(errno));
    }
    while ((entry = readdir(dir)) != NULL) {
        size_t len = strlen(entry->d_name);
        if (len > 5 && strcmp(entry->d_name + len - 5, ".conf") == 0
            && n < SBX_MAX_PROFILES) {
            names[n] =
                sbx_arena_strndup(b->policy.arena, entry->d_name, len - 5);
            n += names[n] != NULL;
        }
    }
    closedir(dir);
    /* In order: directories list their entries in any. */
    for (size_t i = 1; i < n; i++) {
        for (size_t j = i; j > 0 && strcmp(names[j - 1], names[j]) > 0; j--) {
            const char *swap = names[j];
            names[j] = names[j - 1];
            names[j - 1] = swap;
        }
    }
    for (size_t i = 0; i < n && used < sizeof list; i++) {
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s",
                                 i != 0 ? ", " : "", names[i]);
    }
    return SBX_FAIL(b, at, "profile `%s`: %s: %s; profiles there: %s%s",
                    sbx_shorten(name).s, sbx_shorten(file).s, strerror(error),
                    n != 0 ? list : "none", sbx_did_you_mean(name, names).s);
}

static bool
is_profile_name(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                         "0123456789_.-");
    return n > 0 && n <= NAME_MAX - 5 && s[n] == '\0' && s[0] != '.'
           && s[0] != '-';
}

static bool
is_file_name(const char *s)
{
    size_t n = strlen(s);

    return strchr(s, '/') != NULL
           || (n > 5 && strcmp(s + n - 5, ".conf") == 0);
}

int
sbx_policy_include(struct sbx_policy_build *b, const char *name,
                   const struct sbx_origin *at)
{
    char file[PATH_MAX];
    int n;

    if (is_file_name(name)) {
        /* A relative one lies beside the file that includes it. */
        const char *slash = at != NULL ? strrchr(at->file, '/') : NULL;
        size_t dir = name[0] != '/' && slash != NULL
                         ? (size_t)(slash + 1 - at->file)
                         : 0;
        while (dir != 0 && strncmp(name, "./", 2) == 0) {
            name += 2;
        }
        n = snprintf(file, sizeof file, "%.*s%s", (int)dir,
                     dir != 0 ? at->file : "", name);
    }
    else if (!is_profile_name(name)) {
        return SBX_FAIL(b, at,
                        "`%s` is no name of a profile (letters, "
                        "digits, `_`, `-` and `.`) and no file (with a "
                        "`/` or ending in .conf)",
                        sbx_shorten(name).s);
    }
    else if (b->dir == NULL) {
        return SBX_FAIL(b, at, "profile `%s`: no whitelist directory",
                        sbx_shorten(name).s);
    }
    else {
        n = snprintf(file, sizeof file, "%s/%s.conf", b->dir, name);
    }
    if (n < 0 || (size_t)n >= sizeof file) {
        return SBX_FAIL(b, at, "the name of profile `%s` is too long",
                        sbx_shorten(name).s);
    }
    /* Not blocking: a FIFO is refused, not waited for. */
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd >= 0) {
        int rc = load(b, fd, file, at);
        close(fd);
        return rc;
    }
    if (is_file_name(name)) {
        return SBX_FAIL(b, at, "policy file %s: %s", sbx_shorten(file).s,
                        strerror(errno));
    }
    return not_found(b, name, file, at);
}
