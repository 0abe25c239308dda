// SPDX-License-Identifier: MIT
// What each fuzz target has: the entry that libFuzzer calls, and REQUIRE,
// which makes a finding of what is not so.

#ifndef SBX_REQUIRE_H
#define SBX_REQUIRE_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define REQUIRE(condition)  \
    do {                    \
        if (!(condition)) { \
            abort();        \
        }                   \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
