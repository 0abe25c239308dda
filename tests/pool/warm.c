// SPDX-License-Identifier: MIT
// A small supervisor over supervisor/zygote.h, for tests/zygote.bats: each
// FILE is one request; what came of it is printed.
//
//   warm [OPTION...] FILE...
//     --policy NAMES --python PATH --preload MODULES --ready N --children N
//     --scratch DIR   each child gets a directory in it
//     --narrow FILE   each request has this policy of its own
//     --early         an answer before the child is dead
//     --faults        how many page faults it had
//     --want json|repr   --session   --cpu SECONDS   --memory MIB
//     --kill-zygote   before the second request
//     --kill-child    the first request's child, while it runs
//     --argv ARG ...  sys.argv
//     --through       output and status become ours
//     --input TEXT    on standard input

#include "cli.h"
#include "zygote.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sbx_zygote *zygote;
static const char *narrow_text, *input = "";
static struct sbx_request request;
static bool kill_child, quiet, through, faults;

static char *
read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    char *text = sbx_need(malloc(1 << 22));

    if (f == NULL) {
        sbx_die("%s: %s", path, strerror(errno));
    }
    *n = fread(text, 1, (1 << 22) - 1, f);
    text[*n] = '\0';
    fclose(f);
    return text;
}

static void
add_argv(const char *s)
{
    static const char *all[64];
    static size_t n;

    if (n < 63) {
        all[n++] = s;
        request.argv = all;
    }
}

static void
turn(const struct sbx_warm *w)
{
    struct pollfd fds[SBX_ZYGOTE_FDS + 6];
    unsigned n = sbx_zygote_fds(zygote, fds);

    if (w != NULL) {
        const int all[] = {w->out, w->err, w->log};
        for (int i = 0; i < 3; i++) {
            fds[n++] = (struct pollfd){.fd = all[i], .events = POLLIN};
        }
        n += sbx_warm_poll(w, fds + n);
    }
    poll(fds, n, 200);
    sbx_zygote_step(zygote);
}

static void
drain(int *fd, struct sbx_buffer *to)
{
    char text[65536];
    ssize_t n = 1;

    while (*fd >= 0 && (n = read(*fd, text, sizeof text)) > 0) {
        sbx_buffer_add(to, text, (size_t)n, (size_t)64 << 20);
    }
    if (n == 0) {
        close(*fd);
        *fd = -1;
    }
}

static void
show(const char *what, const struct sbx_buffer *b)
{
    if (b->n > 0) {
        printf("%s: ", what);
        fwrite(b->at, 1, b->n, stdout);
        puts(b->at[b->n - 1] == '\n' ? "" : "\n");
    }
}

static struct sbx_warm *
get(void)
{
    struct sbx_warm *w;

    if (narrow_text != NULL) {
        return sbx_zygote_order(
            zygote, &(struct sbx_warm_order){.narrow = narrow_text});
    }
    while ((w = sbx_zygote_take(zygote)) == NULL) {
        if (sbx_zygote_error(zygote) != NULL) {
            printf("zygote: %s\n", sbx_zygote_error(zygote));
            exit(125);
        }
        turn(NULL);
    }
    return w;
}

static void
ask(struct sbx_warm *w, const char *path)
{
    struct sbx_buffer out = {0}, err = {0}, log = {0};
    size_t n;
    char *code = read_file(path, &n);

    request.code = code;
    request.n = n;
    request.file = path;
    sbx_warm_send(w, &request);
    if (w->in >= 0) {
        (void)!write(w->in, input, strlen(input));
        if (!request.keep) {
            close(w->in);
            w->in = -1;
        }
    }
    while (w->state == SBX_WARM_BUSY) {
        turn(w);
        drain(&w->out, &out);
        drain(&w->err, &err);
        drain(&w->log, &log);
        if (kill_child && out.n > 0) {
            kill_child = false;
            kill(w->pid, SIGKILL);
        }
        sbx_warm_step(w);
    }
    drain(&w->out, &out);
    drain(&w->err, &err);
    drain(&w->log, &log);
    if (through) {
        fwrite(out.at, 1, out.n, stdout);
        fwrite(err.at, 1, err.n, stderr);
    }
    else if (!quiet) {
        printf("%s: ", strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
        if (w->state == SBX_WARM_ANSWERED) {
            printf("answered");
        }
        else if (w->pid == 0) {
            printf("lost");
        }
        else if (WIFEXITED(w->status)) {
            printf("exit %d", WEXITSTATUS(w->status));
        }
        else {
            printf("signal %d", WTERMSIG(w->status));
        }
        printf("%s%s%s", w->sealed ? " sealed" : "",
               w->answer.came && w->answer.raised ? " raised" : "",
               w->answer.cut ? " cut" : "");
        if (w->answer.value != NULL) {
            printf(" %s=%s", w->answer.is == SBX_WANT_JSON ? "json" : "repr",
                   w->answer.value);
        }
        if (faults) {
            printf(" faults=%ld", w->usage.ru_minflt);
        }
        puts("");
        show("out", &out);
        show("err", &err);
        show("log", &log);
    }
    fflush(stdout);
    free(code);
    sbx_buffer_free(&out);
    sbx_buffer_free(&err);
    sbx_buffer_free(&log);
}

int
main(int argc, char **argv)
{
    struct sbx_place place;
    struct sbx_zygote_options o = {.place = &place,
                                   .python = "/usr/bin/python3",
                                   .policy = "default",
                                   .ready = 2};
    bool kill_zygote = false;
    struct sbx_warm *w = NULL;
    size_t n;
    int i = 1;

    signal(SIGPIPE, SIG_IGN); /* a program may end without its input */
    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        const char *name = argv[i] + 2;
#define FLAG(text, set)               \
    else if (strcmp(name, text) == 0) \
    {                                 \
        set;                          \
    }
        if (false) {
        }
        FLAG("policy", o.policy = argv[++i])
        FLAG("python", o.python = argv[++i])
        FLAG("preload", o.preload = argv[++i])
        FLAG("scratch", o.scratch = argv[++i])
        FLAG("ready", o.ready = (unsigned)atoi(argv[++i]))
        FLAG("children", o.children = (unsigned)atoi(argv[++i]))
        FLAG("narrow", narrow_text = read_file(argv[++i], &n))
        FLAG("input", input = argv[++i])
        FLAG("cpu", request.cpu = (uint64_t)atoi(argv[++i]) * 1000000000)
        FLAG("memory", request.memory = (uint64_t)atoi(argv[++i]) << 20)
        FLAG("want", request.want = strcmp(argv[++i], "json") == 0
                                        ? SBX_WANT_JSON
                                        : SBX_WANT_REPR)
        FLAG("session", request.keep = true)
        FLAG("early", request.early = true)
        FLAG("faults", faults = true)
        FLAG("kill-zygote", kill_zygote = true)
        FLAG("kill-child", kill_child = true)
        FLAG("argv", add_argv(argv[++i]))
        FLAG("quiet", quiet = true)
        FLAG("through", through = true)
        else
        {
            sbx_die("no option --%s", name);
        }
    }
    if (through && !isatty(STDIN_FILENO)) {
        input = read_file("/dev/stdin", &n);
    }
    sbx_place_find(&place);
    zygote = sbx_zygote_start(&o);
    for (; i < argc; i++) {
        if (w == NULL || !request.keep || w->state == SBX_WARM_GONE) {
            if (w != NULL) {
                sbx_warm_free(w);
            }
            w = get();
        }
        ask(w, argv[i]);
        if (kill_zygote) {
            kill_zygote = false;
            kill(sbx_zygote_pid(zygote), SIGKILL);
        }
    }
    int status = w == NULL ? 0 : w->status;
    if (w != NULL) {
        sbx_warm_free(w);
    }
    if (through) {
        sbx_zygote_stop(zygote);
        return WIFEXITED(status) ? WEXITSTATUS(status)
                                 : 128 + WTERMSIG(status);
    }
    printf("starts %u\n", sbx_zygote_starts(zygote));
    sbx_zygote_stop(zygote);
    return 0;
}
