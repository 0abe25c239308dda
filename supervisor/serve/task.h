// SPDX-License-Identifier: MIT
// One order on its way: it waits, is at work, is done.  Whoever has made it is
// called when there is output, and once when it is done.

#ifndef SBX_TASK_H
#define SBX_TASK_H

#include "job.h"
#include "order.h"

#include <poll.h>

struct sbx_task;

/* What runs it; see warm.c, cold.c. */
struct sbx_backend {
    bool (*start)(struct sbx_task *t); /* false: not now, try again */
    unsigned (*poll)(const struct sbx_task *t, struct pollfd *fds);
    /* Something is ready, or the clock is at t->deadline.  True: it is done,
     * and t->report is there. */
    bool (*step)(struct sbx_task *t);
    void (*kill)(struct sbx_task *t, enum sbx_kill why);
    void (*free)(struct sbx_task *t); /* and everything that it started */
};
#define SBX_TASK_FDS 8
#define SBX_TASK_BRIEF UINT64_C(4000000) /* ns */

enum sbx_task_state { SBX_TASK_WAITS, SBX_TASK_WORKS, SBX_TASK_DONE };

struct sbx_task {
    struct sbx_task *next;
    struct sbx_order *order; /* owned */
    enum sbx_task_state state;
    const struct sbx_backend *backend;
    void *own; /* the backend's */

    void (*output)(struct sbx_task *t); /* there is more of it; may be NULL */
    void (*done)(struct sbx_task *t);
    void *owner;

    uint64_t born, started, deadline; /* sbx_now(); 0: none */
    struct sbx_buffer out, err;
    bool cancelled;
    bool again; /* it never began: from the start, no sooner than: */
    uint64_t later;
    unsigned tries;
    uint64_t stuck;        /* since when it could not be started; 0 */
    int dir;               /* its scratch directory; -1: none */
    const char *path;      /* ... by name */
    unsigned first, n_fds; /* in the loop's list */
    json_t *report;
};

/* queue.c: NULL if there is no room, and then the order is still yours. */
struct sbx_task *sbx_task_new(struct sbx_order *order, void *owner,
                              void (*done)(struct sbx_task *),
                              void (*output)(struct sbx_task *));
/* Nobody wants it any more: it is ended, and freed when it has. */
void sbx_task_cancel(struct sbx_task *t);
void sbx_task_free(struct sbx_task *t); /* only when it is done */

/* For backends: its interpreter was lost before anything of it ran.  False:
 * that was once too often, so it is to be told. */
bool sbx_task_again(struct sbx_task *t);

unsigned sbx_queue_waiting(void);
unsigned sbx_queue_working(void);
unsigned sbx_queue_fds(void); /* at most */
unsigned sbx_queue_poll(struct pollfd *fds, unsigned at);
void sbx_queue_step(const struct pollfd *fds);
uint64_t sbx_queue_deadline(void); /* 0: none */
/* Until when one at work may well be one of those that end at once; 0: none */
uint64_t sbx_queue_brief(void);
void sbx_queue_kill(void); /* all of it */
/* How long whoever is turned away should wait, in seconds. */
unsigned sbx_queue_advice(void);

extern const struct sbx_backend sbx_warm_backend, sbx_cold_backend;

/* answer.c: the report, with what a server adds to it.  The second is for
 * what cannot be run at all. */
json_t *sbx_answer(const struct sbx_task *t, const struct sbx_outcome *o,
                   struct sbx_warm *w);
void sbx_answer_complete(struct sbx_task *t, json_t *report);
json_t *sbx_answer_text(const struct sbx_buffer *b, bool base64);
json_t *sbx_answer_result(const struct sbx_answer *a);
json_t *sbx_answer_eval(const struct sbx_task *t);
json_t *sbx_answer_setup(const struct sbx_order *o, const char *why);
/* Its supervisor was, by this status, and nobody knows how far it came. */
json_t *sbx_answer_killed(const struct sbx_order *o, int status);

#endif
