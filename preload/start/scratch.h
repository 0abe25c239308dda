// SPDX-License-Identifier: MIT
// ${tmp}: a private scratch directory for one run, made when the policy names
// it and removed at the end, whatever the program made of it.

#ifndef SBX_SCRATCH_H
#define SBX_SCRATCH_H

/* What stands for it where no program is run. */
#define SBX_SCRATCH_PATTERN "/tmp/pysbx-run-XXXXXX"

/* The directory of this run; the same until it is removed.  Dies.  First,
 * directories of ours beside it are removed whose owner was killed. */
const char *sbx_scratch_make(void);

/* The descriptor by which it has an owner; to be kept open. */
int sbx_scratch_lock(void);

/* The same for a run that nobody waits for: a process of our own removes the
 * directory when this one has ended.  For the constructor only. */
const char *sbx_scratch_keep(void);

/* NULL: none was asked for. */
const char *sbx_scratch_path(void);

/* No process of the sandbox may be alive any more. */
void sbx_scratch_remove(void);

/* The same for a directory that somebody else has made. */
void sbx_scratch_clear(const char *dir);

#endif
