// SPDX-License-Identifier: MIT
// The resident: see resident.h.  It is as small as can be: it listens, orders
// children, tells when they are born and when they are dead, and goes away
// when nobody has come for a while.

#include "resident.h"

#include "cli.h"
#include "warm.h"
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECOND UINT64_C(1000000000)
#define IDLE 300       /* seconds */
#define START_LIMIT 60 /* seconds, until it is up */
#define CLIENTS 256

struct client {
    int fd; /* -1: free */
    struct sbx_warm *child;
    bool told; /* that it is born */
};

static struct client clients[CLIENTS];
static char *key;

static void
drop(struct client *c)
{
    if (c->child != NULL) {
        sbx_warm_free(c->child); /* kills */
    }
    close(c->fd);
    *c = (struct client){.fd = -1};
}

/* --- orders --- */

/* The next of the strings. */
static const char *
next(char **at, const char *end, uint32_t n)
{
    char *s = *at;

    if (n == 0 || n > (size_t)(end - s) || s[n - 1] != '\0') {
        return NULL;
    }
    *at += n;
    return s;
}

static void
close_all(const int *fds, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        close(fds[i]);
    }
}

/* How many descriptors came. */
static size_t
take_descriptors(struct msghdr *m, int *fds)
{
    struct cmsghdr *c = CMSG_FIRSTHDR(m);

    if (c == NULL || c->cmsg_level != SOL_SOCKET
        || c->cmsg_type != SCM_RIGHTS) {
        return 0;
    }
    size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(fds, CMSG_DATA(c), n * sizeof(int));
    return n;
}

static bool
order(struct sbx_zygote *z, struct client *c, char *text, size_t n,
      const int *fds)
{
    struct sbx_resident_order head;
    char *at = text + sizeof head;
    const char *end = text + n;

    if (n < sizeof head) {
        return false;
    }
    memcpy(&head, text, sizeof head);
    const char *its_key = next(&at, end, head.key);
    const char *cwd = its_key == NULL ? NULL : next(&at, end, head.cwd);
    const char *script = cwd == NULL ? NULL : next(&at, end, head.script);
    if (script == NULL || cwd[0] != '/' || strcmp(its_key, key) != 0) {
        return false;
    }
    struct sbx_warm_order o = {
        .cwd = cwd, .script = script[0] == '\0' ? NULL : script, .all = fds};
    c->child = sbx_zygote_order(z, &o);
    return true;
}

static void
hear(struct sbx_zygote *z, struct client *c)
{
    static char text[SBX_RESIDENT_MAX];
    int fds[SBX_FDS];
    char room[CMSG_SPACE(sizeof fds)];
    struct iovec v = {text, sizeof text};
    struct msghdr m = {.msg_iov = &v,
                       .msg_iovlen = 1,
                       .msg_control = room,
                       .msg_controllen = sizeof room};
    ssize_t n = recvmsg(c->fd, &m, MSG_CMSG_CLOEXEC);

    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    size_t n_fds = n <= 0 ? 0 : take_descriptors(&m, fds);
    if (n <= 0 || c->child != NULL || n_fds != SBX_FDS
        || (m.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0
        || !order(z, c, text, (size_t)n, fds)) {
        drop(c); /* it has gone, or is of another build */
    }
    close_all(fds, n_fds);
}

static void
welcome(int listener)
{
    struct ucred peer;
    socklen_t n = sizeof peer;
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd < 0) {
        return;
    }
    for (size_t i = 0;
         i < CLIENTS && getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) == 0
         && peer.uid == geteuid();
         i++) {
        if (clients[i].fd < 0) {
            clients[i].fd = fd;
            return;
        }
    }
    close(fd); /* it starts its program cold */
}

/* --- words --- */

static bool
tell(const struct client *c, const struct sbx_resident_word *w, int with)
{
    char room[CMSG_SPACE(sizeof with)] = {0};
    struct iovec v = {(void *)(uintptr_t)w, sizeof *w};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};

    if (with >= 0) {
        m.msg_control = room;
        m.msg_controllen = sizeof room;
        struct cmsghdr *h = CMSG_FIRSTHDR(&m);
        h->cmsg_level = SOL_SOCKET;
        h->cmsg_type = SCM_RIGHTS;
        h->cmsg_len = CMSG_LEN(sizeof with);
        memcpy(CMSG_DATA(h), &with, sizeof with);
    }
    return sendmsg(c->fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT) > 0;
}

static void
look_after(struct client *c)
{
    struct sbx_warm *w = c->child;

    if (w == NULL) {
        return;
    }
    bool gone = sbx_warm_step(w) == SBX_WARM_GONE;
    if (w->pid > 0 && !c->told) {
        struct sbx_resident_word born = {.kind = SBX_RESIDENT_BORN,
                                         .pid = w->pid};
        c->told = w->pidfd >= 0 && tell(c, &born, w->pidfd);
        if (!c->told) {
            drop(c);
            return;
        }
    }
    if (gone) {
        struct sbx_resident_word ended = {.kind = SBX_RESIDENT_ENDED,
                                          .pid = w->pid,
                                          .status = w->status,
                                          .usage = w->usage};
        if (c->told) {
            tell(c, &ended, -1);
        }
        drop(c);
    }
}

/* --- its life --- */

static int
listen_at(int dir, const char *name)
{
    struct sockaddr_un a;
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    sbx_resident_address(dir, name, &a);
    unlinkat(dir, name, 0); /* of one that was killed: we hold the lock */
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) != 0
        || listen(fd, 128) != 0) {
        _exit(1);
    }
    return fd;
}

static unsigned
idle_seconds(void)
{
    const char *value = getenv("PYSBX_RESIDENT_IDLE");
    char *end;
    unsigned long n = value == NULL ? 0 : strtoul(value, &end, 10);

    return n == 0 || n > 86400 ? IDLE : (unsigned)n;
}

static void __attribute__((__noreturn__))
live(const struct sbx_resident *r, int dir)
{
    struct sbx_zygote_options options = {.place = r->place,
                                         .python = r->python,
                                         .policy = r->policy,
                                         .ahead = true};
    struct sbx_zygote *z = sbx_zygote_start(&options);
    uint64_t idle = idle_seconds() * SECOND, begun = sbx_now(), last = begun;
    int listener = -1;

    for (;;) {
        static struct pollfd fds[SBX_ZYGOTE_FDS + 1 + 2 * CLIENTS];
        unsigned n = sbx_zygote_fds(z, fds);
        uint64_t now = sbx_now();
        bool busy = false;

        if (listener < 0 && sbx_zygote_is_up(z)) {
            listener = listen_at(dir, r->key.name);
        }
        if (listener >= 0) {
            fds[n++] = (struct pollfd){.fd = listener, .events = POLLIN};
        }
        for (size_t i = 0; i < CLIENTS; i++) {
            const struct client *c = &clients[i];
            if (c->fd >= 0) {
                busy = true;
                fds[n++] = (struct pollfd){.fd = c->fd, .events = POLLIN};
            }
            if (c->child != NULL && c->child->pidfd >= 0) {
                fds[n++] =
                    (struct pollfd){.fd = c->child->pidfd, .events = POLLIN};
            }
        }
        last = busy ? now : last;
        if (now - last >= idle
            || (listener < 0
                && (sbx_zygote_error(z) != NULL
                    || now - begun > START_LIMIT * SECOND))) {
            break;
        }
        poll(fds, n, busy || listener < 0 ? 1000 : (int)(idle / 1000000));
        sbx_zygote_step(z);
        if (listener >= 0) {
            welcome(listener);
        }
        for (size_t i = 0; i < CLIENTS; i++) {
            if (clients[i].fd >= 0) {
                hear(z, &clients[i]);
            }
        }
        for (size_t i = 0; i < CLIENTS; i++) {
            if (clients[i].fd >= 0) {
                look_after(&clients[i]);
            }
        }
    }
    if (listener >= 0) {
        unlinkat(dir, r->key.name, 0);
    }
    sbx_zygote_stop(z);
    _exit(0);
}

/* One for each key: a byte of one file is locked as long as it lives. */
static bool
lock(int dir, const char *name)
{
    struct flock l = {.l_type = F_WRLCK,
                      .l_whence = SEEK_SET,
                      .l_start = (off_t)(strtoull(name + 4, NULL, 16) >> 2),
                      .l_len = 1};
    int fd =
        openat(dir, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    return fd >= 0 && fcntl(fd, F_OFD_SETLK, &l) == 0;
}

static void
close_between(int first, int last)
{
    if (first > last || syscall(SYS_close_range, first, last, 0) == 0) {
        return;
    }
    for (int fd = first; fd <= last && fd < 65536; fd++) { /* Linux 5.8 */
        close(fd);
    }
}

/* Nothing of the run that started it: no terminal, no stream, no directory. */
static void
detach(int dir, int overlay)
{
    int null = open("/dev/null", O_RDWR);
    sigset_t none;

    if (null < 0) {
        _exit(1);
    }
    setsid();
    prctl(PR_SET_NAME, "pysbx-resident", 0, 0, 0);
    for (int fd = 0; fd < 3; fd++) {
        dup2(null, fd);
    }
    int low = overlay > 0 && overlay < dir ? overlay : dir;
    int high = overlay > dir ? overlay : dir;
    close_between(3, low - 1);
    close_between(low + 1, high - 1);
    close_between(high + 1, INT_MAX);
    if (overlay > 0) {
        fcntl(overlay, F_SETFD, 0); /* its zygotes read it as well */
    }
    if (fchdir(dir) != 0) {
        _exit(1);
    }
    for (int s = 1; s < 32; s++) {
        signal(s, SIG_DFL);
    }
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

void
sbx_resident_begin(const struct sbx_resident *r)
{
    const char *why = NULL;
    int dir = sbx_resident_directory(&why);

    if (dir < 0) {
        sbx_warn("--resident: %s", why);
        return;
    }
    if (getpid() == 1) {
        close(dir); /* nothing outlives us */
        return;
    }
    pid_t pid = fork();
    if (pid > 0) {
        waitpid(pid, NULL, 0);
    }
    close(pid == 0 ? -1 : dir);
    if (pid != 0) {
        return;
    }
    /* Not our own child: whoever waits for us does not see it. */
    if (fork() != 0) {
        _exit(0);
    }
    sbx_cli_on_die(NULL);
    detach(dir, r->overlay);
    if (!lock(dir, r->key.name)) {
        _exit(0);
    }
    struct sbx_place place = *r->place;
    struct sbx_resident mine = *r;
    place.cwd = sbx_need(getcwd(NULL, 0));
    mine.place = &place;
    key = r->key.text;
    for (size_t i = 0; i < CLIENTS; i++) {
        clients[i].fd = -1;
    }
    live(&mine, dir);
}
