// SPDX-License-Identifier: MIT
// The system call filter: which calls (syscalls.def) and how they become BPF.
// Pure: no system calls, no allocation; for either architecture on any host,
// so that tests can run both in a simulator.

#ifndef SBX_SECCOMP_BPF_H
#define SBX_SECCOMP_BPF_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sbx_arch {
    SBX_X86_64,
    SBX_AARCH64,
};
#if defined(__x86_64__)
#define SBX_ARCH_HERE SBX_X86_64
#elif defined(__aarch64__)
#define SBX_ARCH_HERE SBX_AARCH64
#else
#error "no system call filter for this architecture"
#endif

/* What opens a row of syscalls.def; a row needs all of its bits. */
enum sbx_gate {
    SBX_GATE_ALWAYS = 0,
    SBX_GATE_THREADS = 1 << 0,
    SBX_GATE_OPEN_WRITE = 1 << 1, /* some `write =`, if only of a device */
    SBX_GATE_WRITE = 1 << 2,      /* `write =` of a file or directory */
    SBX_GATE_NET = 1 << 3,        /* connect or bind */
    SBX_GATE_CONNECT = 1 << 4,
    SBX_GATE_BIND = 1 << 5,
    SBX_GATE_EXEC = 1 << 6,
    SBX_GATE_GENERIC = 1 << 7, /* set by sbx_bpf_compile from arch */
    SBX_GATE_FILES = 1 << 8,   /* the process is not sealed */
    SBX_GATE_LOOP = 1 << 9,    /* asyncio, selectors or select is granted */
    SBX_GATE_LIBXML = 1 << 10, /* lxml is granted */
    SBX_GATE_SCOPED = 1 << 11, /* Landlock keeps signals inside (ABI 6) */
    SBX_GATE_PAIR = 1 << 12,   /* connect without bind */
    SBX_GATE_SETUP = 1 << 13,  /* no program: a zygote's outer filter */
    SBX_GATE_EXEC_SCOPED = SBX_GATE_EXEC | SBX_GATE_SCOPED,
    SBX_GATE_FILES_GENERIC = SBX_GATE_FILES | SBX_GATE_GENERIC,
};

/* What the policy opens (enum sbx_gate, or-ed). */
struct sbx_policy;
unsigned sbx_policy_gates(const struct sbx_policy *p);

/* Those of the outer filter for a zygote whose children have these, or these
 * and a scratch directory. */
unsigned sbx_outer_gates(unsigned gates);

/* Every call by name. */
enum sbx_call {
#define NR(name, x86_64, aarch64) SBX_CALL_##name,
#include "syscall_numbers.def"
#undef NR
    SBX_CALLS
};

/* Numbers at and above this one are unknown: ENOSYS. */
#define SBX_NR_END 512

/* One condition on an argument: one of the values, after the mask.  A check
 * is a list of them, all of which must hold; SBX_OR starts an alternative. */
enum sbx_clause_kind {
    SBX_END,
    SBX_OR,
    SBX_IN, /* low half; for int arguments it is all that the kernel sees */
    SBX_NOT_IN,
    SBX_PID, /* the low half is the process's own number, or value[0] */
    SBX_NULL /* both halves are 0: for pointers */
};

struct sbx_clause {
    uint8_t kind;
    uint8_t arg;
    uint8_t n;
    uint32_t mask;
    uint32_t value[8];
};

struct sbx_row {
    uint16_t call; /* enum sbx_call */
    uint8_t allow; /* false: DENY */
    uint16_t gate;
    uint32_t verdict; /* SECCOMP_RET_*: for what the check refuses, or DENY */
    const struct sbx_clause *check; /* NULL: any arguments */
    const char *why;
};
extern const struct sbx_row sbx_rows[];
extern const size_t sbx_n_rows;

/* What happens to a number: a verdict, or a check that ends in one. */
struct sbx_action {
    uint32_t verdict;
    bool check;
};

/* Gates with SBX_GATE_GENERIC, where it counts.  The second: of `actions`,
 * which are those of `gates`, what is left to do behind the outer filter. */
bool sbx_row_is_open(const struct sbx_row *row, unsigned gates);
void sbx_actions(enum sbx_arch arch, unsigned gates,
                 struct sbx_action actions[SBX_NR_END]);
void sbx_actions_inner(enum sbx_arch arch, unsigned gates, unsigned outer,
                       struct sbx_action actions[SBX_NR_END]);

struct sbx_filter_spec {
    enum sbx_arch arch;
    unsigned gates; /* enum sbx_gate */
    uint32_t pid;   /* whom kill() may reach */
    /* Not 0: the gates of a filter that is in force already, and has all of
     * `gates`.  The result refuses what that one lets through and `gates` do
     * not, and nothing else: both together are the filter for `gates`. */
    unsigned outer;
};

/* The filter for spec, into out.  How many instructions, or 0: no room. */
size_t sbx_bpf_compile(const struct sbx_filter_spec *spec,
                       struct sock_filter *out, size_t room);

/* What the row's check says about args, in plain C: for the report, and the
 * oracle of the tests. */
bool sbx_row_allows(const struct sbx_row *row, const uint64_t args[6],
                    uint32_t pid);

/* The number of call, or -1; the call of a number, or SBX_CALLS. */
int sbx_call_number(enum sbx_arch arch, enum sbx_call call);
enum sbx_call sbx_call_of(enum sbx_arch arch, unsigned nr);
const char *sbx_call_name(enum sbx_call call); /* NULL for SBX_CALLS */

#endif
