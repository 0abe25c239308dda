// SPDX-License-Identifier: MIT
// Which modules a zygote imports before it forks, and with which variables.

#include "start.h"

#include <stdlib.h>
#include <string.h>

const char *const *
sbx_zygote_names(const struct sbx_policy *p, const char *more)
{
    size_t room = p->preload.n + p->imports.n + 2, n = 0;

    for (const char *s = more; s != NULL && *s != '\0'; s++) {
        room += *s == ',';
    }
    const char **names = calloc(room + 1, sizeof *names);
    char *rest = more == NULL ? NULL : strdup(more), *save = NULL;
    if (names == NULL || (more != NULL && rest == NULL)) {
        sbx_die("out of memory");
    }
    for (size_t i = 0; i < p->preload.n; i++) {
        if (strcmp(p->preload.at[i].name, "*") != 0) {
            names[n++] = p->preload.at[i].name;
            continue;
        }
        for (size_t k = 0; k < p->imports.n; k++) {
            names[n++] = p->imports.at[k].module;
        }
        break; /* what else is named is in [imports], or of no use */
    }
    for (char *item = rest == NULL ? NULL : strtok_r(rest, ", ", &save);
         item != NULL; item = strtok_r(NULL, ", ", &save)) {
        names[n++] = item;
    }
    return names;
}

/* What makes libraries start threads when they are imported: they would stay
 * behind in the zygote.  The program does not see these. */
static const char *const pools[] = {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS",
                                    "MKL_NUM_THREADS", NULL};

const char *const *
sbx_zygote_limit_threads(const struct sbx_policy *p)
{
    static const char *unset[sizeof(pools) / sizeof(*pools)];
    size_t n = 0;

    for (size_t i = 0; pools[i] != NULL; i++) {
        if (getenv(pools[i]) == NULL && !p->threads.on) {
            setenv(pools[i], "1", 1);
            unset[n++] = pools[i];
        }
    }
    return unset;
}
