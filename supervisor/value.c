// SPDX-License-Identifier: MIT
// Numbers as text.  Pure.

#include "value.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

static char *
buffer(void)
{
    static char buffers[8][32];
    static unsigned next;

    return buffers[next++ % 8];
}

struct unit {
    const char *name;
    uint64_t factor;
};

static const char *
exact(uint64_t n, const struct unit *units)
{
    char *b = buffer();

    while (n % units->factor != 0) {
        units++;
    }
    snprintf(b, 32, "%" PRIu64 "%s", n / units->factor, units->name);
    return b;
}

const char *
sbx_value_of_duration(uint64_t ns)
{
    static const struct unit units[] = {{"h", UINT64_C(3600000000000)},
                                        {"m", UINT64_C(60000000000)},
                                        {"s", UINT64_C(1000000000)},
                                        {"ms", UINT64_C(1000000)},
                                        {"ns", 1}}; /* not in a policy */
    return exact(ns, units);
}

const char *
sbx_value_of_size(uint64_t bytes)
{
    static const struct unit units[] = {
        {"G", 1 << 30}, {"M", 1 << 20}, {"K", 1 << 10}, {"", 1}};
    return exact(bytes, units);
}

const char *
sbx_value_of_count(uint64_t n)
{
    static const struct unit units[] = {{"", 1}};
    return exact(n, units);
}

const char *
sbx_duration_text(uint64_t ns)
{
    char *b = buffer();

    if (ns < UINT64_C(1000000000)) {
        snprintf(b, 32, "%.3g ms", (double)ns / 1e6);
    }
    else {
        snprintf(b, 32, "%.3g s", (double)ns / 1e9);
    }
    return b;
}

const char *
sbx_size_text(uint64_t bytes)
{
    static const char *const names[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    double n = (double)bytes;
    unsigned i = 0;
    char *b = buffer();

    while (n >= 1024 && i < 4) {
        n /= 1024;
        i++;
    }
    snprintf(b, 32, n < 10 && i > 0 ? "%.1f %s" : "%.0f %s", n, names[i]);
    return b;
}
