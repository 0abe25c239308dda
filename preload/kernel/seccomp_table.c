// SPDX-License-Identifier: MIT
// syscalls.def and syscall_numbers.def as data, and the argument checks that
// the rows name.  Constants are written out where headers differ between
// architectures or C libraries: the filter must not depend on the build host.

#include "seccomp_bpf.h"

#include <errno.h>
#include <linux/seccomp.h>

/* stat(2), lstat(2) as system calls: only where this is built for them. */
#ifdef __GLIBC_PREREQ
#define SBX_OLD_STAT !__GLIBC_PREREQ(2, 33)
#else
#define SBX_OLD_STAT 0
#endif

/* asm-generic/fcntl.h; x86-64 and aarch64 agree on all of these. */
#define F_ACCMODE 03
#define F_CREAT 0100
#define F_TRUNC 01000
#define F_APPEND 02000
#define F_ASYNC 020000
#define F_NOATIME 01000000
#define F_PATH 010000000
#define F_TMPFILE 020000000

/* asm-generic/mman*.h; likewise.  READ_IMPLIES_EXEC cannot be set: it needs
 * personality(). */
#define P_WRITE 2
#define P_EXEC 4
#define P_GROWS 0x03000000 /* PROT_GROWSDOWN, PROT_GROWSUP */
#define M_TYPE 0x0f
#define M_SHARED 1
#define M_PRIVATE 2
#define M_ANONYMOUS 0x20
/* Huge pages are a pool of the whole machine; locked memory likewise. */
#define M_NEVER                                                          \
    (0x100 /* GROWSDOWN */ | 0x2000 /* LOCKED */ | 0x40000 /* HUGETLB */ \
     | 0x80000 /* SYNC */)

#define N_OF(...) (sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))
#define WHOLE 0xffffffff
// clang-format off
#define CLAUSE(KIND, ARG, MASK, ...) \
    {KIND, ARG, N_OF(__VA_ARGS__), MASK, {__VA_ARGS__}}
// clang-format on
#define IN(ARG, ...) CLAUSE(SBX_IN, ARG, WHOLE, __VA_ARGS__)
#define NOT_IN(ARG, ...) CLAUSE(SBX_NOT_IN, ARG, WHOLE, __VA_ARGS__)
#define MASKED(ARG, MASK, ...) CLAUSE(SBX_IN, ARG, MASK, __VA_ARGS__)
#define NONE_OF(ARG, MASK) CLAUSE(SBX_IN, ARG, MASK, 0)
#define OWN_PID(ARG, ...) CLAUSE(SBX_PID, ARG, WHOLE, __VA_ARGS__)
#define IS_NULL(ARG) CLAUSE(SBX_NULL, ARG, WHOLE, 0)
#define OR CLAUSE(SBX_OR, 0, WHOLE, 0)
#define CHECKS(NAME, ...)                                 \
    static const struct sbx_clause NAME[] = {__VA_ARGS__, \
                                             {SBX_END, 0, 0, 0, {0}}}

/* F_DUPFD F_GETFD F_SETFD F_GETFL, F_DUPFD_CLOEXEC.  F_SETFL is missing: its
 * flags belong to the open file, which the starter may share. */
CHECKS(fcntl_basic, IN(1, 0, 1, 2, 3, 1030));
/* F_GETLK F_SETLK F_SETLKW and the three F_OFD_ ones. */
CHECKS(fcntl_locks, IN(1, 5, 6, 7, 36, 37, 38));

/* TCGETS TIOCGWINSZ FIOCLEX FIONCLEX; TCGETS2: isatty() of glibc 2.42. */
CHECKS(ioctl_basic, IN(1, 0x5401, 0x5413, 0x5451, 0x5450, 0x802c542a));
CHECKS(ioctl_nonblock, IN(1, 0x5421 /* FIONBIO */, 0x541b /* FIONREAD */));

/* Without any `write =` the filter refuses writing opens by itself, besides
 * Landlock.  O_TRUNC truncates even with O_RDONLY, which Landlock before ABI 3
 * does not see; access mode 3 (for ioctl only) it does not see at all. */
CHECKS(open_read, NONE_OF(2, F_ACCMODE | F_CREAT | F_TRUNC | F_ASYNC
                                 | F_NOATIME | F_PATH | F_TMPFILE));
#define F_BAD (F_ASYNC | F_NOATIME | F_PATH)
/* Nothing is made set-user-ID or set-group-ID: whoever ran it, outside, would
 * be the starter.  Without O_CREAT the mode is whatever was in the register.
 */
#define F_MAKES (F_CREAT | F_TMPFILE)
#define NO_SET_ID NONE_OF(3, 06000)
CHECKS(open_write, MASKED(2, F_BAD | F_MAKES | F_ACCMODE | F_TRUNC, 0), OR,
       MASKED(2, F_BAD | F_MAKES | F_ACCMODE, 1, 2), OR,
       MASKED(2, F_BAD | F_ACCMODE | F_TRUNC, 0), NO_SET_ID, OR,
       MASKED(2, F_BAD | F_ACCMODE, 1, 2), NO_SET_ID);

CHECKS(mmap_basic, NONE_OF(2, P_EXEC | P_GROWS), NONE_OF(3, M_NEVER), OR,
       MASKED(2, P_EXEC | P_WRITE | P_GROWS, P_EXEC),
       MASKED(3, M_TYPE | M_ANONYMOUS | M_NEVER, M_PRIVATE));
CHECKS(mprotect_basic, NONE_OF(2, P_EXEC | P_GROWS));
/* MREMAP_MAYMOVE or none: not FIXED, not DONTUNMAP. */
CHECKS(mremap_basic, IN(3, 1, 0));
/* NORMAL RANDOM SEQUENTIAL WILLNEED DONTNEED, FREE, HUGEPAGE NOHUGEPAGE. */
CHECKS(madvise_basic, IN(2, 4, 8, 14, 15, 0, 1, 2, 3));

/* Looking at any handler; setting any but that of SIGSYS (31). */
CHECKS(sigaction_basic, NOT_IN(0, 31), OR, IS_NULL(1));
/* The clocks of everybody, and the CPU clocks of oneself: those of another
 * process need no permission, only its number. */
CHECKS(clock_own, MASKED(0, ~UINT32_C(15), 0), OR,
       MASKED(0, ~UINT32_C(7), 0xfffffff8));
CHECKS(kill_self, OWN_PID(0));
CHECKS(pid_self, OWN_PID(0, 0));
CHECKS(prlimit_read, OWN_PID(0, 0), IS_NULL(2));

/* FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_BITSET, whatever the clock or sharing. */
CHECKS(futex_basic, MASKED(1, 0x7f, 0, 1, 9));

/* CLONE_VM|FS|FILES|SIGHAND|THREAD|SYSVSEM|SETTLS|PARENT_SETTID|
 * CHILD_CLEARTID; musl adds CLONE_DETACHED, which does nothing. */
CHECKS(clone_thread, MASKED(0, ~0x400000u, 0x3d0f00));
/* fork() of glibc and of musl; posix_spawn() of both.  SIGCHLD at the end, no
 * namespace, and the parent stays the parent. */
CHECKS(clone_process, IN(0, 0x11, 0x1200011, 0x4111));
CHECKS(close_some, IN(2, 0, 4 /* CLOEXEC */));
CHECKS(prctl_name, IN(0, 15 /* PR_SET_NAME */, 16 /* PR_GET_NAME */));

/* AF_INET, AF_INET6; SOCK_STREAM, perhaps CLOEXEC and NONBLOCK; TCP: not
 * MPTCP, which Landlock did not see before Linux 6.14. */
CHECKS(socket_tcp, IN(0, 2, 10), MASKED(1, ~02004000u, 1), IN(2, 0, 6));
CHECKS(socket_pair, IN(0, 1), MASKED(1, ~02004000u, 1), IN(2, 0));
CHECKS(send_flags, NONE_OF(3, 0x20000000));
CHECKS(send_connected, IS_NULL(4), NONE_OF(3, 0x20000000));
CHECKS(sendmsg_flags, NONE_OF(2, 0x20000000));
/* SOL_SOCKET: REUSEADDR SNDBUF RCVBUF KEEPALIVE LINGER REUSEPORT RCVTIMEO
 * SNDTIMEO; TCP: NODELAY KEEPIDLE KEEPINTVL KEEPCNT USER_TIMEOUT; V6ONLY. */
CHECKS(setsockopt_basic, IN(1, 1), IN(2, 2, 7, 8, 9, 13, 15, 20, 21), OR,
       IN(1, 6), IN(2, 1, 4, 5, 6, 18), OR, IN(1, 41), IN(2, 26));
CHECKS(arch_set_fs, IN(0, 0x1002));

#define SAY(e) (SECCOMP_RET_TRAP | (e))
#define QUIET(e) (SECCOMP_RET_ERRNO | (e))
#define ALLOW(name, gate, why) \
    {SBX_CALL_##name, 1, SBX_GATE_##gate, 0, NULL, why},
#define CHECK(name, gate, check, verdict, why) \
    {SBX_CALL_##name, 1, SBX_GATE_##gate, verdict, check, why},
#define DENY(name, verdict, why) {SBX_CALL_##name, 0, 0, verdict, NULL, why},
const struct sbx_row sbx_rows[] = {
#include "syscalls.def"
};
const size_t sbx_n_rows = sizeof(sbx_rows) / sizeof(*sbx_rows);

static const int16_t numbers[SBX_CALLS][2] = {
#define NR(name, x86_64, aarch64) {x86_64, aarch64},
#include "syscall_numbers.def"
#undef NR
};

/* Names in one string each would be a relocation each. */
static const char names[SBX_CALLS][24] = {
#define NR(name, x86_64, aarch64) #name,
#include "syscall_numbers.def"
#undef NR
};

int
sbx_call_number(enum sbx_arch arch, enum sbx_call call)
{
    return numbers[call][arch];
}

enum sbx_call
sbx_call_of(enum sbx_arch arch, unsigned nr)
{
    unsigned call = 0;

    while (call < SBX_CALLS && (unsigned)numbers[call][arch] != nr) {
        call++;
    }
    return (enum sbx_call)call;
}

const char *
sbx_call_name(enum sbx_call call)
{
    return call < SBX_CALLS ? names[call] : NULL;
}

static bool
holds(const struct sbx_clause *c, const uint64_t args[6], uint32_t pid)
{
    uint32_t low = (uint32_t)args[c->arg];
    bool found = c->kind == SBX_PID && low == pid;

    if (c->kind == SBX_NULL) {
        return args[c->arg] == 0;
    }
    for (unsigned i = 0; i < c->n; i++) {
        found |= (low & c->mask) == c->value[i];
    }
    return found != (c->kind == SBX_NOT_IN);
}

bool
sbx_row_allows(const struct sbx_row *row, const uint64_t args[6], uint32_t pid)
{
    bool all = true;

    for (const struct sbx_clause *c = row->check;
         c != NULL && c->kind != SBX_END; c++) {
        if (c->kind != SBX_OR) {
            all = all && holds(c, args, pid);
        }
        else if (all) {
            return true;
        }
        else {
            all = true;
        }
    }
    return row->allow && all;
}
