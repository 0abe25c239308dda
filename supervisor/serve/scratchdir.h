// SPDX-License-Identifier: MIT
// Where requests have their files: BASE/SERVER/REQUEST, which nobody else can
// enter.  What a server that was killed left behind is removed by the next.

#ifndef SBX_SCRATCHDIR_H
#define SBX_SCRATCHDIR_H

#include "order.h"
#include "task.h"

/* base: NULL, or --scratch.  Dies. */
void sbx_scratchdir_open(const char *base);
void sbx_scratchdir_close(void);

/* This server's own directory; with an empty directory `empty` in it. */
const char *sbx_scratchdir_path(void);

/* A directory for the task, with the order's files.  False with errno. */
bool sbx_scratchdir_make(struct sbx_task *t);
void sbx_scratchdir_remove(struct sbx_task *t);

/* What the task left there, as JSON; *skipped: what is not in it, and why. */
json_t *sbx_collect(const struct sbx_task *t, bool eval, json_t *skipped);

#endif
