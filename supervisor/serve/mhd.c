// SPDX-License-Identifier: MIT
// libmicrohttpd by dlopen.

#include "mhd.h"

#include "cli.h"

#include <dlfcn.h>
#include <stdbool.h>

#define LIBRARY "libmicrohttpd.so.12" /* 0.9.13 (2011) and later */

const struct sbx_mhd *
sbx_mhd(void)
{
    static struct sbx_mhd m;
    static bool loaded;

    if (loaded) {
        return &m;
    }
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        sbx_die("serve needs libmicrohttpd: %s", dlerror());
    }
#define F(name)                                                       \
    *(void **)&m.name = dlsym(library, "MHD_" #name);                 \
    if (m.name == NULL) {                                             \
        sbx_die("libmicrohttpd has no MHD_" #name ": it is too old"); \
    }
    SBX_MHD_FUNCTIONS(F)
#undef F
    loaded = true;
    return &m;
}
