// SPDX-License-Identifier: MIT
// The violation log.  Each scenario runs in a child of its own, because the
// log is one for a process; its log and standard error are files.

#include "check.h"
#include "log.h"
#include "log_json.h"
#include "log_table.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/sbx-log-XXXXXX";
static char log_path[64], err_path[64];
static char log_text[5 << 20], err_text[8192];

static void
read_file(const char *path, char *text, size_t size)
{
    FILE *f = fopen(path, "r");
    size_t n = f != NULL ? fread(text, 1, size - 1, f) : 0;

    text[n] = '\0';
    if (f != NULL) {
        fclose(f);
    }
}

/* Run scenario() in a child with a fresh log; its exit status. */
static int
run(int (*scenario)(void))
{
    int status = 0;

    unlink(log_path);
    unlink(err_path);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        int fd = open(err_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(fd, STDERR_FILENO);
        close(fd);
        _exit(scenario());
    }
    waitpid(child, &status, 0);
    read_file(log_path, log_text, sizeof log_text);
    read_file(err_path, err_text, sizeof err_text);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/* The log without its only part that differs from run to run. */
static const char *
without_pid(void)
{
    static char text[8192];
    char *p = text;

    for (const char *s = log_text; *s != '\0' && p < text + 8000;) {
        if (strncmp(s, ",\"pid\":", 7) == 0) {
            s += 7;
            s += strspn(s, "0123456789");
            continue;
        }
        *p++ = *s++;
    }
    *p = '\0';
    return text;
}

static void
refuse(const char *rule, const char *object, const char *allow)
{
    struct sbx_violation v = {.layer = "interpreter",
                              .rule = rule,
                              .object = object,
                              .allow = allow,
                              .reason = "not in the policy",
                              .file = "/home/me/program.py",
                              .line = 3};

    sbx_log_violation(&v);
}

static int
two_kinds(void)
{
    if (sbx_log_open(log_path, true) != 0 || sbx_log_count() != 0) {
        return 1;
    }
    errno = 77;
    refuse("import", "os", "[imports] os = system");
    refuse("open", "/etc/passwd", "[files] read = /etc/passwd");
    refuse("open", "/etc/passwd", "[files] read = /etc/passwd");
    sbx_log_mute(true);
    refuse("open", "/muted", NULL);
    sbx_log_mute(false);
    if (errno != 77 || sbx_log_count() != 3) {
        return 2;
    }
    sbx_log_summary();
    sbx_log_summary();
    return 0;
}

static void
test_two_kinds(void)
{
    CHECK(run(two_kinds) == 0);
    CHECK_TEXT(
        without_pid(),
        "{\"layer\":\"interpreter\",\"rule\":\"import\",\"object\":\"os\","
        "\"reason\":\"not in the policy\",\"allow\":\"[imports] os = system\","
        "\"file\":\"/home/me/program.py\",\"line\":3}\n"
        "{\"layer\":\"interpreter\",\"rule\":\"open\","
        "\"object\":\"/etc/passwd\",\"reason\":\"not in the policy\","
        "\"allow\":\"[files] read = /etc/passwd\","
        "\"file\":\"/home/me/program.py\",\"line\":3}\n"
        "{\"suppressed\":1}\n");
    CHECK_TEXT(
        err_text,
        "pysbx: 3 refused (import 1, open 2)\n"
        "  import os (program.py:3): add to the policy: [imports] os = "
        "system\n"
        "  open /etc/passwd (program.py:3): add to the policy: [files] read = "
        "/etc/passwd [2 times]\n");
}

static int
nothing(void)
{
    int rc = sbx_log_open(log_path, true);

    sbx_log_summary();
    return rc;
}

static int
no_summary(void)
{
    int rc = sbx_log_open(log_path, false);

    refuse("import", "os", NULL);
    sbx_log_summary();
    return rc;
}

static void
test_quiet(void)
{
    struct stat st;

    CHECK(run(nothing) == 0);
    CHECK_TEXT(log_text, "");
    CHECK_TEXT(err_text, "");
    CHECK(stat(log_path, &st) == 0 && (st.st_mode & 0777) == 0600);
    CHECK(run(no_summary) == 0);
    CHECK(log_text[0] == '{');
    CHECK_TEXT(err_text, "");
}

static int
sparse(void)
{
    struct sbx_violation v = {.layer = "kernel"};
    int rc = sbx_log_open(log_path, true);

    sbx_log_violation(&v);
    sbx_log_summary();
    return rc;
}

static void
test_unknown_parts_are_left_out(void)
{
    CHECK(run(sparse) == 0);
    CHECK_TEXT(without_pid(), "{\"layer\":\"kernel\"}\n");
    CHECK(strstr(log_text, "\"pid\":") != NULL);
    CHECK_TEXT(err_text, "pysbx: 1 refused (act 1)\n  act\n");
}

static int
many(void)
{
    char object[64];
    int rc = sbx_log_open(log_path, true);

    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < SBX_LOG_DISTINCT + 500; i++) {
            snprintf(object, sizeof object, "/file/%d", i);
            refuse("open", object, NULL);
        }
    }
    sbx_log_summary();
    return rc;
}

static void
test_flood(void)
{
    size_t lines = 0;

    CHECK(run(many) == 0);
    for (const char *p = log_text; *p != '\0'; p++) {
        lines += *p == '\n';
    }
    CHECK(lines == SBX_LOG_DISTINCT + 1);
    CHECK(strstr(log_text, "{\"suppressed\":2000}\n") != NULL);
    lines = 0;
    for (const char *p = err_text; *p != '\0'; p++) {
        lines += *p == '\n';
    }
    CHECK(lines == 10);
    CHECK(strstr(err_text, "  and 2984 more\n") != NULL);
}

static int
ugly(void)
{
    static char huge[20000];
    int rc = sbx_log_open(log_path, true);

    refuse("open", "a\"\\\n\r\t\b\f\x01\x7F\x1B[2J\xC3\xA9\xFF\xED\xA0\x80z",
           "[files] read = a\n[process]\nexit = yes");
    refuse("open", "\xE2\x80\xAE gpj.exe", "[files] read = /a # b");
    refuse("open", "fake", "import os\n");
    memset(huge, '\x01', sizeof huge - 1);
    struct sbx_violation v = {huge, huge, huge,     huge,
                              huge, huge, LONG_MAX, huge};
    sbx_log_violation(&v);
    sbx_log_summary();
    return rc;
}

static void
test_any_bytes(void)
{
    CHECK(run(ugly) == 0);
    const char *text = log_text;
    const char *want =
        "{\"layer\":\"interpreter\",\"rule\":\"open\",\"object\":"
        "\"a\\\"\\\\\\n\\r\\t\\b\\f\\u0001\\u007f\\u001b[2J\xC3\xA9\\ufffd"
        "\\ufffd\\ufffd\\ufffdz\",\"reason\":\"not in the policy\",\"file\":";
    CHECK(strncmp(text, want, strlen(want)) == 0);
    /* No suggestion that is more than a line. */
    CHECK(strstr(text, "\"allow\"") == NULL);
    /* Four lines, the last cut, each less than a pipe takes at once. */
    for (int i = 0; i < 4; i++) {
        const char *end = strchr(text, '\n');
        CHECK(text[0] == '{' && end != NULL && end[-1] == '}'
              && end - text < PIPE_BUF);
        CHECK(i < 3 || strncmp(end - 11, "\"cut\":true}", 11) == 0);
        text = end + 1;
    }
    CHECK_TEXT(text, "");
    /* A terminal gets printable characters only. */
    for (const char *p = err_text; *p != '\0'; p++) {
        CHECK(((unsigned char)*p >= ' ' && *p != 0x7F) || *p == '\n');
    }
    CHECK(strstr(err_text, "\xE2\x80\xAE") == NULL);
    CHECK(strstr(err_text, "open a\"\\????????[2J\xC3\xA9????z (") != NULL);
}

static int
stolen(void)
{
    char other[80];
    int rc = sbx_log_open(log_path, true);
    int fd = sbx_log_fd(), err_fd = sbx_log_stderr();

    snprintf(other, sizeof other, "%s/other", dir);
    int mine = open(other, O_RDWR | O_CREAT, 0600);
    if (rc != 0 || fd < 200 || err_fd < 200
        || !(fcntl(fd, F_GETFD) & FD_CLOEXEC)) {
        return 1;
    }
    dup2(mine, fd);
    dup2(mine, err_fd);
    refuse("import", "os", NULL);
    sbx_log_summary();
    struct stat st;
    return fstat(mine, &st) == 0 && st.st_size == 0 ? 0 : 2;
}

static void
test_replaced_descriptor(void)
{
    CHECK(run(stolen) == 0);
    CHECK_TEXT(log_text, "");
    CHECK(strstr(err_text, "pysbx: 1 refused (import 1)\n") == err_text);
}

static int
hidden(void)
{
    int rc = sbx_log_open(log_path, true);

    /* The program may throw its standard error away. */
    int null = open("/dev/null", O_WRONLY);
    dup2(null, STDERR_FILENO);
    refuse("import", "os", NULL);
    sbx_log_summary();
    return rc;
}

static int
low_limit(void)
{
    struct rlimit limit = {32, 32};

    setrlimit(RLIMIT_NOFILE, &limit);
    int rc = sbx_log_open(log_path, true);
    refuse("import", "os", NULL);
    sbx_log_summary();
    return rc != 0 || sbx_log_fd() < 3;
}

static void
test_descriptors(void)
{
    CHECK(run(hidden) == 0);
    CHECK(strstr(err_text, "1 refused") != NULL);
    CHECK(run(low_limit) == 0);
    CHECK(log_text[0] == '{' && strstr(err_text, "1 refused") != NULL);
}

static int
forked(void)
{
    int rc = sbx_log_open(log_path, true), status = 0;
    char pid[32];

    refuse("import", "os", NULL);
    pid_t child = fork();
    if (child == 0) {
        refuse("import", "os", NULL);
        refuse("import", "re", NULL);
        sbx_log_summary();
        _exit(sbx_log_count() != 2);
    }
    waitpid(child, &status, 0);
    read_file(log_path, log_text, sizeof log_text);
    snprintf(pid, sizeof pid, "\"pid\":%d}", (int)child);
    return rc != 0 || status != 0 || sbx_log_count() != 1
           || strstr(log_text, pid) == NULL;
}

static void
test_fork(void)
{
    CHECK(run(forked) == 0);
    /* The parent's one line, and the child's two. */
    size_t lines = 0;
    for (const char *p = log_text; *p != '\0'; p++) {
        lines += *p == '\n';
    }
    CHECK(lines == 3 && strstr(log_text, "suppressed") == NULL);
    CHECK(strstr(err_text, "pysbx: 2 refused (import 2)\n") == err_text);
}

static void *
flood(void *base)
{
    char object[64];

    for (int i = 0; i < 200; i++) {
        snprintf(object, sizeof object, "%s/%d", (const char *)base, i);
        refuse("open", object, NULL);
        refuse("open", "/common", NULL);
    }
    return NULL;
}

static int
threads(void)
{
    char *names[] = {"/a", "/b", "/c", "/d"};
    pthread_t thread[4];
    int rc = sbx_log_open(log_path, true);

    for (int i = 0; i < 4; i++) {
        rc |= pthread_create(&thread[i], NULL, flood, names[i]);
    }
    for (int i = 0; i < 4; i++) {
        rc |= pthread_join(thread[i], NULL);
    }
    sbx_log_summary();
    return rc != 0 || sbx_log_count() != 1600;
}

static void
test_threads(void)
{
    size_t lines = 0;

    CHECK(run(threads) == 0);
    for (const char *p = log_text; *p != '\0'; p = strchr(p, '\n') + 1) {
        CHECK(p[0] == '{');
        lines++;
    }
    CHECK(lines == 802); /* 800 files, /common, suppressed */
    CHECK(strstr(log_text, "{\"suppressed\":799}\n") != NULL);
}

static int
specs(void)
{
    static const struct {
        const char *spec;
        int error;
    } rows[] = {
        {"relative", EINVAL},
        {"fd:", EINVAL},
        {"fd:x", EINVAL},
        {"fd:3x", EINVAL},
        {"fd:-1", EINVAL},
        {"fd: 3", EINVAL},
        {"fd:99999999999999999999", EINVAL},
        {"fd:777", EBADF},
        {"fd:20", EBADF}, /* only for reading */
        {"/nowhere/log", ENOENT},
        {"/", EISDIR},
    };
    char fifo[80];

    dup2(open("/dev/null", O_RDONLY), 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        errno = 0;
        if (sbx_log_open(rows[i].spec, false) != -1 || errno != rows[i].error
            || sbx_log_fd() != -1) {
            fprintf(stderr, "%s: %s\n", rows[i].spec, strerror(errno));
            return 1;
        }
    }
    snprintf(fifo, sizeof fifo, "%s/fifo", dir);
    if (mkfifo(fifo, 0600) != 0 || sbx_log_open(fifo, false) != -1
        || errno != ENXIO) {
        return 2;
    }
    /* An inherited descriptor is moved away. */
    int fd = open(log_path, O_WRONLY | O_CREAT, 0600);
    dup2(fd, 21);
    if (sbx_log_open("fd:21", false) != 0 || sbx_log_fd() < 200
        || fcntl(21, F_GETFD) != -1) {
        return 3;
    }
    refuse("import", "os", NULL);
    return 0;
}

static void
test_specs(void)
{
    CHECK(run(specs) == 0);
    CHECK_TEXT(err_text, "");
    CHECK(log_text[0] == '{');
}

static void
test_text(void)
{
    char room[8];
    struct sbx_text t = {room, 0, sizeof room, false};

    CHECK(!sbx_text_json(&t, "abcdefghij", 100) && t.cut);
    CHECK(t.n == 8 && memcmp(room, "\"abcdef\"", 8) == 0);
    t = (struct sbx_text){room, 0, sizeof room, false};
    CHECK(!sbx_text_json(&t, "abcd\n\n", 6));
    CHECK(t.n == 8 && memcmp(room, "\"abcd\\n\"", 8) == 0);
    t = (struct sbx_text){room, 0, sizeof room, false};
    CHECK(!sbx_text_json(&t, "abcde\xC3\xA9\xC3\xA9", 100));
    CHECK(t.n == 7 && memcmp(room, "\"abcde\"", 7) == 0);
    t = (struct sbx_text){room, 0, sizeof room, false};
    sbx_text_number(&t, 0);
    sbx_text_number(&t, 1234567);
    CHECK(t.n == 8 && memcmp(room, "01234567", 8) == 0 && !t.cut);
    sbx_text_number(&t, 1);
    CHECK(t.n == 8 && t.cut);

    const char *a[] = {"x", NULL}, *b[] = {NULL, "x"}, *c[] = {"x", ""};
    CHECK(sbx_log_hash(a, 2, 0) != sbx_log_hash(b, 2, 0));
    CHECK(sbx_log_hash(a, 2, 0) == sbx_log_hash(c, 2, 0));
    CHECK(sbx_log_hash(a, 2, 0) != sbx_log_hash(a, 2, 1));
}

int
main(void)
{
    char command[80];

    if (mkdtemp(dir) == NULL) {
        perror(dir);
        return 1;
    }
    snprintf(log_path, sizeof log_path, "%s/log", dir);
    snprintf(err_path, sizeof err_path, "%s/err", dir);
    test_two_kinds();
    test_quiet();
    test_unknown_parts_are_left_out();
    test_flood();
    test_any_bytes();
    test_replaced_descriptor();
    test_descriptors();
    test_fork();
    test_threads();
    test_specs();
    test_text();
    snprintf(command, sizeof command, "rm -rf %s", dir);
    CHECK(system(command) == 0);
    return check_done("log");
}
