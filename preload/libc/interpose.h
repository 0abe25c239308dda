// SPDX-License-Identifier: MIT
// The libc layer's inside: the real functions, and the gates that the rows of
// interpose.def are made of.  The layer explains and logs; the kernel layer is
// what cannot be passed by.  Everything here is async-signal-safe, allocates
// nothing and takes no lock: a wrapper may run in a signal handler, or in the
// child of a vfork.

#ifndef SBX_INTERPOSE_H
#define SBX_INTERPOSE_H

#include "core.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <paths.h>
#include <pthread.h>
#include <pty.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <threads.h>
#include <unistd.h>
#include <utime.h>

/* In no header, or only in a newer glibc's. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int dir, const char *path, int flags);
int __openat64_2(int dir, const char *path, int flags);
pid_t _Fork(void);
int execveat(int dir, const char *path, char *const argv[], char *const envp[],
             int flags);
int tgkill(pid_t pid, pid_t thread, int sig);
int pidfd_send_signal(int fd, int sig, siginfo_t *info, unsigned flags);

/* The functions that the rows stand before, in their order: one page,
 * read-only once the process is locked. */
struct sbx_real {
#define WRAP(ret, fail, name, params, args, gate) __typeof__(name) *name;
#define WRAPV(ret, fail, name, params, args, flags, gate) \
    __typeof__(name) *name;
#define OWN(name) __typeof__(name) *name;
#define EMBED(name)
#include "interpose.def"
#undef WRAP
#undef WRAPV
#undef OWN
#undef EMBED
} __attribute__((aligned(SBX_PAGE)));
extern struct sbx_real sbx_real;

/* One call: by what name, and from where. */
struct sbx_call {
    const char *function;
    const void *caller; /* a return address */
};

#define SBX_CALL(name)                     \
    {                                      \
#name, __builtin_return_address(0) \
    }

/* Is the layer in force (not: inert, starting, or switched off)? */
#define SBX_LIBC_ON ((sbx_core.layers & SBX_LAYER_LIBC) != 0)

/* The real function exists, or errno is ENOSYS.  Before the constructor has
 * run, another library's constructor may call us. */
#define SBX_REAL(name)                                   \
    (__builtin_expect(sbx_real.name != NULL, 1)          \
     || (sbx_interpose_resolve(), sbx_real.name != NULL) \
     || (errno = ENOSYS, false))

/* The gates: 0, or the errno of the refusal, which has been logged.  `call` is
 * the wrapper's struct sbx_call. */
#define GATE_PATH(dir, path, rights) sbx_gate_path(&call, dir, path, rights)
#define GATE_READ(path) GATE_PATH(AT_FDCWD, path, SBX_READ)
#define GATE_WRITE(path) GATE_PATH(AT_FDCWD, path, SBX_WRITE)
#define GATE_OPEN(dir, path, flags) \
    GATE_PATH(dir, path, sbx_rights_of_flags(flags))
#define GATE_MODE(path, mode) \
    GATE_PATH(AT_FDCWD, path, sbx_rights_of_mode(mode))
#define GATE_TWO(dir, path, dir2, path2) \
    (GATE_PATH(dir, path, SBX_WRITE) ?: GATE_PATH(dir2, path2, SBX_WRITE))
#define GATE_FD(fd, rights) GATE_PATH(fd, "", rights)
#define GATE_EXEC(dir, path) sbx_gate_exec(&call, dir, path)
#define GATE_FORK() sbx_gate_fork(&call)
#define GATE_THREAD() sbx_gate_thread(&call)
#define GATE_SIGNAL(pid, sig) sbx_gate_signal(&call, pid, sig)
#define GATE_SOCKET(domain, type) sbx_gate_socket(&call, domain, type)
#define GATE_ADDRESS(address, size, act)                            \
    sbx_gate_address(&call, address, size, sbx_core.policy->act.at, \
                     sbx_core.policy->act.n, #act)
#define GATE_MESSAGE(m) sbx_gate_message(&call, m)
#define GATE_MESSAGES(list, n) sbx_gate_messages(&call, list, n)
#define GATE_LIBRARY(path) sbx_gate_library(&call, path)
#define GATE_NEVER(rule, object) sbx_gate_never(&call, rule, object)

unsigned sbx_rights_of_flags(int flags);
unsigned sbx_rights_of_mode(const char *mode);

/* path "" with a descriptor in dir: the file that this descriptor is. */
int sbx_gate_path(const struct sbx_call *call, int dir, const char *path,
                  unsigned rights);
int sbx_gate_exec(const struct sbx_call *call, int dir, const char *path);
int sbx_gate_fork(const struct sbx_call *call);
int sbx_gate_thread(const struct sbx_call *call);
int sbx_gate_signal(const struct sbx_call *call, pid_t pid, int sig);
int sbx_gate_socket(const struct sbx_call *call, int domain, int type);
/* ports: those of policy->connect or ->bind, and which of the two. */
int sbx_gate_address(const struct sbx_call *call,
                     const struct sockaddr *address, socklen_t size,
                     const struct sbx_port_rule *ports, size_t n,
                     const char *key);
int sbx_gate_message(const struct sbx_call *call, const struct msghdr *m);
int sbx_gate_messages(const struct sbx_call *call, const struct mmsghdr *list,
                      unsigned n);
int sbx_gate_library(const struct sbx_call *call, const char *path);
int sbx_gate_never(const struct sbx_call *call, const char *rule,
                   const char *object);
/* What syscall() was given. */
int sbx_gate_syscall(const struct sbx_call *call, long number,
                     const long args[6]);

/* Log one refusal, unless CPython is still starting (it probes for files that
 * no policy grants); returns error, for the gates to return. */
struct sbx_refusal {
    const char *rule, *object, *reason, *allow;
};
int sbx_refuse(const struct sbx_call *call, int error,
               const struct sbx_refusal *r);

/* The program asked for the end of this process.  Returns if it may end (or if
 * it is not the program that asks); else logs and ends it by status 123. */
void sbx_ending(const struct sbx_call *call, int status);

/* Is the code at this address in the main program? */
bool sbx_caller_is_exe(const void *caller);

#endif
