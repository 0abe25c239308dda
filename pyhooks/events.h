// SPDX-License-Identifier: MIT
// events.def as a table, for the two audit hooks: audit.c, guard/hook.c.

#ifndef SBX_EVENTS_H
#define SBX_EVENTS_H

#include <stddef.h>

enum decision {
    FREE,
    SECTION,
    NEVER,
    IMPORT,
    GETFRAME,
    FIND_CLASS,
    CODE,
    FUNCTION,
    OPEN,
    LIST,
    CHANGE,
    CHANGE2,
    SQLITE,
    CONNECT,
    BIND,
    PAIR,
    PROCESS,
    THREAD,
};

struct event {
    const char *name;
    enum decision decision;
    int dir_fd;
};

static const struct event events[] = {
#define EVENT(name, decision, dir_fd) {name, decision, dir_fd},
#include "events.def"
#undef EVENT
};
#define N_EVENTS (sizeof events / sizeof *events)

#endif
