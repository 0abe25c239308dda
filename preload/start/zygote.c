// SPDX-License-Identifier: MIT
// A zygote (preload/wire.h): an interpreter that never runs a program, but
// forks children that become sandboxes.  This file is what it does outside of
// CPython; pyhooks/zygote.c drives it.  Orders come from the supervisor, which
// is trusted; a request is read by a child that is locked already.

#include "ahead.h"
#include "fork.h"
#include "getpath.h"
#include "hotpages.h"
#include "hugetext.h"
#include "kernel.h"
#include "log.h"
#include "log_json.h"
#include "order.h"
#include "start.h"
#include "ask.h"
#include "trial.h"
#include "wire.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

static int control = -1;
static pid_t parent, own; /* the supervisor; the zygote */
static bool can_seal, plain;
static int asked[2]; /* the child's ends: requests, answers */
static struct sbx_settings settings;
static struct sbx_python python;
static const char *const *preload, *const *unset;
static struct sbx_host_zygote host; /* of the hooks object */

bool
sbx_zygote(void)
{
    return control >= 0;
}

/* --- starting --- */

void
sbx_zygote_begin(const struct sbx_settings *s, const struct sbx_python *py,
                 char **envp)
{
    struct sbx_policy *p = sbx_core.policy;

    control = atoi(sbx_setting("PYSBX_ZYGOTE", "-1"));
    parent = getppid();
    own = getpid();
    plain = sbx_setting("PYSBX_PLAIN", NULL) != NULL;
    sbx_ahead_begin();
    preload = sbx_zygote_names(p, sbx_setting("PYSBX_PRELOAD", NULL));
    settings = *s;
    settings.policy = sbx_copy(s->policy);
    settings.whitelist_dir = sbx_copy(s->whitelist_dir);
    settings.log = NULL;
    python = *py;
    /* Seconds count from the request, not from the fork: the supervisor keeps
     * them. */
    p->wall.value = 0;
    sbx_hygiene_environment(p, envp, py->bin_dir);
    sbx_hygiene_process(p);
    unset = sbx_zygote_limit_threads(p);
    sbx_huge_text(dlsym(RTLD_DEFAULT, "Py_Version"));
    sbx_hot_pages_begin();
}

static void
wait_to_fork(void)
{
    host.early = sbx_ahead();
    if (host.early) {
        sbx_ahead_wait(control);
    }
    else {
        sbx_order_wait(control);
    }
}

/* --- forking --- */

static void
tell_born(int pid, unsigned number)
{
    struct sbx_wire_born born = {.pid = pid, .number = number};

    if (send(control, &born, sizeof(born), MSG_NOSIGNAL) < 0) {
        syscall(SYS_exit_group, 0);
    }
}

static int
fork_child(void)
{
    if (host.early) {
        return sbx_ahead_fork();
    }
    pid_t pid = sbx_fork(!sbx_trial_is_on());

    if (pid == 0) {
        return 0;
    }
    int error = errno;
    for (int i = 0; i < SBX_FDS; i++) {
        close(sbx_order.fds[i]);
    }
    if (sbx_order_policy >= 0) {
        close(sbx_order_policy);
        sbx_order_policy = -1;
    }
    if (sbx_trial_is_on()) {
        sbx_trial_forked(pid);
    }
    else {
        tell_born(pid < 0 ? -error : pid, sbx_order.number);
        sbx_ahead_again();
    }
    return 1;
}

/* --- in the child --- */

static void
set_descriptors(void)
{
    int *fds = sbx_order.fds;
    int std[] = {fds[SBX_FD_IN], fds[SBX_FD_OUT], fds[SBX_FD_ERR]};

    for (int i = 0; i < 3; i++) {
        /* They are all above 2: those are open in the zygote. */
        if (dup2(std[i], i) < 0) {
            sbx_die("zygote: cannot set descriptor %d: %s", i,
                    strerror(errno));
        }
    }
    /* Where dup2() of the program does not reach: see log_target.c. */
    for (int i = SBX_FD_ASK; i <= SBX_FD_ANSWER; i++) {
        int up = fcntl(fds[i], F_DUPFD_CLOEXEC, 201);
        asked[i] = up >= 0 ? up : fds[i];
    }
    sbx_ask_begin(asked[SBX_FD_ASK], asked[SBX_FD_ANSWER]);
    char spec[32];
    struct sbx_text t = {spec, 0, sizeof(spec), false};
    sbx_text_put(&t, "fd:"); /* printf() has pages of its own */
    sbx_text_number(&t, (unsigned long)fds[SBX_FD_LOG]);
    spec[t.n] = '\0';
    if (sbx_log_open(spec, false) < 0) {
        sbx_die("cannot open the violation log: %s", strerror(errno));
    }
}

/* A request's own policy may be text that the supervisor was sent. */
static const char *
policy_file(void)
{
    static char path[32];

    if (sbx_order_policy < 0) {
        sbx_die("cannot keep the policy of the request");
    }
    snprintf(path, sizeof(path), "/proc/self/fd/%d", sbx_order_policy);
    return path;
}

static void
add_scratch(struct sbx_policy *p)
{
    struct sbx_error err;

    if (sbx_order.scratch != NULL
        && sbx_policy_add_path(p, sbx_order.scratch, SBX_READ | SBX_WRITE,
                               false, &err)
               < 0) {
        sbx_die("%s", err.text);
    }
}

/* The zygote's, unless something of it differs. */
static struct sbx_policy *
choose_policy(void)
{
    struct sbx_policy *ours = sbx_core.policy;
    struct sbx_settings s = settings;
    struct sbx_argv a = {.mode = SBX_MODE_COMMAND};
    struct sbx_error err;

    if (sbx_order.policy == NULL && sbx_order.scratch == NULL
        && sbx_order.cwd == NULL && sbx_order.script == NULL) {
        return ours;
    }
    if (sbx_order.policy != NULL) {
        if (!plain) {
            sbx_die("zygote: a policy for a child that is armed already");
        }
        bool names = (sbx_order.flags & SBX_ORDER_NAMES) != 0;
        s.policy = names ? sbx_order.policy : policy_file();
    }
    struct sbx_policy *p = sbx_start_policy(&s, &python, &a, add_scratch);
    p->wall.value = 0;
    if (sbx_order.policy != NULL && (sbx_order.flags & SBX_ORDER_NAMES) == 0
        && sbx_policy_within(p, ours, &err) < 0) {
        sbx_die("the request's policy: %s", err.text);
    }
    if (sbx_order.policy != NULL) {
        /* Its [env], of what the zygote still has. */
        sbx_hygiene_environment(p, environ, python.bin_dir);
    }
    sbx_core.policy = p;
    return p;
}

/* Read for nobody, for the pages that it touches: what the policy says, and
 * what its paths lead to, is asked when the run begins. */
static void
practise_policy(void)
{
    const struct sbx_vars vars = {.cwd = sbx_core.cwd,
                                  .python = python.places};
    struct sbx_error err;

    sbx_policy_free(sbx_policy_parse(settings.policy, settings.whitelist_dir,
                                     &vars, NULL, &err));
}

static void
adopt(void)
{
    /* Ours is the supervisor; it may have died before this. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0
        || getppid() != (sbx_trial_is_on() ? own : parent)) {
        syscall(SYS_exit_group, 0);
    }
    /* A group, not a session: the zygote's has no terminal either, and the
     * kernel makes a group of its scheduler for each session. */
    setpgid(0, 0);
    sbx_hot_pages_child();
    if (host.early) {
        tell_born(getpid(), 0);
        practise_policy();
    }
    else {
        set_descriptors();
    }
}

/* From here on the zygote forks another one. */
static void
take_own_order(void)
{
    sbx_order_wait(control);
    tell_born(getpid(), sbx_order.number);
    sbx_ahead_taken();
    set_descriptors();
}

static void
become_child(void)
{
    static char cwd[PATH_MAX];
    const struct sbx_task none = {.result = -1};

    sbx_core.pid = getpid();
    const char *to = sbx_order.cwd != NULL ? sbx_order.cwd : sbx_order.scratch;
    if (to != NULL && (chdir(to) != 0 || getcwd(cwd, sizeof(cwd)) == NULL)) {
        sbx_die("%s: %s", to, strerror(errno));
    }
    sbx_core.cwd = to != NULL ? cwd : sbx_core.cwd;
    sbx_core.script = sbx_order.script;
    sbx_core.tmp = sbx_order.scratch;
    struct sbx_policy *p = choose_policy();
    int keep[] = {sbx_log_fd(), asked[SBX_FD_ASK], asked[SBX_FD_ANSWER],
                  sbx_landlock_fd()};
    sbx_hygiene_descriptors(p, keep, sizeof(keep) / sizeof(*keep));
    control = -1;
    sbx_supervised_child();
    sbx_hooks_fill(&python, settings.layers, &none);
    sbx_start_lock(p, settings.layers);
    sbx_supervised_ready(&python);
}

static void
prepare(bool all)
{
    struct sbx_policy *p = sbx_core.policy;

    sbx_refuse_threads();
    can_seal = all && (settings.layers & SBX_LAYER_KERNEL) != 0
               && !sbx_policy_grants_files(p);
    p->sealed = can_seal;
    if ((settings.layers & SBX_LAYER_KERNEL) != 0) {
        sbx_landlock_prepare(p);
        sbx_seccomp_prepare(p);
    }
    if ((settings.layers & SBX_LAYER_LIBC) != 0) {
        sbx_interpose_prepare();
    }
    sbx_start_lock_ahead(p);
}

static bool
trial(const char *code)
{
    sbx_order.flags = 0;
    sbx_order.policy = sbx_order.scratch = sbx_order.cwd = sbx_order.script =
        NULL;
    return sbx_trial_begin(code, sbx_order.fds);
}

static void
tried(void)
{
    host.hot = sbx_trial_end();
}

static void
tell_up(void)
{
    struct sbx_wire_up up = {.sealed = can_seal};

    if ((settings.layers & SBX_LAYER_KERNEL) != 0 && !plain && !sbx_ahead()) {
        sbx_limits_ahead(sbx_core.policy);
        sbx_seccomp_outer(sbx_core.policy);
    }
    if (send(control, &up, sizeof(up), MSG_NOSIGNAL) < 0) {
        syscall(SYS_exit_group, 0);
    }
}

static void
tell_ready(void)
{
    sbx_ask_ready(sbx_core.policy->sealed);
}

const struct sbx_host_zygote *
sbx_zygote_host(void)
{
    host = (struct sbx_host_zygote){
        .preload = preload,
        .plain = plain,
        .unset = unset,
        .hot = host.hot, /* a child asks again */
        .early = host.early,
        .prepare = prepare,
        .trial = trial,
        .tried = tried,
        .up = tell_up,
        .wait = wait_to_fork,
        .fork = fork_child,
        .adopt = adopt,
        .take = take_own_order,
        .child = become_child,
        .ready = tell_ready,
        .next = sbx_ask_next,
        .answer = sbx_ask_answer,
    };

    return sbx_setting("PYSBX_ZYGOTE", NULL) != NULL || preload != NULL ? &host
                                                                        : NULL;
}
