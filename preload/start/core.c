// SPDX-License-Identifier: MIT
// The state that preload/ shares, and the one thing about it that changes:
// whether the program's own instructions run yet.

#include "ask.h"
#include "core.h"
#include "log.h"
#include "start.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

struct sbx_core sbx_core;

/* Not in sbx_core: that page is read-only by the time this changes. */
static atomic_bool running;

void
sbx_core_run(void)
{
    atomic_store_explicit(&running, true, memory_order_release);
    sbx_supervised_running();
}

void
sbx_core_exit(int status)
{
    fflush(NULL);
    if (getpid() == sbx_core.pid) { /* not a child of the program's */
        sbx_log_summary();
        sbx_ask_end(status);
    }
    sbx_exit(status);
}

bool
sbx_core_running(void)
{
    return atomic_load_explicit(&running, memory_order_acquire);
}
