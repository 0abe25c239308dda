// SPDX-License-Identifier: MIT
// A run in a child of a resident: see resident.h.  Whatever is not as expected
// before the request is sent ends in false: nothing has run, and a cold start
// is still possible.

#include "resident.h"

#include "bytes.h"
#include "cli.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define PATIENCE 5000 /* ms, for a fork */
#define MAX_SOURCE ((size_t)16 << 20)

/* --- the program --- */

static bool
is_utf8(const struct sbx_buffer *b)
{
    return sbx_utf8_span(b->at, b->n) == b->n;
}

/* Plain source text, or false: the cold start has the words for what it is
 * instead. */
static bool
read_source(const struct sbx_program *p, struct sbx_buffer *ret)
{
    struct stat st, named;
    char text[16384];
    ssize_t n;

    if (p->code != NULL) {
        sbx_buffer_add(ret, p->code, strlen(p->code), MAX_SOURCE);
        return !ret->cut && is_utf8(ret);
    }
    int fd = open(p->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return false;
    }
    bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode)
              && stat(p->script, &named) == 0 && st.st_dev == named.st_dev
              && st.st_ino == named.st_ino;
    sbx_buffer_add(ret, "", 0, MAX_SOURCE);
    while (ok && (n = read(fd, text, sizeof text)) != 0) {
        ok = n > 0;
        sbx_buffer_add(ret, text, ok ? (size_t)n : 0, MAX_SOURCE);
    }
    close(fd);
    /* Byte code and archives have NUL bytes, and names. */
    size_t name = strlen(p->file);
    return ok && !ret->cut && memchr(ret->at, '\0', ret->n) == NULL
           && (name < 4 || strcmp(p->file + name - 4, ".pyc") != 0)
           && memmem(ret->at, ret->n, "PK\5\6", 4) == NULL && is_utf8(ret);
}

/* As the interpreter makes it. */
static char *
file_name(const struct sbx_resident *r)
{
    const char *file = r->program->file;

    return file == NULL     ? NULL
           : file[0] == '/' ? sbx_need(strdup(file))
                            : sbx_format("%s/%s", r->place->cwd, file);
}

/* From here on there is no way back: it may be running.  A child that died of
 * its set-up does not read it, and says why by itself. */
static void
send_request(const struct sbx_resident *r, int fd,
             const struct sbx_buffer *code)
{
    const struct sbx_program *p = r->program;
    char *file = file_name(r);
    struct sbx_buffer text = {0}, args = {0};
    struct sbx_wire_request head = {.code = code->n, .early = 1};
    const char *first = p->code != NULL ? "-c" : p->file;

    sbx_buffer_add(&args, first, strlen(first) + 1, SIZE_MAX);
    for (head.argc = 1; p->args[head.argc - 1] != NULL; head.argc++) {
        const char *arg = p->args[head.argc - 1];
        sbx_buffer_add(&args, arg, strlen(arg) + 1, SIZE_MAX);
    }
    head.file = file == NULL ? 0 : (uint32_t)strlen(file);
    head.argv = (uint32_t)args.n;
    head.merged = p->merged;
    sbx_buffer_add(&text, (char *)&head, sizeof head, SIZE_MAX);
    sbx_buffer_add(&text, code->at == NULL ? "" : code->at, code->n, SIZE_MAX);
    sbx_buffer_add(&text, file == NULL ? "" : file, head.file, SIZE_MAX);
    sbx_buffer_add(&text, args.at, args.n, SIZE_MAX);
    sbx_send_all(fd, text.at, text.n);
    sbx_buffer_free(&text);
    sbx_buffer_free(&args);
    free(file);
}

/* --- the resident --- */

static int
connect_to(const struct sbx_resident *r)
{
    struct sockaddr_un a;
    struct ucred peer;
    socklen_t n = sizeof peer;
    const char *why;
    int dir = sbx_resident_directory(&why);

    if (dir < 0) {
        return -1;
    }
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    sbx_resident_address(dir, r->key.name, &a);
    bool ok = fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0
              && getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) == 0
              && peer.uid == geteuid();
    close(dir);
    if (!ok && fd >= 0) {
        close(fd);
    }
    return ok ? fd : -1;
}

static bool
send_order(const struct sbx_resident *r, int fd, const int *fds)
{
    const char *script = r->program->script == NULL ? "" : r->program->script;
    struct sbx_resident_order head = {.key = (uint32_t)r->key.n + 1,
                                      .cwd =
                                          (uint32_t)strlen(r->place->cwd) + 1,
                                      .script = (uint32_t)strlen(script) + 1};
    struct iovec v[] = {{&head, sizeof head},
                        {r->key.text, head.key},
                        {(void *)(uintptr_t)r->place->cwd, head.cwd},
                        {(void *)(uintptr_t)script, head.script}};
    char room[CMSG_SPACE(SBX_FDS * sizeof(int))] = {0};
    struct msghdr m = {.msg_iov = v,
                       .msg_iovlen = 4,
                       .msg_control = room,
                       .msg_controllen = sizeof room};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);

    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(SBX_FDS * sizeof(int));
    memcpy(CMSG_DATA(c), fds, SBX_FDS * sizeof(int));
    return sendmsg(fd, &m, MSG_NOSIGNAL) > 0;
}

/* One word, and the descriptor that came with it (or -1). */
static bool
hear(int fd, struct sbx_resident_word *w, int *with)
{
    char room[CMSG_SPACE(sizeof(int))];
    struct iovec v = {w, sizeof *w};
    struct msghdr m = {.msg_iov = &v,
                       .msg_iovlen = 1,
                       .msg_control = room,
                       .msg_controllen = sizeof room};
    ssize_t n;

    do {
        n = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
    } while (n < 0 && errno == EINTR);
    struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
    *with = -1;
    if (c != NULL && c->cmsg_level == SOL_SOCKET
        && c->cmsg_type == SCM_RIGHTS) {
        memcpy(with, CMSG_DATA(c), sizeof(int));
    }
    return n == sizeof *w;
}

static bool
is_born(int fd, pid_t *pid, int *pidfd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    struct sbx_resident_word w;

    if (poll(&p, 1, PATIENCE) != 1 || !hear(fd, &w, pidfd)) {
        return false;
    }
    *pid = w.pid;
    return w.kind == SBX_RESIDENT_BORN && w.pid > 0 && *pidfd >= 0;
}

bool
sbx_resident_spawn(const struct sbx_resident *r, const int *std, int log,
                   pid_t *pid, int *pidfd, struct sbx_resident_run *ret)
{
    struct sbx_buffer code = {0};
    int pair[2], null = -1, fd = -1;

    if (!read_source(r->program, &code)
        || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        sbx_buffer_free(&code);
        return false;
    }
    if (log < 0) {
        log = null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    }
    const int fds[SBX_FDS] = {
        [SBX_FD_ASK] = pair[1], [SBX_FD_ANSWER] = pair[1],
        [SBX_FD_IN] = std[0],   [SBX_FD_OUT] = std[1],
        [SBX_FD_ERR] = std[2],  [SBX_FD_LOG] = log};
    *pidfd = -1;
    fd = connect_to(r);
    bool born = fd >= 0 && send_order(r, fd, fds) && is_born(fd, pid, pidfd);
    close(pair[1]);
    if (born) {
        send_request(r, pair[0], &code);
        fcntl(fd, F_SETFL, O_NONBLOCK);
        ret->connection = fd;
        ret->ask = pair[0];
        sbx_resident_listen(ret);
    }
    else {
        close(pair[0]);
        if (*pidfd >= 0) {
            close(*pidfd);
        }
        if (fd >= 0) {
            close(fd);
        }
    }
    if (null >= 0) {
        close(null);
    }
    sbx_buffer_free(&code);
    return born;
}
