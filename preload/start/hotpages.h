// SPDX-License-Identifier: MIT
// Memory that a zygote's children write to: see hotpages.c.

#ifndef SBX_HOTPAGES_H
#define SBX_HOTPAGES_H

#include <stdbool.h>

/* While a child lives that has done what children do: from now on fork()
 * copies at once what that one wrote to.  False: this kernel does not let us.
 */
bool sbx_hot_pages_pin(void);

#endif
