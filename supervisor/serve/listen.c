// SPDX-License-Identifier: MIT
// Sockets to listen on.

#include "listen.h"

#include "cli.h"
#include "serve.h"
#include "token.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define FIRST_INHERITED 3 /* SD_LISTEN_FDS_START of sd_listen_fds(3) */

union address {
    struct sockaddr any;
    struct sockaddr_un un;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
};

static struct sbx_listener all[SBX_MAX_LISTENERS];
static unsigned n_all;
static const char *made; /* the path of our own UNIX socket */
static struct stat made_is;

static void
add(int fd, bool tcp, const char *name)
{
    if (n_all == SBX_MAX_LISTENERS) {
        sbx_die("serve: too many sockets (%d)", SBX_MAX_LISTENERS);
    }
    if (tcp && !sbx_token_is_set()) {
        sbx_die("serve: %s needs a token: name its file by --token-file, or "
                "set PYSBX_TOKEN",
                name);
    }
    all[n_all++] = (struct sbx_listener){fd, tcp, name};
}

static bool
is_loopback(const union address *a)
{
    if (a->any.sa_family == AF_INET) {
        return ntohl(a->in.sin_addr.s_addr) >> 24 == 127;
    }
    return a->any.sa_family == AF_INET6
           && IN6_IS_ADDR_LOOPBACK(&a->in6.sin6_addr);
}

/* --- a UNIX socket --- */

/* A server that was killed leaves its socket behind: nobody answers there. */
static void
remove_stale(const struct sockaddr_un *a)
{
    struct stat st;

    if (lstat(a->sun_path, &st) != 0) {
        return;
    }
    if (!S_ISSOCK(st.st_mode)) {
        sbx_die("serve: %s is there, and is no socket", a->sun_path);
    }
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)a, sizeof *a) == 0) {
        sbx_die("serve: another server listens on %s", a->sun_path);
    }
    if (fd >= 0 && errno == ECONNREFUSED) {
        unlink(a->sun_path);
    }
    if (fd >= 0) {
        close(fd);
    }
}

static void
open_unix(const char *path)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof a.sun_path) {
        sbx_die("serve: the path of the socket is longer than %zu bytes: %s",
                sizeof a.sun_path - 1, path);
    }
    strcpy(a.sun_path, path);
    remove_stale(&a);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t old = umask(0177); /* nobody else, not even for a moment */
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) != 0
        || listen(fd, SOMAXCONN) != 0) {
        sbx_die("serve: cannot listen on %s: %s", path, strerror(errno));
    }
    umask(old);
    made = path;
    lstat(path, &made_is);
    add(fd, false, path);
}

/* --- TCP --- */

static void
parse_address(const char *text, union address *a, socklen_t *n)
{
    char host[64];
    const char *colon = strrchr(text, ':');
    size_t len = colon == NULL ? 0 : (size_t)(colon - text);
    char *end = NULL;
    unsigned long port = colon == NULL ? 0 : strtoul(colon + 1, &end, 10);

    memset(a, 0, sizeof *a);
    if (len == 0 || len >= sizeof host || colon[1] < '0' || colon[1] > '9'
        || *end != '\0' || port > 65535) {
        sbx_die("serve: --listen: `%s` is not ADDRESS:PORT", text);
    }
    bool six = text[0] == '[' && text[len - 1] == ']';
    snprintf(host, sizeof host, "%.*s", (int)(six ? len - 2 : len),
             six ? text + 1 : text);
    if (six && inet_pton(AF_INET6, host, &a->in6.sin6_addr) == 1) {
        a->in6.sin6_family = AF_INET6;
        a->in6.sin6_port = htons((uint16_t)port);
        *n = sizeof a->in6;
    }
    else if (!six && inet_pton(AF_INET, host, &a->in.sin_addr) == 1) {
        a->in.sin_family = AF_INET;
        a->in.sin_port = htons((uint16_t)port);
        *n = sizeof a->in;
    }
    else {
        sbx_die("serve: --listen: `%s` is no numeric address", host);
    }
    if (!is_loopback(a)) {
        sbx_die("serve: --listen: %s is no loopback address; put a proxy in "
                "front to be reached from elsewhere",
                text);
    }
}

/* As it is now: port 0 has become one. */
static const char *
name_of(const union address *a)
{
    char host[64];

    if (a->any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &a->in6.sin6_addr, host, sizeof host);
        return sbx_format("http://[%s]:%u", host, ntohs(a->in6.sin6_port));
    }
    inet_ntop(AF_INET, &a->in.sin_addr, host, sizeof host);
    return sbx_format("http://%s:%u", host, ntohs(a->in.sin_port));
}

static void
open_tcp(const char *text)
{
    union address a;
    socklen_t n = 0;
    int one = 1;

    parse_address(text, &a, &n);
    int fd =
        socket(a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0
        || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0
        || bind(fd, &a.any, n) != 0 || listen(fd, SOMAXCONN) != 0
        || getsockname(fd, &a.any, &n) != 0) {
        sbx_die("serve: cannot listen on %s: %s", text, strerror(errno));
    }
    add(fd, true, name_of(&a));
}

/* --- sockets that were opened for us --- */

static unsigned
inherited(void)
{
    const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");

    if (pid == NULL || fds == NULL || strtol(pid, NULL, 10) != getpid()) {
        return 0;
    }
    long n = strtol(fds, NULL, 10);
    return n < 0 || n > SBX_MAX_LISTENERS ? 0 : (unsigned)n;
}

static void
take_inherited(int fd)
{
    union address a;
    socklen_t n = sizeof a;
    int type = 0, listens = 0;
    socklen_t size = sizeof type;

    memset(&a, 0, sizeof a);
    if (getsockname(fd, &a.any, &n) != 0
        || getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0
        || getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0
        || type != SOCK_STREAM || !listens) {
        sbx_die("serve: descriptor %d of LISTEN_FDS is no stream socket that "
                "listens",
                fd);
    }
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    if (a.any.sa_family == AF_UNIX) {
        add(fd, false, sbx_format("descriptor %d", fd));
    }
    else if (is_loopback(&a)) {
        add(fd, true, name_of(&a));
    }
    else {
        sbx_die("serve: descriptor %d of LISTEN_FDS is on no loopback address",
                fd);
    }
}

const struct sbx_listener *
sbx_listen(unsigned *n)
{
    const struct sbx_serve_options *o = &sbx_server.o;
    unsigned ready = inherited();

    for (unsigned i = 0; i < ready; i++) {
        take_inherited(FIRST_INHERITED + (int)i);
    }
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    if (o->listen != NULL) {
        open_tcp(o->listen);
    }
    if (o->socket != NULL) {
        open_unix(o->socket);
    }
    if (n_all == 0) {
        const char *dir = getenv("XDG_RUNTIME_DIR");
        if (dir == NULL || dir[0] != '/') {
            sbx_die("serve: XDG_RUNTIME_DIR is not set: name a socket by "
                    "--socket");
        }
        open_unix(sbx_format("%s/pysbx.sock", dir));
    }
    *n = n_all;
    return all;
}

void
sbx_listen_close(void)
{
    struct stat st;

    /* Another server may have taken the name meanwhile. */
    if (made != NULL && lstat(made, &st) == 0 && st.st_ino == made_is.st_ino
        && st.st_dev == made_is.st_dev) {
        unlink(made);
    }
    for (unsigned i = 0; i < n_all; i++) {
        close(all[i].fd);
    }
    n_all = 0;
}

/* --- systemd --- */

void
sbx_notify(const char *state)
{
    static struct sockaddr_un a = {.sun_family = AF_UNIX};
    static size_t len;
    const char *path = getenv("NOTIFY_SOCKET");

    if (path != NULL) {
        len = strlen(path);
        len = (path[0] != '/' && path[0] != '@') || len >= sizeof a.sun_path
                  ? 0
                  : len;
        memcpy(a.sun_path, path, len);
        if (path[0] == '@') {
            a.sun_path[0] = '\0';
        }
        unsetenv("NOTIFY_SOCKET"); /* not for those that we start */
    }
    int fd = len == 0 ? -1 : socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        socklen_t n =
            (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
        sendto(fd, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT,
               (const struct sockaddr *)&a, n);
        close(fd);
    }
}
