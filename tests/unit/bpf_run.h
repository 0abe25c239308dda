// SPDX-License-Identifier: MIT
// Filters of system calls, compiled for a test and run in a simulator.

#ifndef SBX_BPF_RUN_H
#define SBX_BPF_RUN_H

#include "check.h"
#include "seccomp_bpf.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stdlib.h>

#define PID 4242
#define ROOM 1024
#define ALLOW_ SECCOMP_RET_ALLOW
#define KILL SECCOMP_RET_KILL_PROCESS
#define SAY(e) (SECCOMP_RET_TRAP | (e))
#define QUIET(e) (SECCOMP_RET_ERRNO | (e))

#define FAIL(...)                     \
    do {                              \
        check_failed++;               \
        fprintf(stderr, __VA_ARGS__); \
        fputc('\n', stderr);          \
    } while (0)

/* In this file the bit is what a sealed process has. */
#define SEALED SBX_GATE_FILES

struct filter {
    struct sock_filter code[ROOM];
    size_t n;
};

static inline struct filter
compile(enum sbx_arch arch, unsigned gates)
{
    struct filter f;
    struct sbx_filter_spec spec = {
        .arch = arch, .gates = gates ^ SEALED, .pid = PID};

    f.n = sbx_bpf_compile(&spec, f.code, ROOM);
    if (f.n == 0) {
        FAIL("gates %#x: no filter", gates);
        exit(1);
    }
    return f;
}

/* What a child of a zygote adds to the outer filter. */
static inline struct filter
compile_inner(enum sbx_arch arch, unsigned gates)
{
    struct filter f;
    struct sbx_filter_spec spec = {.arch = arch,
                                   .gates = gates ^ SEALED,
                                   .pid = PID,
                                   .outer = sbx_outer_gates(gates ^ SEALED)};

    f.n = sbx_bpf_compile(&spec, f.code, ROOM);
    if (f.n == 0) {
        FAIL("gates %#x: no inner filter", gates);
        exit(1);
    }
    return f;
}

/* Classic BPF as far as the compiler uses it; anything else is a failure, and
 * so is a jump or a run off the end. */
static inline uint32_t
run(const struct filter *f, const struct seccomp_data *data)
{
    uint32_t a = 0;
    size_t pc = 0;

    while (pc < f->n) {
        const struct sock_filter *i = &f->code[pc++];

        switch (i->code) {
        case BPF_LD | BPF_W | BPF_ABS:
            if (i->k % 4 != 0 || i->k >= sizeof(*data)) {
                FAIL("load from %u", i->k);
                return 0;
            }
            memcpy(&a, (const char *)data + i->k, 4);
            break;
        case BPF_ALU | BPF_AND | BPF_K:
            a &= i->k;
            break;
        case BPF_JMP | BPF_JA:
            pc += i->k;
            break;
        case BPF_JMP | BPF_JEQ | BPF_K:
            pc += a == i->k ? i->jt : i->jf;
            break;
        case BPF_JMP | BPF_JGE | BPF_K:
            pc += a >= i->k ? i->jt : i->jf;
            break;
        case BPF_JMP | BPF_JSET | BPF_K:
            pc += (a & i->k) != 0 ? i->jt : i->jf;
            break;
        case BPF_RET | BPF_K:
            return i->k;
        default:
            FAIL("instruction %#x", i->code);
            return 0;
        }
    }
    FAIL("ran off the end");
    return 0;
}

static inline uint32_t
ask(const struct filter *f, uint32_t audit, int nr, const uint64_t args[6])
{
    struct seccomp_data data = {.nr = nr, .arch = audit};

    memcpy(data.args, args, sizeof(data.args));
    return run(f, &data);
}

static inline uint32_t
audit_of(enum sbx_arch arch)
{
    return arch == SBX_X86_64 ? AUDIT_ARCH_X86_64 : AUDIT_ARCH_AARCH64;
}

/* As the kernel does with two filters: of the answers the one that allows
 * less, of two equal ones the newer filter's. */
static inline uint32_t
both(uint32_t inner, uint32_t outer)
{
    int32_t newer = (int32_t)(inner & SECCOMP_RET_ACTION_FULL);
    int32_t older = (int32_t)(outer & SECCOMP_RET_ACTION_FULL);

    return older < newer ? outer : inner;
}

#endif
