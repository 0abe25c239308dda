// SPDX-License-Identifier: MIT
// `pysbx run` by a server: see by_server.c.

#ifndef SBX_BY_SERVER_H
#define SBX_BY_SERVER_H

#include "profile.h"
#include "program.h"

struct sbx_by_server {
    const char *server, *token_file; /* options; NULL: not given */
    bool local; /* by other options: no server is to be asked */
    const char *report;
    int report_fd; /* -1: none */
    bool quiet, merge, summary;
    char *const *args; /* from the program's name on; with -c, its own */
};

/* False: no server is named.  Dies for what it cannot do. */
bool sbx_run_by_server(const struct sbx_by_server *s,
                       const struct sbx_profile_options *profile,
                       const struct sbx_program *program, int *ret_status);

#endif
