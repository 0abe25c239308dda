// SPDX-License-Identifier: MIT
// The rows of interpose.def become code: slots, their filling, wrappers.  No
// row has logic of its own; what does is in the gates (interpose_gate.c).
// Compiled without _FORTIFY_SOURCE and large-file renaming: with either, the
// compiler would give our open() another name.

#include "interpose.h"

#include "next.h"

#include <stdarg.h>
#include <string.h>

struct sbx_real sbx_real;

/* One string: a table of pointers would have to be relocated at each start. */
static const char names[] =
#define ROW(name) #name "\0"
#define WRAP(ret, fail, name, params, args, gate) ROW(name)
#define WRAPV(ret, fail, name, params, args, flags, gate) ROW(name)
#define OWN(name) ROW(name)
#define EMBED(name)
#include "interpose.def"
#undef WRAP
#undef WRAPV
    ;

/* Once, and every row: dlsym may allocate and lock, which a wrapper that runs
 * in a signal handler may not. */
void
sbx_interpose_resolve(void)
{
    static bool resolved;
    void **slots = (void **)&sbx_real;
    size_t i = 0;

    if (resolved) {
        return;
    }
    sbx_next_symbols(names, slots);
    for (const char *n = names; *n != '\0'; n += strlen(n) + 1, i++) {
        if (slots[i] == NULL) {
            slots[i] = dlsym(RTLD_NEXT, n);
        }
    }
    resolved = true;
}

/* --- the wrappers --- */

#define WRAP(ret, fail, name, params, args, gate)    \
    SBX_PUBLIC ret name params                       \
    {                                                \
        const struct sbx_call call = SBX_CALL(name); \
        (void)call;                                  \
        if (!SBX_REAL(name)) {                       \
            return fail;                             \
        }                                            \
        if (SBX_LIBC_ON) {                           \
            int saved = errno;                       \
            int refused = (gate);                    \
            errno = refused ? refused : saved;       \
            if (refused) {                           \
                return fail;                         \
            }                                        \
        }                                            \
        return sbx_real.name args;                   \
    }

/* O_TMPFILE contains O_DIRECTORY, hence the comparison: glibc's
 * __OPEN_NEEDS_MODE. */
#define NEEDS_MODE(flags) \
    (((flags)&O_CREAT) != 0 || ((flags)&O_TMPFILE) == O_TMPFILE)

#define WRAPV(ret, fail, name, params, args, flags, gate) \
    SBX_PUBLIC ret name params                            \
    {                                                     \
        const struct sbx_call call = SBX_CALL(name);      \
        mode_t mode = 0;                                  \
        if (NEEDS_MODE(flags)) {                          \
            va_list rest;                                 \
            va_start(rest, flags);                        \
            mode = va_arg(rest, mode_t);                  \
            va_end(rest);                                 \
        }                                                 \
        if (!SBX_REAL(name)) {                            \
            return fail;                                  \
        }                                                 \
        if (SBX_LIBC_ON) {                                \
            int saved = errno;                            \
            int refused = (gate);                         \
            errno = refused ? refused : saved;            \
            if (refused) {                                \
                return fail;                              \
            }                                             \
        }                                                 \
        return sbx_real.name args;                        \
    }

#ifdef SBX_NO_INTERPOSE
#undef WRAP
#undef WRAPV
#define WRAP(ret, fail, name, params, args, gate)
#define WRAPV(ret, fail, name, params, args, flags, gate)
#endif
#undef OWN
#define OWN(name)

#include "interpose.def"
