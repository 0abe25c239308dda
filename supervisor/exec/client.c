// SPDX-License-Identifier: MIT
// The client's side of HTTP.

#include "client.h"

#include "bytes.h"
#include "cli.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MAX_HEAD 65536

const char *sbx_client_name = "exec";

static int
connect_unix(const char *path)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (strlen(path) >= sizeof a.sun_path) {
        sbx_die("%s: the path of the socket is too long: %s", sbx_client_name,
                path);
    }
    strcpy(a.sun_path, path);
    if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a) != 0) {
        sbx_die("%s: no server answers on %s: %s", sbx_client_name, path,
                strerror(errno));
    }
    return fd;
}

static int
connect_tcp(const char *where)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    struct sockaddr_in6 a6 = {.sin6_family = AF_INET6};
    char host[64];
    const char *colon = strrchr(where, ':');
    size_t n = colon == NULL ? 0 : (size_t)(colon - where);
    bool six = n > 2 && where[0] == '[' && where[n - 1] == ']';
    in_port_t port = htons((uint16_t)(n == 0 ? 0 : atoi(colon + 1)));

    if (n == 0 || n >= sizeof host || port == 0) {
        sbx_die("%s: `http://%s` is not http://ADDRESS:PORT", sbx_client_name,
                where);
    }
    snprintf(host, sizeof host, "%.*s", (int)(six ? n - 2 : n),
             six ? where + 1 : where);
    a.sin_port = a6.sin6_port = port;
    if (inet_pton(six ? AF_INET6 : AF_INET, host,
                  six ? (void *)&a6.sin6_addr : (void *)&a.sin_addr)
        != 1) {
        sbx_die("%s: `%s` is no numeric address", sbx_client_name, host);
    }
    int fd = socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0
        || connect(fd, six ? (struct sockaddr *)&a6 : (struct sockaddr *)&a,
                   six ? sizeof a6 : sizeof a)
               != 0) {
        sbx_die("%s: no server answers on http://%s: %s", sbx_client_name,
                where, strerror(errno));
    }
    return fd;
}

int
sbx_client_connect(const char *where)
{
    const char *dir = getenv("XDG_RUNTIME_DIR");

    if (where == NULL) {
        where = getenv("PYSBX_SERVER");
    }
    if (where == NULL || where[0] == '\0') {
        if (dir == NULL || dir[0] != '/') {
            sbx_die("%s: no server is named: use --socket, or set "
                    "PYSBX_SERVER",
                    sbx_client_name);
        }
        where = sbx_format("%s/pysbx.sock", dir);
    }
    if (strncmp(where, "http://", 7) == 0) {
        return connect_tcp(where + 7);
    }
    return connect_unix(strncmp(where, "unix:", 5) == 0 ? where + 5 : where);
}

/* A header, or "". */
static const char *
authorization(const char *file)
{
    char token[256];
    const char *value = getenv("PYSBX_TOKEN");

    if (file != NULL) {
        int fd = open(file, O_RDONLY | O_CLOEXEC);
        ssize_t n = fd < 0 ? -1 : read(fd, token, sizeof token - 1);
        if (n < 0) {
            sbx_die("%s: --token-file %s: %s", sbx_client_name, file,
                    strerror(errno));
        }
        close(fd);
        token[n] = '\0';
        token[strcspn(token, "\r\n")] = '\0';
        value = token;
    }
    if (value == NULL || value[0] == '\0') {
        return "";
    }
    if (strpbrk(value, "\r\n") != NULL) {
        sbx_die("%s: the token has a line end", sbx_client_name);
    }
    return sbx_format("Authorization: Bearer %s\r\n", value);
}

bool
sbx_client_read(int fd, struct sbx_buffer *rest)
{
    char text[65536];
    ssize_t n;

    do {
        n = recv(fd, text, sizeof text, 0);
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        sbx_die("%s: the server went away: %s", sbx_client_name,
                strerror(errno));
    }
    sbx_buffer_add(rest, text, (size_t)n, SIZE_MAX);
    return n > 0;
}

int
sbx_client_post(int fd, const char *path, const char *token_file,
                const char *body, size_t n, struct sbx_buffer *rest)
{
    char *head = sbx_format("POST %s HTTP/1.0\r\n"
                            "Host: pysbx\r\n"
                            "Content-Type: application/json\r\n"
                            "Accept: text/event-stream\r\n"
                            "%s"
                            "Content-Length: %zu\r\n\r\n",
                            path, authorization(token_file), n);
    char *end = NULL;

    /* Or the server has enough of it, and will say so. */
    if (sbx_send_all(fd, head, strlen(head))) {
        sbx_send_all(fd, body, n);
    }
    free(head);
    while (
        rest->n < MAX_HEAD
        && (rest->at == NULL || (end = strstr(rest->at, "\r\n\r\n")) == NULL)
        && sbx_client_read(fd, rest)) {
    }
    int status = end == NULL || strncmp(rest->at, "HTTP/1.", 7) != 0
                     ? 0
                     : atoi(rest->at + 9);
    if (status < 100) {
        sbx_die("%s: that is no `pysbx serve`, or it went away",
                sbx_client_name);
    }
    size_t used = (size_t)(end + 4 - rest->at);
    memmove(rest->at, rest->at + used, rest->n - used + 1);
    rest->n -= used;
    return status;
}
