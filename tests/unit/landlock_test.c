// SPDX-License-Identifier: MIT
// landlock.c on kernels that are not here: what each Landlock ABI, played by a
// double (landlock_double.h), is asked for.

#include "landlock_double.h"

#include <stdlib.h>
#include <sys/wait.h>

static struct sbx_path_rule rules[8];
static struct sbx_port_rule ports[1] = {{.port = 443}};

static struct sbx_policy
policy_of(size_t n)
{
    struct sbx_policy p = {.paths = {rules, n}};

    n_rules = n_ports = restricted = 0;
    return p;
}

/* The exit status of enforcing p in a child: 125 if it dies, 0 if not. */
static int
dies(const struct sbx_policy *p)
{
    int status = -1;
    pid_t child = fork();

    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDERR_FILENO);
        sbx_landlock_enforce(p);
        _exit(0);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
every_abi(void)
{
    rules[0] = (struct sbx_path_rule){
        .path = "/usr", .rights = SBX_READ | SBX_WRITE, .is_dir = true};
    rules[1] = (struct sbx_path_rule){.path = "/var/lib/dpkg/status",
                                      .rights = SBX_READ};
    rules[1].path = "/etc/passwd";
    for (kernel = 1; kernel <= LAST_KERNEL; kernel++) {
        struct sbx_policy p = policy_of(2);

        sbx_landlock_enforce(&p);
        CHECK(n_rules == 2 && restricted == 1);
        CHECK(last_rights == 4); /* READ_FILE alone */
        CHECK(handled_fs
              == (kernels[kernel].fs & 0xffff)); /* all that we know */
        CHECK(handled_net == kernels[kernel].net);
        CHECK(sbx_kernel.landlock == (kernel > 7 ? 7 : kernel));
    }
}

static void
rights(void)
{
    struct sbx_policy p = policy_of(1);

    kernel = 7;
    rules[0] = (struct sbx_path_rule){
        .path = "/usr", .rights = SBX_READ, .is_dir = true};
    sbx_landlock_enforce(&p);
    CHECK(last_rights == (4 | 8)); /* READ_FILE, READ_DIR: not EXECUTE */
    rules[0].exec = true;
    sbx_landlock_enforce(&p);
    CHECK(last_rights == (1 | 4 | 8));
    rules[0].exec = false;
    rules[0].rights = SBX_WRITE;
    sbx_landlock_enforce(&p);
    /* WRITE_FILE, REMOVE_*, MAKE_DIR, MAKE_REG, REFER, TRUNCATE; no links, no
     * special files, no IOCTL_DEV, no reading. */
    CHECK(last_rights == (0x2 | 0x30 | 0x80 | 0x100 | 0x2000 | 0x4000));
    rules[0] =
        (struct sbx_path_rule){.path = "/etc/passwd", .rights = SBX_WRITE};
    sbx_landlock_enforce(&p);
    CHECK(last_rights == (0x2 | 0x4000));
}

static void
what_is_lacking(void)
{
    static const int errors[] = {ENOSYS, EOPNOTSUPP};
    struct sbx_policy p = policy_of(0);

    kernel = 0;
    for (int i = 0; i < 2; i++) {
        error_here = errors[i];
        p.best_effort.on = false;
        CHECK(dies(&p) == 125);
        p.best_effort.on = true;
        CHECK(dies(&p) == 0);
    }
    for (kernel = 1; kernel <= 4; kernel++) {
        struct sbx_policy net = policy_of(0);

        net.connect.at = ports;
        net.connect.n = 1;
        CHECK(dies(&net) == (kernel < 4 ? 125 : 0));
        net.best_effort.on = true;
        CHECK(dies(&net) == 0);
    }
    kernel = 4;
    p = policy_of(0);
    p.bind.at = ports;
    p.bind.n = 1;
    sbx_landlock_enforce(&p);
    CHECK(n_ports == 1);
}

/* Rules that cannot be kept are left out; nothing wider takes their place. */
static void
odd_paths(const char *dir)
{
    char link[256], file[256], below[256];

    snprintf(link, sizeof link, "%s/link", dir);
    snprintf(file, sizeof file, "%s/file", dir);
    snprintf(below, sizeof below, "%s/link/passwd", dir);
    CHECK(symlink("/etc", link) == 0);
    close(open(file, O_CREAT | O_WRONLY, 0600));
    kernel = 7;
    for (int i = 0; i < 2; i++) {
        openat2_error = i == 0 ? 0 : ENOSYS;
        struct sbx_policy p = policy_of(3);

        rules[0] = (struct sbx_path_rule){
            .path = "/nonexistent", .rights = SBX_READ, .missing = true};
        rules[1] = (struct sbx_path_rule){.path = "/nonexistent/too",
                                          .rights = SBX_READ};
        /* A link where a directory was. */
        rules[2] = (struct sbx_path_rule){
            .path = link, .rights = SBX_READ, .is_dir = true};
        sbx_landlock_enforce(&p);
        CHECK(n_rules == 0 && restricted == 1);
        /* A directory where a file was. */
        p = policy_of(1);
        rules[0] = (struct sbx_path_rule){.path = dir, .rights = SBX_READ};
        sbx_landlock_enforce(&p);
        CHECK(n_rules == 0);
    }
    openat2_error = 0;
    struct sbx_policy p = policy_of(1);
    rules[0] = (struct sbx_path_rule){.path = below, .rights = SBX_READ};
    sbx_landlock_enforce(&p);
    CHECK(n_rules == 0); /* through a link: its target has its own rule */
    unlink(link);
    unlink(file);
}

static void
covered(void)
{
    struct sbx_path_rule a = {.path = "/a", .rights = SBX_READ};
    struct sbx_path_rule w = {.path = "/a/b", .rights = SBX_WRITE};
    struct sbx_path_rule r = {.path = "/a/b/c", .rights = SBX_READ};
    struct sbx_path_rule root = {.path = "/", .rights = SBX_READ};
    struct chain chain = {.at = {&a}, .n = 1}, none = {.n = 0};

    CHECK(is_covered(&chain, &r));
    CHECK(!is_covered(&none, &r));
    r.rights = SBX_READ | SBX_WRITE;
    CHECK(!is_covered(&chain, &r));
    chain.at[chain.n++] = &w; /* one reads, the other writes */
    CHECK(is_covered(&chain, &r));
    r.exec = true;
    CHECK(!is_covered(&chain, &r));
    a.exec = true;
    CHECK(is_covered(&chain, &r));
    r = (struct sbx_path_rule){.path = "/ab", .rights = SBX_READ};
    CHECK(!is_covered(&chain, &r));
    chain.at[chain.n++] = &root;
    CHECK(is_covered(&chain, &r));
}

/* Where the table has gone past a directory, and where it has not. */
static void
chained(void)
{
    struct sbx_path_rule a = {.path = "/a"}, b = {.path = "/a/b"};
    struct chain chain = {.at = {&a, &b}, .n = 2};

    chain_advance(&chain, "/a/b-c");
    CHECK(chain.n == 2);
    chain_advance(&chain, "/a/b/c");
    CHECK(chain.n == 2);
    chain_advance(&chain, "/a/bc");
    CHECK(chain.n == 1);
    chain_advance(&chain, "/a/c");
    CHECK(chain.n == 1);
    chain_advance(&chain, "/a0");
    CHECK(chain.n == 0);
}

/* Of a table as it is sorted, only what adds something becomes a rule. */
static void
folded(const char *dir)
{
    char at[6][256];
    static const char *const names[] = {"",       "/one",     "/one-b",
                                        "/one/x", "/one/x/y", "/two"};

    for (size_t i = 0; i < 6; i++) {
        snprintf(at[i], sizeof at[i], "%s%s", dir, names[i]);
        CHECK(i == 0 || mkdir(at[i], 0700) == 0);
        rules[i] = (struct sbx_path_rule){
            .path = at[i], .rights = SBX_READ, .is_dir = true};
    }
    rules[1].rights = SBX_WRITE;
    rules[3].rights = SBX_READ | SBX_WRITE;
    struct sbx_policy p = policy_of(6);
    kernel = 7;
    sbx_landlock_enforce(&p);
    CHECK(n_rules == 2); /* the directory to read, /one to write */
    rules[4].exec = true;
    p = policy_of(6);
    sbx_landlock_enforce(&p);
    CHECK(n_rules == 3);
    for (size_t i = 5; i > 0; i--) {
        rmdir(at[i]);
    }
}

/* A file where a directory was: nothing is granted. */
static void
file_for_directory(const char *dir)
{
    char file[256];

    snprintf(file, sizeof file, "%s/file", dir);
    close(open(file, O_CREAT | O_WRONLY, 0600));
    for (int i = 0; i < 2; i++) {
        openat2_error = i == 0 ? 0 : ENOSYS;
        struct sbx_policy p = policy_of(1);

        rules[0] = (struct sbx_path_rule){
            .path = file, .rights = SBX_READ, .is_dir = true};
        sbx_landlock_enforce(&p);
        CHECK(n_rules == 0 && restricted == 1);
    }
    openat2_error = 0;
    unlink(file);
}

/* The lowest descriptor that is free. */
static int
free_fd(void)
{
    int fd = dup(STDERR_FILENO);

    close(fd);
    return fd;
}

/* Files of one directory, which is kept open: what is odd among them is left
 * out as before, and so is all below a directory that is a link. */
static void
kept_directory(const char *dir)
{
    static char at[8][300];
    char link[256], sub[256];
    int fd = free_fd();

    snprintf(sub, sizeof sub, "%s/sub", dir);
    snprintf(link, sizeof link, "%s/link", dir);
    CHECK(mkdir(sub, 0700) == 0 && symlink("sub", link) == 0);
    for (int i = 0; i < 8; i++) {
        snprintf(at[i], sizeof at[i], "%s/%d", sub, i);
        if (i < 5) {
            close(open(at[i], O_CREAT | O_WRONLY, 0600));
        }
    }
    CHECK(symlink("/etc/passwd", at[5]) == 0 && mkdir(at[6], 0700) == 0);
    kernel = 7;
    for (int i = 0; i < 2; i++) {
        openat2_error = i == 0 ? 0 : ENOSYS;
        n_relative = 0;
        for (int j = 0; j < 8; j++) { /* the last is not there */
            rules[j] =
                (struct sbx_path_rule){.path = at[j], .rights = SBX_READ};
        }
        struct sbx_policy p = policy_of(8);
        sbx_landlock_enforce(&p);
        CHECK(n_rules == 5);
        CHECK(n_relative == (i == 0 ? 5 : 0)); /* from the fourth on */
        CHECK(free_fd() == fd);
    }
    openat2_error = 0;
    rules[7] = (struct sbx_path_rule){
        .path = at[6], .rights = SBX_READ, .is_dir = true};
    struct sbx_policy p = policy_of(8);
    sbx_landlock_enforce(&p);
    CHECK(n_rules == 6 && last_rights == (4 | 8));
    for (int i = 0; i < 8; i++) {
        snprintf(at[i], sizeof at[i], "%s/%d", link, i);
        rules[i] = (struct sbx_path_rule){.path = at[i], .rights = SBX_READ};
    }
    p = policy_of(8);
    n_relative = 0;
    sbx_landlock_enforce(&p);
    CHECK(n_rules == 0 && n_relative == 0 && free_fd() == fd);
    for (int i = 0; i < 7; i++) {
        snprintf(at[i], sizeof at[i], "%s/%d", sub, i);
        CHECK(i == 6 ? rmdir(at[i]) == 0 : unlink(at[i]) == 0);
    }
    CHECK(unlink(link) == 0 && rmdir(sub) == 0);
}

int
main(void)
{
    char dir[] = "/tmp/sbx-landlock-XXXXXX";

    /* The warnings about odd paths are not the test's. */
    int null = open("/dev/null", O_WRONLY);

    if (mkdtemp(dir) == NULL || null < 0) {
        return 1;
    }
    sbx_die_to(null);
    every_abi();
    rights();
    what_is_lacking();
    odd_paths(dir);
    covered();
    chained();
    folded(dir);
    file_for_directory(dir);
    kept_directory(dir);
    rmdir(dir);
    return check_done("landlock");
}
