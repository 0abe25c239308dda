// SPDX-License-Identifier: MIT
// The report of a refused system call: its name, the library that made it, and
// the policy line that would allow it.  The refusal itself is the kernel's: a
// program that takes this handler away is killed instead of told.
//
// Runs in signal context, on whatever stack there is: no allocation, no locks,
// and only calls that the filter allows.

#include "seccomp_bpf.h"
#include "core.h"
#include "kernel.h"
#include "log.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef SYS_SECCOMP
#define SYS_SECCOMP 1 /* si_code */
#endif

static unsigned open_gates;
static uint32_t own_pid;

/* The line that opens a gate. */
static const char *
gate_line(unsigned gate)
{
    static const struct {
        unsigned gate;
        const char *line;
    } lines[] = {
        {SBX_GATE_THREADS, "[process] threads = yes"},
        {SBX_GATE_OPEN_WRITE | SBX_GATE_WRITE, "[files] write = PATH"},
        {SBX_GATE_EXEC, "[process] subprocess = yes"},
        {SBX_GATE_BIND, "[network] bind = tcp/PORT"},
        {SBX_GATE_NET | SBX_GATE_CONNECT, "[network] connect = tcp/PORT"},
    };

    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        if ((lines[i].gate & gate) != 0) {
            return lines[i].line;
        }
    }
    return NULL;
}

/* Why the call is refused, and what would allow it with these arguments. */
static void
explain(struct sbx_violation *v, enum sbx_call call, const uint64_t args[6])
{
    v->reason = "the policy has no use for this system call";
    for (size_t i = 0; i < sbx_n_rows; i++) {
        const struct sbx_row *row = &sbx_rows[i];

        if (row->call != call) {
            continue;
        }
        if (!row->allow) {
            v->reason = row->why;
        }
        else if ((row->gate & ~open_gates) == 0) {
            v->reason = "not with these arguments";
        }
        else if (v->allow == NULL && sbx_row_allows(row, args, own_pid)) {
            v->allow = gate_line(row->gate & ~open_gates);
        }
    }
}

#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 35)

/* The object that address belongs to, or NULL.  _dl_find_object (glibc 2.35)
 * takes no lock, unlike dladdr and dl_iterate_phdr. */
static const struct link_map *
object_of(uintptr_t address, struct dl_find_object *found)
{
    return _dl_find_object((void *)address, found) == 0 ? found->dlfo_link_map
                                                        : NULL;
}

/* Objects whose name says nothing about who wanted the call. */
static bool
is_libc(const struct link_map *map)
{
    return strstr(map->l_name, "/libc.so.") != NULL
           || strstr(map->l_name, "/ld-linux-") != NULL
           || strstr(map->l_name, "/libpysbx.so") != NULL;
}

/* Whether address lies in an executable segment of the object. */
static bool
is_code(const struct dl_find_object *in, uintptr_t address)
{
    const ElfW(Ehdr) *elf = in->dlfo_map_start;
    const ElfW(Phdr) * ph;

    if (memcmp(elf->e_ident, ELFMAG, SELFMAG) != 0
        || elf->e_phoff + elf->e_phnum * sizeof(*ph) > 4096) {
        return false; /* only the first page is known to be there */
    }
    ph = (const ElfW(Phdr) *)((const char *)elf + elf->e_phoff);
    for (unsigned i = 0; i < elf->e_phnum; i++) {
        if (ph[i].p_type == PT_LOAD && (ph[i].p_flags & PF_X) != 0
            && address - in->dlfo_link_map->l_addr - ph[i].p_vaddr
                   < ph[i].p_memsz) {
            return true;
        }
    }
    return false;
}

/* Nearly every system call is made by libc, so that its caller is wanted: the
 * first word on the stack that is an address in another object's code.  Looks
 * no further than the page that the stack pointer is in, which is there. */
__attribute__((no_sanitize("address"))) static void
locate(struct sbx_violation *v, uintptr_t pc, uintptr_t sp)
{
    struct dl_find_object in;
    const struct link_map *map = object_of(pc, &in);
    uintptr_t end = (sp | 4095) + 1;

    for (sp &= ~(uintptr_t)7; map != NULL && is_libc(map) && sp < end;
         sp += sizeof(uintptr_t)) {
        uintptr_t word = *(const uintptr_t *)sp;
        const struct link_map *of = object_of(word, &in);

        if (of != NULL && !is_libc(of) && is_code(&in, word)) {
            map = of;
            pc = word;
        }
    }
    if (map != NULL) {
        v->file = map->l_name[0] != '\0' ? map->l_name : "the program";
        v->line = (long)(pc - map->l_addr);
    }
}

#else

static void
locate(struct sbx_violation *v, uintptr_t pc, uintptr_t sp)
{
    (void)v;
    (void)pc;
    (void)sp;
}

#endif

static void
on_sigsys(int signal, siginfo_t *info, void *context)
{
    ucontext_t *uc = context;
    int saved = errno;
    struct sbx_violation v = {.layer = "kernel", .rule = "syscall"};
    enum sbx_call call;

    (void)signal;
    if (info->si_code != SYS_SECCOMP) {
        return; /* raise(SIGSYS) */
    }
#if defined(__x86_64__)
    const greg_t *r = uc->uc_mcontext.gregs;
    uint64_t args[6] = {(uint64_t)r[REG_RDI], (uint64_t)r[REG_RSI],
                        (uint64_t)r[REG_RDX], (uint64_t)r[REG_R10],
                        (uint64_t)r[REG_R8],  (uint64_t)r[REG_R9]};
    uintptr_t sp = (uintptr_t)r[REG_RSP];
    uc->uc_mcontext.gregs[REG_RAX] = -info->si_errno;
#elif defined(__aarch64__)
    uint64_t args[6];
    memcpy(args, uc->uc_mcontext.regs, sizeof(args));
    uintptr_t sp = (uintptr_t)uc->uc_mcontext.sp;
    uc->uc_mcontext.regs[0] = (uint64_t) - (int64_t)info->si_errno;
#endif
    if (sbx_log_muted()) {
        errno = saved;
        return; /* a proof, which nobody reads about */
    }
    call = sbx_call_of(SBX_ARCH_HERE, (unsigned)info->si_syscall);
    v.object = sbx_call_name(call);
    explain(&v, call, args);
    locate(&v, (uintptr_t)info->si_call_addr, sp);
    sbx_log_violation(&v);
    errno = saved;
}

void
sbx_sigsys_install(unsigned gates, uint32_t pid)
{
    struct sigaction action = {.sa_sigaction = on_sigsys,
                               .sa_flags =
                                   SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    static bool installed; /* a child has its zygote's */
    sigset_t set;

    open_gates = gates;
    own_pid = pid;
    if (installed) {
        return;
    }
    sigemptyset(&action.sa_mask);
    sigemptyset(&set);
    sigaddset(&set, SIGSYS);
    /* A blocked SIGSYS kills: undo what the starter may have left us. */
    if (sigaction(SIGSYS, &action, NULL) != 0
        || sigprocmask(SIG_UNBLOCK, &set, NULL) != 0) {
        sbx_die("cannot install the handler of SIGSYS: %m");
    }
    installed = true;
}
