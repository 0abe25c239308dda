// SPDX-License-Identifier: MIT
// The system call filter in a simulator: a table of (gates, architecture,
// number, arguments -> verdict), the same question put to the rows in plain C
// for every number and many arguments, and numbers compared with libseccomp.
// Prints how many calls each kind of policy reaches.

#include "bpf_run.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdlib.h>

struct sim {
    unsigned gates;
    const char *call;
    uint64_t args[6];
    uint32_t verdict;
};

#define O SBX_GATE_OPEN_WRITE
#define W (SBX_GATE_OPEN_WRITE | SBX_GATE_WRITE)
#define T SBX_GATE_THREADS
#define C (SBX_GATE_NET | SBX_GATE_CONNECT)
#define B (SBX_GATE_NET | SBX_GATE_BIND)
#define X SBX_GATE_EXEC
#define L SBX_GATE_LOOP
#define XML SBX_GATE_LIBXML
#define P SBX_GATE_PAIR
#define XS SBX_GATE_EXEC_SCOPED

static const struct sim sims[] = {
#include "bpf_sims.def"
};

static void
simulate(enum sbx_arch arch)
{
    for (size_t i = 0; i < sizeof(sims) / sizeof(*sims); i++) {
        const struct sim *s = &sims[i];
        unsigned call = 0;

        while (call < SBX_CALLS
               && strcmp(sbx_call_name((enum sbx_call)call), s->call) != 0) {
            call++;
        }
        if (call == SBX_CALLS) {
            FAIL("%s: no such call", s->call);
            continue;
        }
        int nr = sbx_call_number(arch, (enum sbx_call)call);
        if (nr < 0) {
            continue;
        }
        struct filter f = compile(arch, s->gates);
        uint32_t got = ask(&f, audit_of(arch), nr, s->args);
        check_count++;
        if (got != s->verdict) {
            FAIL("arch %d gates %#x %s(%#llx, %#llx, %#llx, %#llx): %#x, not "
                 "%#x",
                 arch, s->gates, s->call, (unsigned long long)s->args[0],
                 (unsigned long long)s->args[1],
                 (unsigned long long)s->args[2],
                 (unsigned long long)s->args[3], got, s->verdict);
        }
    }
}

/* Whether the rows let the call through, in plain C. */
static bool
oracle(enum sbx_arch arch, unsigned gates, int nr, const uint64_t args[6])
{
    gates ^= SEALED;
    gates |= arch == SBX_AARCH64 ? SBX_GATE_GENERIC : 0;
    for (size_t i = 0; i < sbx_n_rows; i++) {
        const struct sbx_row *row = &sbx_rows[i];

        if (sbx_call_number(arch, row->call) == nr && (row->gate & ~gates) == 0
            && sbx_row_allows(row, args, PID)) {
            return true;
        }
    }
    return false;
}

/* A number that checks are likely to be about. */
static uint64_t
interesting(void)
{
    static const uint64_t special[] = {
        0,  1,  2,  3,   4,      6,      9,      10,      15,
        16, 31, 41, PID, 0x5401, 0x5413, 0x5412, 0x3d0f00};
    size_t r = (size_t)rand();

    switch (r % 4) {
    case 0:
        return UINT64_C(1) << (r / 4 % 64);
    case 1:
        return r / 4 % 64;
    case 2:
        return special[r / 4 % (sizeof(special) / sizeof(*special))]
               | (r % 7 == 0 ? UINT64_C(1) << 32 : 0);
    default:
        return ((uint64_t)rand() << 33) ^ (uint64_t)rand();
    }
}

/* Every number, known or not, and random arguments: BPF against plain C. */
static void
compare(enum sbx_arch arch, unsigned gates, unsigned rounds)
{
    struct filter f = compile(arch, gates);

    for (int nr = 0; nr < SBX_NR_END + 8; nr++) {
        for (unsigned i = 0; i < rounds; i++) {
            uint64_t args[6];

            for (unsigned k = 0; k < 6; k++) {
                args[k] = interesting();
            }
            bool got = ask(&f, audit_of(arch), nr, args) == ALLOW_;
            check_count++;
            if (got != oracle(arch, gates, nr, args)) {
                FAIL("arch %d gates %#x number %d: the filter says %s", arch,
                     gates, nr, got ? "yes" : "no");
                break;
            }
        }
    }
}

/* Values that the rows ask for, or are one off, and any. */
static uint64_t
likely(enum sbx_arch arch, int nr, unsigned arg)
{
    uint64_t found = interesting();

    for (size_t i = 0; i < sbx_n_rows; i++) {
        const struct sbx_row *row = &sbx_rows[i];
        const struct sbx_clause *c = row->check;

        if (sbx_call_number(arch, row->call) != nr) {
            continue;
        }
        for (; c != NULL && c->kind != SBX_END; c++) {
            if (c->kind != SBX_OR && c->arg == arg && rand() % 3 == 0) {
                found = c->kind == SBX_PID && rand() % 2 == 0
                            ? PID
                            : c->value[rand() % (c->n + (c->n == 0))];
                found ^= rand() % 4 == 0 ? UINT64_C(1) << (rand() % 64) : 0;
            }
        }
    }
    return found;
}

/* The outer and the inner filter against the one that they are instead of: the
 * same answer to everything, to the last bit. */
static void
compare_two(enum sbx_arch arch, unsigned gates, unsigned rounds)
{
    struct filter one = compile(arch, gates);
    struct filter inner = compile_inner(arch, gates);
    struct filter outer =
        compile(arch, sbx_outer_gates(gates ^ SEALED) ^ SEALED);
    const uint32_t archs[] = {audit_of(arch), AUDIT_ARCH_I386, AUDIT_ARCH_ARM,
                              audit_of(!arch)};

    for (int nr = -1; nr < SBX_NR_END + 8; nr++) {
        for (unsigned i = 0; i < rounds; i++) {
            uint64_t args[6];
            uint32_t audit = archs[i % 8 < 4 ? i % 4 : 0];
            int number = i % 16 == 4 ? nr | 0x40000000 : nr;

            for (unsigned k = 0; k < 6; k++) {
                args[k] = likely(arch, nr, k);
            }
            uint32_t want = ask(&one, audit, number, args);
            uint32_t in = ask(&inner, audit, number, args);
            uint32_t got = both(in, ask(&outer, audit, number, args));
            /* A scratch directory: the whole filter on top. */
            uint32_t whole = both(want, ask(&outer, audit, number, args));
            check_count++;
            if (got != want || whole != want) {
                FAIL("arch %d gates %#x number %d: %#x and %#x by two "
                     "filters, not %#x",
                     arch, gates, number, got, whole, want);
                break;
            }
        }
    }
}

/* Whether some arguments lead from pc to ALLOW: both ways at each jump that
 * depends on an argument. */
static bool
reaches(const struct filter *f, size_t pc, uint32_t a, bool known,
        const struct seccomp_data *data)
{
    for (; pc < f->n; pc++) {
        const struct sock_filter *i = &f->code[pc];
        bool yes = false;

        switch (BPF_CLASS(i->code)) {
        case BPF_LD:
            known = i->k < offsetof(struct seccomp_data, args);
            memcpy(&a, (const char *)data + i->k, 4);
            continue;
        case BPF_ALU:
            continue;
        case BPF_RET:
            return i->k == ALLOW_;
        }
        if (i->code == (BPF_JMP | BPF_JA)) {
            pc += i->k;
            continue;
        }
        if (known) {
            yes = BPF_OP(i->code) == BPF_JEQ ? a == i->k : a >= i->k;
        }
        else if (reaches(f, pc + 1 + i->jt, a, false, data)) {
            return true;
        }
        pc += yes ? i->jt : i->jf;
    }
    return false;
}

static unsigned
count(enum sbx_arch arch, unsigned gates, bool print)
{
    struct filter f = compile(arch, gates);
    unsigned n = 0;

    for (int nr = 0; nr < SBX_NR_END + 8; nr++) {
        struct seccomp_data data = {.nr = nr, .arch = audit_of(arch)};

        if (reaches(&f, 0, 0, true, &data)) {
            n++;
            if (print) {
                printf("%s%s", n == 1 ? "" : " ",
                       sbx_call_name(sbx_call_of(arch, (unsigned)nr)));
            }
        }
    }
    if (print) {
        putchar('\n');
    }
    return n;
}

/* The architecture and x32 come before everything. */
static void
foreign(enum sbx_arch arch)
{
    static const uint64_t zero[6];
    struct filter f = compile(arch, 0);

    for (int nr = -1; nr < SBX_NR_END + 8; nr++) {
        if (ask(&f, AUDIT_ARCH_I386, nr, zero) != KILL
            || ask(&f, AUDIT_ARCH_ARM, nr, zero) != KILL
            || ask(&f, audit_of(!arch), nr, zero) != KILL) {
            FAIL("arch %d: a foreign %d is not killed", arch, nr);
        }
        if (arch == SBX_X86_64
            && ask(&f, AUDIT_ARCH_X86_64, nr | 0x40000000, zero) != KILL) {
            FAIL("x32 %d is not killed", nr);
        }
    }
    if (ask(&f, audit_of(arch), 0x3fffffff, zero) != QUIET(ENOSYS)) {
        FAIL("a number of the future is not ENOSYS");
    }
}

static void
numbers(enum sbx_arch arch)
{
    uint32_t token = arch == SBX_X86_64 ? SCMP_ARCH_X86_64 : SCMP_ARCH_AARCH64;

    int end = SBX_NR_END; /* of the table */

    while (sbx_call_name(sbx_call_of(arch, (unsigned)end - 1)) == NULL) {
        end--;
    }
    /* A newer libseccomp knows calls behind the end, which are refused. */
    for (int nr = 0; nr < end; nr++) {
        char *theirs = seccomp_syscall_resolve_num_arch(token, nr);
        const char *ours = sbx_call_name(sbx_call_of(arch, (unsigned)nr));

        /* libseccomp may be older than the table. */
        if (theirs != NULL && (ours == NULL || strcmp(theirs, ours) != 0)) {
            FAIL("arch %d: %d is %s, not %s", arch, nr, theirs,
                 ours == NULL ? "nothing" : ours);
        }
        free(theirs);
    }
}

int
main(void)
{
    static const struct {
        const char *name;
        unsigned gates;
    } kinds[] = {{"default", 0},
                 {"sealed", SEALED},
                 {"threads", T},
                 {"/dev/null", O},
                 {"write", W},
                 {"connect", C},
                 {"all but exec", W | T | C | B},
                 {"exec", X}};

    /* No gate of the inner filter may be one that the outer one has not. */
    struct sbx_filter_spec wrong = {
        .arch = SBX_ARCH_HERE, .gates = T, .outer = SBX_GATE_SETUP};
    struct sock_filter none[ROOM];
    CHECK(sbx_bpf_compile(&wrong, none, ROOM) == 0);

    for (int arch = SBX_X86_64; arch <= SBX_AARCH64; arch++) {
        simulate((enum sbx_arch)arch);
        foreign((enum sbx_arch)arch);
        numbers((enum sbx_arch)arch);
        for (unsigned gates = 0; gates < 256; gates++) {
            compare((enum sbx_arch)arch,
                    (gates & 127) | (gates >= 128 ? SEALED : 0), 60);
        }
        /* Each gate alone, each pair of them, nearly all of them; but those of
         * policies that run programs, which have no zygotes. */
        for (unsigned gates = 0; gates < SBX_GATE_SETUP; gates++) {
            int n = __builtin_popcount(gates);
            if ((gates & (SBX_GATE_EXEC | SBX_GATE_GENERIC)) == 0
                && (n <= 2 || n >= 10)) {
                compare_two((enum sbx_arch)arch, gates, 24);
            }
        }
        for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
            struct filter f = compile((enum sbx_arch)arch, kinds[i].gates);
            unsigned n = count((enum sbx_arch)arch, kinds[i].gates, false);

            bool warm = (kinds[i].gates & X) == 0;
            printf("%s %s: %u system calls reachable, %zu instructions, %zu "
                   "in a zygote's child\n",
                   arch == SBX_X86_64 ? "x86-64" : "aarch64", kinds[i].name, n,
                   f.n,
                   warm ? compile_inner((enum sbx_arch)arch, kinds[i].gates).n
                        : f.n);
            if (kinds[i].gates == 0 && n > 45) {
                FAIL("more than 45 in the default profile");
            }
        }
    }
    printf("x86-64 default: ");
    count(SBX_X86_64, 0, true);
    return check_done("bpf");
}
