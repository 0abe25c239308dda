// SPDX-License-Identifier: MIT
// What the probes share.

#include "breach.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct breach_ground ground;

long
breach_call(long nr, const long a[6])
{
#if defined(__x86_64__)
    long ret;
    register long r10 __asm__("r10") = a[3];
    register long r8 __asm__("r8") = a[4];
    register long r9 __asm__("r9") = a[5];
    __asm__ volatile("syscall"
                     : "=a"(ret)
                     : "a"(nr), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10),
                       "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return ret;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = nr;
    register long x0 __asm__("x0") = a[0];
    register long x1 __asm__("x1") = a[1];
    register long x2 __asm__("x2") = a[2];
    register long x3 __asm__("x3") = a[3];
    register long x4 __asm__("x4") = a[4];
    register long x5 __asm__("x5") = a[5];
    __asm__ volatile("svc 0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
#endif
}

int
breach_errno(long result)
{
    if (result < 0 && result >= -4095) {
        /* A number that this kernel or architecture does not have. */
        return (int)-result;
    }
    return 0;
}

int
breach_fd(long result)
{
    if (result >= 0) {
        CALL(close, result);
    }
    return breach_errno(result);
}

const char *
breach_path(const char *dir, const char *name)
{
    static char paths[8][4096];
    static unsigned next;
    char *path = paths[next++ % 8];

    snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
    return path;
}

int
breach_has_secret(long fd)
{
    char text[64] = "";

    if (fd < 0) {
        return breach_errno(fd);
    }
    long n = CALL(read, fd, P(text), sizeof(text) - 1);
    CALL(close, fd);
    if (n < 0) {
        return breach_errno(n);
    }
    return strstr(text, SECRET_TEXT) != NULL ? 0 : ENODATA;
}

static const struct breach_probe *const tables[] = {
    breach_file_read, breach_file_write, breach_exec,      breach_process,
    breach_net,       breach_ipc,        breach_resources, breach_surface};
#define N_TABLES (sizeof(tables) / sizeof(*tables))

void
breach_list(void)
{
    for (size_t t = 0; t < N_TABLES; t++) {
        for (const struct breach_probe *p = tables[t]; p->name != NULL; p++) {
            printf("%s/%s\n", p->class, p->name);
        }
    }
}

int
breach_run(const char *name, const char *const where[6])
{
    ground = (struct breach_ground){.secret = where[0],
                                    .outside = where[1],
                                    .granted = where[2],
                                    .victim = atoi(where[3]),
                                    .port = atoi(where[4]),
                                    .socket = where[5]};
    for (size_t t = 0; t < N_TABLES; t++) {
        for (const struct breach_probe *p = tables[t]; p->name != NULL; p++) {
            size_t n = strlen(p->class);

            if (strncmp(name, p->class, n) == 0 && name[n] == '/'
                && strcmp(name + n + 1, p->name) == 0) {
                return p->run();
            }
        }
    }
    return BREACH_UNKNOWN;
}
