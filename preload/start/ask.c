// SPDX-License-Identifier: MIT
// Requests to a zygote's child, and its answers: see preload/wire.h.  All of
// it by read(2) and write(2), which the filter lets pass.

#include "ask.h"

#include "core.h"
#include "log.h"
#include "wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int from = -1, to = -1;
static struct sbx_ask task;
static char *text;  /* what the task's strings lie in */
static char **argv; /* pointers into it */

/* What is told with the end, in one message. */
static struct sbx_wire_answer last[2];
static bool kept;

void
sbx_ask_begin(int ask, int answer)
{
    from = ask;
    to = answer;
}

static void __attribute__((__noreturn__)) end(void)
{
    sbx_log_summary();
    sbx_exit(0);
}

/* False: nobody is there any more. */
static bool
read_all(void *into, size_t n)
{
    for (char *at = into; n > 0;) {
        ssize_t got = read(from, at, n);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        at += got;
        n -= (size_t)got;
    }
    return true;
}

/* Likewise. */
static bool
write_all(const void *what, size_t n)
{
    for (const char *at = what; n > 0;) {
        ssize_t done = write(to, at, n);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        at += done;
        n -= (size_t)done;
    }
    return true;
}

void
sbx_ask_ready(bool sealed)
{
    struct sbx_wire_answer a = {.kind = SBX_WIRE_READY, .sealed = sealed};

    if (!write_all(&a, sizeof(a))) {
        end();
    }
}

/* The strings behind each other, the last one with its NUL. */
static bool
cut_argv(char *at, const char *stop, uint32_t n)
{
    argv = calloc((size_t)n + 1, sizeof *argv);
    for (uint32_t i = 0; argv != NULL && i < n; i++) {
        char *nul = memchr(at, '\0', (size_t)(stop - at));
        if (nul == NULL) {
            return false;
        }
        argv[i] = at;
        at = nul + 1;
    }
    return argv != NULL;
}

const struct sbx_ask *
sbx_ask_next(void)
{
    struct sbx_wire_request r;

    free(text);
    free(argv);
    text = NULL;
    argv = NULL;
    if (!read_all(&r, sizeof(r))) {
        end();
    }
    if (r.code > SBX_WIRE_CODE_MAX || r.file > SBX_WIRE_STRINGS_MAX
        || r.argv > SBX_WIRE_STRINGS_MAX || r.argc > r.argv) {
        sbx_die("a request that is too long");
    }
    size_t n = (size_t)r.code + 1 + r.file + 1 + r.argv;
    text = malloc(n);
    if (text == NULL) {
        sbx_die("no memory for the request");
    }
    char *file = text + r.code + 1, *args = file + r.file + 1;
    if (!read_all(text, r.code) || !read_all(file, r.file)
        || !read_all(args, r.argv)) {
        end();
    }
    text[r.code] = '\0';
    file[r.file] = '\0';
    if (!cut_argv(args, args + r.argv, r.argc)) {
        sbx_die("a request that is cut");
    }
    task = (struct sbx_ask){
        .code = text,
        .n = r.code,
        .file = r.file > 0 ? file : NULL,
        .argv = r.argc > 0 ? (const char *const *)argv : NULL,
        .want = r.want,
        .keep = r.keep != 0,
        .merged = r.merged != 0,
        .early = r.early != 0,
    };
    return &task;
}

void
sbx_ask_answer(const struct sbx_ask_end *e)
{
    struct sbx_wire_answer a = {.kind = SBX_WIRE_DONE,
                                .raised = e->raised,
                                .is = e->is,
                                .cut = e->n > (e->is == SBX_ASK_TASK
                                                   ? SBX_WIRE_RECORD_MAX
                                                   : SBX_WIRE_VALUE_MAX),
                                .n = (uint32_t)e->n};

    if (a.cut) {
        a.n = 0;
    }
    if (task.early && a.n == 0) {
        last[0] = a;
        kept = true;
        return;
    }
    if (!write_all(&a, sizeof(a)) || !write_all(e->value, a.n)) {
        end();
    }
}

void
sbx_ask_end(int status)
{
    char more;

    if (!task.early || getpid() != sbx_core.pid) {
        return;
    }
    last[1].kind = SBX_WIRE_END;
    last[1].status = (uint32_t)status & 0xff;
    if (write_all(&last[!kept], (kept ? 2 : 1) * sizeof(*last))) {
        read_all(&more, 1); /* until we are killed */
    }
}
