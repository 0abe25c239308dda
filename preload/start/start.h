// SPDX-License-Identifier: MIT
// What only the start-up needs: the constructor (init.c) and the files that do
// one step of it each.

#ifndef SBX_START_H
#define SBX_START_H

#include "argv.h"
#include "core.h"
#include "host.h"

/* What the starter's environment says. */
struct sbx_settings {
    const char *policy;        /* names, with commas */
    const char *whitelist_dir; /* where bare names are looked for */
    const char *tmp;           /* what ${tmp} stands for, or NULL */
    const char *log;           /* or NULL */
    bool summary;
    const char *task; /* "IN,OUT", or NULL */
    unsigned layers;
};
struct sbx_settings sbx_settings_read(void); /* after sbx_core.libdir; dies */
/* A variable; the fallback where it is unset or empty. */
const char *sbx_setting(const char *name, const char *fallback);

/* Where sbx_die and sbx_warn write: a private copy of the starter's standard
 * error while set-up goes on. */
void sbx_die_to(int fd);
int sbx_die_fd(void);

/* Open what is missing of descriptors 0 to 2 on /dev/null, so that no file
 * that we open can become somebody's standard error. */
void sbx_hygiene_stdio(void);

/* `pysbx` started us (supervised.c).  argv: undo what makes the command line
 * useless to an interpreter without us.  begin: dies if it is of another
 * version, or answers what it asks and ends.  ready: the constructor is done.
 * running: the program's first instruction is next. */
bool sbx_supervised(void);
void sbx_supervised_argv(int argc, char **argv);
void sbx_supervised_begin(const struct sbx_python *python);
void sbx_supervised_ready(const struct sbx_python *python);
void sbx_supervised_running(void);
void sbx_supervised_child(void); /* a zygote's: its log is open now */

/* How it ended: what the process claims of itself. */
bool sbx_supervised_listens(void);
struct sbx_raised;
void sbx_supervised_raised(const struct sbx_raised *r);
/* Is this to be a zygote (zygote.c)?  begin: what of the set-up is its own;
 * host: for the interpreter layer, or NULL. */
bool sbx_zygote(void);
void sbx_zygote_begin(const struct sbx_settings *s,
                      const struct sbx_python *python, char **envp);
const struct sbx_host_zygote *sbx_zygote_host(void);
/* The policy's `preload`, where `*` is every module of [imports], and what the
 * supervisor adds (or NULL); NULL-terminated. */
const char *const *sbx_zygote_names(const struct sbx_policy *p,
                                    const char *more);
/* Set those that are not there; their names, NULL-terminated. */
const char *const *sbx_zygote_limit_threads(const struct sbx_policy *p);

/* The rest of init.c, which a zygote's child needs again.  policy: add is
 * called before the rules are compiled; or NULL.
 * lock: everything after descriptors and environment.  lock_ahead: what of it
 * a zygote may do, whose children have policy p; they have it by fork. */
struct sbx_policy *sbx_start_policy(const struct sbx_settings *s,
                                    const struct sbx_python *python,
                                    const struct sbx_argv *a,
                                    void (*add)(struct sbx_policy *p));
void sbx_refuse_threads(void);
void sbx_start_lock(struct sbx_policy *p, unsigned layers);
void sbx_start_lock_ahead(struct sbx_policy *p);

/* The Python package's request ("IN,OUT", or NULL: none) into memory, and its
 * result descriptor out of the program's reach.  Dies. */
struct sbx_task sbx_task_open(const char *spec);

/* What the interpreter layer was given.  All zero while it is off. */
extern struct sbx_host sbx_host;

/* Load pysbx-hooks-MAJOR.MINOR.so and let it install itself.  Dies.  fill:
 * what it is told of us. */
void sbx_hooks_fill(const struct sbx_python *python, unsigned layers,
                    const struct sbx_task *task);
void sbx_hooks_load(const struct sbx_python *python, unsigned layers,
                    const struct sbx_task *task);

/* `-m`: find the module's source and make it the program.  Dies. */
void sbx_module_take(struct sbx_argv *a, char **argv,
                     const char *const *places);

/* False when this process is no interpreter, and must be left alone.  Fills in
 * the version, and is_python by the names that this process goes by
 * (sbx_core.exe, argv[0]).  Dies for an interpreter that cannot be sandboxed.
 */
bool sbx_python_version(struct sbx_python *ret, const char *name);

/* Dies unless the program file can be read, and is what CPython would run as
 * source text.  typed: as on the command line; path: the same, normal. */
void sbx_program_check(const char *typed, const char *path, int minor);

#endif
