// SPDX-License-Identifier: MIT
// What the log remembers: which violations it has seen, and the first few in
// words.  Fixed tables, no locks: signal handlers and threads use them at
// once.

#ifndef SBX_LOG_TABLE_H
#define SBX_LOG_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SBX_LOG_DISTINCT 1000 /* lines that are written; then only counted */

/* A count under a name, claimed by its hash. */
struct sbx_tally {
    uint64_t hash;
    unsigned long count;
    unsigned ready; /* text is complete */
    char text[500];
};

/* Take the key for sbx_log_hash from the kernel's random bytes: a program must
 * not be able to choose objects that hash alike and so hide one. */
void sbx_log_seed(void);

/* SipHash-1-3 of the strings (NULL: absent) and line; never 0. */
uint64_t sbx_log_hash(const char *const *strings, size_t n, long line);

/* True once for each hash, for the first SBX_LOG_DISTINCT of them. */
bool sbx_log_first(uint64_t hash);

/* The entry for hash, claimed if there is room; else NULL.  *fresh: the caller
 * must fill in text and set ready. */
struct sbx_tally *sbx_log_tally(struct sbx_tally *at, size_t n, uint64_t hash,
                                bool *fresh);

/* Forget all, in a forked child. */
void sbx_log_forget(void);

#endif
