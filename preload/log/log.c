// SPDX-License-Identifier: MIT
// The violation log: see log.h.  The program shares this process, so what is
// written is a claim: native code can write to the descriptor itself, close it
// or change the tables.  What can be kept is kept: the descriptor lies above
// what `open-files` lets dup2() reach, it is used only while it is still the
// file that was opened, one write() makes one line, and objects cannot forge
// one because every byte is escaped.  Keep the log out of writable places.

#include "log.h"
#include "log_json.h"
#include "log_summary.h"
#include "log_table.h"
#include "log_target.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static struct sbx_log_target log_file = {.fd = -1}, terminal = {.fd = -1};
static bool want_summary, summary_done;
static unsigned long total, written;
static pid_t pid;
static __thread bool muted __attribute__((tls_model("initial-exec")));

/* Bytes of each string in a line; together with the keys less than PIPE_BUF,
 * so that lines of several writers into a pipe do not mix (pipe(7)). */
static const struct {
    const char *key;
    size_t offset;
    size_t max;
} fields[] = {
#define FIELD(name, max)                                            \
    {                                                               \
        "\"" #name "\":", offsetof(struct sbx_violation, name), max \
    }
    FIELD(layer, 32),    FIELD(rule, 64),   FIELD(object, 1500),
    FIELD(reason, 300),  FIELD(allow, 900), FIELD(file, 700),
    FIELD(function, 64),
#undef FIELD
};

/* Keys, quotes, commas, the two numbers and "cut" are less than 300. */
_Static_assert(32 + 64 + 1500 + 300 + 900 + 700 + 64 + 300 < PIPE_BUF,
               "a line fits into its buffer");

/* A child of fork() tells only its own part. */
static void
after_fork(void)
{
    pid = getpid();
    total = written = 0;
    summary_done = false;
    sbx_log_forget_words();
    sbx_log_forget();
}

int
sbx_log_open(const char *spec, bool summary)
{
    static bool begun; /* a zygote's child opens a log of its own */

    pid = getpid();
    want_summary = summary;
    if (!begun) {
        sbx_log_seed();
        if (pthread_atfork(NULL, NULL, after_fork) != 0) {
            errno = ENOMEM;
            return -1;
        }
        begun = true;
    }
    /* Without a standard error there is nobody to read a summary. */
    if (summary && sbx_log_adopt(&terminal, STDERR_FILENO) != 0
        && errno != EBADF) {
        return -1;
    }
    return spec != NULL && spec[0] != '\0'
               ? sbx_log_target_open(&log_file, spec)
               : 0;
}

int
sbx_log_fd(void)
{
    return log_file.fd;
}

void
sbx_log_tell(const char *line, size_t n)
{
    if (sbx_log_is_ours(&log_file)) {
        sbx_log_write(log_file.fd, line, n);
    }
}

int
sbx_log_stderr(void)
{
    return terminal.fd;
}

bool
sbx_log_owns(int fd)
{
    return fd >= 0 && (fd == log_file.fd || fd == terminal.fd);
}

void
sbx_log_mute(bool on)
{
    muted = on;
}

bool
sbx_log_muted(void)
{
    return muted;
}

unsigned long
sbx_log_count(void)
{
    return __atomic_load_n(&total, __ATOMIC_RELAXED);
}

/* One violation as a line of JSON, in one write(). */
static void
write_line(const struct sbx_violation *v)
{
    char line[PIPE_BUF];
    struct sbx_text t = {line, 0, sizeof line, false};
    const char *comma = "{";

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *s =
            *(const char *const *)((const char *)v + fields[i].offset);
        if (s == NULL) {
            continue;
        }
        sbx_text_put(&t, comma);
        sbx_text_put(&t, fields[i].key);
        sbx_text_json(&t, s, fields[i].max);
        comma = ",";
    }
    if (v->line > 0) {
        sbx_text_put(&t, comma);
        sbx_text_put(&t, "\"line\":");
        sbx_text_number(&t, (unsigned long)v->line);
        comma = ",";
    }
    if (pid > 0) {
        sbx_text_put(&t, comma);
        sbx_text_put(&t, "\"pid\":");
        sbx_text_number(&t, (unsigned long)pid);
        comma = ",";
    }
    bool cut = t.cut;
    sbx_text_put(&t, cut ? ",\"cut\":true}\n" : "}\n");
    if (sbx_log_is_ours(&log_file) && sbx_log_write(log_file.fd, line, t.n)) {
        __atomic_fetch_add(&written, 1, __ATOMIC_RELAXED);
    }
}

/* A suggestion is pasted into a policy: one with a line end or a comment in it
 * would say more than it shows.  No suggestion then. */
static bool
is_one_line(const char *s)
{
    for (; *s != '\0'; s++) {
        if ((unsigned char)*s < ' ' || *s == 0x7F
            || (*s == '#' && s[-1] == ' ')) {
            return false;
        }
    }
    return true;
}

void
sbx_log_violation(const struct sbx_violation *v)
{
    struct sbx_violation copy = *v;
    int saved = errno;

    if (muted) {
        return;
    }
    if (copy.allow != NULL
        && (copy.allow[0] != '[' || !is_one_line(copy.allow))) {
        copy.allow = NULL;
    }
    const char *strings[] = {v->layer, v->rule, v->object, v->file,
                             v->function};
    uint64_t hash = sbx_log_hash(strings, 5, v->line);
    __atomic_fetch_add(&total, 1, __ATOMIC_RELAXED);
    sbx_log_remember(&copy, hash);
    if (log_file.fd >= 0 && sbx_log_first(hash)) {
        write_line(&copy);
    }
    errno = saved;
}

void
sbx_log_summary(void)
{
    unsigned long count = sbx_log_count();
    int saved = errno;

    if (count == 0
        || __atomic_exchange_n(&summary_done, true, __ATOMIC_ACQ_REL)) {
        return;
    }
    unsigned long lines = __atomic_load_n(&written, __ATOMIC_RELAXED);
    if (sbx_log_is_ours(&log_file) && lines < count) {
        char line[64];
        struct sbx_text t = {line, 0, sizeof line, false};
        sbx_text_put(&t, "{\"suppressed\":");
        sbx_text_number(&t, count - lines);
        sbx_text_put(&t, "}\n");
        sbx_log_write(log_file.fd, line, t.n);
    }
    if (want_summary) {
        sbx_log_print(sbx_log_is_ours(&terminal) ? terminal.fd : STDERR_FILENO,
                      count);
    }
    errno = saved;
}
