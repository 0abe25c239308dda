// SPDX-License-Identifier: MIT
// For unit tests that need files: a directory, in dir, that is gone in the
// end.

#ifndef SBX_DIRECTORY_H
#define SBX_DIRECTORY_H

#include "check.h"

#include <stdlib.h>

static char dir[] = "/tmp/sbx-unit-XXXXXX";

/* Begins main(): 0, or -1 and it has said why. */
static inline int
scratch_make(void)
{
    if (mkdtemp(dir) == NULL) {
        perror(dir);
        return -1;
    }
    return 0;
}

/* Ends main(). */
static inline int
scratch_done(const char *name)
{
    char command[80];

    snprintf(command, sizeof command, "rm -rf %s", dir);
    CHECK(system(command) == 0);
    return check_done(name);
}

#endif
