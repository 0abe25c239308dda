// SPDX-License-Identifier: MIT
// The summary.  Its lines are composed when a violation is first seen, when
// its strings are at hand.

#include "log_summary.h"
#include "log_json.h"
#include "log_table.h"
#include "log_target.h"

#include <string.h>

#define SHOWN 8  /* violations in the summary */
#define RULES 12 /* rules in its first line */

static struct sbx_tally shown[SHOWN], rules[RULES];

/* "  import os (program.py:3): add to the policy: [imports] os = system" */
static void
describe(const struct sbx_violation *v, struct sbx_tally *ret)
{
    struct sbx_text t = {ret->text, 0, sizeof ret->text - 1, false};
    const char *file = v->file;

    sbx_text_put(&t, "  ");
    sbx_text_shown(&t, v->rule != NULL ? v->rule : "act", 40);
    if (v->object != NULL) {
        sbx_text_put(&t, " ");
        sbx_text_shown(&t, v->object, 120);
    }
    if (file != NULL) {
        const char *slash = strrchr(file, '/');
        sbx_text_put(&t, " (");
        sbx_text_shown(&t, slash != NULL ? slash + 1 : file, 80);
        if (v->line > 0) {
            sbx_text_put(&t, ":");
            sbx_text_number(&t, (unsigned long)v->line);
        }
        sbx_text_put(&t, ")");
    }
    if (v->allow != NULL && strlen(v->allow) <= 180) {
        sbx_text_put(&t, ": add to the policy: ");
        sbx_text_shown(&t, v->allow, 180);
    }
    else if (v->reason != NULL) {
        sbx_text_put(&t, ": ");
        sbx_text_shown(&t, v->reason, 180);
    }
    ret->text[t.n] = '\0';
    __atomic_store_n(&ret->ready, 1, __ATOMIC_RELEASE);
}

void
sbx_log_remember(const struct sbx_violation *v, uint64_t hash)
{
    const char *rule = v->rule != NULL ? v->rule : "act";
    struct sbx_tally *t;
    bool fresh;

    t = sbx_log_tally(shown, SHOWN, hash, &fresh);
    if (t != NULL) {
        if (fresh) {
            describe(v, t);
        }
        __atomic_fetch_add(&t->count, 1, __ATOMIC_RELAXED);
    }
    t = sbx_log_tally(rules, RULES, sbx_log_hash(&rule, 1, 0), &fresh);
    if (t != NULL) {
        if (fresh) {
            struct sbx_text name = {t->text, 0, 40, false};
            sbx_text_shown(&name, rule, 32);
            __atomic_store_n(&t->ready, 1, __ATOMIC_RELEASE);
        }
        __atomic_fetch_add(&t->count, 1, __ATOMIC_RELAXED);
    }
}

static void
put_tally(struct sbx_text *t, const struct sbx_tally *tally, const char *sep)
{
    sbx_text_put(t, sep);
    sbx_text_put(t, tally->text);
    sbx_text_put(t, " ");
    sbx_text_number(t, tally->count);
}

void
sbx_log_print(int fd, unsigned long count)
{
    char text[SHOWN * sizeof shown->text + 1024];
    struct sbx_text t = {text, 0, sizeof text, false};
    unsigned long rest = count;
    const char *sep = " (";

    sbx_text_put(&t, "pysbx: ");
    sbx_text_number(&t, count);
    sbx_text_put(&t, " refused");
    for (size_t i = 0; i < RULES; i++) {
        if (__atomic_load_n(&rules[i].ready, __ATOMIC_ACQUIRE)) {
            put_tally(&t, &rules[i], sep);
            sep = ", ";
        }
    }
    sbx_text_put(&t, sep[0] == ',' ? ")\n" : "\n");
    for (size_t i = 0; i < SHOWN; i++) {
        if (__atomic_load_n(&shown[i].ready, __ATOMIC_ACQUIRE)) {
            sbx_text_put(&t, shown[i].text);
            if (shown[i].count > 1) {
                sbx_text_put(&t, " [");
                sbx_text_number(&t, shown[i].count);
                sbx_text_put(&t, " times]");
            }
            sbx_text_put(&t, "\n");
            rest -= shown[i].count < rest ? shown[i].count : rest;
        }
    }
    if (rest > 0) {
        sbx_text_put(&t, "  and ");
        sbx_text_number(&t, rest);
        sbx_text_put(&t, " more\n");
    }
    sbx_log_write(fd, text, t.n);
}

void
sbx_log_forget_words(void)
{
    memset(shown, 0, sizeof shown);
    memset(rules, 0, sizeof rules);
}
