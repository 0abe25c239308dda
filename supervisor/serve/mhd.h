// SPDX-License-Identifier: MIT
// libmicrohttpd, loaded when it is needed: no other sub-command speaks HTTP.

#ifndef SBX_MHD_H
#define SBX_MHD_H

#include <microhttpd.h>

/* The functions that are used, by their names without MHD_. */
#define SBX_MHD_FUNCTIONS(F)         \
    F(start_daemon)                  \
    F(stop_daemon)                   \
    F(quiesce_daemon)                \
    F(run)                           \
    F(get_timeout)                   \
    F(get_daemon_info)               \
    F(get_connection_info)           \
    F(lookup_connection_value)       \
    F(suspend_connection)            \
    F(resume_connection)             \
    F(create_response_from_buffer)   \
    F(create_response_from_callback) \
    F(add_response_header)           \
    F(queue_response)                \
    F(destroy_response)

struct sbx_mhd {
#define F(name) __typeof__(MHD_##name) *name;
    SBX_MHD_FUNCTIONS(F)
#undef F
};

/* Dies if the library is not there. */
const struct sbx_mhd *sbx_mhd(void);

#endif
