// SPDX-License-Identifier: MIT
// Calls every function of preload/libc/interpose.def once, by its public name.
//
//   libc_probe list                the functions, one a line
//   libc_probe prepare DIR         make the files that the calls act on
//   libc_probe run DIR NAME...     "NAME ok" or "NAME ERRNO" for each
//   libc_probe strict DIR NAME...  the same, where only the argument is what
//                                  the sandbox refuses (a signal to another)
//   libc_probe early DIR NAME      as run, from a constructor
//
// Linked with libpython, so that the sandbox takes it for an interpreter.
// Without a sandbox every call succeeds: what fails, fails because of it.
// Where that takes privileges, the call is one that libc or the kernel refuses
// by another errno than EPERM and EACCES; passes() says which is fine.

#include "libc_probe.h"

#define P(name, call)              \
    static bool probe_##name(void) \
    {                              \
        return call;               \
    }
#include "libc_probe.def"
#undef P

static const struct {
    const char *name;
    bool (*run)(void);
} probes[] = {
#define P(name, call) {#name, probe_##name},
#include "libc_probe.def"
#undef P
};
#define COUNT (sizeof(probes) / sizeof(*probes))

static void
name_paths(const char *dir, const char *probe)
{
    snprintf(base, sizeof(base), "%s", dir);
    snprintf(path_file, sizeof(path_file), "%s/%s.file", base, probe);
    snprintf(path_dir, sizeof(path_dir), "%s/%s.dir", base, probe);
    snprintf(path_new, sizeof(path_new), "%s/%s.new", base, probe);
}

static void
prepare(const char *dir)
{
    for (size_t i = 0; i < COUNT; i++) {
        name_paths(dir, probes[i].name);
        if (mkdir(D, 0700) < 0
            || !fd_ok(open(F, O_WRONLY | O_CREAT | O_EXCL, 0600))) {
            perror(F);
            exit(1);
        }
    }
}

static void
run(const char *dir, const char *name)
{
    for (size_t i = 0; i < COUNT; i++) {
        if (strcmp(probes[i].name, name) != 0) {
            continue;
        }
        name_paths(dir, name);
        errno = 0;
        bool ok = probes[i].run();
        const char *why = ok ? "ok" : strerrorname_np(errno);
        dprintf(STDOUT_FILENO, "%s %s\n", name, why == NULL ? "?" : why);
        return;
    }
    dprintf(STDOUT_FILENO, "%s has no probe\n", name);
    exit(1);
}

/* In a constructor, CPython is not even initialized. */
static __attribute__((constructor)) void
early(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "early") == 0) {
        run(argv[2], argv[3]);
    }
}

int
main(int argc, char **argv)
{
    const char *mode = argc > 1 ? argv[1] : "";
    strict = strcmp(mode, "strict") == 0;
    struct stat st;
    given = dup(STDIN_FILENO); /* freopen closes the first */
    if (strcmp(mode, "early") != 0 && argc > 3 && fstat(given, &st) == 0
        && S_ISCHR(st.st_mode)) {
        fputs("its standard input must be no device: fchmod would change it "
              "for all\n",
              stderr);
        return 2;
    }
    if (strcmp(mode, "list") == 0) {
        for (size_t i = 0; i < COUNT; i++) {
            puts(probes[i].name);
        }
    }
    else if (strcmp(mode, "prepare") == 0 && argc == 3) {
        prepare(argv[2]);
    }
    else if ((strict || strcmp(mode, "run") == 0) && argc > 3) {
        /* From here on the sandbox logs what it refuses. */
        Py_InitializeEx(0);
        for (int i = 3; i < argc; i++) {
            run(argv[2], argv[i]);
        }
    }
    return 0;
}
