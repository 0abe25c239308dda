// SPDX-License-Identifier: MIT
// The constructor: everything that makes a CPython process a sandbox, in the
// order that docs/ARCHITECTURE.md draws.  It runs after the constructors of
// the libraries and before main.  In any other process it does nothing; and a
// step that fails ends the process, so that nothing runs in half a sandbox.

#include "getpath.h"
#include "interpose.h"
#include "object.h"
#include "prefault.h"
#include "scratch.h"
#include "start.h"

#include <limits.h>
#include <string.h>

/* --- where we are --- */

static const char *
own_directory(void)
{
    struct sbx_object self;
    char path[PATH_MAX];
    if (!sbx_object_of(&sbx_core, &self)
        || realpath(self.name, path) == NULL) {
        sbx_die("cannot find out where libpysbx.so lies");
    }
    *strrchr(path, '/') = '\0';
    return sbx_copy(path);
}

static void
find_self(void)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
    if (n > 0) {
        path[n] = '\0';
        sbx_core.exe = sbx_copy(path);
    }
    if (getcwd(path, sizeof(path)) == NULL || path[0] != '/') {
        strcpy(path, "/"); /* removed: nothing relative is found any more */
    }
    sbx_core.cwd = sbx_copy(path);
}

static bool
is_libpython_shared(void)
{
    struct sbx_object object;
    const void *symbol = dlsym(RTLD_DEFAULT, "PySys_AddAuditHook");
    return symbol != NULL && sbx_object_of(symbol, &object) && !object.is_exe;
}

/* --- what is to be run --- */

/* Refuse what cannot be made safe; return what will run. */
static struct sbx_argv
read_program(int argc, char **argv, const struct sbx_python *python)
{
    struct sbx_argv a;
    char path[PATH_MAX];

    sbx_argv_scan(argc, argv, &a);
    if (a.mode == SBX_MODE_NONE) {
        return a;
    }
    if (a.inspect) {
        sbx_die("-i (an interactive prompt after the program) is not "
                "supported");
    }
    if (sbx_setting("PYTHONINSPECT", NULL) != NULL) {
        sbx_die("PYTHONINSPECT (an interactive prompt after the program) is "
                "not supported: unset it");
    }
    if (a.mode == SBX_MODE_MODULE) {
        sbx_module_take(&a, argv, python->places);
    }
    if (a.mode == SBX_MODE_STDIN && isatty(STDIN_FILENO)) {
        sbx_die("no program, and standard input is a terminal: an "
                "interactive Python is not supported");
    }
    if (a.mode == SBX_MODE_FILE) {
        if (sbx_path_normal(sbx_core.cwd, a.program, path, sizeof(path)) < 0) {
            sbx_die("cannot read the program '%s': %s", a.program,
                    strerror(errno));
        }
        sbx_program_check(a.program, path, python->minor);
        sbx_core.script = sbx_copy(path);
    }
    return a;
}

/* --- the policy --- */

/* `pysbx` reads the same policy and makes the same remarks. */
static void
warn(const char *text)
{
    if (!sbx_supervised()) {
        sbx_warn("%s", text);
    }
}

static void
grant(struct sbx_policy *p, const char *path)
{
    struct sbx_error err;
    if (sbx_policy_add_path(p, path, SBX_READ, true, &err) < 0) {
        sbx_die("%s", err.text);
    }
}

/* Where CPython looks for the program's own modules: a program that is a link
 * has them beside the file that it leads to. */
static const char *
beside(const char *script)
{
    char real[PATH_MAX];
    return sbx_directory_of(realpath(script, real) != NULL ? real : script);
}

struct sbx_policy *
sbx_start_policy(const struct sbx_settings *s, const struct sbx_python *python,
                 const struct sbx_argv *a, void (*add)(struct sbx_policy *))
{
    struct sbx_error err;
    struct sbx_vars vars = {
        .cwd = sbx_core.cwd,
        .script = sbx_core.script,
        .tmp = sbx_core.tmp,
        .make_tmp = sbx_scratch_keep,
        .python = python->places,
    };
    struct sbx_policy *p =
        sbx_policy_parse(s->policy, s->whitelist_dir, &vars, warn, &err);
    if (p == NULL) {
        sbx_die("%s", err.text);
    }
    if (sbx_supervised()) {
        p->output.value = 0; /* it keeps this limit */
    }
    else if (sbx_policy_unsupported(p, &err) < 0) {
        sbx_die("%s", err.text);
    }
    if (p->subprocess.on
        && (sbx_zygote() || sbx_setting("PYSBX_ZYGOTE", NULL) != NULL)) {
        sbx_die(
            "`subprocess = yes` cannot be kept for children of a warm pool");
    }
    if (sbx_core.script != NULL) {
        grant(p, sbx_core.script);
        if (p->local.on) {
            sbx_core.beside = sbx_core.package != NULL
                                  ? sbx_core.cwd
                                  : beside(sbx_core.script);
            grant(p, sbx_core.beside);
        }
    }
    if (add != NULL) {
        add(p);
    }
    if (sbx_policy_compile(p, &err) < 0) {
        sbx_die("%s", err.text);
    }
    if (python->is_python && a->mode == SBX_MODE_STDIN && !p->in.on) {
        sbx_die("the program is to come from standard input, which the policy "
                "closes ([stdio] stdin = no)");
    }
    return p;
}

/* --- the lock --- */

/* Landlock binds the thread that asks for it. */
void
sbx_refuse_threads(void)
{
    struct stat st;
    /* unshare(2): what is shared by threads only changes nothing where there
     * is one, and is EINVAL where there are more.  Quicker than the directory,
     * and works without /proc; but containers often refuse the call. */
    if (unshare(CLONE_THREAD | CLONE_SIGHAND | CLONE_VM) == 0) {
        return;
    }
    bool several = errno == EINVAL;
    /* proc(5): a link for each thread, besides `.` and `..`. */
    if (stat("/proc/self/task", &st) == 0) {
        several = st.st_nlink > 3;
    }
    if (several) {
        sbx_die("a library has started a thread before the sandbox was up, "
                "which would stay outside: not supported");
    }
}

static void
lock_kernel(const struct sbx_policy *p)
{
    sbx_refuse_threads();
    sbx_limits_enforce(p);
    sbx_landlock_enforce(p);
    sbx_seccomp_enforce(p);
    sbx_kernel_prove(p);
}

static void
make_read_only(void *page, size_t size)
{
    if (mprotect(page, size, PROT_READ) < 0) {
        sbx_die("mprotect: %s", strerror(errno));
    }
}

static const struct sbx_policy *sealed; /* in the zygote already */

static void
seal(struct sbx_policy *p)
{
    if (p != sealed && sbx_policy_seal(p) < 0) {
        sbx_die("cannot make the policy read-only: %s", strerror(errno));
    }
}

void
sbx_start_lock_ahead(struct sbx_policy *p)
{
    seal(p);
    sealed = p;
    sbx_hygiene_process(p);
    make_read_only(&sbx_real, sizeof(sbx_real));
}

void
sbx_start_lock(struct sbx_policy *p, unsigned layers)
{
    seal(p);
    if (sealed == NULL) {
        sbx_hygiene_process(p);
        make_read_only(&sbx_real, sizeof(sbx_real));
    }
    if ((layers & SBX_LAYER_KERNEL) != 0) {
        lock_kernel(p);
    }
    sbx_core.layers = layers;
    make_read_only(&sbx_core, sizeof(sbx_core));
    if ((layers & SBX_LAYER_LIBC) != 0) {
        sbx_interpose_prove();
    }
}

/* The copy of standard error that only the set-up needed. */
static void
close_messages(void)
{
    int fd = sbx_die_fd();
    if (fd != STDERR_FILENO) {
        sbx_die_to(STDERR_FILENO);
        close(fd);
    }
}

/* glibc gives a constructor what main gets. */
static __attribute__((constructor)) void
start(int argc, char **argv, char **envp)
{
    struct sbx_python python = {0};
    struct sbx_argv a = {.mode = SBX_MODE_NONE};

    sbx_interpose_resolve();
    find_self();
    if (!sbx_python_find(&python, argv)) {
        sbx_core.inert = true;
        return;
    }
    sbx_prefault(dlsym(RTLD_DEFAULT, "Py_Version"));
    sbx_hygiene_stdio();
    sbx_core.pid = getpid();
    sbx_core.libdir = own_directory();
    struct sbx_settings s = sbx_settings_read();
    sbx_core.tmp = s.tmp == NULL ? NULL : sbx_copy(s.tmp);
    sbx_core.is_python = python.is_python;
    sbx_core.embeds_shared = !python.is_python && is_libpython_shared();
    if (python.is_python) {
        sbx_supervised_argv(argc, argv);
        a = read_program(argc, argv, &python);
    }
    if (sbx_log_open(s.log, s.summary) < 0) {
        sbx_die("cannot open the violation log %s: %s",
                s.log == NULL ? "" : s.log, strerror(errno));
    }
    sbx_supervised_begin(&python);
    struct sbx_policy *p = sbx_start_policy(&s, &python, &a, NULL);
    sbx_core.policy = p;
    struct sbx_task task = sbx_task_open(s.task);
    if (sbx_supervised() && sbx_setting("PYSBX_ZYGOTE", NULL) != NULL) {
        sbx_zygote_begin(&s, &python, envp);
        sbx_hooks_load(&python, s.layers, &task);
        return;
    }
    if ((s.layers & SBX_LAYER_INTERPRETER) != 0) {
        sbx_hooks_load(&python, s.layers, &task);
    }
    else if (task.size > 0) {
        sbx_die("PYSBX_TASK: the interpreter layer is off");
    }
    const int keep[] = {sbx_log_fd(), task.result};
    sbx_hygiene_descriptors(p, keep, 2);
    sbx_hygiene_environment(p, envp, python.bin_dir);
    sbx_start_lock(p, s.layers);
    close_messages();
    sbx_supervised_ready(&python);
    /* Without the interpreter layer nobody tells when the program begins. */
    if ((s.layers & SBX_LAYER_INTERPRETER) == 0 && a.mode != SBX_MODE_NONE) {
        sbx_core_run();
    }
}
