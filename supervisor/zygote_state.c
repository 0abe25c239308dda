// SPDX-License-Identifier: MIT
// What a zygote's owner asks about it: what to wait for, how it is.

#include "zygote.h"

#include "warm.h"

/* While a spare child waits nobody is woken to hear that others were born:
 * that is read when it has been taken.  Its end is always told. */
static bool
is_awaited(const struct sbx_zygote *z, const struct process *p)
{
    const struct sbx_warm_child *c = p->pending;

    while (c != NULL && c->spare) {
        c = c->next_pending;
    }
    return !p->up || z->o.ahead || c != NULL || z->ready == NULL
           || z->ready->w.pid <= 0;
}

unsigned
sbx_zygote_fds(const struct sbx_zygote *z, struct pollfd *fds)
{
    const struct process *const both[] = {&z->now, &z->next};
    unsigned n = 0;

    for (int i = 0; i < 2; i++) {
        const struct process *p = both[i];
        const short events[] = {is_awaited(z, p) ? POLLIN : 0, POLLIN, POLLIN};
        const int all[] = {p->control, p->err, p->pidfd};
        for (int k = 0; k < 3; k++) {
            if (all[k] >= 0) {
                fds[n++] = (struct pollfd){.fd = all[k], .events = events[k]};
            }
        }
    }
    if (z->plain != NULL) {
        n += sbx_zygote_fds(z->plain, fds + n);
    }
    return n;
}

unsigned
sbx_zygote_waiting(const struct sbx_zygote *z)
{
    unsigned n = 0;

    for (const struct sbx_warm_child *c = z->ready; c != NULL; c = c->next) {
        n += c->w.pid > 0;
    }
    return n;
}

unsigned
sbx_zygote_starts(const struct sbx_zygote *z)
{
    return z->starts + (z->plain == NULL ? 0 : z->plain->starts);
}

unsigned
sbx_zygote_ends(const struct sbx_zygote *z, enum sbx_zygote_end why)
{
    return z->ends[why] + (z->plain == NULL ? 0 : z->plain->ends[why]);
}

pid_t
sbx_zygote_pid(const struct sbx_zygote *z)
{
    return z->now.pid;
}

const char *
sbx_zygote_error(const struct sbx_zygote *z)
{
    return z->error;
}

bool
sbx_zygote_is_up(const struct sbx_zygote *z)
{
    return z->was_up;
}
