// SPDX-License-Identifier: MIT
// Landlock: which files may be opened and which TCP ports used.  Called once,
// by the constructor, before any thread exists; what it grants is exactly what
// the policy lists, and it never comes off again.

#include "core.h"
#include "kernel.h"
#include "landlock_abi.h"
#include "parent.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct sbx_kernel sbx_kernel;

static const struct ll_abi abis[LL_ABI_LAST + 1] = LL_ABI_TABLE;

/* Rights that make sense on a file that is no directory; the kernel refuses
 * the others there. */
#define FILE_RIGHTS                                               \
    ((uint64_t)LL_FS_EXECUTE | LL_FS_READ_FILE | LL_FS_WRITE_FILE \
     | LL_FS_TRUNCATE | LL_FS_IOCTL_DEV)

/* Not among the rights to write: links and special files (a reader outside
 * could be led astray by them), and IOCTL_DEV. */
#define WRITE_RIGHTS                                              \
    ((uint64_t)LL_FS_WRITE_FILE | LL_FS_TRUNCATE | LL_FS_MAKE_REG \
     | LL_FS_MAKE_DIR | LL_FS_REMOVE_FILE | LL_FS_REMOVE_DIR | LL_FS_REFER)

static void
close_fd(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
}
#define CLEANUP_FD __attribute__((cleanup(close_fd)))

void
sbx_no_new_privs(void)
{
    static bool done; /* it never comes off, and children have it */

    if (!done && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        sbx_die("cannot set no_new_privs: %m");
    }
    done = true;
}

/* The ABI of this kernel, or 0 with errno. */
static int
landlock_abi(void)
{
    long abi =
        syscall(LL_NR_CREATE_RULESET, NULL, 0, LL_CREATE_RULESET_VERSION);

    if (abi < 0) {
        return 0;
    }
    return abi > LL_ABI_LAST ? LL_ABI_LAST : (int)abi;
}

static uint64_t
rights_of(const struct sbx_path_rule *rule)
{
    uint64_t rights = 0;

    if ((rule->rights & SBX_READ) != 0) {
        rights |= LL_FS_READ_FILE | LL_FS_READ_DIR;
    }
    if ((rule->rights & SBX_WRITE) != 0) {
        rights |= WRITE_RIGHTS;
    }
    if (rule->exec) {
        rights |= LL_FS_EXECUTE;
    }
    return rule->is_dir ? rights : rights & FILE_RIGHTS;
}

/* The object that path names, without following any symbolic link: where a
 * granted path leads through one, the policy holds the resolved path as a rule
 * of its own, and a link that was put there since then must not widen what the
 * other layers saw.  `kind` is O_DIRECTORY or 0.  -1 with errno. */
static int
open_rule(struct sbx_parent *parent, const char *path, int kind)
{
    int dir = sbx_parent_at(parent, path, &path);
    int flags = O_PATH | O_CLOEXEC | O_NOFOLLOW | kind;
    struct open_how how = {.flags = (uint64_t)flags,
                           .resolve =
                               RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    long fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));

    if (fd < 0 && (errno == ENOSYS || errno == EPERM)) {
        /* A container's filter that does not know openat2. */
        fd = openat(dir, path, flags);
    }
    return (int)fd;
}

/* Whether path is a link, for the words only: its target has a rule. */
static bool
is_link(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

/* The object of a rule, of the type that the policy saw: rights meant for a
 * file would grant all that lies below a directory.  The kernel looks at the
 * type of a directory itself, which saves a call; no flag says "no directory".
 * -1, with a warning where one is due. */
static int
open_typed(struct sbx_parent *parent, const struct sbx_path_rule *rule)
{
    CLEANUP_FD int fd =
        open_rule(parent, rule->path, rule->is_dir ? O_DIRECTORY : 0);
    int ret = fd;
    struct stat st = {.st_mode = 0};

    if (fd < 0 && errno == ELOOP) {
        return -1;
    }
    bool other = fd < 0 && errno == ENOTDIR && rule->is_dir;
    if (other && is_link(rule->path)) {
        return -1; /* only without openat2 */
    }
    if (!other && (fd < 0 || (!rule->is_dir && fstat(fd, &st) != 0))) {
        sbx_warn("%s: the rule has no effect: %m", rule->path);
        return -1;
    }
    if (S_ISLNK(st.st_mode)) {
        return -1; /* only without openat2 */
    }
    if (other || S_ISDIR(st.st_mode)) {
        sbx_warn("%s: changed while starting; the rule has no effect",
                 rule->path);
        return -1;
    }
    fd = -1; /* handed over */
    return ret;
}

/* True if the rule is in force. */
static bool
add_path(int ruleset, struct sbx_parent *parent,
         const struct sbx_path_rule *rule, uint64_t handled)
{
    CLEANUP_FD int fd = open_typed(parent, rule);
    struct ll_path_beneath_attr attr = {
        .allowed_access = rights_of(rule) & handled, .parent_fd = fd};

    if (fd < 0 || attr.allowed_access == 0) { /* the latter: ENOMSG */
        return false;
    }
    if (syscall(LL_NR_ADD_RULE, ruleset, LL_RULE_PATH_BENEATH, &attr, 0)
        != 0) {
        sbx_die("%s: cannot add the Landlock rule: %m", rule->path);
    }
    return true;
}

/* The directory rules in force that the sorted table may still lead below,
 * outermost first.  One that finds no room only saves nothing. */
struct chain {
    const struct sbx_path_rule *at[16];
    size_t n;
};

static size_t
stem(const struct sbx_path_rule *dir)
{
    return strcmp(dir->path, "/") == 0 ? 0 : strlen(dir->path);
}

/* Forget what lies behind path.  `/a-b` comes before `/a/b`, so a path that is
 * not below `/a` need not be behind it. */
static void
chain_advance(struct chain *chain, const char *path)
{
    while (chain->n > 0) {
        const struct sbx_path_rule *top = chain->at[chain->n - 1];
        size_t n = stem(top);

        if (strncmp(path, top->path, n) == 0
            && (unsigned char)path[n] <= '/') {
            return;
        }
        chain->n--;
    }
}

/* Whether rule says nothing that the directories above it do not say: the
 * kernel adds up the rules on the way from a file to the root. */
static bool
is_covered(const struct chain *chain, const struct sbx_path_rule *rule)
{
    unsigned rights = rule->rights;
    bool exec = rule->exec;

    for (size_t i = 0; i < chain->n; i++) {
        const struct sbx_path_rule *above = chain->at[i];
        size_t n = stem(above);

        if (strncmp(rule->path, above->path, n) == 0 && rule->path[n] == '/') {
            rights &= ~above->rights;
            exec = exec && !above->exec;
        }
    }
    return rights == 0 && !exec;
}

static void
add_paths(int ruleset, const struct sbx_policy *p, uint64_t handled)
{
    struct sbx_parent parent = SBX_NO_PARENT;
    struct chain chain = {.n = 0};

    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *rule = &p->paths.at[i];

        chain_advance(&chain, rule->path);
        if (rule->missing || is_covered(&chain, rule)) {
            continue;
        }
        if (add_path(ruleset, &parent, rule, handled) && rule->is_dir
            && chain.n < sizeof chain.at / sizeof *chain.at) {
            chain.at[chain.n++] = rule;
        }
    }
    sbx_parent_close(&parent);
}

static void
add_port(int ruleset, uint16_t port, uint64_t right)
{
    struct ll_net_port_attr attr = {.allowed_access = right, .port = port};

    if (syscall(LL_NR_ADD_RULE, ruleset, LL_RULE_NET_PORT, &attr, 0) != 0) {
        sbx_die("tcp/%u: cannot add the Landlock rule: %m", port);
    }
}

/* Say what is missing; return only if the policy takes what there is. */
static void
lacking(const struct sbx_policy *p, const char *what, const char *remedy)
{
    if (!p->best_effort.on) {
        sbx_die("%s: %s, or say `kernel = best-effort` in [process]", what,
                remedy);
    }
    sbx_warn("%s; going on because of `kernel = best-effort`", what);
}

/* Made in the zygote. */
static int prepared = -1;
static const struct sbx_policy *prepared_for;

/* A ruleset for p; -1: the kernel has none, and p puts up with it. */
static int
make_ruleset(const struct sbx_policy *p)
{
    int version = landlock_abi();
    const struct ll_abi *abi = &abis[version];
    struct ll_ruleset_attr attr = {.handled_access_fs = abi->fs,
                                   .handled_access_net = abi->net,
                                   .scoped = abi->scope};

    if (version == 0) {
        lacking(p,
                errno == EOPNOTSUPP
                    ? "Landlock is switched off in this kernel: files are not "
                      "protected"
                    : "this kernel has no Landlock: files are not protected",
                "boot Linux 5.13 or later with `lsm=landlock,...`");
        return -1;
    }
    if (abi->net == 0 && p->connect.n + p->bind.n > 0) {
        lacking(p, "this kernel's Landlock cannot tell TCP ports apart",
                "boot Linux 6.7 or later");
    }
    int ruleset = (int)syscall(LL_NR_CREATE_RULESET, &attr, abi->attr_size, 0);
    if (ruleset < 0) {
        sbx_die("cannot create a Landlock ruleset: %m");
    }
    add_paths(ruleset, p, abi->fs);
    for (size_t i = 0; i < p->connect.n && abi->net != 0; i++) {
        add_port(ruleset, p->connect.at[i].port, LL_NET_CONNECT_TCP);
    }
    for (size_t i = 0; i < p->bind.n && abi->net != 0; i++) {
        add_port(ruleset, p->bind.at[i].port, LL_NET_BIND_TCP);
    }
    sbx_kernel.landlock = version;
    return ruleset;
}

void
sbx_landlock_prepare(const struct sbx_policy *p)
{
    prepared = make_ruleset(p);
    prepared_for = p;
}

int
sbx_landlock_fd(void)
{
    return prepared;
}

void
sbx_landlock_enforce(const struct sbx_policy *p)
{
    bool ready = prepared >= 0 && prepared_for == p;
    CLEANUP_FD int other = prepared >= 0 && !ready ? prepared : -1;
    CLEANUP_FD int ruleset = ready ? prepared : make_ruleset(p);

    (void)other;
    prepared = -1;
    sbx_no_new_privs();
    if (ruleset >= 0 && syscall(LL_NR_RESTRICT_SELF, ruleset, 0) != 0) {
        sbx_die("cannot enter the Landlock domain: %m");
    }
}
