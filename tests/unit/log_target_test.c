// SPDX-License-Identifier: MIT
// The violation log: where it writes to, whatever the program does to its
// descriptors, and with several writers.

#include "log_scratch.h"

#include <errno.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>

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

int
main(void)
{
    if (log_scratch_make() != 0) {
        return 1;
    }
    test_replaced_descriptor();
    test_descriptors();
    test_fork();
    test_threads();
    test_specs();
    return scratch_done("log target");
}
