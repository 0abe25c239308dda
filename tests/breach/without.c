// SPDX-License-Identifier: MIT
// Plays an older or stricter kernel: without CALL ERRNO... -- PROGRAM ARG...
// answers CALL (landlock, seccomp, capset, timer_create, openat2) with ERRNO.

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
    unsigned nr;
} calls[] = {{"landlock", 444},
             {"landlock_add_rule", 445},
             {"landlock_restrict_self", 446},
             {"seccomp", SYS_seccomp},
             {"capset", SYS_capset},
             {"timer_create", SYS_timer_create},
             {"openat2", SYS_openat2}};

static unsigned
number(const char *name)
{
    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
        if (strcmp(calls[i].name, name) == 0) {
            return calls[i].nr;
        }
    }
    fprintf(stderr, "without: unknown call %s\n", name);
    exit(2);
}

int
main(int argc, char **argv)
{
    struct sock_filter code[64] = {
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr)}};
    unsigned short n = 1;
    int i = 1;

    for (; i + 1 < argc && strcmp(argv[i], "--") != 0; i += 2) {
        code[n++] = (struct sock_filter){BPF_JMP | BPF_JEQ | BPF_K, 0, 1,
                                         number(argv[i])};
        code[n++] = (struct sock_filter){BPF_RET | BPF_K, 0, 0,
                                         SECCOMP_RET_ERRNO
                                             | (unsigned)atoi(argv[i + 1])};
    }
    code[n++] = (struct sock_filter){BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
    if (i + 1 >= argc) {
        fprintf(stderr, "usage: see without.c\n");
        return 2;
    }
    /* prctl, so that seccomp(2) itself can be among the calls. */
    struct sock_fprog program = {n, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        perror("without");
        return 2;
    }
    execvp(argv[i + 1], argv + i + 1);
    perror(argv[i + 1]);
    return 2;
}
