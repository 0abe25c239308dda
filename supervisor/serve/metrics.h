// SPDX-License-Identifier: MIT
// Counters, for GET /metrics (Prometheus' text format).

#ifndef SBX_METRICS_H
#define SBX_METRICS_H

#include "buffer.h"
#include "task.h"

void sbx_metrics_done(const struct sbx_task *t);
void sbx_metrics_cancelled(void);
void sbx_metrics_again(void);
void sbx_metrics_answered(int status);
void sbx_metrics_write(struct sbx_buffer *ret);

#endif
