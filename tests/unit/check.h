// SPDX-License-Identifier: MIT
// CHECK(condition) for the unit tests: says what failed, counts, goes on.

#ifndef SBX_CHECK_H
#define SBX_CHECK_H

#include <stdio.h>
#include <string.h>

static unsigned check_count, check_failed;

#define CHECK(condition)                                                    \
    do {                                                                    \
        check_count++;                                                      \
        if (!(condition)) {                                                 \
            check_failed++;                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                   \
    } while (0)

/* The same for texts: shows both. */
#define CHECK_TEXT(got, want)                                                \
    do {                                                                     \
        const char *got_ = (got), *want_ = (want);                           \
        check_count++;                                                       \
        if (got_ == NULL || strcmp(got_, want_) != 0) {                      \
            check_failed++;                                                  \
            fprintf(stderr, "%s:%d: %s\n   got: %s\n  want: %s\n", __FILE__, \
                    __LINE__, #got, got_ != NULL ? got_ : "NULL", want_);    \
        }                                                                    \
    } while (0)

/* Ends main(). */
static inline int
check_done(const char *name)
{
    printf("%s: %u checks, %u failed\n", name, check_count, check_failed);
    return check_failed != 0;
}

#endif
