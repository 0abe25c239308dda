// SPDX-License-Identifier: MIT
// When a zygote is to be replaced: what its children know of its memory (its
// layout, the seed of hash()) should not be true for ever, nor should it grow.

#include "warm.h"
#include "watch.h"

#include <stdio.h>
#include <unistd.h>

#define CHILDREN 10000           /* of one zygote */
#define LOOK UINT64_C(500000000) /* ns between looks at its size */
/* ns: to import what it preloads; to fork, which takes milliseconds.  Less
 * than a request waits (serve/queue.c): it is to be served by the next one. */
#define TO_START UINT64_C(120000000000)
#define TO_FORK UINT64_C(5000000000)

uint64_t
sbx_zygote_resident(pid_t pid)
{
    unsigned long long all, pages = 0;
    char path[32];

    snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    FILE *f = fopen(path, "re");
    if (f != NULL) {
        if (fscanf(f, "%llu %llu", &all, &pages) != 2) {
            pages = 0;
        }
        fclose(f);
    }
    return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

bool
sbx_zygote_hangs(const struct process *p)
{
    uint64_t since = p->since;

    if (p->pid == 0 || (p->up && p->pending == NULL)) {
        return false;
    }
    if (p->up) {
        since =
            p->heard > p->pending->ordered ? p->heard : p->pending->ordered;
    }
    return sbx_now() - since >= (p->up ? TO_FORK : TO_START);
}

enum sbx_zygote_end
sbx_zygote_is_old(const struct sbx_zygote *z, struct process *p)
{
    uint64_t now = sbx_now();

    if (p->born >= (z->o.children == 0 ? CHILDREN : z->o.children)) {
        return SBX_ZYGOTE_CHILDREN;
    }
    if (z->o.age != 0 && now - p->since >= z->o.age) {
        return SBX_ZYGOTE_AGE;
    }
    if (z->o.growth != 0 && !p->grown && now - p->looked >= LOOK) {
        p->looked = now;
        p->grown = sbx_zygote_resident(p->pid) >= p->size + z->o.growth;
    }
    return p->grown ? SBX_ZYGOTE_GROWTH : SBX_ZYGOTE_ENDS;
}
