// SPDX-License-Identifier: MIT
// Rows of syscalls.def -> BPF.  The program is written from its end to its
// start, so that every jump goes to something that is already there: first the
// verdicts, then the argument checks, then a binary search over the numbers,
// then the test of the architecture.
//
// The shape matters: installing a filter costs by the instruction, and a call
// that is allowed whatever its arguments never runs it (the kernel keeps a
// bitmap of those since Linux 5.11).

#include "seccomp_bpf.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <string.h>

#define ROOM 1024
#define ARG_LOW(n) (offsetof(struct seccomp_data, args) + 8 * (n))
#define ARG_HIGH(n) (ARG_LOW(n) + 4) /* both architectures: little-endian */

/* Where an instruction lies: its distance from the end of the program. */
typedef unsigned label;

struct segment {
    unsigned start; /* up to the next one's start */
    label to;
};

struct build {
    const struct sbx_filter_spec *spec;
    unsigned gates;
    unsigned n;
    bool full;
    struct sock_filter code[ROOM]; /* filled from the end */
    struct sbx_action actions[SBX_NR_END];
    struct segment segments[SBX_NR_END + 1];
    unsigned n_segments;
    struct {
        uint32_t verdict;
        label at;
    } returns[16];
    unsigned n_returns;
};

static label
emit(struct build *b, uint16_t code, uint8_t jt, uint8_t jf, uint32_t k)
{
    if (b->n == ROOM) {
        b->full = true; /* sbx_bpf_compile refuses the result */
        b->n = 0;
    }
    b->n++;
    b->code[ROOM - b->n] =
        (struct sock_filter){.code = code, .jt = jt, .jf = jf, .k = k};
    return b->n;
}

static label
load(struct build *b, size_t offset)
{
    return emit(b, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

/* Conditional jumps reach 255 instructions: go over a stepping stone.  What is
 * emitted here is only ever jumped to.  Some room is left for the other
 * target's stone and the jump itself. */
static label
within_reach(struct build *b, label to)
{
    return b->n - to < 240 ? to : emit(b, BPF_JMP | BPF_JA, 0, 0, b->n - to);
}

static label
jump(struct build *b, uint16_t test, uint32_t k, label yes, label no)
{
    yes = within_reach(b, yes);
    no = within_reach(b, no);
    return emit(b, (uint16_t)(BPF_JMP | BPF_K | test), (uint8_t)(b->n - yes),
                (uint8_t)(b->n - no), k);
}

static label
verdict(struct build *b, uint32_t ret)
{
    /* Programs that were exec'ed have no handler: a report would kill. */
    if ((b->gates & SBX_GATE_EXEC) != 0
        && (ret & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_TRAP) {
        ret = SECCOMP_RET_ERRNO | (ret & SECCOMP_RET_DATA);
    }
    for (unsigned i = 0; i < b->n_returns; i++) {
        if (b->returns[i].verdict == ret && b->n - b->returns[i].at < 200) {
            return b->returns[i].at;
        }
    }
    label at = emit(b, BPF_RET | BPF_K, 0, 0, ret);
    if (b->n_returns < sizeof(b->returns) / sizeof(*b->returns)) {
        b->returns[b->n_returns].verdict = ret;
        b->returns[b->n_returns++].at = at;
    }
    return at;
}

/* One clause: go to yes if it holds, to no if not. */
static label
clause(struct build *b, const struct sbx_clause *c, label yes, label no)
{
    label at;

    if (c->kind == SBX_NULL) {
        at = jump(b, BPF_JEQ, 0, yes, no);
        load(b, ARG_HIGH(c->arg));
        jump(b, BPF_JEQ, 0, b->n, no);
        return load(b, ARG_LOW(c->arg));
    }
    if (c->kind == SBX_NOT_IN) {
        label swap = yes;
        yes = no;
        no = swap;
    }
    if (c->n == 1 && c->value[0] == 0 && c->mask != 0xffffffff) {
        jump(b, BPF_JSET, c->mask, no, yes);
        return load(b, ARG_LOW(c->arg));
    }
    at = no;
    for (unsigned i = c->n; i > 0; i--) {
        at = jump(b, BPF_JEQ, c->value[i - 1], yes, at);
    }
    if (c->kind == SBX_PID) {
        at = jump(b, BPF_JEQ, b->spec->pid, yes, at);
    }
    if (c->mask != 0xffffffff) {
        emit(b, BPF_ALU | BPF_AND | BPF_K, 0, 0, c->mask);
    }
    return load(b, ARG_LOW(c->arg));
}

/* All alternatives of a check, last first; no leads out of the last one. */
static label
check(struct build *b, const struct sbx_clause *first, label no)
{
    const struct sbx_clause *c = first;
    label allow = verdict(b, SECCOMP_RET_ALLOW);
    label next = no, yes = allow;

    while (c->kind != SBX_END) {
        c++;
    }
    while (c-- > first) {
        if (c->kind == SBX_OR) {
            next = yes;
            yes = allow;
        }
        else {
            yes = clause(b, c, yes, next);
        }
    }
    return yes;
}

static bool
is_open(const struct build *b, const struct sbx_row *row)
{
    return sbx_row_is_open(row, b->gates);
}

/* The rows of one number that have checks, chained. */
static label
checks(struct build *b, unsigned nr)
{
    label at = verdict(b, b->actions[nr].verdict);

    for (size_t i = sbx_n_rows; i > 0; i--) {
        const struct sbx_row *row = &sbx_rows[i - 1];

        if (is_open(b, row)
            && (unsigned)sbx_call_number(b->spec->arch, row->call) == nr) {
            at = check(b, row->check, at);
        }
    }
    return at;
}

/* The one row of a number, or NULL. */
static const struct sbx_row *
only_row(const struct build *b, unsigned nr)
{
    const struct sbx_row *only = NULL;

    for (size_t i = 0; i < sbx_n_rows; i++) {
        const struct sbx_row *row = &sbx_rows[i];

        if (is_open(b, row)
            && (unsigned)sbx_call_number(b->spec->arch, row->call) == nr) {
            if (only != NULL) {
                return NULL;
            }
            only = row;
        }
    }
    return only;
}

/* Neighbours with one and the same check (the clocks) are one segment. */
static bool
is_checked_alike(const struct build *b, unsigned nr)
{
    const struct sbx_action *a = &b->actions[nr];

    if (nr == 0 || !a->check || !a[-1].check || a->verdict != a[-1].verdict) {
        return false;
    }
    const struct sbx_row *row = only_row(b, nr), *last = only_row(b, nr - 1);
    return row != NULL && last != NULL && row->check == last->check;
}

static void
segment(struct build *b)
{
    for (unsigned nr = 0; nr < SBX_NR_END; nr++) {
        struct sbx_action *a = &b->actions[nr];
        bool same =
            nr > 0 && !a->check && !a[-1].check && a->verdict == a[-1].verdict;

        if (!same && !is_checked_alike(b, nr)) {
            b->segments[b->n_segments].start = nr;
            b->segments[b->n_segments++].to =
                a->check ? checks(b, nr) : verdict(b, a->verdict);
        }
    }
    b->segments[b->n_segments].start = SBX_NR_END;
}

/* Up to three lone numbers in a sea of one verdict are cheaper as equalities
 * than as a tree.  The sea's label, or 0 if segments lo..hi are not so. */
static label
lone(const struct build *b, unsigned lo, unsigned hi)
{
    label sea = 0;
    unsigned n = 0;

    for (unsigned i = lo; i < hi; i++) {
        const struct segment *s = &b->segments[i];

        if (s[1].start - s->start == 1 && s->to != sea) {
            n++;
        }
        else if (sea != 0 && s->to != sea) {
            return 0;
        }
        else {
            sea = s->to;
        }
    }
    return n <= 3 ? sea : 0;
}

static label
search(struct build *b, unsigned lo, unsigned hi)
{
    label at = hi - lo == 1 ? b->segments[lo].to : lone(b, lo, hi);

    if (at != 0) {
        for (unsigned i = hi; hi - lo > 1 && i > lo; i--) {
            const struct segment *s = &b->segments[i - 1];

            if (s[1].start - s->start == 1) {
                at = jump(b, BPF_JEQ, s->start, s->to, at);
            }
        }
        return at;
    }
    unsigned middle = lo + (hi - lo) / 2;
    label right = search(b, middle, hi);
    label left = search(b, lo, middle);
    return jump(b, BPF_JGE, b->segments[middle].start, right, left);
}

/* Numbers that nobody knows.  x32 has the same architecture and bit 30 set:
 * the whole kernel once more, through another door. */
static label
beyond(struct build *b)
{
    label unknown = verdict(b, SECCOMP_RET_ERRNO | ENOSYS);

    return b->spec->arch == SBX_X86_64
               ? jump(b, BPF_JGE, 0x40000000,
                      verdict(b, SECCOMP_RET_KILL_PROCESS), unknown)
               : unknown;
}

/* The whole filter, from its end; where there is an outer filter, that one has
 * killed foreign architectures, and the last segment is what it allows. */
static void
write_all(struct build *b)
{
    uint32_t arch =
        b->spec->arch == SBX_X86_64 ? AUDIT_ARCH_X86_64 : AUDIT_ARCH_AARCH64;

    segment(b);
    label at = search(b, 0, b->n_segments);
    if (b->spec->outer == 0) {
        at = jump(b, BPF_JGE, SBX_NR_END, beyond(b), at);
    }
    if (at != b->n) {
        /* The load must be followed by the test of what it loaded. */
        emit(b, BPF_JMP | BPF_JA, 0, 0, b->n - at);
    }
    load(b, offsetof(struct seccomp_data, nr));
    if (b->spec->outer == 0) {
        at = b->n;
        jump(b, BPF_JEQ, arch, at, verdict(b, SECCOMP_RET_KILL_PROCESS));
        load(b, offsetof(struct seccomp_data, arch));
    }
}

size_t
sbx_bpf_compile(const struct sbx_filter_spec *spec, struct sock_filter *out,
                size_t room)
{
    unsigned generic = spec->arch == SBX_AARCH64 ? SBX_GATE_GENERIC : 0;
    struct build b = {.spec = spec, .gates = spec->gates | generic};

    if (spec->outer != 0
        && ((spec->gates & ~spec->outer) != 0
            || ((spec->gates ^ spec->outer) & SBX_GATE_EXEC) != 0)) {
        return 0;
    }
    sbx_actions(spec->arch, b.gates, b.actions);
    if (spec->outer != 0) {
        sbx_actions_inner(spec->arch, b.gates, spec->outer | generic,
                          b.actions);
    }
    write_all(&b);
    if (b.full || b.n > room) {
        return 0;
    }
    memcpy(out, &b.code[ROOM - b.n], b.n * sizeof(*out));
    return b.n;
}
