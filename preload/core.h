// SPDX-License-Identifier: MIT
// What the files of preload/ share: the state of this process, filled in by
// the constructor (init.c) before any other code runs and constant after.

#ifndef SBX_CORE_H
#define SBX_CORE_H

#include "policy.h"

#include <sys/types.h>

#define SBX_EXIT_SETUP 125 /* nothing of the program ran */
#define SBX_EXIT_FORGED                                \
    123 /* exit() and its kin, called where the policy \
           says `exit = no` */

#define SBX_PUBLIC __attribute__((visibility("default")))

/* The largest page that this architecture's kernels may use: what is aligned
 * so can be made read-only without hitting its neighbours. */
#ifdef __x86_64__
#define SBX_PAGE 4096
#else
#define SBX_PAGE 65536
#endif

struct sbx_core {
    struct sbx_policy *policy;
    unsigned layers;     /* enum sbx_layer; 0 while inert or starting */
    bool inert;          /* the constructor found no interpreter here */
    pid_t pid;           /* the process that was locked */
    const char *script;  /* absolute path of the program, or NULL (-c, -) */
    const char *beside;  /* where its own modules are (`local = yes`) */
    const char *package; /* `-m`: the program's __package__, or NULL */
    const char *libdir;  /* where libpysbx.so lies */
    const char *cwd;     /* at start */
    const char *tmp;     /* the scratch directory, or NULL */
    const char *exe;     /* the main program of this process */
    bool is_python;      /* false: a program that embeds libpython */
    bool embeds_shared;  /* ... as a shared library: its own code is C */
} __attribute__((aligned(SBX_PAGE)));
extern struct sbx_core sbx_core;

/* CPython's own start-up is over, the program's instructions come next: from
 * now on refusals are logged and exit() is the program's. */
void sbx_core_run(void);
bool sbx_core_running(void);

/* The interpreter's own end, with this status: stdio is flushed, the summary
 * printed, no destructor runs. */
void sbx_core_exit(int status) __attribute__((__noreturn__));

/* "pysbx: MESSAGE" on standard error, then _exit(125).  Never returns, never
 * runs a destructor: nothing of the program may run after a failed set-up. */
void sbx_die(const char *format, ...)
    __attribute__((format(printf, 1, 2), __noreturn__));
void sbx_exit(int status) __attribute__((__noreturn__)); /* likewise */
bool sbx_dying(void); /* sbx_die is at work: its exit is not the program's */
void sbx_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Enforcement, one function per layer, in the order in which init.c calls
 * them.  Each dies or returns with its layer in force. */
void sbx_hygiene_descriptors(const struct sbx_policy *p, const int *more,
                             size_t n); /* more that stay open; -1: none */
void sbx_hygiene_environment(const struct sbx_policy *p, char **envp,
                             const char *python_dir);
void sbx_hygiene_process(const struct sbx_policy *p);
void sbx_limits_enforce(const struct sbx_policy *p);
void sbx_limits_ahead(const struct sbx_policy *p); /* a part, in a zygote */
void sbx_landlock_enforce(const struct sbx_policy *p);
void sbx_seccomp_enforce(const struct sbx_policy *p);
void sbx_kernel_prove(const struct sbx_policy *p);
void sbx_interpose_resolve(void);
void sbx_interpose_prove(void);
void sbx_interpose_prepare(void); /* a part of it, ahead, in a zygote */

/* The interpreter that this process is (places.c). */
struct sbx_python {
    int major, minor;
    bool is_python;      /* false: a program that embeds libpython */
    const char *exe;     /* as started, found in PATH, absolute */
    const char *bin_dir; /* directory of exe */
    const char **places; /* for ${python}: NULL-terminated */
};
/* Work out *ret from argv[0], PATH, pyvenv.cfg and the loaded objects.  False
 * when this process is no interpreter. */
bool sbx_python_find(struct sbx_python *ret, char **argv);

#endif
