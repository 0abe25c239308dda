// SPDX-License-Identifier: MIT
// A zygote (preload/wire.h): an interpreter that never runs a program, but
// forks children that become sandboxes.  This file is what it does outside of
// CPython; pyhooks/zygote.c drives it.  Orders come from the supervisor, which
// is trusted; a request is read by a child that is locked already.

#include "fork.h"
#include "getpath.h"
#include "hotpages.h"
#include "hugetext.h"
#include "kernel.h"
#include "log.h"
#include "log_json.h"
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
static struct sbx_settings settings;
static struct sbx_python python;
static const char *const *preload;
static struct sbx_host_zygote host; /* of the hooks object */

/* The order that is being carried out. */
static struct {
    char text[sizeof(struct sbx_wire_order) + SBX_WIRE_ORDER_MAX + 1];
    int fds[SBX_FDS];
    unsigned flags;
    const char *policy, *scratch, *cwd, *script; /* NULL: not given */
} order;

bool
sbx_zygote(void)
{
    return control >= 0;
}

/* --- what it preloads --- */

/* The policy's `preload`, where `*` is every module of [imports], and what the
 * supervisor adds. */
static const char *const *
names_to_preload(const struct sbx_policy *p, const char *more)
{
    size_t room = p->preload.n + p->imports.n + 2, n = 0;

    for (const char *s = more; s != NULL && *s != '\0'; s++) {
        room += *s == ',';
    }
    const char **names = calloc(room + 1, sizeof *names);
    char *rest = more == NULL ? NULL : strdup(more), *save = NULL;
    if (names == NULL || (more != NULL && rest == NULL)) {
        sbx_die("out of memory");
    }
    for (size_t i = 0; i < p->preload.n; i++) {
        if (strcmp(p->preload.at[i].name, "*") != 0) {
            names[n++] = p->preload.at[i].name;
            continue;
        }
        for (size_t k = 0; k < p->imports.n; k++) {
            names[n++] = p->imports.at[k].module;
        }
        break; /* what else is named is in [imports], or of no use */
    }
    for (char *item = rest == NULL ? NULL : strtok_r(rest, ", ", &save);
         item != NULL; item = strtok_r(NULL, ", ", &save)) {
        names[n++] = item;
    }
    return names;
}

/* --- starting --- */

/* What makes libraries start threads when they are imported: they would stay
 * behind in the zygote.  The program does not see these. */
static const char *const pools[] = {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS",
                                    "MKL_NUM_THREADS", NULL};
static const char *unset[sizeof(pools) / sizeof(*pools)];

static void
limit_threads(const struct sbx_policy *p)
{
    size_t n = 0;

    for (size_t i = 0; pools[i] != NULL; i++) {
        if (getenv(pools[i]) == NULL && !p->threads.on) {
            setenv(pools[i], "1", 1);
            unset[n++] = pools[i];
        }
    }
}

void
sbx_zygote_begin(const struct sbx_settings *s, const struct sbx_python *py,
                 char **envp)
{
    struct sbx_policy *p = sbx_core.policy;

    control = atoi(sbx_setting("PYSBX_ZYGOTE", "-1"));
    parent = getppid();
    own = getpid();
    plain = sbx_setting("PYSBX_PLAIN", NULL) != NULL;
    preload = names_to_preload(p, sbx_setting("PYSBX_PRELOAD", NULL));
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
    limit_threads(p);
    sbx_huge_text(dlsym(RTLD_DEFAULT, "Py_Version"));
    sbx_hot_pages_begin();
}

/* --- orders --- */

static void
bad_order(const char *what)
{
    sbx_die("zygote: %s", what);
}

/* The next of the strings, or NULL if it is empty. */
static const char *
next_string(char **at, char *end, uint32_t n)
{
    char *s = *at;

    if (n == 0 || n > (size_t)(end - s) || s[n - 1] != '\0') {
        bad_order("an order that is cut");
    }
    *at += n;
    return n == 1 ? NULL : s;
}

static void
take_order(size_t n)
{
    struct sbx_wire_order head;
    char *at = order.text + sizeof(head), *end = order.text + n;

    memcpy(&head, order.text, sizeof(head));
    order.flags = head.flags;
    order.policy = next_string(&at, end, head.policy);
    order.scratch = next_string(&at, end, head.scratch);
    order.cwd = next_string(&at, end, head.cwd);
    order.script = next_string(&at, end, head.script);
}

/* Until an order comes; without a supervisor nobody wants us. */
static void
wait_for_order(void)
{
    char room[CMSG_SPACE(sizeof(order.fds))];
    struct iovec v = {order.text, sizeof(order.text) - 1};
    struct msghdr m = {.msg_iov = &v,
                       .msg_iovlen = 1,
                       .msg_control = room,
                       .msg_controllen = sizeof(room)};
    ssize_t n;

    do {
        n = recvmsg(control, &m, MSG_CMSG_CLOEXEC);
    } while (n < 0 && errno == EINTR);
    if (n <= 0) {
        syscall(SYS_exit_group, 0);
    }
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    if ((size_t)n < sizeof(struct sbx_wire_order) || c == NULL
        || c->cmsg_type != SCM_RIGHTS
        || c->cmsg_len != CMSG_LEN(sizeof(order.fds))
        || (m.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
        bad_order("an order without its descriptors");
    }
    memcpy(order.fds, CMSG_DATA(c), sizeof(order.fds));
    take_order((size_t)n);
}

/* --- forking --- */

static int
fork_child(void)
{
    struct sbx_wire_born born;
    pid_t pid = sbx_fork(!sbx_trial_is_on());

    if (pid == 0) {
        return 0;
    }
    born.pid = pid < 0 ? -errno : (int32_t)pid;
    for (int i = 0; i < SBX_FDS; i++) {
        close(order.fds[i]);
    }
    if (sbx_trial_is_on()) {
        sbx_trial_forked(pid);
    }
    else if (send(control, &born, sizeof(born), MSG_NOSIGNAL) < 0) {
        syscall(SYS_exit_group, 0);
    }
    return 1;
}

/* --- in the child --- */

static void
set_descriptors(void)
{
    int *fds = order.fds;
    int std[] = {fds[SBX_FD_IN], fds[SBX_FD_OUT], fds[SBX_FD_ERR]};

    for (int i = 0; i < 3; i++) {
        /* They are all above 2: those are open in the zygote. */
        if (dup2(std[i], i) < 0) {
            sbx_die("zygote: cannot set descriptor %d: %s", i,
                    strerror(errno));
        }
    }
    /* Where dup2() of the program does not reach: see log_target.c. */
    int up = fcntl(fds[SBX_FD_SOCKET], F_DUPFD_CLOEXEC, 220);
    sbx_ask_socket(up >= 0 ? up : fds[SBX_FD_SOCKET]);
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
policy_file(const char *text)
{
    static char path[32];
    int fd = memfd_create("policy", MFD_CLOEXEC);

    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) {
        sbx_die("cannot keep the policy of the request: %s", strerror(errno));
    }
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    return path;
}

static void
add_scratch(struct sbx_policy *p)
{
    struct sbx_error err;

    if (order.scratch != NULL
        && sbx_policy_add_path(p, order.scratch, SBX_READ | SBX_WRITE, false,
                               &err)
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

    if (order.policy == NULL && order.scratch == NULL && order.cwd == NULL
        && order.script == NULL) {
        ours->sealed = can_seal;
        return ours;
    }
    if (order.policy != NULL) {
        if (!plain) {
            bad_order("a policy for a child that is armed already");
        }
        bool names = (order.flags & SBX_ORDER_NAMES) != 0;
        s.policy = names ? order.policy : policy_file(order.policy);
    }
    struct sbx_policy *p = sbx_start_policy(&s, &python, &a, add_scratch);
    p->wall.value = 0;
    if (order.policy != NULL && (order.flags & SBX_ORDER_NAMES) == 0
        && sbx_policy_within(p, ours, &err) < 0) {
        sbx_die("the request's policy: %s", err.text);
    }
    if (order.policy != NULL) {
        /* Its [env], of what the zygote still has. */
        sbx_hygiene_environment(p, environ, python.bin_dir);
    }
    sbx_core.policy = p;
    return p;
}

static void
adopt(void)
{
    /* Ours is the supervisor; it may have died before this. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0
        || getppid() != (sbx_trial_is_on() ? own : parent)) {
        syscall(SYS_exit_group, 0);
    }
    setsid();
    sbx_hot_pages_child();
    set_descriptors();
}

static void
become_child(void)
{
    static char cwd[PATH_MAX];
    const struct sbx_task none = {.result = -1};

    sbx_core.pid = getpid();
    const char *to = order.cwd != NULL ? order.cwd : order.scratch;
    if (to != NULL && (chdir(to) != 0 || getcwd(cwd, sizeof(cwd)) == NULL)) {
        sbx_die("%s: %s", to, strerror(errno));
    }
    sbx_core.cwd = to != NULL ? cwd : sbx_core.cwd;
    sbx_core.script = order.script;
    sbx_core.tmp = order.scratch;
    struct sbx_policy *p = choose_policy();
    int keep[] = {sbx_log_fd(), sbx_ask_socket(-1), sbx_landlock_fd()};
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
}

static bool
trial(const char *code)
{
    order.flags = 0;
    order.policy = order.scratch = order.cwd = order.script = NULL;
    return sbx_trial_begin(code, order.fds);
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
        .prepare = prepare,
        .trial = trial,
        .tried = tried,
        .up = tell_up,
        .wait = wait_for_order,
        .fork = fork_child,
        .adopt = adopt,
        .child = become_child,
        .ready = tell_ready,
        .next = sbx_ask_next,
        .answer = sbx_ask_answer,
    };

    return sbx_setting("PYSBX_ZYGOTE", NULL) != NULL || preload != NULL ? &host
                                                                        : NULL;
}
