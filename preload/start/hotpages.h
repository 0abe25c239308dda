// SPDX-License-Identifier: MIT
// Memory that a zygote's children write to: see hotpages.c.

#ifndef SBX_HOTPAGES_H
#define SBX_HOTPAGES_H

#include <stdbool.h>

/* A huge page is pinned, and copied, as a whole: from now on this process gets
 * none that it did not ask for (and its children do again).  Before there is
 * anything to pin. */
void sbx_hot_pages_begin(void);
void sbx_hot_pages_child(void);

/* While a child lives that has done what children do: from now on fork()
 * copies at once what that one wrote to.  False: this kernel does not let us.
 */
bool sbx_hot_pages_pin(void);

#endif
