// SPDX-License-Identifier: MIT
// The interpreter's machine code on huge pages: see hugetext.c.

#ifndef SBX_HUGETEXT_H
#define SBX_HUGETEXT_H

/* Of the object that symbol belongs to.  Where it does not work, nothing has
 * changed. */
void sbx_huge_text(const void *symbol);

#endif
