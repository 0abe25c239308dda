// SPDX-License-Identifier: MIT
// What an event loop of asyncio does that nobody else may: wrap the two ends
// of a socketpair, by which it wakes itself up, and turn Ctrl-C into the
// cancellation of its main task.

#include "audit.h"
#include "hooks.h"
#include "trust.h"
#include "views.h"

#include <signal.h>
#include <sys/socket.h>

static bool
is_in(sbx_frame *f, const char *module, const char *qualname)
{
    const char *name = f == NULL || !sbx_trusted(f)
                           ? NULL
                           : sbx_utf8(compat_code(f)->co_qualname);
    return name != NULL && f->f_globals == sbx_module_dict(module)
           && (qualname == NULL || strcmp(name, qualname) == 0);
}

static long
number(PyObject *o)
{
    /* socket.AF_UNIX is an enum's member, an int by its contents. */
    long n = o != NULL && PyLong_Check(o) ? PyLong_AsLong(o) : -1;
    PyErr_Clear();
    return n;
}

/* socket.socketpair() makes its objects from descriptors that it was given by
 * _socket.socketpair(); no other function may make one. */
bool
sbx_in_socketpair(PyObject *family, PyObject *type)
{
    sbx_frame *f = compat_top();
    return number(family) == AF_UNIX && number(type) == SOCK_STREAM
           && is_in(f, "socket", "socket.__init__")
           && is_in(compat_previous(f), "socket", "socketpair");
}

bool
sbx_is_loops_signal(PyObject *args)
{
    sbx_frame *f = compat_top();
    if (number(PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0) : NULL)
        != SIGINT) {
        return false;
    }
    while (is_in(f, "signal", NULL)) {
        f = compat_previous(f);
    }
    return is_in(f, "asyncio.runners", "Runner.run");
}
