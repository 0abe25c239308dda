// SPDX-License-Identifier: MIT
// THE policy: read this file first.
//
//   text    --sbx_policy_parse()-->    struct
//   struct  --sbx_policy_compile()-->  tables
//   tables  --sbx_*_enforce()------->  the three layers
//
// Parsing knows text and the file system; compiling is pure; enforcing only
// makes system calls.  The struct lives in one arena that is made read-only
// (sbx_policy_seal) before any untrusted code runs.  Grammar: docs/POLICY.md.

#ifndef SBX_POLICY_H
#define SBX_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The three walls; a set of them is an unsigned bit mask. */
enum sbx_layer {
    SBX_LAYER_INTERPRETER = 1,
    SBX_LAYER_LIBC = 2,
    SBX_LAYER_KERNEL = 4,
    SBX_LAYER_ALL = 7,
};

/* What a path rule grants.  A write grant on a directory also lets the
 * program create, rename and remove entries below it. */
enum sbx_right {
    SBX_READ = 1,
    SBX_WRITE = 2,
};

/* Where a rule was written: `file:line`, for error texts and `pysbx policy`.
 * file is NULL for rules that pysbx adds by itself. */
struct sbx_origin {
    const char *file;
    unsigned line;
};

/* One path of [files], variables substituted, absolute and lexically normal
 * (no `.`, `..`, doubled or trailing slashes except for "/" itself). */
struct sbx_path_rule {
    const char *path;
    unsigned rights; /* enum sbx_right, or-ed */
    bool is_dir;     /* as found at start; grants everything below */
    bool missing;    /* was not there at start: no Landlock rule, a warning */
    bool trusted;    /* `trusted =`, ${python}: kernel layer and trusted code
                        only, the program's own open() does not see it */
    bool exec;       /* kernel layer: may be executed (subprocess = yes) */
    bool program;    /* `execute =` named it, or led to it: not a loader */
    struct sbx_origin origin;
};

/* One module of [imports].  Rows for the same module are merged. */
struct sbx_import_rule {
    const char *module;       /* dotted name */
    bool star;                /* `*`: the public names */
    bool public_only;         /* attrs count only as far as `*` has them */
    const char *const *attrs; /* sorted by strcmp, besides or instead of `*` */
    size_t n_attrs;
    struct sbx_origin origin;
};

struct sbx_port_rule {
    uint16_t port;
    struct sbx_origin origin;
};

struct sbx_env_rule {
    const char *name;  /* `pass`: a name, `*` at its end matches any rest */
    const char *value; /* `set`: the value; NULL for `pass` */
    struct sbx_origin origin;
};

/* A yes/no key, or a limit: value plus where it was written. */
struct sbx_switch {
    bool on;
    struct sbx_origin origin;
};

struct sbx_limit {
    uint64_t value; /* nanoseconds, bytes or a count; 0: no limit */
    struct sbx_origin origin;
};

/* One module that a zygote imports before it forks; `*`: all of [imports]. */
struct sbx_preload {
    const char *name;
    struct sbx_origin origin;
};

#define SBX_ARRAY(type) \
    struct {            \
        type *at;       \
        size_t n;       \
    }

struct sbx_policy {
    SBX_ARRAY(struct sbx_path_rule) paths;     /* sorted by path */
    SBX_ARRAY(struct sbx_import_rule) imports; /* sorted by module */
    struct sbx_switch local;                   /* [imports] local */
    SBX_ARRAY(struct sbx_preload) preload;     /* [process]: of a warm pool */

    struct sbx_switch exit, threads, subprocess; /* [process] */
    struct sbx_switch best_effort;               /* kernel = best-effort */

    SBX_ARRAY(struct sbx_port_rule) connect, bind; /* [network], TCP */

    struct sbx_switch in, out, err; /* [stdio] */

    SBX_ARRAY(struct sbx_env_rule) env_pass, env_set;

    struct sbx_limit wall, cpu;             /* nanoseconds */
    struct sbx_limit memory, output;        /* bytes */
    struct sbx_limit file_size, stack;      /* bytes */
    struct sbx_limit open_files, recursion; /* counts */
    struct sbx_limit processes;             /* at once; a supervisor's */

    /* Not from the text: no file-system call is left to the process. */
    bool sealed;

    struct sbx_arena *arena; /* owns everything above */
};

/* What `${...}` stands for; NULL where it has no meaning in this run (a rule
 * that names it is then an error).  All absolute. */
struct sbx_vars {
    const char *cwd;
    const char *script;            /* the program file */
    const char *tmp;               /* the scratch directory */
    const char *(*make_tmp)(void); /* or make one, once it is named */
    const char *const *python; /* NULL-terminated: files and directories that
                                  this interpreter needs for reading */
};

/* Room for one error line, `file:line: message`, without a newline. */
struct sbx_error {
    char text[512];
};

/* Called for each remark that does not stop anything (a path that does not
 * exist); text as in sbx_error. */
typedef void (*sbx_warn_fn)(const char *text);

/* Parse the comma-separated profiles in names ("default,./mine.conf"): a bare
 * NAME is DIR/NAME.conf, anything with a slash or ending in .conf is a file.
 * Returns a new policy (sbx_policy_free), or NULL with err filled in. */
struct sbx_policy *sbx_policy_parse(const char *names, const char *dir,
                                    const struct sbx_vars *vars,
                                    sbx_warn_fn warn, struct sbx_error *err);

/* Add a rule that pysbx itself needs (the script, the log).  Before
 * sbx_policy_compile.  0, or -1 with err. */
int sbx_policy_add_path(struct sbx_policy *p, const char *path,
                        unsigned rights, bool trusted, struct sbx_error *err);

/* Sort, merge, and check what contradicts itself.  Pure.  0, or -1. */
int sbx_policy_compile(struct sbx_policy *p, struct sbx_error *err);

/* Refuse what the policy asks for and only `pysbx run` can keep: for a start
 * without it.  0, or -1. */
int sbx_policy_unsupported(const struct sbx_policy *p, struct sbx_error *err);

/* Does it grant the program any file, the program itself aside? */
bool sbx_policy_grants_files(const struct sbx_policy *p);

/* Does it grant no more than `most`?  Both compiled; limits become the lower
 * ones, all but `wall`.  0, or -1 with err: the
 * first rule that is too much. */
int sbx_policy_within(struct sbx_policy *p, const struct sbx_policy *most,
                      struct sbx_error *err);

/* Make the arena read-only (and sealed, where the kernel can). */
int sbx_policy_seal(struct sbx_policy *p);
void sbx_policy_free(struct sbx_policy *p);

/* Look-ups: no allocation, no locks, async-signal-safe.  O(depth * log n). */

/* The rule that completes rights on path (absolute and normal; anything else
 * is NULL), nearest first: rights of several rules add up, as in Landlock.
 * trusted: also consider the rules for trusted code.  A missing rule grants
 * reading only, so that the answer is ENOENT. */
const struct sbx_path_rule *sbx_policy_path(const struct sbx_policy *p,
                                            const char *path, unsigned rights,
                                            bool trusted);
/* The rule by which the program at this path may be executed, or NULL: by its
 * name, or because it is the same file. */
const struct sbx_path_rule *sbx_policy_program(const struct sbx_policy *p,
                                               const char *path);
/* Is a name without a slash that of such a program? */
bool sbx_policy_program_named(const struct sbx_policy *p, const char *name);
const struct sbx_import_rule *sbx_policy_import(const struct sbx_policy *p,
                                                const char *module);
bool sbx_import_names(const struct sbx_import_rule *r, const char *attr);
bool sbx_policy_env(const struct sbx_policy *p, const char *name);

/* Make `path` absolute against cwd and lexically normal, into out.  Follows no
 * links.  0, or -1 with errno (ENAMETOOLONG, ENOENT for ""). */
int sbx_path_normal(const char *cwd, const char *path, char *out, size_t size);

#endif
