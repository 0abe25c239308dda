// SPDX-License-Identifier: MIT
// The report as JSON.  What the sandboxed process claimed stands in members
// of its own, and "claimed" lists them.

#include "report.h"

#include "cli.h"
#include "json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCHEMA 1 /* raised when a member changes its meaning */

static int
open_report(const char *where)
{
    int fd;

    if (strcmp(where, "-") == 0) {
        fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
    }
    else if (strncmp(where, "fd:", 3) == 0) {
        char *end;
        long n = strtol(where + 3, &end, 10);
        if (where[3] < '0' || where[3] > '9' || *end != '\0' || n > 1 << 20) {
            sbx_die("--report: `%s` is not fd:N", where);
        }
        int flags = fcntl((int)n, F_GETFL);
        errno = flags >= 0 && (flags & O_ACCMODE) == O_RDONLY ? EBADF : errno;
        fd = flags < 0 || (flags & O_ACCMODE) == O_RDONLY
                 ? -1
                 : fcntl((int)n, F_DUPFD_CLOEXEC, 10);
    }
    else {
        /* Emptied at the end: until then an older report is still there. */
        fd = open(where, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
    }
    if (fd < 0) {
        sbx_die("--report %s: %s", where, strerror(errno));
    }
    return fd;
}

static json_t *
seconds(uint64_t ns)
{
    return sbx_json()->j_real((double)ns / 1e9);
}

static json_t *
integer(uint64_t n)
{
    return sbx_json()->j_integer((json_int_t)n);
}

static json_t *
null(void)
{
    return sbx_json()->j_null();
}

static json_t *
object(void)
{
    return sbx_need(sbx_json()->j_object());
}

static json_t *
usage(const struct sbx_report *r)
{
    const struct sbx_outcome *o = r->outcome;
    json_t *j = object();

    sbx_json_set(j, "wall_seconds", seconds(o->elapsed));
    sbx_json_set(j, "cpu_seconds", seconds(sbx_cpu_time(&o->usage)));
    sbx_json_set(j, "max_rss_bytes",
                 integer((uint64_t)o->usage.ru_maxrss * 1024));
    sbx_json_set(j, "stdout_bytes", integer(o->out_bytes));
    sbx_json_set(j, "stderr_bytes", integer(o->err_bytes));
    sbx_json_set(j, "output_cut",
                 sbx_json_bool(o->output_cut || o->output_lost));
    return j;
}

static json_t *
limits(const struct sbx_policy *p)
{
    json_t *j = object();

#define LIMIT(key, member, convert) \
    sbx_json_set(j, key,            \
                 p->member.value == 0 ? null() : convert(p->member.value))
    LIMIT("wall_seconds", wall, seconds);
    LIMIT("cpu_seconds", cpu, seconds);
    LIMIT("memory_bytes", memory, integer);
    LIMIT("output_bytes", output, integer);
#undef LIMIT
    return j;
}

static json_t *
violations(const struct sbx_claims *c)
{
    json_t *list = sbx_need(sbx_json()->j_array());

    for (size_t i = 0; i < c->n; i++) {
        const struct sbx_claim *v = &c->at[i];
        json_t *j = object();
#define F(name) sbx_json_set(j, #name, sbx_json_text(v->name));
        SBX_CLAIM_STRINGS(F)
#undef F
        sbx_json_set(j, "line",
                     v->line == 0 ? null() : integer((uint64_t)v->line));
        sbx_json_set(j, "count", integer(v->count));
        sbx_json()->j_array_append_new(list, j);
    }
    return list;
}

static json_t *
frames(const struct sbx_exception *e)
{
    json_t *list = sbx_need(sbx_json()->j_array());

    for (size_t i = 0; i < e->n; i++) {
        const struct sbx_frame_claim *f = &e->frames[i];
        json_t *j = object();
        sbx_json_set(j, "file", sbx_json_text(f->file));
        sbx_json_set(j, "line",
                     f->line == 0 ? null() : integer((uint64_t)f->line));
        sbx_json_set(j, "function", sbx_json_text(f->function));
        sbx_json_set(j, "source", sbx_json_text(f->source));
        sbx_json()->j_array_append_new(list, j);
    }
    return list;
}

static json_t *
exception(const struct sbx_exception *e)
{
    if (e->type == NULL) {
        return null();
    }
    json_t *j = object();
    sbx_json_set(j, "type", sbx_json_text(e->type));
    sbx_json_set(j, "message", sbx_json_text(e->message));
    sbx_json_set(j, "traceback", sbx_json_text(e->traceback));
    sbx_json_set(j, "frames", frames(e));
    sbx_json_set(j, "cut", sbx_json_bool(e->cut));
    return j;
}

static json_t *
claimed(const struct sbx_verdict *v)
{
    json_t *list = sbx_need(sbx_json()->j_array());
    const struct sbx_json *J = sbx_json();

    if (v->claimed) {
        J->j_array_append_new(list, sbx_json_text("status"));
    }
    J->j_array_append_new(list, sbx_json_text("exception"));
    J->j_array_append_new(list, sbx_json_text("violations"));
    J->j_array_append_new(list, sbx_json_text("suppressed"));
    J->j_array_append_new(list, sbx_json_text("log"));
    return list;
}

json_t *
sbx_report_json(const struct sbx_report *r)
{
    const struct sbx_verdict *v = r->verdict;
    const struct sbx_claims *c = r->claims;
    json_t *j = object();

    sbx_json_set(j, "schema", integer(SCHEMA));
    sbx_json_set(j, "pysbx", sbx_json_text(SBX_VERSION));
    sbx_json_set(j, "status", sbx_json_text(v->status));
    sbx_json_set(j, "reason", sbx_json_text(v->reason));
    sbx_json_set(j, "exit_code",
                 v->exit_code < 0 ? null() : integer((uint64_t)v->exit_code));
    sbx_json_set(j, "signal",
                 v->signal == 0 ? null() : integer((uint64_t)v->signal));
    sbx_json_set(j, "mode", sbx_json_text(r->mode));
    sbx_json_set(j, "program", sbx_json_text(r->program));
    sbx_json_set(j, "python", sbx_json_text(r->python));
    sbx_json_set(j, "python_version", sbx_json_text(c->python));
    sbx_json_set(j, "resident",
                 sbx_json_bool(r->outcome != NULL && r->outcome->resident));
    sbx_json_set(j, "sealed", sbx_json_bool(c->sealed));
    sbx_json_set(j, "policy", sbx_json_text(r->policy));
    sbx_json_set(j, "usage", usage(r));
    sbx_json_set(j, "limits", limits(r->limits));
    sbx_json_set(j, "claimed", claimed(v));
    sbx_json_set(j, "exception", exception(r->exception));
    sbx_json_set(j, "violations", violations(c));
    sbx_json_set(j, "suppressed", integer(c->suppressed));
    json_t *log = object();
    sbx_json_set(log, "rubbish", integer(c->rubbish));
    sbx_json_set(log, "cut", sbx_json_bool(c->cut));
    sbx_json_set(j, "log", log);
    return j;
}

void
sbx_report_put(const json_t *j, int fd)
{
    /* A pipe or a terminal cannot be emptied, and need not be. */
    if (ftruncate(fd, 0) != 0 && errno != EINVAL && errno != ESPIPE) {
        sbx_warn("the report: %s", strerror(errno));
    }
    if (!sbx_json_write(j, fd) || (close(fd) != 0 && errno != EINTR)) {
        sbx_die("cannot write the report: %s", strerror(errno));
    }
}

void
sbx_report_write(const struct sbx_report *r, int fd)
{
    json_t *j = sbx_report_json(r);

    sbx_report_put(j, fd);
    sbx_json_free(j);
}

/* The same for a run that did not begin: everything but why is unknown. */
static void
write_setup(const char *why, int fd)
{
    const struct sbx_policy limits = {0};
    const struct sbx_outcome outcome = {0};
    const struct sbx_claims claims = {0};
    const struct sbx_exception none = {0};
    const struct sbx_verdict verdict = {
        .status = "setup", .reason = why, .exit_code = SBX_EXIT_SETUP};
    const struct sbx_report r = {.limits = &limits,
                                 .outcome = &outcome,
                                 .claims = &claims,
                                 .exception = &none,
                                 .verdict = &verdict};

    sbx_report_write(&r, fd);
}

static int death_fd = -1;

static void
report_death(const char *why)
{
    sbx_cli_on_die(NULL);
    write_setup(why, death_fd);
}

int
sbx_report_begin(const char *where)
{
    death_fd = open_report(where);
    sbx_cli_on_die(report_death);
    return death_fd;
}
