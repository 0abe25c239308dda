// SPDX-License-Identifier: MIT
// The summary: the first few distinct violations in words, and counts.
// Async-signal-safe.

#ifndef SBX_LOG_SUMMARY_H
#define SBX_LOG_SUMMARY_H

#include "log.h"

#include <stdint.h>

void sbx_log_remember(const struct sbx_violation *v, uint64_t hash);

/* Print it, with count as the number of all violations. */
void sbx_log_print(int fd, unsigned long count);

/* In a forked child. */
void sbx_log_forget_words(void);

#endif
