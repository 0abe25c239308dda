// SPDX-License-Identifier: MIT
// What http.c and talk.c share.

#ifndef SBX_TALK_H
#define SBX_TALK_H

#include "http.h"

struct sbx_talk *sbx_talk_new(struct MHD_Connection *c);
void sbx_talk_suspend(struct sbx_talk *k);

/* libmicrohttpd's call for each piece of a request. */
enum MHD_Result sbx_talk_step(void *from, struct MHD_Connection *c,
                              const char *path, const char *method,
                              const char *version, const char *data, size_t *n,
                              void **context);

#endif
