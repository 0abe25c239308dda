// SPDX-License-Identifier: MIT
// The violation log: one JSON line per refusal, to the descriptor or file that
// the starter named in PYSBX_LOG, and a short summary on standard error at the
// end.  Every function here is async-signal-safe and allocation-free, so that
// wrappers and the SIGSYS handler may call it.

#ifndef SBX_LOG_H
#define SBX_LOG_H

#include <stdbool.h>
#include <stddef.h>

/* Every string may be NULL ("unknown"); nothing is kept after the call. */
struct sbx_violation {
    const char *layer; /* "interpreter", "libc" or "kernel" */
    const char *rule; /* "import", "attribute", "open", "exit", "syscall"... */
    const char *object;   /* "os.system", "/etc/passwd" */
    const char *reason;   /* one phrase: why it is refused */
    const char *allow;    /* the policy line that would allow it:
                             "[imports] os = system"; NULL: no line can */
    const char *file;     /* where in the program, or the calling library */
    long line;            /* of file; or the offset in the library; 0: none */
    const char *function; /* the libc function, where there is one */
};

/* Open the log by the text of PYSBX_LOG ("fd:N" or an absolute path, NULL:
 * none).  The descriptor is moved up, out of the program's way.  0, or -1 with
 * errno. */
int sbx_log_open(const char *spec, bool summary);

/* The descriptor that must survive the closing of inherited ones, or -1. */
int sbx_log_fd(void);

/* Likewise: a copy of the starter's standard error for the summary.  If it is
 * closed after all, the summary goes to descriptor 2 as it then is. */
int sbx_log_stderr(void);

/* Write one line that is no violation.  Not if the descriptor is no longer the
 * file that was opened. */
void sbx_log_tell(const char *line, size_t n);

/* Is it one of these two? */
bool sbx_log_owns(int fd);

/* Count v and write its line.  Equal violations are written once each up to a
 * limit; then they are only counted ("suppressed").  Keeps errno. */
void sbx_log_violation(const struct sbx_violation *v);

/* While muted (per thread) nothing is counted or written: the self-proof. */
void sbx_log_mute(bool on);
bool sbx_log_muted(void);

/* How many were refused so far. */
unsigned long sbx_log_count(void);

/* Print the summary on standard error if there is anything to say.  Once. */
void sbx_log_summary(void);

#endif
