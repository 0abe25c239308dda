// SPDX-License-Identifier: MIT
// What the rows of libc_probe.def are made of.  For libc_probe.c only.

#ifndef LIBC_PROBE_H
#define LIBC_PROBE_H

#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <pty.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <threads.h>
#include <unistd.h>
#include <utime.h>

int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int dir, const char *path, int flags);
int __openat64_2(int dir, const char *path, int flags);
int pidfd_send_signal(int fd, int sig, siginfo_t *info, unsigned flags);
void Py_InitializeEx(int signals);

/* Names in the directory of this run, for the probe at hand. */
static char base[200], path_file[256], path_dir[256], path_new[256];

#define F path_file /* a file that exists */
#define D path_dir  /* a directory that exists */
#define N path_new  /* nothing yet */

/* Success of a call that gives a descriptor, a pointer, 0. */
static bool
fd_ok(int fd)
{
    return fd >= 0 && close(fd) == 0;
}

static bool
file_ok(FILE *f)
{
    return f != NULL && fclose(f) == 0;
}

static bool
dir_ok(DIR *d)
{
    return d != NULL && closedir(d) == 0;
}

/* An error number that is not a refusal: the call went through. */
static bool
passes(long rc, int fine)
{
    return rc >= 0 || errno == fine;
}

/* posix_spawn, pthread_create: the error is what they return. */
static bool
zero(int error)
{
    errno = error;
    return error == 0;
}

static bool
child_ok(pid_t pid)
{
    int status = -1;
    if (pid == 0) {
        _exit(0);
    }
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static int
no_filter(const struct dirent *e)
{
    (void)e;
    return 0;
}

static int
no_filter64(const struct dirent64 *e)
{
    (void)e;
    return 0;
}

static char *template(void)
{
    static char path[300];
    snprintf(path, sizeof(path), "%s.XXXXXX", path_new);
    return path;
}

static char *
template_txt(void)
{
    static char path[300];
    snprintf(path, sizeof(path), "%s.XXXXXX.txt", path_new);
    return path;
}

static int
leave(void *arg)
{
    (void)arg;
    return 0;
}

static void *
nothing(void *arg)
{
    return arg;
}

static bool
clone_ok(void)
{
    static char stack[65536] __attribute__((aligned(16)));
    int status = -1;
    pid_t pid = clone(leave, stack + sizeof(stack), SIGCHLD, NULL);
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static bool
thread_ok(void)
{
    pthread_t thread;
    int error = pthread_create(&thread, NULL, nothing, NULL);
    return zero(error) && pthread_join(thread, NULL) == 0;
}

static bool
thrd_ok(void)
{
    thrd_t thread;
    errno = EAGAIN;
    return thrd_create(&thread, leave, NULL) == thrd_success
           && thrd_join(thread, NULL) == thrd_success;
}

static bool
forkpty_ok(void)
{
    int fd, status;
    pid_t pid = forkpty(&fd, NULL, NULL, NULL);
    if (pid == 0) {
        _exit(0);
    }
    if (pid > 0) {
        waitpid(pid, &status, 0);
    }
    return passes(pid, ENOENT); /* no /dev/ptmx */
}

static struct sockaddr_in *
local(int port)
{
    static struct sockaddr_in a;
    a.sin_family = AF_INET;
    a.sin_port = htons((uint16_t)port);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return &a;
}

/* One half of a pair: needs no socket(). */
static int
pair(int type)
{
    int fd[2];
    if (socketpair(AF_UNIX, type, 0, fd) < 0) {
        return -1;
    }
    return fd[0];
}

static struct msghdr *
message(void)
{
    static struct msghdr m;
    m.msg_name = local(45871);
    m.msg_namelen = sizeof(struct sockaddr_in);
    return &m;
}

static struct mmsghdr *
messages(void)
{
    static struct mmsghdr m;
    m.msg_hdr = *message();
    return &m;
}

static char *const argv_echo[] = {"echo", "exec ok", NULL};
static char *const no_env[] = {NULL};
#define PROGRAM "/bin/echo"

static bool
spawn_ok(int (*spawn)(pid_t *, const char *,
                      const posix_spawn_file_actions_t *,
                      const posix_spawnattr_t *, char *const[], char *const[]))
{
    pid_t pid;
    int status;
    return zero(spawn(&pid, "/bin/true", NULL, NULL, argv_echo, no_env))
           && waitpid(pid, &status, 0) == pid;
}

static bool
popen_ok(void)
{
    FILE *f = popen("exit 0", "r");
    return f != NULL && pclose(f) == 0;
}

static int
key(void)
{
    return (int)getpid();
}

static bool
removed(int id, int (*control)(int))
{
    return id >= 0 && control(id) == 0;
}

static int
drop_shm(int id)
{
    return shmctl(id, IPC_RMID, NULL);
}

static int
drop_sem(int id)
{
    return semctl(id, 0, IPC_RMID);
}

static int
drop_msg(int id)
{
    return msgctl(id, IPC_RMID, NULL);
}

static const char *
ipc_name(void)
{
    static char name[64];
    snprintf(name, sizeof(name), "/sbx-probe-%d", (int)getpid());
    return name;
}

static bool
sem_ok(void)
{
    sem_t *s = sem_open(ipc_name(), O_CREAT, 0600, 1);
    return s != SEM_FAILED && sem_unlink(ipc_name()) == 0;
}

static bool
mq_ok(void)
{
    mqd_t q = mq_open(ipc_name(), O_CREAT | O_RDWR, 0600, NULL);
    return passes(q, ENOSYS) && mq_unlink(ipc_name()) == 0;
}

static bool
shm_ok(void)
{
    return fd_ok(shm_open(ipc_name(), O_CREAT | O_RDWR, 0600))
           && shm_unlink(ipc_name()) == 0;
}

/* A bad pointer gives EFAULT, or 0 bytes copied, never EPERM. */
static bool
vm_ok(ssize_t (*call)(pid_t, const struct iovec *, unsigned long,
                      const struct iovec *, unsigned long, unsigned long))
{
    return passes(call(getpid(), NULL, 0, NULL, 0, 0), EINVAL);
}

static bool strict; /* see libc_probe.c */
static struct dirent **names;
static struct dirent64 **names64;
static struct file_handle handle;
static int fds[2];
static int given; /* a file that the starter opened */

/* A small library that lies in the directory. */
static const char *
library(void)
{
    static char path[256];
    snprintf(path, sizeof(path), "%s/library.so", base);
    return path;
}

#endif
