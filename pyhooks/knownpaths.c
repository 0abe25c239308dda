// SPDX-License-Identifier: MIT
// Paths that were found out already.  A path that leads through no link, and
// on whose way the policy lets the program write nowhere, will lead through
// none the next time: to ask again would cost a system call a component.
// Whoever else changes it meets the kernel layer, which looks at the file.
// The GIL is held.

#include "files.h"
#include "hooks.h"

struct known {
    uint32_t hash;
    uint32_t at; /* in text[]; 0: a free slot */
    unsigned granted;
};

#define SLOTS 1024 /* a power of two; half of them are used */
static struct {
    const struct sbx_policy *policy; /* whose answers these are */
    struct known slot[SLOTS];
    size_t n, used;
    char text[1 << 15];
} known = {.used = 1};

static struct known *
find(const char *path, size_t n)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < n; i++) {
        hash = (hash ^ (unsigned char)path[i]) * 16777619u;
    }
    for (uint32_t i = hash;; i++) {
        struct known *k = &known.slot[i % SLOTS];
        if (k->at == 0
            || (k->hash == hash && strlen(known.text + k->at) == n
                && memcmp(known.text + k->at, path, n) == 0)) {
            k->hash = hash;
            return k;
        }
    }
}

static void
forget_others(void)
{
    if (known.policy != sbx.host->policy) {
        memset(known.slot, 0, sizeof known.slot);
        known.n = 0;
        known.used = 1;
        known.policy = sbx.host->policy;
    }
}

bool
sbx_path_known(const char *path, size_t n, unsigned rights)
{
    forget_others();
    const struct known *k = find(path, n);
    return k->at != 0 && (rights & ~k->granted) == 0;
}

void
sbx_path_remember(const char *path, size_t n, unsigned rights)
{
    forget_others();
    if (n + 1 > sizeof known.text - known.used || known.n == SLOTS / 2) {
        known.policy = NULL;
        forget_others();
    }
    if (n + 1 > sizeof known.text - known.used) {
        return;
    }
    struct known *k = find(path, n);
    if (k->at == 0) {
        memcpy(known.text + known.used, path, n);
        known.text[known.used + n] = '\0';
        k->at = (uint32_t)known.used;
        k->granted = 0;
        known.used += n + 1;
        known.n++;
    }
    k->granted |= rights;
}
