// SPDX-License-Identifier: MIT
// The seam between libpysbx.so (no knowledge of CPython's structures) and the
// pysbx-hooks-3.X.so object (one per Python version).  libpysbx.so loads the
// object in its constructor and hands it this table; the object never looks
// anything up by itself.

#ifndef SBX_HOST_H
#define SBX_HOST_H

#include "log.h"
#include "policy.h"

#define SBX_HOST_ABI 8

/* How the program ended, told to `pysbx` piece by piece: the exception that
 * reached the top, its frames from the outermost on, then those behind it
 * likewise.  Strings may be NULL; nothing is kept. */
struct sbx_raised {
    const char *kind;     /* "exception", "cause", "context" or "frame" */
    const char *name;     /* the exception's type; the frame's file */
    const char *text;     /* its message; the line of source */
    const char *function; /* of a frame */
    long line;            /* of a frame; or how many frames are left out */
    bool cut;             /* text is not whole */
};

/* One request to a zygote's child. */
struct sbx_ask {
    const char *code; /* with a NUL behind it */
    size_t n;
    const char *file;
    const char *const *argv; /* NULL-terminated; NULL: as for `-c` */
    unsigned want;           /* 0 nothing, 1 JSON or else repr, 2 repr */
#define SBX_ASK_TASK 3 /* code is none, but the Python package's request */
    bool keep;         /* there may be another one */
    bool merged;       /* both streams are one: keep their order */
    bool early;        /* its end is told before it comes */
};

struct sbx_ask_end {
    bool raised;
    unsigned is; /* what value is: as `want` */
    const char *value;
    size_t n;
};

/* By what the hooks object drives a zygote (preload/start/zygote.c). */
struct sbx_host_zygote {
    bool plain; /* children may have other policies: they arm themselves */
    const char *const *preload; /* modules; NULL-terminated */
    const char *const *unset;   /* variables that were for these only */
    bool hot; /* fork() copies what children write to: set by tried() */
    /* It has imported.  all: every module of [imports] is loaded. */
    void (*prepare)(bool all);
    /* A child that runs this and is thrown away shows what children write to:
     * the next fork() makes it.  False: no. */
    bool (*trial)(const char *code);
    void (*tried)(void);
    void (*up)(void);    /* it is ready */
    void (*wait)(void);  /* until a child is wanted; or ends the process */
    int (*fork)(void);   /* as fork(2); 0 in the child */
    bool early;          /* the child is forked before it is ordered */
    void (*adopt)(void); /* there: the descriptors of its own */
    void (*take)(void);  /* early: wait for the order; then as above */
    void (*child)(void); /* ... a sandbox from here on; or dies */
    void (*ready)(void); /* it waits for its request */
    const struct sbx_ask *(*next)(void); /* or ends the process */
    void (*answer)(const struct sbx_ask_end *end);
};

struct sbx_host {
    unsigned abi; /* SBX_HOST_ABI; another number: refuse to start */
    unsigned layers;
    const struct sbx_policy *policy;
    const char *script;  /* absolute path of the program file, or NULL */
    const char *beside;  /* `local = yes`: the directory of its modules */
    const char *package; /* `-m`: the program's __package__; else NULL */
    const char *cwd;     /* at start */
    const char *const *python; /* the ${python} places, NULL-terminated */
    const struct sbx_path_rule *(*path)(const struct sbx_policy *,
                                        const char *, unsigned, bool);
    const struct sbx_import_rule *(*import)(const struct sbx_policy *,
                                            const char *);
    bool (*import_names)(const struct sbx_import_rule *, const char *);
    const struct sbx_path_rule *(*program)(const struct sbx_policy *,
                                           const char *);
    bool (*program_named)(const struct sbx_policy *, const char *);
    int (*path_normal)(const char *, const char *, char *, size_t);
    bool (*own_descriptor)(int); /* the log's: not for the program to use */
    void (*violation)(const struct sbx_violation *);
    void (*die)(const char *, ...)
        __attribute__((format(printf, 1, 2), __noreturn__));
    /* Set by the hooks object: called by the interposed Py_Initialize* of an
     * embedding program, after initialization and with the GIL held. */
    void (*arm_embedder)(void);
    /* Called by the hooks object when it has armed and the first instruction
     * of the program is next: from here on the libc layer logs what it
     * refuses, and exit() and its kin are the program's own doing. */
    void (*running)(void);
    /* What the Python package wants done in place of a program (task.c), and
     * the descriptor for the result; size 0: there is a program. */
    struct sbx_task {
        char *at;
        size_t size;
        int result;
    } task;
    /* NULL: nobody listens. */
    void (*raised)(const struct sbx_raised *);
    /* The process ends: stdio is flushed, the summary printed, no destructor
     * runs. */
    void (*exit)(int status) __attribute__((__noreturn__));
    const struct sbx_host_zygote *zygote; /* NULL: an ordinary start */
};

/* The one symbol of the hooks object.  Called before Py_Initialize: installs
 * the audit hook and proves that it is installed.  0, or -1 with *why. */
typedef int (*sbx_hooks_init_fn)(struct sbx_host *host, const char **why);
#define SBX_HOOKS_INIT "pysbx_hooks_init"

#endif
