// SPDX-License-Identifier: MIT
// What next.c finds is what dlsym finds, for every function of interpose.def.

#include "check.h"
#include "next.h"

#include <dlfcn.h>

#define WRAP(ret, fail, name, ...) #name "\0"
#define WRAPV(ret, fail, name, ...) #name "\0"
#define OWN(name) #name "\0"
#define EMBED(name)
static const char rows[] =
#include "interpose.def"
    ;

/* Versions with a default (pthread_create), other types, and none. */
static const char others[] = "strlen\0memcpy\0time\0environ\0stdout\0"
                             "clock_gettime\0sbx_no_such_function\0";

static void *slots[1000];

static unsigned
compare(const char *names)
{
    unsigned found = 0;

    memset(slots, 0, sizeof slots);
    sbx_next_symbols(names, slots);
    void **slot = slots;
    for (const char *n = names; *n != '\0'; n += strlen(n) + 1, slot++) {
        void *loaders = dlsym(RTLD_NEXT, n);
        if (*slot != NULL) {
            found++;
            CHECK(*slot == loaders);
        }
    }
    return found;
}

int
main(void)
{
    CHECK(compare(rows) > 100);
    compare(others);
    CHECK(slots[0] == NULL && slots[1] == NULL); /* STT_GNU_IFUNC */
    CHECK(slots[3] == NULL);                     /* no function */
    CHECK(slots[6] == NULL);
    return check_done("next");
}
