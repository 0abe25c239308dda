// SPDX-License-Identifier: MIT
// Text built by hand in a buffer that is large enough by construction: JSON
// for the log, terminal-safe text for the summary.  Async-signal-safe.

#ifndef SBX_LOG_JSON_H
#define SBX_LOG_JSON_H

#include <stdbool.h>
#include <stddef.h>

struct sbx_text {
    char *at;
    size_t n, size; /* what does not fit is dropped, never half of it */
    bool cut;       /* something was dropped */
};

void sbx_text_put(struct sbx_text *t, const char *s);
void sbx_text_number(struct sbx_text *t, unsigned long n);

/* At most max bytes of s, whatever bytes it has, as a quoted JSON string;
 * invalid UTF-8 becomes U+FFFD.  False: s was cut. */
bool sbx_text_json(struct sbx_text *t, const char *s, size_t max);

/* At most max bytes of s for a terminal: what it would obey (controls, text
 * direction) becomes `?`.  False: s was cut. */
bool sbx_text_shown(struct sbx_text *t, const char *s, size_t max);

#endif
