// SPDX-License-Identifier: MIT
// A zygote's first child, which is thrown away: see trial.c.

#ifndef SBX_TRIAL_H
#define SBX_TRIAL_H

#include "wire.h"

#include <stdbool.h>
#include <sys/types.h>

/* The next fork is for it; its descriptors.  False: there is to be none. */
bool sbx_trial_begin(const char *code, int fds[SBX_FDS]);
bool sbx_trial_is_on(void);       /* also in the child */
void sbx_trial_forked(pid_t pid); /* in the zygote; or -1 */
/* Until it has done its work.  True: fork() copies what it wrote to. */
bool sbx_trial_end(void);

#endif
