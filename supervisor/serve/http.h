// SPDX-License-Identifier: MIT
// HTTP: one struct sbx_talk for each request, from its headers until the last
// byte of its answer.

#ifndef SBX_HTTP_H
#define SBX_HTTP_H

#include "listen.h"
#include "mhd.h"
#include "task.h"

struct sbx_talk;

/* Answers; body is NULL where the request has none. */
typedef void (*sbx_route_fn)(struct sbx_talk *k, json_t *body);

struct sbx_route {
    const char *method,
        *path; /* a path that ends in `/` takes one name more */
    sbx_route_fn answer;
};
/* NULL, and the refusal (404, 405) is filled in; *rest: the name. */
const struct sbx_route *sbx_route_find(const char *method, const char *path,
                                       const char **rest, const char **allow,
                                       struct sbx_refusal *err);

/* One connection. */
struct sbx_line {
    struct sbx_line *next, **at;
    int fd;
    const struct sbx_listener *from;
    uint64_t since; /* it is the client's turn since then; 0: it is ours */
    bool owes;      /* an answer is due, whatever the client says now */
};

bool sbx_http_owes(int fd);
bool sbx_http_half_closed(int fd); /* it has nothing more to say */

struct sbx_talk {
    struct sbx_talk *next, **at;
    struct MHD_Connection *mhd;
    struct sbx_line *line;
    const struct sbx_route *route;
    char rest[64];
    struct sbx_buffer body;
    struct sbx_refusal refusal;
    bool whole;     /* the body is there */
    bool suspended; /* MHD does not look at it */
    bool gone;      /* the client is */
    bool wants_events;
    struct sbx_task *task;
    json_t *(*render)(const struct sbx_task *t); /* the task's answer */
    /* The answer. */
    int status;
    char *text;
    size_t n_text;
    const char *type, *allow;
    unsigned retry; /* seconds; 0: not said */
    /* Server-sent events: what is not sent yet. */
    struct sbx_buffer events;
    size_t sent, told_out, told_err;
    bool events_end;
};

/* Ways to answer; each once.  j is taken over. */
void sbx_talk_json(struct sbx_talk *k, int status, json_t *j);
void sbx_talk_text(struct sbx_talk *k, int status, const char *type,
                   const char *text, size_t n);
void sbx_talk_refuse(struct sbx_talk *k, const struct sbx_refusal *r);
/* Later: when the order is done.  It is taken over. */
void sbx_talk_order(struct sbx_talk *k, struct sbx_order *o,
                    json_t *(*render)(const struct sbx_task *t));
/* ... or with a task that was made elsewhere. */
void sbx_talk_task(struct sbx_talk *k, struct sbx_task *t,
                   json_t *(*render)(const struct sbx_task *t));
void sbx_talk_done(struct sbx_task *t);
void sbx_talk_output(struct sbx_task *t);
/* MHD shall look at it again. */
void sbx_talk_resume(struct sbx_talk *k);

/* sse.c */
void sbx_events_output(struct sbx_talk *k, bool last);
void sbx_events_done(struct sbx_talk *k, json_t *report);
ssize_t sbx_events_read(void *talk, uint64_t at, char *text, size_t n);

void sbx_http_start(const struct sbx_listener *l);
void sbx_http_quiesce(void);
void sbx_http_stop(void);
unsigned sbx_http_fds(void); /* at most */
unsigned sbx_http_poll(struct pollfd *fds, unsigned at);
void sbx_http_step(const struct pollfd *fds);
uint64_t sbx_http_deadline(void);
bool sbx_http_is_idle(void); /* nobody waits for an answer */

#endif
