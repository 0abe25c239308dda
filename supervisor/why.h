// SPDX-License-Identifier: MIT
// The parts of `pysbx why`: one function for each kind of act.

#ifndef SBX_WHY_H
#define SBX_WHY_H

#include "profile.h"

struct sbx_why {
    struct sbx_profile_options *options;
    struct sbx_place place;
    struct sbx_interp interp;
    const struct sbx_policy *policy;
};

/* Print what each layer says about the act on object.  True: it is allowed.
 * Dies for an object that makes no sense. */
typedef bool sbx_why_act(const struct sbx_why *w, const char *object);

sbx_why_act sbx_why_import, sbx_why_read, sbx_why_write, sbx_why_connect,
    sbx_why_bind, sbx_why_syscall, sbx_why_env, sbx_why_exit, sbx_why_threads,
    sbx_why_subprocess, sbx_why_execute;

/* "  interpreter  no: TEXT" */
void sbx_why_layer(const char *layer, bool yes, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "  to allow it: LINE" */
void sbx_why_remedy(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

#endif
