// SPDX-License-Identifier: MIT
// What `pysbx exec` asks for, as the body of a request.

#ifndef SBX_BODY_H
#define SBX_BODY_H

#include "json.h"
#include "profile.h"

struct sbx_exec {
    struct sbx_profile_options profile;
    const char *server, *token_file, *report;
    const char *code; /* -c */
    const char *file; /* as typed; NULL: -c, or standard input */
    char *const *args;
    int report_fd; /* -1: none */
    bool quiet, merge;
    bool summary; /* tell people how it went */
};

/* Have it run; the exit status.  Dies. */
int sbx_exec_ask(const struct sbx_exec *e);

/* Reads the program and standard input; dies. */
json_t *sbx_exec_body(const struct sbx_exec *e);

#endif
