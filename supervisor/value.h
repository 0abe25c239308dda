// SPDX-License-Identifier: MIT
// Numbers as a policy writes them: exact, in the largest unit that fits.

#ifndef SBX_VALUE_H
#define SBX_VALUE_H

#include <stdint.h>

/* In one of a few buffers. */
const char *sbx_value_of_duration(uint64_t nanoseconds);
const char *sbx_value_of_size(uint64_t bytes);
const char *sbx_value_of_count(uint64_t n);

/* For people: "1.2 s", "350 ms", "16 MiB". */
const char *sbx_duration_text(uint64_t nanoseconds);
const char *sbx_size_text(uint64_t bytes);

#endif
