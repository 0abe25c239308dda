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
    struct __user_cap_data_struct data[2];
    uint64_t keep = CAP_MASK(CAP_DAC_READ_SEARCH);

    if ((gates & SBX_GATE_WRITE) != 0) {
        keep |= CAP_MASK(CAP_DAC_OVERRIDE);
    }
    if (syscall(SYS_capget, &header, data) != 0) {
        sbx_die("cannot read the capabilities: %m");
    }
    for (int i = 0; i < 2; i++) {
        data[i].permitted &= (uint32_t)(keep >> (32 * i));
        data[i].effective &= data[i].permitted;
        data[i].inheritable = 0;
    }
    if (syscall(SYS_capset, &header, data) != 0) {
        sbx_die("cannot drop the capabilities: %m");
    }
}

#define ROOM 1024

static void
compile(struct sbx_filter_spec *spec, struct sock_fprog *ret)
{
    ret->len = (unsigned short)sbx_bpf_compile(spec, ret->filter, ROOM);
    if (ret->len == 0) {
        sbx_die("the system call filter does not fit");
    }
}

/* Made in the zygote, with a number in the place of the process's own that no
 * row has. */
#define SOME_PID UINT32_C(0x7fff1234)
static struct sock_filter *prepared;
static unsigned short n_prepared;
static unsigned prepared_gates;
static const struct sbx_policy *prepared_for;

void
sbx_seccomp_prepare(const struct sbx_policy *p)
{
    struct sock_filter code[ROOM];
    struct sock_fprog program = {.filter = code};
    struct sbx_filter_spec spec = {
        .arch = SBX_ARCH_HERE, .gates = sbx_policy_gates(p), .pid = SOME_PID};

    compile(&spec, &program);
    prepared = malloc(program.len * sizeof *prepared);
    if (prepared == NULL) {
        sbx_die("out of memory");
    }
    memcpy(prepared, code, program.len * sizeof *prepared);
    n_prepared = program.len;
    prepared_gates = spec.gates;
    prepared_for = p;
}

static void
make(const struct sbx_policy *p, struct sbx_filter_spec *spec,
     struct sock_fprog *ret)
{
    if (prepared_for != p) {
        spec->gates = sbx_policy_gates(p);
        compile(spec, ret);
        return;
    }
    spec->gates = prepared_gates;
    ret->filter = prepared;
    ret->len = n_prepared;
    for (unsigned i = 0; i < n_prepared; i++) {
        if (prepared[i].k == SOME_PID
            && BPF_CLASS(prepared[i].code) == BPF_JMP) {
            prepared[i].k = spec->pid;
        }
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
    (void)prctl(PR_MDWE_SET, PR_MDWE_NO_GAIN, 0, 0, 0);
    drop_capabilities(spec.gates);
    sbx_sigsys_install(spec.gates);
    long rc = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                      SECCOMP_FILTER_FLAG_TSYNC, &program);
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
