// SPDX-License-Identifier: MIT
// Lock the process to the system calls of syscalls.def.  Called once, by the
// constructor, after Landlock: the filter allows neither a second filter nor
// any other call that could change what was set up before it.

#include "seccomp_bpf.h"
#include "core.h"
#include "kernel.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Linux 6.3: the kernel itself refuses to make memory executable that was not
 * mapped so.  A second wall behind the checks of mmap and mprotect; older
 * kernels say EINVAL. */
#define PR_MDWE_SET 65
#define PR_MDWE_NO_GAIN 1

#define CAP_MASK(cap) (UINT64_C(1) << (cap))

/* Give up root's powers.  What stays is what makes the granted files usable
 * when root starts the sandbox on somebody else's files (a bind mount in a
 * container): looking past file modes, and writing past them if the policy
 * grants any writing.  Landlock decides before either, and the calls that they
 * would open (open_by_handle_at, chmod) are not in the filter.  The bounding
 * set needs no care: under no_new_privs execve() adds nothing. */
static void
drop_capabilities(unsigned gates)
{
    struct __user_cap_header_struct header = {.version =
                                                  _LINUX_CAPABILITY_VERSION_3};
    /* A child has those of its zygote. */
    static struct __user_cap_data_struct data[2];
    static bool known;
    uint64_t keep = CAP_MASK(CAP_DAC_READ_SEARCH);
    bool change = !known;

    if ((gates & SBX_GATE_WRITE) != 0) {
        keep |= CAP_MASK(CAP_DAC_OVERRIDE);
    }
    if (!known && syscall(SYS_capget, &header, data) != 0) {
        sbx_die("cannot read the capabilities: %m");
    }
    known = true;
    for (int i = 0; i < 2; i++) {
        uint32_t mask = (uint32_t)(keep >> (32 * i));
        change = change || (data[i].permitted & ~mask) != 0;
        data[i].permitted &= mask;
        data[i].effective &= data[i].permitted;
        data[i].inheritable = 0;
    }
    if (change && syscall(SYS_capset, &header, data) != 0) {
        sbx_die("cannot drop the capabilities: %m");
    }
}

#define ROOM 1024

static void
compile(const struct sbx_filter_spec *spec, struct sock_fprog *ret)
{
    ret->len = (unsigned short)sbx_bpf_compile(spec, ret->filter, ROOM);
    if (ret->len == 0) {
        sbx_die("the system call filter does not fit");
    }
}

/* Made in the zygote, with a number in the place of the process's own that no
 * row has: the whole filter, and what of it the outer one leaves to do. */
#define SOME_PID UINT32_C(0x7fff1234)
static struct prepared {
    struct sock_filter *code;
    unsigned short n;
} whole, inner;
static unsigned prepared_gates;
static const struct sbx_policy *prepared_for;

/* The gates of the filter that this zygote put on itself, or 0. */
static unsigned outer_gates;

static struct prepared
prepare(const struct sbx_filter_spec *spec)
{
    struct sock_filter code[ROOM];
    struct sock_fprog program = {.filter = code};

    compile(spec, &program);
    struct prepared ret = {malloc(program.len * sizeof(*code)), program.len};
    if (ret.code == NULL) {
        sbx_die("out of memory");
    }
    memcpy(ret.code, code, program.len * sizeof(*code));
    return ret;
}

void
sbx_seccomp_prepare(const struct sbx_policy *p)
{
    struct sbx_filter_spec spec = {
        .arch = SBX_ARCH_HERE, .gates = sbx_policy_gates(p), .pid = SOME_PID};

    whole = prepare(&spec);
    spec.outer = sbx_outer_gates(spec.gates);
    inner = prepare(&spec);
    prepared_gates = spec.gates;
    prepared_for = p;
}

static void
make(const struct sbx_policy *p, struct sbx_filter_spec *spec,
     struct sock_fprog *ret)
{
    if (prepared_for != p) {
        spec->gates = sbx_policy_gates(p);
        if (outer_gates != 0 && (spec->gates & ~outer_gates) != 0) {
            sbx_die("zygote: a policy that is wider than its own");
        }
        compile(spec, ret);
        return;
    }
    const struct prepared *from = outer_gates != 0 ? &inner : &whole;
    spec->gates = prepared_gates;
    ret->len = from->n;
    /* Not in place: the page is shared with the zygote. */
    memcpy(ret->filter, from->code, from->n * sizeof(*from->code));
    for (unsigned i = 0; i < from->n; i++) {
        struct sock_filter *at = &ret->filter[i];
        if (at->k == SOME_PID && BPF_CLASS(at->code) == BPF_JMP) {
            at->k = spec->pid;
        }
    }
}

static void
no_gain_of_code(void)
{
    (void)prctl(PR_MDWE_SET, PR_MDWE_NO_GAIN, 0, 0, 0);
}

static long
load(const struct sock_fprog *program)
{
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                   SECCOMP_FILTER_FLAG_TSYNC, program);
}

/* A filter is dear by its instructions, and more so by the calls of which the
 * kernel finds out, one by one, whether they are allowed whatever their
 * arguments.  For a second filter it asks only about those that the first one
 * allows so: children of a zygote that has the better part of theirs on itself
 * pay a third.  What both say together is the whole filter, to the last bit
 * (tests/unit/bpf_test.c).  Without it children have the whole one. */
void
sbx_seccomp_outer(const struct sbx_policy *p)
{
    struct sock_filter code[ROOM];
    struct sock_fprog program = {.filter = code};
    struct sbx_filter_spec spec = {.arch = SBX_ARCH_HERE};

    /* Without openat2(2) the rule of a scratch directory takes an open() that
     * no filter of ours lets pass. */
    if (prepared_for != p
        || (syscall(SYS_openat2, -1, NULL, NULL, 0) != 0 && errno != EINVAL)) {
        return;
    }
    spec.gates = sbx_outer_gates(prepared_gates);
    compile(&spec, &program);
    sbx_no_new_privs();
    no_gain_of_code();
    drop_capabilities(spec.gates);
    sbx_sigsys_install(spec.gates, spec.pid);
    if (load(&program) == 0) {
        outer_gates = spec.gates;
    }
}

void
sbx_seccomp_enforce(const struct sbx_policy *p)
{
    struct sock_filter code[ROOM];
    struct sbx_filter_spec spec = {.arch = SBX_ARCH_HERE,
                                   .pid = (uint32_t)getpid()};
    struct sock_fprog program = {.filter = code};

    make(p, &spec, &program);
    sbx_no_new_privs();
    if (outer_gates == 0) {
        no_gain_of_code();
    }
    drop_capabilities(spec.gates);
    sbx_sigsys_install(spec.gates, spec.pid);
    long rc = load(&program);
    if (rc > 0) {
        sbx_die("thread %ld cannot be locked", rc);
    }
    if (rc < 0 && !p->best_effort.on) {
        sbx_die("cannot install the system call filter: %m; it needs "
                "CONFIG_SECCOMP_FILTER, or `kernel = best-effort` in "
                "[process]");
    }
    if (rc < 0) {
        sbx_warn("no system call filter: %m; going on because of `kernel = "
                 "best-effort`");
        return;
    }
    sbx_kernel.seccomp = true;
}
