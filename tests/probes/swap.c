// SPDX-License-Identifier: MIT
// swap LINK TARGET1 TARGET2: let the symbolic link change between two targets
// without end, for a race with whoever opens it.  Ends with its parent.

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
    char next[4096];
    if (argc != 4) {
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    snprintf(next, sizeof(next), "%s.next", argv[1]);
    for (unsigned i = 0;; i++) {
        if (symlink(argv[2 + i % 2], next) < 0 || rename(next, argv[1]) < 0) {
            perror(argv[1]);
            return 1;
        }
    }
}
