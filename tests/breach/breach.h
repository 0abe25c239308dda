// SPDX-License-Identifier: MIT
// The probes: each tries one act that a sandboxed program must not manage, by
// the system call itself, as native code inside the process would.  All are
// harmless: they touch the scratch directory, a victim process and a server
// that the runner (run-breach) sets up, and nothing else.

#ifndef BREACH_H
#define BREACH_H

#include <stddef.h>

/* Numbers of this architecture by name, also of calls that the headers do not
 * know yet; -1: there is none. */
enum breach_number {
#if defined(__x86_64__)
#define NR(name, x86_64, aarch64) N_##name = x86_64,
#else
#define NR(name, x86_64, aarch64) N_##name = aarch64,
#endif
#include "../../preload/kernel/syscall_numbers.def"
#undef NR
};

/* What a probe returns: 0: the breach succeeded; an errno: refused; SKIP: the
 * ground for it is missing here (only ever right when unconfined). */
#define SKIP (-1)

/* What the runner set up. */
struct breach_ground {
    const char *secret;  /* a file that the policy does not grant */
    const char *outside; /* a directory likewise: dir/file, dir/sub/ */
    const char *granted; /* a directory granted for reading, with `link` to
                            the secret, `file`, and `fifo` */
    int victim;          /* a process of the same user */
    int port;            /* somebody listens there, on 127.0.0.1 ... */
    const char *socket;  /* ... at this path, and at its abstract twin */
};
extern struct breach_ground ground;

/* Raw, without libc: the result, or minus the errno. */
long breach_call(long nr, const long args[6]);
#define CALL(name, ...) breach_call(N_##name, (const long[6]){__VA_ARGS__})
#define P(...) ((long)(__VA_ARGS__))

/* 0 or the errno of a raw result; closes nothing. */
int breach_errno(long result);
/* The same for a new descriptor, which is closed. */
int breach_fd(long result);
/* PATH/NAME in one of a few static buffers. */
const char *breach_path(const char *dir, const char *name);
/* Whether the file at the open descriptor holds the secret. */
int breach_has_secret(long fd);
#define SECRET_TEXT "the-secret-of-the-breach"

struct breach_probe {
    const char *class;
    const char *name;
    int (*run)(void);
};

/* One file per class has its own table. */
extern const struct breach_probe breach_file_read[], breach_file_write[],
    breach_exec[], breach_process[], breach_net[], breach_ipc[],
    breach_resources[], breach_surface[];

/* For main.c and module.c: run NAME ("class/name") on the ground given as
 * strings.  0: breached, an errno, SKIP, or BREACH_UNKNOWN. */
#define BREACH_UNKNOWN (-2)
int breach_run(const char *name, const char *const where[6]);
void breach_list(void);

/* A table of them: PROBE(name) { ... } below, ROW(class, name) in it. */
#define ROW(class, name) {class, #name, name},
#define END_ROWS         \
    {                    \
        NULL, NULL, NULL \
    }

#endif
