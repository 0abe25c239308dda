// SPDX-License-Identifier: MIT
// Places where a wrapper goes wrong easily: one case for each argument.
//
//   libc_traps CASE DIR     prints what happened
//
// DIR/open is granted for reading, nothing else.  Linked with libpython.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

void Py_InitializeEx(int signals);
void Py_Initialize(void);

static const char *dir;
static const char *volatile nowhere; /* NULL */

static const char *
in(const char *name)
{
    static char path[4][6000];
    static int i;
    char *p = path[i++ % 4];
    snprintf(p, sizeof(path[0]), "%s/%s", dir, name);
    return p;
}

static void
show(const char *what, long rc)
{
    int error = errno;
    dprintf(STDOUT_FILENO, "%s %s\n", what,
            rc >= 0 ? "ok" : strerrorname_np(error));
}

static void
errno_kept(void)
{
    errno = 77;
    int fd = open(in("open/file"), O_RDONLY);
    dprintf(STDOUT_FILENO, "%s %d\n", fd >= 0 ? "opened" : "refused", errno);
}

static void
odd_paths(void)
{
    char longer[5000];
    memset(longer, 'x', sizeof(longer));
    longer[sizeof(longer) - 1] = '\0';
    show("null", open(nowhere, O_RDONLY));
    show("empty", open("", O_RDONLY));
    show("long", open(longer, O_RDONLY));
    show("missing", open(in("missing"), O_RDONLY));
    show("missing-parent", open(in("missing/file"), O_RDONLY));
    show("create", open(in("created"), O_RDONLY | O_CREAT, 0600));
    show("temporary", open(in("open"), O_RDWR | O_TMPFILE, 0600));
    show("bad-descriptor", openat(987, "file", O_RDONLY));
    show("no-directory", openat(STDIN_FILENO, "file", O_RDONLY));
}

static void
dots(void)
{
    show("dots-in", open(in("closed/../open/file"), O_RDONLY));
    show("dots-out", open(in("open/../secret"), O_RDONLY));
    show("slashes", open(in("open//.//file"), O_RDONLY));
    show("prefix", open(in("open-not"), O_RDONLY));
}

static void
descriptors(void)
{
    int fd = open(in("open"), O_RDONLY | O_DIRECTORY);
    show("directory", fd);
    show("below", openat(fd, "file", O_RDONLY));
    show("above", openat(fd, "../secret", O_RDONLY));
    if (chdir(in("open")) == 0) {
        show("relative", open("file", O_RDONLY));
        show("relative-above", open("../secret", O_RDONLY));
    }
    int file = open(in("open/file"), O_RDONLY);
    show("fchmod", fchmod(file, 0600));
}

static void
after_vfork(void)
{
    char *const argv[] = {"true", NULL};
    int status;
    pid_t pid = vfork();
    if (pid == 0) {
        execv("/bin/true", argv);
        _exit(errno == EACCES ? 7 : 8);
    }
    waitpid(pid, &status, 0);
    dprintf(STDOUT_FILENO, "child %d\n", WEXITSTATUS(status));
    show("parent", open(in("open/file"), O_RDONLY));
    show("parent-refused", open(in("secret"), O_RDONLY));
}

static void
on_signal(int sig)
{
    (void)sig;
    show("handler", open(in("secret"), O_RDONLY));
}

static void
in_handler(void)
{
    static char stack[1 << 16];
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction action = {.sa_handler = on_signal,
                               .sa_flags = SA_ONSTACK};
    sigaltstack(&alternate, NULL);
    sigaction(SIGUSR1, &action, NULL);
    show("raise", raise(SIGUSR1));
}

static void
second_interpreter(void)
{
    void Py_Finalize(void);
    Py_Finalize();
    dprintf(STDOUT_FILENO, "finalized\n");
    Py_Initialize();
    dprintf(STDOUT_FILENO, "again\n");
}

static const struct {
    const char *name;
    void (*run)(void);
} cases[] = {
    {"errno", errno_kept},
    {"paths", odd_paths},
    {"dots", dots},
    {"descriptors", descriptors},
    {"vfork", after_vfork},
    {"handler", in_handler},
    {"second", second_interpreter},
};

int
main(int argc, char **argv)
{
    if (argc != 3) {
        return 2;
    }
    dir = argv[2];
    Py_InitializeEx(0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        if (strcmp(cases[i].name, argv[1]) == 0) {
            cases[i].run();
            return 0;
        }
    }
    return 2;
}
