// SPDX-License-Identifier: MIT
// The one end of every refusal of the libc layer: who asked, and the log.

#include "interpose.h"

#include "log.h"

#include <link.h>

/* _dl_find_object (glibc 2.35) is async-signal-safe and takes no lock, which
 * dladdr does.  Without it the caller stays unknown. */
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 35)
static const struct link_map *
object_of(const void *code, long *offset)
{
    struct dl_find_object found;
    if (_dl_find_object((void *)code, &found) != 0) {
        return NULL;
    }
    *offset = (const char *)code - (const char *)found.dlfo_map_start;
    return found.dlfo_link_map;
}
#else
static const struct link_map *
object_of(const void *code, long *offset)
{
    (void)code;
    (void)offset;
    return NULL;
}
#endif

/* The main program is the one without a name. */
static bool
is_exe(const struct link_map *map)
{
    return map != NULL && map->l_name != NULL && map->l_name[0] == '\0';
}

bool
sbx_caller_is_exe(const void *caller)
{
    long offset;
    return is_exe(object_of(caller, &offset));
}

int
sbx_refuse(const struct sbx_call *call, int error, const struct sbx_refusal *r)
{
    if (!sbx_core_running()) {
        return error;
    }
    long offset = 0;
    const struct link_map *map = object_of(call->caller, &offset);
    const char *library = NULL;
    if (map != NULL) {
        library = is_exe(map) ? sbx_core.exe : map->l_name;
    }
    sbx_log_violation(&(struct sbx_violation){
        .layer = "libc",
        .rule = r->rule,
        .object = r->object,
        .reason = r->reason,
        .allow = r->allow,
        .file = library,
        .line = library == NULL ? 0 : offset,
        .function = call->function,
    });
    return error;
}
