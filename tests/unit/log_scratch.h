// SPDX-License-Identifier: MIT
// For the unit tests of the violation log.  Each scenario runs in a child of
// its own, because the log is one for a process; its log and standard error
// are files.

#ifndef SBX_LOG_SCRATCH_H
#define SBX_LOG_SCRATCH_H

#include "log.h"
#include "directory.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static char log_path[64], err_path[64];
static char log_text[5 << 20], err_text[8192];

static inline void
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
static inline int
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

static inline void
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

/* Begins main(). */
static inline int
log_scratch_make(void)
{
    int rc = scratch_make();

    snprintf(log_path, sizeof log_path, "%s/log", dir);
    snprintf(err_path, sizeof err_path, "%s/err", dir);
    return rc;
}

#endif
