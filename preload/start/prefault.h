// SPDX-License-Identifier: MIT
// A start is mostly page faults: take many at once.

#ifndef SBX_PREFAULT_H
#define SBX_PREFAULT_H

#include <stdbool.h>

/* The variables of the loaded object that has symbol.  Changes nothing but the
 * time that it takes. */
void sbx_prefault(const void *symbol);

#endif
