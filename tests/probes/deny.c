// SPDX-License-Identifier: MIT
// deny CALL[:ARG]=ERROR... -- COMMAND...: run a command on a kernel that
// answers these system calls (with this number as first argument) by that
// error, and does nothing.  ERROR 0 is a lie: success without effect.

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
    const char *name;
    int number;
} calls[] = {
#define CALL(name)        \
    {                     \
#name, SYS_##name \
    }
    CALL(landlock_create_ruleset),
    CALL(landlock_add_rule),
    CALL(landlock_restrict_self),
    CALL(seccomp),
    CALL(prctl),
    CALL(prlimit64),
    CALL(close_range),
    CALL(rt_sigaction),
    CALL(getcwd),
};

static const struct {
    const char *name;
    int number;
} errors[] = {
    {"0", 0},           {"EPERM", EPERM},   {"EACCES", EACCES},
    {"ENOSYS", ENOSYS}, {"EINVAL", EINVAL}, {"EOPNOTSUPP", EOPNOTSUPP},
};

static struct sock_filter filter[256];
static unsigned short length;

static void
emit(struct sock_filter f)
{
    filter[length++] = f;
}

static int
usage(const char *what)
{
    fprintf(stderr, "deny: bad argument %s\n", what);
    return 2;
}

static int
add(char *text)
{
    char *error = strchr(text, '='), *arg = strchr(text, ':');
    int number = -1, answer = -1;
    if (error == NULL) {
        return -1;
    }
    *error++ = '\0';
    if (arg != NULL) {
        *arg++ = '\0';
    }
    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
        if (strcmp(calls[i].name, text) == 0) {
            number = calls[i].number;
        }
    }
    for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
        if (strcmp(errors[i].name, error) == 0) {
            answer = errors[i].number;
        }
    }
    if (number < 0 || answer < 0) {
        return -1;
    }
    unsigned char skip = arg == NULL ? 1 : 3;
    emit((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                      offsetof(struct seccomp_data, nr)));
    emit((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
                                      (unsigned)number, 0, skip));
    if (arg != NULL) {
        emit((struct sock_filter)BPF_STMT(
            BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)));
        emit((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
                                          (unsigned)atoi(arg), 0, 1));
    }
    emit((struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
                                      SECCOMP_RET_ERRNO | (unsigned)answer));
    return 0;
}

int
main(int argc, char **argv)
{
    int i = 1;
    for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (length > 200 || add(argv[i]) < 0) {
            return usage(argv[i]);
        }
    }
    if (i + 1 >= argc) {
        return usage("(no command)");
    }
    emit((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    struct sock_fprog program = {length, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0
        || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0) {
        perror("deny");
        return 2;
    }
    execvp(argv[i + 1], argv + i + 1);
    perror(argv[i + 1]);
    return 2;
}
