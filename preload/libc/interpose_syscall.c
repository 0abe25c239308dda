// SPDX-License-Identifier: MIT
// syscall(): the calls that have a wrapper under another name go through the
// same gate; what has none is the kernel layer's to refuse.

#include "interpose.h"

#include <linux/openat2.h>
#include <sys/syscall.h>

#define PATH(n) ((const char *)args[n])
#define FD(n) ((int)args[n])

/* One line for each call: number, gate.  Legacy calls are absent from newer
 * architectures (aarch64). */
int
sbx_gate_syscall(const struct sbx_call *caller, long number,
                 const long args[6])
{
    const struct sbx_call call = *caller;

#define CALL(name, gate) \
    case SYS_##name:     \
        return gate;

    switch (number) {
#ifdef SYS_open
        CALL(open, GATE_OPEN(AT_FDCWD, PATH(0), FD(1)))
        CALL(creat, GATE_WRITE(PATH(0)))
        CALL(rename, GATE_TWO(AT_FDCWD, PATH(0), AT_FDCWD, PATH(1)))
        CALL(link, GATE_TWO(AT_FDCWD, PATH(0), AT_FDCWD, PATH(1)))
        CALL(symlink, GATE_WRITE(PATH(1)))
        CALL(unlink, GATE_WRITE(PATH(0)))
        CALL(rmdir, GATE_WRITE(PATH(0)))
        CALL(mkdir, GATE_WRITE(PATH(0)))
        CALL(mknod, GATE_WRITE(PATH(0)))
        CALL(chmod, GATE_WRITE(PATH(0)))
        CALL(chown, GATE_WRITE(PATH(0)))
        CALL(lchown, GATE_WRITE(PATH(0)))
        CALL(utime, GATE_WRITE(PATH(0)))
        CALL(utimes, GATE_WRITE(PATH(0)))
        CALL(futimesat, GATE_PATH(FD(0), PATH(1), SBX_WRITE))
        CALL(fork, GATE_FORK())
        CALL(vfork, GATE_FORK())
#endif
#ifdef SYS_renameat
        CALL(renameat, GATE_TWO(FD(0), PATH(1), FD(2), PATH(3)))
#endif
        CALL(openat, GATE_OPEN(FD(0), PATH(1), FD(2)))
        CALL(openat2,
             GATE_OPEN(FD(0), PATH(1),
                       args[2] == 0
                           ? O_RDWR
                           : (int)((const struct open_how *)args[2])->flags))
        CALL(renameat2, GATE_TWO(FD(0), PATH(1), FD(2), PATH(3)))
        CALL(linkat, GATE_TWO(FD(0), PATH(1), FD(2), PATH(3)))
        CALL(symlinkat, GATE_PATH(FD(1), PATH(2), SBX_WRITE))
        CALL(unlinkat, GATE_PATH(FD(0), PATH(1), SBX_WRITE))
        CALL(mkdirat, GATE_PATH(FD(0), PATH(1), SBX_WRITE))
        CALL(mknodat, GATE_PATH(FD(0), PATH(1), SBX_WRITE))
        CALL(fchmod, GATE_FD(FD(0), SBX_WRITE))
        CALL(fchmodat, GATE_PATH(FD(0), PATH(1), SBX_WRITE))
        CALL(fchown, GATE_FD(FD(0), SBX_WRITE))
        CALL(fchownat, GATE_PATH(FD(0), PATH(1), SBX_WRITE))
        CALL(utimensat, PATH(1) == NULL ? GATE_FD(FD(0), SBX_WRITE)
                                        : GATE_PATH(FD(0), PATH(1), SBX_WRITE))
        CALL(truncate, GATE_WRITE(PATH(0)))
        CALL(setxattr, GATE_WRITE(PATH(0)))
        CALL(lsetxattr, GATE_WRITE(PATH(0)))
        CALL(fsetxattr, GATE_FD(FD(0), SBX_WRITE))
        CALL(removexattr, GATE_WRITE(PATH(0)))
        CALL(lremovexattr, GATE_WRITE(PATH(0)))
        CALL(fremovexattr, GATE_FD(FD(0), SBX_WRITE))
        CALL(inotify_add_watch, GATE_READ(PATH(1)))

        CALL(execve, GATE_EXEC(AT_FDCWD, PATH(0)))
        CALL(execveat, GATE_EXEC(FD(0), PATH(1)))
        CALL(clone, (args[0] & CLONE_THREAD) ? GATE_THREAD() : GATE_FORK())
        /* Its flags are in memory: only where either is granted. */
        CALL(clone3, sbx_core.policy->threads.on ? GATE_FORK() : GATE_THREAD())
        CALL(kill, GATE_SIGNAL((pid_t)args[0], FD(1)))
        CALL(tkill, args[0] == sbx_real.syscall(SYS_gettid)
                        ? GATE_SIGNAL(getpid(), FD(1))
                        : GATE_SIGNAL(0, FD(1)))
        CALL(tgkill, GATE_SIGNAL((pid_t)args[0], FD(2)))
        CALL(rt_sigqueueinfo, GATE_SIGNAL((pid_t)args[0], FD(1)))
        CALL(rt_tgsigqueueinfo, GATE_SIGNAL((pid_t)args[0], FD(2)))
        CALL(pidfd_send_signal, GATE_NEVER("signal", "another process"))
        CALL(exit, (sbx_ending(&call, FD(0)), 0))
        CALL(exit_group, (sbx_ending(&call, FD(0)), 0))

        CALL(socket, GATE_SOCKET(FD(0), FD(1)))
        CALL(connect, GATE_ADDRESS((const struct sockaddr *)args[1],
                                   (socklen_t)args[2], connect))
        CALL(bind, GATE_ADDRESS((const struct sockaddr *)args[1],
                                (socklen_t)args[2], bind))
        CALL(sendto, GATE_ADDRESS((const struct sockaddr *)args[4],
                                  (socklen_t)args[5], connect))
        CALL(sendmsg, GATE_MESSAGE((const struct msghdr *)args[1]))
        CALL(sendmmsg,
             GATE_MESSAGES((const struct mmsghdr *)args[1], (unsigned)args[2]))

        CALL(shmget, GATE_NEVER("ipc", "System V shared memory"))
        CALL(semget, GATE_NEVER("ipc", "System V semaphores"))
        CALL(msgget, GATE_NEVER("ipc", "System V messages"))
        CALL(mq_open, GATE_NEVER("ipc", PATH(0)))
        CALL(mq_unlink, GATE_NEVER("ipc", PATH(0)))
        CALL(memfd_create, GATE_NEVER("memory", "a file in memory"))
        CALL(ptrace, GATE_NEVER("process", "the memory of a process"))
        CALL(process_vm_readv,
             GATE_NEVER("process", "the memory of a process"))
        CALL(process_vm_writev,
             GATE_NEVER("process", "the memory of a process"))
        CALL(pidfd_getfd, GATE_NEVER("process", "another's descriptor"))
        CALL(name_to_handle_at, GATE_NEVER("open", "a file handle"))
        CALL(open_by_handle_at, GATE_NEVER("open", "a file handle"))
        CALL(io_uring_setup, GATE_NEVER("syscall", "io_uring"))
        CALL(bpf, GATE_NEVER("syscall", "bpf"))
        CALL(perf_event_open, GATE_NEVER("syscall", "perf events"))
        CALL(userfaultfd, GATE_NEVER("syscall", "userfaultfd"))
        CALL(keyctl, GATE_NEVER("syscall", "kernel keys"))
        CALL(add_key, GATE_NEVER("syscall", "kernel keys"))
        CALL(request_key, GATE_NEVER("syscall", "kernel keys"))
        CALL(mount, GATE_NEVER("namespace", PATH(1)))
        CALL(umount2, GATE_NEVER("namespace", PATH(0)))
        CALL(pivot_root, GATE_NEVER("namespace", PATH(0)))
        CALL(chroot, GATE_NEVER("namespace", PATH(0)))
        CALL(setns, GATE_NEVER("namespace", "setns"))
        CALL(unshare, GATE_NEVER("namespace", "unshare"))
    default:
        return 0;
    }
#undef CALL
}
