// SPDX-License-Identifier: MIT
// Counters.  What a sandboxed process said is text of an enemy: only rules
// that look like ours become labels, and only so many.

#include "metrics.h"

#include "cli.h"
#include "session.h"
#include "watch.h"
#include "zygote.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_RULES 64

static const char *const verdicts[] = {"ok",     "error",  "timeout",
                                       "memory", "output", "killed-by-policy",
                                       "crash",  "setup"};
#define VERDICTS (sizeof verdicts / sizeof *verdicts)

/* Upper ends in seconds, of what a client waited for. */
static const double buckets[] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                 0.25,  0.5,    1,     2.5,  5,     10,   30};
#define BUCKETS (sizeof buckets / sizeof *buckets)

static uint64_t by_verdict[VERDICTS], cancelled, again, by_status[600];
static uint64_t in_bucket[BUCKETS + 1], latency_count;
static uint64_t cold_runs;
static double latency_sum, cpu_sum;
static struct {
    char rule[32];
    uint64_t n;
} rules[MAX_RULES];
static size_t n_rules;

static void
count_rule(const char *rule, uint64_t n)
{
    size_t i = 0, len = strlen(rule);

    if (len == 0 || len >= sizeof rules->rule
        || strspn(rule, "abcdefghijklmnopqrstuvwxyz0123456789_.-") != len) {
        rule = "other";
    }
    while (i < n_rules && strcmp(rules[i].rule, rule) != 0) {
        i++;
    }
    if (i == n_rules && n_rules < MAX_RULES) {
        strcpy(rules[n_rules++].rule, rule);
    }
    if (i < MAX_RULES) {
        rules[i].n += n;
    }
}

static void
count_violations(const json_t *report)
{
    const struct sbx_json *J = sbx_json();
    const json_t *list = J->j_object_get(report, "violations");

    for (size_t i = 0; list != NULL && i < J->j_array_size(list); i++) {
        const json_t *v = J->j_array_get(list, i);
        const char *rule = J->j_string_value(J->j_object_get(v, "rule"));
        json_int_t n = J->j_integer_value(J->j_object_get(v, "count"));
        if (rule != NULL && n > 0) {
            count_rule(rule, (uint64_t)n);
        }
    }
}

void
sbx_metrics_done(const struct sbx_task *t)
{
    const struct sbx_json *J = sbx_json();
    const char *status =
        J->j_string_value(J->j_object_get(t->report, "status"));
    const json_t *usage = J->j_object_get(t->report, "usage");
    double seconds = (double)(sbx_now() - t->born) / 1e9;
    size_t i = 0;

    while (i < BUCKETS && seconds > buckets[i]) {
        i++;
    }
    in_bucket[i]++;
    latency_count++;
    latency_sum += seconds;
    cpu_sum += J->j_real_value(J->j_object_get(usage, "cpu_seconds"));
    cold_runs += t->backend == &sbx_cold_backend;
    for (i = 0; i < VERDICTS; i++) {
        by_verdict[i] += status != NULL && strcmp(status, verdicts[i]) == 0;
    }
    count_violations(t->report);
}

void
sbx_metrics_cancelled(void)
{
    cancelled++;
}

void
sbx_metrics_again(void)
{
    again++;
}

void
sbx_metrics_answered(int status)
{
    by_status[status > 0 && status < 600 ? status : 0]++;
}

static void put(struct sbx_buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
put(struct sbx_buffer *b, const char *format, ...)
{
    char line[512];
    va_list args;

    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    sbx_buffer_add(b, line, n < (int)sizeof line ? (size_t)n : sizeof line,
                   SIZE_MAX);
}

static void
head(struct sbx_buffer *b, const char *name, const char *type,
     const char *help)
{
    put(b, "# HELP pysbx_%s %s\n# TYPE pysbx_%s %s\n", name, help, name, type);
}

static void
gauge(struct sbx_buffer *b, const char *name, const char *help, double value)
{
    head(b, name, "gauge", help);
    put(b, "pysbx_%s %.15g\n", name, value);
}

static void
put_latency(struct sbx_buffer *b)
{
    uint64_t sum = 0;

    head(b, "run_seconds", "histogram",
         "Time from a request's body to its answer.");
    for (size_t i = 0; i < BUCKETS; i++) {
        sum += in_bucket[i];
        put(b, "pysbx_run_seconds_bucket{le=\"%g\"} %llu\n", buckets[i],
            (unsigned long long)sum);
    }
    put(b, "pysbx_run_seconds_bucket{le=\"+Inf\"} %llu\n",
        (unsigned long long)latency_count);
    put(b, "pysbx_run_seconds_sum %.9g\npysbx_run_seconds_count %llu\n",
        latency_sum, (unsigned long long)latency_count);
}

static void
put_zygotes(struct sbx_buffer *b)
{
    head(b, "children_waiting", "gauge", "Children forked ahead.");
    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        const struct sbx_pool *p = &sbx_server.pools[i];
        put(b, "pysbx_children_waiting{profile=\"%s\",python=\"%s\"} %u\n",
            p->profile, p->python.version,
            p->zygote == NULL ? 0 : sbx_zygote_waiting(p->zygote));
    }
    head(b, "zygote_starts_total", "counter", "Zygotes that were started.");
    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        const struct sbx_pool *p = &sbx_server.pools[i];
        put(b, "pysbx_zygote_starts_total{profile=\"%s\",python=\"%s\"} %u\n",
            p->profile, p->python.version,
            p->zygote == NULL ? 0 : sbx_zygote_starts(p->zygote));
    }
}

static void
put_ends(struct sbx_buffer *b)
{
    static const char *const reasons[SBX_ZYGOTE_ENDS] = {
        [SBX_ZYGOTE_DIED] = "died",
        [SBX_ZYGOTE_CHILDREN] = "requests",
        [SBX_ZYGOTE_AGE] = "age",
        [SBX_ZYGOTE_GROWTH] = "growth",
    };

    head(b, "zygote_ends_total", "counter", "Zygotes that were replaced.");
    for (unsigned i = 0; i < sbx_server.n_pools; i++) {
        const struct sbx_pool *p = &sbx_server.pools[i];
        for (int why = 0; why < SBX_ZYGOTE_ENDS; why++) {
            put(b,
                "pysbx_zygote_ends_total{profile=\"%s\",python=\"%s\","
                "reason=\"%s\"} %u\n",
                p->profile, p->python.version, reasons[why],
                p->zygote == NULL
                    ? 0
                    : sbx_zygote_ends(p->zygote, (enum sbx_zygote_end)why));
        }
    }
}

void
sbx_metrics_write(struct sbx_buffer *b)
{
    head(b, "runs_total", "counter", "Runs by verdict.");
    for (size_t i = 0; i < VERDICTS; i++) {
        put(b, "pysbx_runs_total{verdict=\"%s\"} %llu\n", verdicts[i],
            (unsigned long long)by_verdict[i]);
    }
    head(b, "runs_cancelled_total", "counter",
         "Runs whose client hung up before the end.");
    put(b, "pysbx_runs_cancelled_total %llu\n", (unsigned long long)cancelled);
    head(b, "runs_again_total", "counter",
         "Interpreters that were lost before their run began in them; the run "
         "went to another one.");
    put(b, "pysbx_runs_again_total %llu\n", (unsigned long long)again);
    head(b, "runs_cold_total", "counter",
         "Runs in an interpreter of their own.");
    put(b, "pysbx_runs_cold_total %llu\n", (unsigned long long)cold_runs);
    put_latency(b);
    head(b, "cpu_seconds_total", "counter", "Processor time of all runs.");
    put(b, "pysbx_cpu_seconds_total %.9g\n", cpu_sum);
    head(b, "violations_total", "counter", "Refusals by rule.");
    for (size_t i = 0; i < n_rules; i++) {
        put(b, "pysbx_violations_total{rule=\"%s\"} %llu\n", rules[i].rule,
            (unsigned long long)rules[i].n);
    }
    head(b, "answers_total", "counter", "HTTP answers by status.");
    for (int i = 100; i < 600; i++) {
        if (by_status[i] != 0) {
            put(b, "pysbx_answers_total{status=\"%d\"} %llu\n", i,
                (unsigned long long)by_status[i]);
        }
    }
    gauge(b, "queue_length", "Requests that wait.", sbx_queue_waiting());
    gauge(b, "runs_working", "Runs at work.", sbx_queue_working());
    gauge(b, "workers", "Runs that may be at work at once.",
          sbx_server.o.workers);
    gauge(b, "sessions", "Sessions that are alive.", sbx_session_count());
    put_zygotes(b);
    put_ends(b);
    gauge(b, "uptime_seconds", "Since the server was started.",
          (double)(sbx_now() - sbx_server.started) / 1e9);
}
