// SPDX-License-Identifier: MIT
// Values of the policy that are numbers.  Strict: whole decimal numbers, one
// unit, nothing before or after.  Pure.

#include "policy_build.h"

#include <string.h>

#define MS UINT64_C(1000000)

struct unit {
    const char *name;
    uint64_t factor;
};

static const struct unit durations[] = {
    {"ms", MS}, {"s", 1000 * MS}, {"m", 60000 * MS}, {"h", 3600000 * MS}, {0}};
static const struct unit sizes[] = {
    {"", 1}, {"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {0}};
static const struct unit counts[] = {{"", 1}, {0}};

/* Digits followed by one of the units.  0 is refused: a reader cannot tell
 * whether it means "nothing" or "no limit". */
static const char *
number(const char *text, const struct unit *units, uint64_t max,
       const char *wants, uint64_t *ret)
{
    uint64_t n = 0;
    const char *p = text;

    for (; *p >= '0' && *p <= '9'; p++) {
        if (__builtin_mul_overflow(n, 10, &n)
            || __builtin_add_overflow(n, (uint64_t)(*p - '0'), &n)) {
            return "is too large";
        }
    }
    if (p == text || (text[0] == '0' && p != text + 1)) {
        return wants;
    }
    while (units->name != NULL && strcmp(units->name, p) != 0) {
        units++;
    }
    if (units->name == NULL) {
        return wants;
    }
    if (__builtin_mul_overflow(n, units->factor, &n) || n > max) {
        return "is too large";
    }
    if (n == 0) {
        return "is no limit; write `none` to have none";
    }
    *ret = n;
    return NULL;
}

static bool
none(const char *text, uint64_t *ret)
{
    if (strcmp(text, "none") == 0) {
        *ret = 0;
        return true;
    }
    return false;
}

const char *
sbx_value_duration(const char *text, uint64_t *ret)
{
    return none(text, ret)
               ? NULL
               : number(text, durations, INT64_MAX,
                        "is no time; write a whole number and ms, s, m or h "
                        "(`10s`), or `none`",
                        ret);
}

const char *
sbx_value_size(const char *text, uint64_t *ret)
{
    return none(text, ret)
               ? NULL
               : number(text, sizes, INT64_MAX,
                        "is no size; write a whole number of bytes, or with "
                        "K, M or G (`16M`), or `none`",
                        ret);
}

const char *
sbx_value_count(const char *text, uint64_t *ret)
{
    return none(text, ret) ? NULL
                           : number(text, counts, INT32_MAX,
                                    "is no whole number, nor `none`", ret);
}

const char *
sbx_value_port(const char *text, uint16_t *ret)
{
    static const char wants[] =
        "is not tcp/PORT with a port from 1 to 65535, nor `none`";
    uint64_t n;

    if (strncmp(text, "tcp/", 4) != 0
        || number(text + 4, counts, UINT16_MAX, wants, &n) != NULL) {
        return wants;
    }
    *ret = (uint16_t)n;
    return NULL;
}
