// SPDX-License-Identifier: MIT
// The functions that stand behind ours of the same name.

#ifndef SBX_NEXT_H
#define SBX_NEXT_H

#include <stdbool.h>

/* names: "open\0close\0", one for each slot.  Fills in the slots that are NULL
 * and can be; the caller asks dlsym for the rest.  For the constructor. */
void sbx_next_symbols(const char *names, void **slots);

#endif
