// SPDX-License-Identifier: MIT
// Ways to other processes that are neither files nor sockets.

#include "breach.h"

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#define OPEN(name, call, ...)                                            \
    static int name(void)                                                \
    {                                                                    \
        return N_##call < 0 ? SKIP : breach_fd(CALL(call, __VA_ARGS__)); \
    }
#define ACT(name, call, ...)                                                \
    static int name(void)                                                   \
    {                                                                       \
        return N_##call < 0 ? SKIP : breach_errno(CALL(call, __VA_ARGS__)); \
    }

static int
shared_memory(void)
{
    long id = CALL(shmget, IPC_PRIVATE, 4096, IPC_CREAT | 0600);

    if (id >= 0) {
        CALL(shmctl, id, IPC_RMID, 0);
    }
    return breach_errno(id);
}

/* Everybody's segments, by index. */
static int
list_shared_memory(void)
{
    char info[256];

    return breach_errno(CALL(shmctl, 0, 14 /* SHM_INFO */, P(info)));
}

static int
semaphore(void)
{
    long id = CALL(semget, IPC_PRIVATE, 1, IPC_CREAT | 0600);

    if (id >= 0) {
        CALL(semctl, id, 0, IPC_RMID, 0);
    }
    return breach_errno(id);
}

static int
message_queue(void)
{
    long id = CALL(msgget, IPC_PRIVATE, IPC_CREAT | 0600);

    if (id >= 0) {
        CALL(msgctl, id, IPC_RMID, 0);
    }
    return breach_errno(id);
}

static int
posix_message_queue(void)
{
    long fd = CALL(mq_open, P("breach"), O_CREAT | O_RDWR, 0600, 0);

    if (fd >= 0) {
        CALL(mq_unlink, P("breach"));
    }
    return fd == -ENOSYS ? SKIP : breach_fd(fd);
}

static int
posix_shared_memory(void)
{
    long fd = CALL(openat, AT_FDCWD, P("/dev/shm/breach"),
                   O_CREAT | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0) {
        CALL(unlinkat, AT_FDCWD, P("/dev/shm/breach"), 0);
    }
    return breach_fd(fd);
}

OPEN(memory_file, memfd_create, P("breach"), 0)
OPEN(event_counter, eventfd2, 0, 0)
ACT(session_keyring, keyctl, 0 /* GET_KEYRING_ID */, -3, 1)
ACT(new_key, add_key, P("user"), P("breach"), P("x"), 1, -2)
ACT(request_key_of_session, keyctl, 10 /* SEARCH */, -3, P("user"), P("none"),
    0)
OPEN(fifo_of_another, openat, AT_FDCWD, P(breach_path(ground.granted, "fifo")),
     O_WRONLY | O_NONBLOCK)

static int
signals_by_descriptor(void)
{
    unsigned long mask = 0;

    return breach_fd(CALL(signalfd4, -1, P(&mask), 8, 0));
}

static int
pipes(void)
{
    int fds[2];

    return breach_errno(CALL(pipe2, P(fds), 0));
}

static long
granted_file(void)
{
    return CALL(openat, AT_FDCWD, P(breach_path(ground.granted, "file")),
                O_RDONLY);
}

/* Locks and leases on readable files stop those who own them. */
static int
whole_file_lock(void)
{
    return breach_errno(CALL(flock, granted_file(), 2 | 4));
}

static int
record_lock(void)
{
    struct flock lock = {.l_type = F_RDLCK};

    return breach_errno(CALL(fcntl, granted_file(), F_SETLK, P(&lock)));
}

static int
lease(void)
{
    long rc = CALL(fcntl, granted_file(), 1024 /* F_SETLEASE */, F_RDLCK);

    return rc == -EAGAIN ? SKIP : breach_errno(rc);
}

static int
directory_notices(void)
{
    long dir = CALL(openat, AT_FDCWD, P(ground.granted), O_RDONLY);

    return breach_errno(CALL(fcntl, dir, 1026 /* F_NOTIFY */, 1));
}

/* Flags of standard output, which the starter shares. */
static int
flags_of_output(void)
{
    return breach_errno(CALL(fcntl, 1, F_SETFL, O_APPEND));
}

/* No terminal is needed: the filter comes first.  Unconfined, a terminal
 * answers; anything else says ENOTTY, which proves nothing. */
static int
on_terminal(unsigned long request)
{
    char c = 'x';
    long rc = CALL(ioctl, 0, (long)request, P(&c));

    return rc == -ENOTTY ? SKIP : breach_errno(rc);
}

static int
type_into_terminal(void)
{
    return on_terminal(0x5412); /* TIOCSTI */
}

static int
paste_into_terminal(void)
{
    return on_terminal(0x541c); /* TIOCLINUX */
}

static int
futex_with_inheritance(void)
{
    int word = 0;

    return breach_errno(CALL(futex, P(&word), 6 /* FUTEX_LOCK_PI */, 0, 0));
}

static int
write_terminal_size(void)
{
    return on_terminal(0x5414); /* TIOCSWINSZ */
}

#define R(name) ROW("ipc", name)
// clang-format off
const struct breach_probe breach_ipc[] = {
    R(shared_memory) R(list_shared_memory) R(semaphore) R(message_queue)
    R(posix_message_queue) R(posix_shared_memory) R(memory_file)
    R(event_counter) R(session_keyring) R(new_key) R(request_key_of_session)
    R(fifo_of_another) R(signals_by_descriptor) R(pipes) R(whole_file_lock)
    R(record_lock) R(lease) R(directory_notices) R(flags_of_output)
    R(type_into_terminal) R(paste_into_terminal) R(write_terminal_size)
    R(futex_with_inheritance)
    END_ROWS
};
// clang-format on
