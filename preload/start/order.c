// SPDX-License-Identifier: MIT
// An order for a child, as the supervisor sends it: preload/wire.h.  It is
// trusted; what it carries of a request (a policy as text) is not.

#include "order.h"

#include "start.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

struct sbx_order sbx_order;
int sbx_order_policy = -1;

static void
bad_order(const char *what)
{
    sbx_die("zygote: %s", what);
}

/* The next of the strings, or NULL if it is empty. */
static const char *
next_string(char **at, char *end, uint32_t n)
{
    char *s = *at;

    if (n == 0 || n > (size_t)(end - s) || s[n - 1] != '\0') {
        bad_order("an order that is cut");
    }
    *at += n;
    return n == 1 ? NULL : s;
}

static void
take_order(size_t n)
{
    struct sbx_wire_order head;
    char *at = sbx_order.text + sizeof(head), *end = sbx_order.text + n;

    memcpy(&head, sbx_order.text, sizeof(head));
    sbx_order.number = head.number;
    sbx_order.flags = head.flags;
    sbx_order.policy = next_string(&at, end, head.policy);
    sbx_order.scratch = next_string(&at, end, head.scratch);
    sbx_order.cwd = next_string(&at, end, head.cwd);
    sbx_order.script = next_string(&at, end, head.script);
}

static void
keep_policy(void)
{
    const char *text = sbx_order.policy;

    sbx_order_policy = -1;
    if (text == NULL || (sbx_order.flags & SBX_ORDER_NAMES) != 0) {
        return;
    }
    int fd = memfd_create("policy", MFD_CLOEXEC);
    if (fd >= 0 && write(fd, text, strlen(text)) != (ssize_t)strlen(text)) {
        close(fd);
        fd = -1; /* the child says so */
    }
    sbx_order_policy = fd;
}

void
sbx_order_wait(int control)
{
    char room[CMSG_SPACE(sizeof(sbx_order.fds))];
    struct iovec v = {sbx_order.text, sizeof(sbx_order.text) - 1};
    struct msghdr m = {.msg_iov = &v,
                       .msg_iovlen = 1,
                       .msg_control = room,
                       .msg_controllen = sizeof(room)};
    ssize_t n;

    do {
        n = recvmsg(control, &m, MSG_CMSG_CLOEXEC);
    } while (n < 0 && errno == EINTR);
    if (n <= 0) {
        syscall(SYS_exit_group, 0);
    }
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    if ((size_t)n < sizeof(struct sbx_wire_order) || c == NULL
        || c->cmsg_type != SCM_RIGHTS
        || c->cmsg_len != CMSG_LEN(sizeof(sbx_order.fds))
        || (m.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
        bad_order("an order without its descriptors");
    }
    memcpy(sbx_order.fds, CMSG_DATA(c), sizeof(sbx_order.fds));
    take_order((size_t)n);
    keep_policy();
}
