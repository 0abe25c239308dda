// SPDX-License-Identifier: MIT
// Which loaded object an address belongs to.  For the constructor only: the
// look-up takes the loader's lock.  (Not dladdr, which goes on to search all
// symbols of the object: 80,000 instructions for one address in libc.)

#ifndef SBX_OBJECT_H
#define SBX_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

struct sbx_object {
    const char *name; /* as the loader found it; "" for the main program */
    uintptr_t base;   /* tells objects apart */
    bool is_exe;
};

bool sbx_object_of(const void *address, struct sbx_object *ret);

#endif
