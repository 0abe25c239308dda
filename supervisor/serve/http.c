// SPDX-License-Identifier: MIT
// The daemons of libmicrohttpd, inside our loop: one for each listener.  A
// request that has to wait is suspended, and then only we look at its
// connection.

#include "http.h"

#include "cli.h"
#include "talk.h"
#include "watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define HEADERS ((size_t)32 << 10) /* bytes for one connection's headers */

static struct daemon {
    struct MHD_Daemon *mhd;
    const struct sbx_listener *from;
    int fd; /* MHD's epoll(7) */
    unsigned at;
} daemons[SBX_MAX_LISTENERS];
static unsigned n_daemons, n_suspended, first_suspended;
static struct sbx_line *lines;
static struct sbx_talk *talks;
static bool kick;

/* --- connections --- */

static void
on_line(void *from, struct MHD_Connection *c, void **context,
        enum MHD_ConnectionNotificationCode what)
{
    struct sbx_line *l = *context;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = sbx_mhd()->get_connection_info(
            c, MHD_CONNECTION_INFO_CONNECTION_FD);
        l = *context = sbx_need(calloc(1, sizeof *l));
        l->fd = info->connect_fd;
        l->from = from;
        l->since = sbx_now();
        l->next = lines;
        l->at = &lines;
        if (lines != NULL) {
            lines->at = &l->next;
        }
        lines = l;
    }
    else if (l != NULL) {
        *l->at = l->next;
        if (l->next != NULL) {
            l->next->at = l->at;
        }
        free(l);
        *context = NULL;
    }
}

/* Whoever drips a byte now and then keeps libmicrohttpd's own clock at bay. */
static void
drop_slow(void)
{
    uint64_t now = sbx_now();

    for (struct sbx_line *l = lines; l != NULL; l = l->next) {
        if (l->since != 0 && now - l->since > 2 * sbx_server.o.patience) {
            shutdown(l->fd, SHUT_RDWR);
            l->since = now;
        }
    }
}

bool
sbx_http_owes(int fd)
{
    const struct sbx_line *l = lines;

    while (l != NULL && l->fd != fd) {
        l = l->next;
    }
    return l != NULL && l->owes;
}

/* --- requests --- */

struct sbx_talk *
sbx_talk_new(struct MHD_Connection *c)
{
    struct sbx_talk *k = sbx_need(calloc(1, sizeof *k));

    k->mhd = c;
    k->line = sbx_mhd()
                  ->get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
                  ->socket_context;
    k->next = talks;
    k->at = &talks;
    if (talks != NULL) {
        talks->at = &k->next;
    }
    talks = k;
    return k;
}

static unsigned
seconds_of_patience(void)
{
    return (unsigned)((sbx_server.o.patience + SBX_SECOND - 1) / SBX_SECOND);
}

void
sbx_talk_suspend(struct sbx_talk *k)
{
    k->suspended = true;
    k->line->since = 0;
    n_suspended++;
    k->line->owes = !k->line->from->tcp;
    sbx_mhd()->suspend_connection(k->mhd);
}

void
sbx_talk_resume(struct sbx_talk *k)
{
    if (k->suspended) {
        k->suspended = false;
        k->line->since = sbx_now();
        n_suspended--;
        kick = true;
        sbx_mhd()->resume_connection(k->mhd);
    }
}

static void
on_end(void *from, struct MHD_Connection *c, void **context,
       enum MHD_RequestTerminationCode why)
{
    struct sbx_talk *k = *context;

    (void)from;
    (void)c;
    (void)why;
    if (k == NULL) {
        return;
    }
    *context = NULL;
    k->line->owes = false;
    *k->at = k->next;
    if (k->next != NULL) {
        k->next->at = k->at;
    }
    if (k->suspended) {
        n_suspended--;
    }
    if (k->task != NULL) {
        sbx_task_cancel(k->task);
    }
    k->line->since = sbx_now();
    sbx_buffer_free(&k->body);
    sbx_buffer_free(&k->events);
    free(k->text);
    free(k);
}

/* The client of a suspended request has hung up.  (Whoever only has nothing
 * more to say, shutdown(SHUT_WR), gets an answer on a UNIX socket.) */
static void
hang_up(struct sbx_talk *k)
{
    k->gone = true;
    if (k->task != NULL) {
        sbx_task_cancel(k->task);
        k->task = NULL;
    }
    sbx_talk_resume(k);
}

/* --- the loop --- */

/* Paths have no escapes: none is undone, so that `%00` cuts no name short and
 * a proxy sees the same path as we do. */
static size_t
as_it_is(void *own, struct MHD_Connection *c, char *s)
{
    (void)own;
    (void)c;
    return strlen(s);
}

void
sbx_http_start(const struct sbx_listener *l)
{
    struct daemon *d = &daemons[n_daemons++];

    d->from = l;
    d->mhd = sbx_mhd()->start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, sbx_talk_step,
        (void *)(uintptr_t)l, MHD_OPTION_LISTEN_SOCKET, l->fd,
        MHD_OPTION_CONNECTION_LIMIT, sbx_server.o.connections,
        MHD_OPTION_CONNECTION_TIMEOUT, seconds_of_patience(),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEADERS,
        MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, on_line, (void *)(uintptr_t)l,
        MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL, MHD_OPTION_END);
    if (d->mhd == NULL) {
        sbx_die("cannot answer HTTP on %s: %s", l->name, strerror(errno));
    }
    d->fd =
        sbx_mhd()->get_daemon_info(d->mhd, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

/* No new connections. */
void
sbx_http_quiesce(void)
{
    for (unsigned i = 0; i < n_daemons; i++) {
        sbx_mhd()->quiesce_daemon(daemons[i].mhd);
    }
}

void
sbx_http_stop(void)
{
    for (struct sbx_talk *k = talks; k != NULL; k = k->next) {
        if (k->suspended) {
            hang_up(k);
        }
    }
    for (unsigned i = 0; i < n_daemons; i++) {
        sbx_mhd()->run(daemons[i].mhd);
        sbx_mhd()->stop_daemon(daemons[i].mhd);
    }
    n_daemons = 0;
}

unsigned
sbx_http_fds(void)
{
    return n_daemons + n_suspended;
}

unsigned
sbx_http_poll(struct pollfd *fds, unsigned at)
{
    for (unsigned i = 0; i < n_daemons; i++) {
        daemons[i].at = at;
        fds[at++] = (struct pollfd){.fd = daemons[i].fd, .events = POLLIN};
    }
    first_suspended = at;
    for (struct sbx_talk *k = talks; k != NULL; k = k->next) {
        if (k->suspended) {
            /* Over TCP whoever is gone looks like one that has nothing more
             * to say. */
            fds[at++] =
                (struct pollfd){.fd = k->line->fd,
                                .events = k->line->from->tcp ? POLLRDHUP : 0};
        }
    }
    return at;
}

void
sbx_http_step(const struct pollfd *fds)
{
    unsigned at = first_suspended, count = n_suspended;

    /* Nobody has come or gone since sbx_http_poll. */
    for (struct sbx_talk *k = talks; k != NULL && count > 0; k = k->next) {
        if (k->suspended) {
            count--;
            if (fds[at++].revents & (POLLHUP | POLLERR | POLLRDHUP)) {
                hang_up(k);
            }
        }
    }
    drop_slow();
    for (unsigned i = 0; i < n_daemons; i++) {
        sbx_mhd()->run(daemons[i].mhd);
    }
}

/* When libmicrohttpd wants its turn. */
uint64_t
sbx_http_deadline(void)
{
    MHD_UNSIGNED_LONG_LONG ms, least = 0;
    bool any = false;

    if (kick) {
        kick = false;
        return 1; /* long ago */
    }
    for (unsigned i = 0; i < n_daemons; i++) {
        if (sbx_mhd()->get_timeout(daemons[i].mhd, &ms) == MHD_YES
            && (!any || ms < least)) {
            any = true;
            least = ms;
        }
    }
    if (any && least == 0) {
        return 1; /* now, which is over when it is compared */
    }
    return any ? sbx_now() + least * 1000000 : 0;
}

bool
sbx_http_is_idle(void)
{
    return talks == NULL;
}
