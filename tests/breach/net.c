// SPDX-License-Identifier: MIT
// Sockets of every kind, and reaching the runner's servers.

#include "breach.h"
#include "uring.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>

/* A kernel that lacks the protocol says so with one of these. */
static int
made(long fd)
{
    return fd == -EAFNOSUPPORT || fd == -EPROTONOSUPPORT
                   || fd == -ESOCKTNOSUPPORT
               ? SKIP
               : breach_fd(fd);
}

#define SOCKET(name, domain, type, protocol)               \
    static int name(void)                                  \
    {                                                      \
        return made(CALL(socket, domain, type, protocol)); \
    }
SOCKET(tcp4, AF_INET, SOCK_STREAM, 0)
SOCKET(tcp6, AF_INET6, SOCK_STREAM, 0)
SOCKET(udp4, AF_INET, SOCK_DGRAM, 0)
SOCKET(udp6, AF_INET6, SOCK_DGRAM, 0)
SOCKET(ping, AF_INET, SOCK_DGRAM, IPPROTO_ICMP)
SOCKET(raw, AF_INET, SOCK_RAW, IPPROTO_ICMP)
SOCKET(mptcp, AF_INET, SOCK_STREAM, 262)
SOCKET(sctp, AF_INET, SOCK_STREAM, 132)
SOCKET(unix_stream, AF_UNIX, SOCK_STREAM, 0)
SOCKET(unix_datagram, AF_UNIX, SOCK_DGRAM, 0)
SOCKET(unix_packets, AF_UNIX, SOCK_SEQPACKET, 0)
SOCKET(netlink_route, AF_NETLINK, SOCK_RAW, 0)
SOCKET(netlink_audit, AF_NETLINK, SOCK_RAW, 9)
SOCKET(packet, AF_PACKET, SOCK_DGRAM, 0)
SOCKET(virtual_machine, 40 /* AF_VSOCK */, SOCK_STREAM, 0)
SOCKET(kernel_crypto, 38 /* AF_ALG */, SOCK_SEQPACKET, 0)
SOCKET(bluetooth, 31, SOCK_RAW, 1)
SOCKET(can_bus, 29, SOCK_RAW, 1)
SOCKET(express_data_path, 44 /* AF_XDP */, SOCK_RAW, 0)
SOCKET(tipc, 30, SOCK_STREAM, 0)
SOCKET(high_bits, 0x700000000 | AF_INET, SOCK_STREAM, 0)

static int
pair(void)
{
    int fds[2];

    return breach_errno(CALL(socketpair, AF_UNIX, SOCK_STREAM, 0, P(fds)));
}

static long
to_server(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)ground.port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    long fd = CALL(socket, AF_INET, SOCK_STREAM, 0);
    long rc = fd < 0 ? fd : CALL(connect, fd, P(&to), sizeof(to));

    return rc < 0 ? rc : fd;
}

static int
connect_tcp(void)
{
    return breach_fd(to_server());
}

static int
send_to_server(void)
{
    long fd = to_server();

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(sendto, fd, P("x"), 1, 0, 0, 0));
}

/* TCP Fast Open connects without connect(2). */
static int
fast_open(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)ground.port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    long fd = CALL(socket, AF_INET, SOCK_STREAM, 0);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(sendto, fd, P("x"), 1, MSG_FASTOPEN,
                                      P(&to), sizeof(to)));
}

static int
bind_and_listen(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    long fd = CALL(socket, AF_INET, SOCK_STREAM, 0);
    long rc = fd < 0 ? fd : CALL(bind, fd, P(&at), sizeof(at));

    rc = rc < 0 ? rc : CALL(listen, fd, 1);
    return breach_errno(rc);
}

/* listen() alone binds by itself. */
static int
listen_unbound(void)
{
    long fd = CALL(socket, AF_INET, SOCK_STREAM, 0);

    return fd < 0 ? breach_errno(fd) : breach_errno(CALL(listen, fd, 1));
}

static int
send_datagram(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons(53),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    long fd = CALL(socket, AF_INET, SOCK_DGRAM, 0);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(
                      CALL(sendto, fd, P("x"), 1, 0, P(&to), sizeof(to)));
}

static int
connect_unix(const char *path, size_t skip)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t n = strlen(path);
    long fd = CALL(socket, AF_UNIX, SOCK_STREAM, 0);

    memcpy(to.sun_path + skip, path, n);
    return fd < 0 ? breach_errno(fd)
                  : breach_errno(
                      CALL(connect, fd, P(&to),
                           offsetof(struct sockaddr_un, sun_path) + skip + n));
}

static int
connect_unix_path(void)
{
    return connect_unix(ground.socket, 0);
}

static int
connect_unix_abstract(void)
{
    return connect_unix(ground.socket, 1);
}

static int
bind_unix_path(void)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    long fd = CALL(socket, AF_UNIX, SOCK_STREAM, 0);

    strcpy(at.sun_path, breach_path(ground.outside, "s"));
    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(bind, fd, P(&at), sizeof(at)));
}

static int
io_uring_socket(void)
{
    struct uring ring;
    int rc = uring_open(&ring);
    long fd = rc != 0 ? 0 : uring_socket(&ring, AF_INET, SOCK_STREAM);

    return rc != 0 ? rc : fd == -EINVAL ? SKIP : breach_fd(fd);
}

#if defined(__x86_64__)
/* socketcall(SYS_SOCKET, {AF_INET, SOCK_STREAM, 0}) of i386. */
static int
i386_socketcall(void)
{
    unsigned *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    int ret;

    if (low == MAP_FAILED) {
        return errno;
    }
    low[0] = AF_INET;
    low[1] = SOCK_STREAM;
    low[2] = 0;
    __asm__ volatile("int $0x80"
                     : "=a"(ret)
                     : "a"(102), "b"(1), "c"((int)(long)low)
                     : "memory", "r8", "r9", "r10", "r11");
    return breach_fd(ret);
}
#else
static int
i386_socketcall(void)
{
    return SKIP;
}
#endif

#define R(name) ROW("net", name)
// clang-format off
const struct breach_probe breach_net[] = {
    R(tcp4) R(tcp6) R(udp4) R(udp6) R(ping) R(raw) R(mptcp) R(sctp)
    R(unix_stream) R(unix_datagram) R(unix_packets) R(netlink_route)
    R(netlink_audit) R(packet) R(virtual_machine) R(kernel_crypto) R(bluetooth)
    R(can_bus) R(express_data_path) R(tipc) R(high_bits) R(pair) R(connect_tcp)
    R(send_to_server) R(fast_open) R(bind_and_listen) R(listen_unbound)
    R(send_datagram) R(connect_unix_path) R(connect_unix_abstract)
    R(bind_unix_path) R(io_uring_socket) R(i386_socketcall)
    END_ROWS
};
// clang-format on
