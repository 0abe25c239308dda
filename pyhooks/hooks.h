// SPDX-License-Identifier: MIT
// The interpreter layer: what all its files share; a header for each subject
// has the rest.  The order of events:
//
//   init.c    audit hook, before Py_Initialize
//   arm.c     at `cpython.run_*`: builtins, views, guards, gates; proved
//   main.c    at the program's `exec`: sbx.running = 1
//   audit.c   from then on every event is decided by events.def
//
// After arming a guarded act is refused unless the policy, a section or a
// grant allows it.

#ifndef SBX_HOOKS_H
#define SBX_HOOKS_H

#include "compat.h"
#include "host.h"

struct sbx_state {
    const struct sbx_host *host;
    bool armed;   /* guards are in place */
    bool running; /* the program's first instruction has been reached */
    bool ending;  /* and its last: destructors are left (end.c) */

    PyObject *real_builtins;    /* the interpreter's dict; borrowed for ever */
    PyObject *program_builtins; /* the program's module; a read-only view */
    PyObject *program_dict;     /* its dict */
    PyObject *modules;          /* interpreter's sys.modules, guarded */
    PyObject *main_dict;        /* __main__.__dict__ */
    PyObject *script;           /* the program's path as CPython has it */
    PyObject *path;             /* sys.path, frozen at arming: list of str */

    PyObject *Error, *ImportError, *PermissionError, *AttributeError;
};
extern struct sbx_state sbx;

/* --- small helpers ------------------------------------------------------- */

static inline void
sbx_decref_at(PyObject **p)
{
    Py_XDECREF(*p);
}
/* A local variable that owns its reference. */
#define Owned __attribute__((cleanup(sbx_decref_at))) PyObject *

/* FNV-1a, for the small constant tables. */
static inline unsigned
sbx_hash(const char *s)
{
    unsigned h = 2166136261u;
    for (; *s != '\0'; s++) {
        h = (h ^ (unsigned char)*s) * 16777619u;
    }
    return h;
}

/* errors.c: the UTF-8 of an exact str, or NULL without an error. */
const char *sbx_utf8(PyObject *s);
/* The same of a str or a class derived from it, by its contents. */
const char *sbx_text(PyObject *s);
/* Does a key of the dict have this text, whatever its class says of itself? */
bool sbx_dict_names(PyObject *dict, const char *name);
bool sbx_in_list(const char *const *list, const char *name);

#endif
