// SPDX-License-Identifier: MIT
// The probes as a program of their own, linked statically so that no preload
// reaches it, and the ground that they are tried on:
//
//   breach list                     CLASS/NAME of every probe, a line each
//   breach run CLASS/NAME GROUND... try one: status 0 breached, 1 refused,
//                                   77 not possible here
//   breach prepare DIR              (re)make DIR/outside and DIR/granted
//   breach serve DIR                listen; the port is written to DIR/port
//   breach victim                   wait to be hurt

#include "breach.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

static void
must(int rc, const char *what)
{
    if (rc < 0) {
        perror(what);
        exit(2);
    }
}

static void
write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    must(fd, path);
    must((int)write(fd, text, strlen(text)), path);
    close(fd);
}

static int
prepare(const char *dir)
{
    must(chdir(dir), dir);
    mkdir("outside", 0755);
    mkdir("outside/sub", 0755);
    mkdir("granted", 0755);
    write_file("outside/secret", SECRET_TEXT);
    write_file("outside/file", "x");
    write_file("granted/file", "granted");
    /* Where the file system has none, the probe says so. */
    (void)setxattr("outside/secret", "user.breach", "x", 1, 0);
    (void)symlink("../outside/secret", "granted/link");
    mkfifo("granted/fifo", 0600);
    return 0;
}

static int
serve(const char *dir)
{
    struct sockaddr_in tcp = {.sin_family = AF_INET,
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_un path = {.sun_family = AF_UNIX};
    socklen_t size = sizeof(tcp);
    char port[16];
    int in = socket(AF_INET, SOCK_STREAM, 0);
    int named = socket(AF_UNIX, SOCK_STREAM, 0);
    int abstract = socket(AF_UNIX, SOCK_STREAM, 0);

    must(chdir(dir), dir);
    snprintf(path.sun_path, sizeof(path.sun_path), "%s/socket", dir);
    must(bind(in, (void *)&tcp, sizeof(tcp)), "bind tcp");
    must(bind(named, (void *)&path, sizeof(path)), "bind socket");
    size_t n = strlen(path.sun_path);
    memmove(path.sun_path + 1, path.sun_path, n);
    path.sun_path[0] = '\0';
    must(bind(abstract, (void *)&path,
              (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + n)),
         "bind abstract");
    must(listen(in, 512) | listen(named, 512) | listen(abstract, 512),
         "listen");
    must(open("granted/fifo", O_RDWR), "fifo");
    must(getsockname(in, (void *)&tcp, &size), "getsockname");
    snprintf(port, sizeof(port), "%d", ntohs(tcp.sin_port));
    write_file("port.new", port);
    must(rename("port.new", "port"), "port");
    pause();
    return 0;
}

/* Nothing outlives the runner, whatever happens to it. */
static void
end_with_parent(void)
{
    prctl(PR_SET_PDEATHSIG, 9);
}

int
main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";

    if (argc == 2 && strcmp(what, "list") == 0) {
        breach_list();
        return 0;
    }
    if (argc == 3 && strcmp(what, "prepare") == 0) {
        return prepare(argv[2]);
    }
    if (argc == 3 && strcmp(what, "serve") == 0) {
        end_with_parent();
        return serve(argv[2]);
    }
    if (argc == 2 && strcmp(what, "victim") == 0) {
        end_with_parent();
        return pause();
    }
    if (argc != 9 || strcmp(what, "run") != 0) {
        fprintf(stderr, "usage: see main.c\n");
        return 2;
    }
    int rc = breach_run(argv[2], (const char *const *)argv + 3);
    if (rc == BREACH_UNKNOWN) {
        fprintf(stderr, "no probe %s\n", argv[2]);
        return 2;
    }
    if (rc > 0) {
        printf("%s\n", strerror(rc));
    }
    return rc == SKIP ? 77 : rc != 0;
}
