// SPDX-License-Identifier: MIT
// The libc layer's gates for sockets: TCP to and from the ports of the policy,
// and nothing else.

#include "interpose.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

static int
refuse(const struct sbx_call *call, const char *object, const char *allow)
{
    return sbx_refuse(call, EPERM,
                      &(struct sbx_refusal){
                          .rule = "network",
                          .object = object,
                          .reason = "not granted",
                          .allow = allow,
                      });
}

int
sbx_gate_socket(const struct sbx_call *call, int domain, int type)
{
    const struct sbx_policy *p = sbx_core.policy;
    int kind = type & ~(SOCK_CLOEXEC | SOCK_NONBLOCK);

    switch (domain) {
    case AF_INET:
    case AF_INET6:
        if (kind == SOCK_STREAM && p->connect.n + p->bind.n > 0) {
            return 0;
        }
        return kind == SOCK_STREAM
                   ? refuse(call, "a TCP socket",
                            "[network] connect = tcp/443")
                   : refuse(call, "a socket other than TCP", NULL);
    default:
        return refuse(call, "a socket of another family", NULL);
    }
}

/* "tcp/65535" and the line that would grant it. */
static int
refuse_port(const struct sbx_call *call, const char *key, unsigned port)
{
    char object[16], allow[48], digits[8];
    size_t n = sizeof(digits);

    digits[--n] = '\0';
    do {
        digits[--n] = (char)('0' + port % 10);
        port /= 10;
    } while (port != 0);
    strcpy(object, "tcp/");
    strcat(object, digits + n);
    strcpy(allow, "[network] ");
    strcat(allow, key);
    strcat(allow, " = ");
    strcat(allow, object);
    return refuse(call, object, allow);
}

/* For a socket of socketpair().  The path is not always terminated; sockets of
 * the abstract namespace have no file that could be granted. */
static int
gate_unix(const struct sbx_call *call, const struct sockaddr_un *address,
          socklen_t size)
{
    char path[sizeof(address->sun_path) + 1];
    size_t n = size - offsetof(struct sockaddr_un, sun_path);

    if (n == 0 || address->sun_path[0] == '\0') {
        return refuse(call, "an abstract UNIX socket", NULL);
    }
    if (n > sizeof(address->sun_path)) {
        n = sizeof(address->sun_path);
    }
    memcpy(path, address->sun_path, n);
    path[n] = '\0';
    return sbx_gate_path(call, AT_FDCWD, path, SBX_WRITE);
}

int
sbx_gate_address(const struct sbx_call *call, const struct sockaddr *address,
                 socklen_t size, const struct sbx_port_rule *ports, size_t n,
                 const char *key)
{
    if (address == NULL || size < sizeof(sa_family_t)) {
        return 0; /* send() on a connected socket; or EFAULT, EINVAL */
    }
    unsigned port;
    switch (address->sa_family) {
    case AF_UNIX:
        return gate_unix(call, (const struct sockaddr_un *)address, size);
    case AF_INET:
    case AF_INET6:
        /* The port stands at the same place in both. */
        if (size < offsetof(struct sockaddr_in, sin_addr)) {
            return 0;
        }
        port = ntohs(((const struct sockaddr_in *)address)->sin_port);
        break;
    case AF_UNSPEC:
        return 0; /* dissolves a connection */
    default:
        return refuse(call, "an address of another family", NULL);
    }
    for (size_t i = 0; i < n; i++) {
        if (ports[i].port == port) {
            return 0;
        }
    }
    return refuse_port(call, key, port);
}

int
sbx_gate_message(const struct sbx_call *call, const struct msghdr *m)
{
    const struct sbx_policy *p = sbx_core.policy;
    return m == NULL
               ? 0
               : sbx_gate_address(call, m->msg_name, m->msg_namelen,
                                  p->connect.at, p->connect.n, "connect");
}

int
sbx_gate_messages(const struct sbx_call *call, const struct mmsghdr *list,
                  unsigned n)
{
    for (unsigned i = 0; list != NULL && i < n; i++) {
        int error = sbx_gate_message(call, &list[i].msg_hdr);
        if (error != 0) {
            return error;
        }
    }
    return 0;
}
