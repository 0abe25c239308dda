// SPDX-License-Identifier: MIT
// Running programs, and code that was not in the interpreter's files.

#include "breach.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>

/* exit(0): the run of a program that works ends the probe with success, as
 * unconfined ones must. */
static const char *const argv[] = {"/bin/true", NULL};
static const char *const envp[] = {NULL};

static int
execve_call(void)
{
    return breach_errno(CALL(execve, P("/bin/true"), P(argv), P(envp)));
}

static int
execveat_path(void)
{
    return breach_errno(
        CALL(execveat, AT_FDCWD, P("/bin/true"), P(argv), P(envp), 0));
}

static int
execveat_descriptor(void)
{
    long fd = CALL(openat, AT_FDCWD, P("/bin/true"), O_PATH);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(execveat, fd, P(""), P(argv), P(envp),
                                      AT_EMPTY_PATH));
}

static int
execveat_open_file(void)
{
    long fd = CALL(openat, AT_FDCWD, P("/usr/bin/true"), O_RDONLY);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(execveat, fd, P(""), P(argv), P(envp),
                                      AT_EMPTY_PATH));
}

static int
interpreter_again(void)
{
    const char *const args[] = {"sh", "-c", "exit 0", NULL};

    return breach_errno(CALL(execve, P("/bin/sh"), P(args), P(envp)));
}

static int
through_loader(void)
{
    const char *const args[] = {"ld.so", "/bin/true", NULL};
    long rc = CALL(execve, P("/lib64/ld-linux-x86-64.so.2"), P(args), P(envp));

    return rc == -ENOENT ? SKIP : breach_errno(rc);
}

static int
in_memory_file(void)
{
    char block[4096];
    long n, from = CALL(openat, AT_FDCWD, P("/bin/true"), O_RDONLY);
    long to = CALL(memfd_create, P("x"), 0);

    if (to < 0) {
        return breach_errno(to);
    }
    while ((n = CALL(read, from, P(block), sizeof(block))) > 0) {
        CALL(write, to, P(block), n);
    }
    return breach_errno(
        CALL(execveat, to, P(""), P(argv), P(envp), AT_EMPTY_PATH));
}

#if defined(__x86_64__)
static int
i386_execve(void)
{
    char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    int ret;

    if (low == MAP_FAILED) {
        return errno;
    }
    strcpy(low, "/bin/true");
    ((unsigned *)low)[8] = (unsigned)(unsigned long)low;
    ((unsigned *)low)[9] = 0;
    __asm__ volatile("int $0x80"
                     : "=a"(ret)
                     : "a"(11), "b"((int)(long)low), "c"((int)(long)low + 32),
                       "d"((int)(long)low + 36)
                     : "memory", "r8", "r9", "r10", "r11");
    return breach_errno(ret);
}

/* mov $42, %eax; ret */
static const unsigned char code[] = {0xb8, 42, 0, 0, 0, 0xc3};
#else
static int
i386_execve(void)
{
    return SKIP;
}

/* mov w0, #42; ret */
static const unsigned char code[] = {0x40, 0x05, 0x80, 0x52,
                                     0xc0, 0x03, 0x5f, 0xd6};
#endif

static int
call_it(void *at)
{
    __builtin___clear_cache(at, (char *)at + sizeof(code));
    return ((int (*)(void))at)() == 42 ? 0 : EFAULT;
}

static void *
map(int prot, int flags, int fd)
{
    long at = CALL(mmap, 0, 4096, prot, flags, fd, 0);

    errno = breach_errno(at);
    return errno == 0 ? (void *)at : NULL;
}

#define RW (PROT_READ | PROT_WRITE)
#define RX (PROT_READ | PROT_EXEC)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)

static int
writable_executable_map(void)
{
    void *at = map(RW | PROT_EXEC, ANON, -1);

    return at == NULL ? errno : call_it(memcpy(at, code, sizeof(code)));
}

static int
anonymous_executable_map(void)
{
    return map(RX, ANON, -1) == NULL ? errno : 0;
}

static int
shared_executable_map(void)
{
    return map(RX, MAP_SHARED | MAP_ANONYMOUS, -1) == NULL ? errno : 0;
}

/* Make the page at `at` executable and run it. */
static int
protect_and_call(void *at, int prot)
{
    int rc = breach_errno(CALL(mprotect, P(at), 4096, prot));

    return rc != 0 ? rc : call_it(at);
}

static int
executable_after_writing(void)
{
    void *at = map(RW, ANON, -1);

    return at == NULL ? errno
                      : protect_and_call(memcpy(at, code, sizeof(code)), RX);
}

static int
executable_while_writable(void)
{
    void *at = map(RW, ANON, -1);

    return at == NULL ? errno
                      : protect_and_call(memcpy(at, code, sizeof(code)),
                                         RW | PROT_EXEC);
}

static int
executable_with_key(void)
{
    void *at = map(RW, ANON, -1);

    if (at == NULL) {
        return errno;
    }
    memcpy(at, code, sizeof(code));
    int rc = breach_errno(CALL(pkey_mprotect, P(at), 4096, RX, -1));
    return rc != 0 ? rc : call_it(at);
}

static int
executable_heap(void)
{
    long end = CALL(brk, 0);
    long at = (end + 4095) & -4096L;

    if (CALL(brk, at + 4096) < at + 4096) {
        return ENOMEM;
    }
    return protect_and_call(memcpy((void *)at, code, sizeof(code)), RX);
}

static int
executable_stack(void)
{
    char page[3 * 4096];
    char *at = (char *)(((unsigned long)page + 4095) & -4096UL);

    memcpy(at, code, sizeof(code));
    return protect_and_call(at, RW | PROT_EXEC);
}

static int
writable_code(void)
{
    long page = (long)breach_call & -4096L;

    return breach_errno(CALL(mprotect, page, 4096, RW | PROT_EXEC));
}

static int
personality_then_map(void)
{
    long rc = CALL(personality, 0x0400000 /* READ_IMPLIES_EXEC */);
    void *at = rc < 0 ? NULL : map(RW, ANON, -1);

    return rc < 0       ? breach_errno(rc)
           : at == NULL ? errno
                        : call_it(memcpy(at, code, sizeof(code)));
}

/* A private, writable mapping of a file, then executable. */
static int
file_map_then_protect(void)
{
    long fd = CALL(openat, AT_FDCWD, P(breach_path(ground.granted, "file")),
                   O_RDONLY);
    void *at = map(RW, MAP_PRIVATE, (int)fd);

    return at == NULL ? errno
                      : protect_and_call(memcpy(at, code, sizeof(code)), RX);
}

static int
file_map_writable_executable(void)
{
    long fd = CALL(openat, AT_FDCWD, P(breach_path(ground.granted, "file")),
                   O_RDONLY);
    void *at = map(RW | PROT_EXEC, MAP_PRIVATE, (int)fd);

    return at == NULL ? errno : call_it(memcpy(at, code, sizeof(code)));
}

/* Written through one descriptor, mapped through another. */
static int
map_of_written(long fd)
{
    if (fd < 0) {
        return breach_errno(fd);
    }
    CALL(write, fd, P(code), sizeof(code));
    void *at = map(RX, MAP_PRIVATE, (int)fd);
    return at == NULL ? errno : call_it(at);
}

static int
map_of_memory_file(void)
{
    return map_of_written(CALL(memfd_create, P("x"), 0));
}

static int
map_of_secret_memory(void)
{
    long fd = CALL(memfd_secret, 0);

    return fd == -ENOSYS ? SKIP : breach_fd(fd);
}

static int
map_of_new_file(void)
{
    return map_of_written(CALL(openat, AT_FDCWD,
                               P(breach_path(ground.outside, "code")),
                               O_CREAT | O_RDWR, 0700));
}

static int
map_of_file_in_shm(void)
{
    return map_of_written(
        CALL(openat, AT_FDCWD, P("/dev/shm"), O_TMPFILE | O_RDWR, 0700));
}

static int
shared_segment(void)
{
    long id = CALL(shmget, IPC_PRIVATE, 4096, IPC_CREAT | 0700);
    long at = id < 0 ? id : CALL(shmat, id, 0, SHM_EXEC);

    if (id >= 0) {
        CALL(shmctl, id, IPC_RMID, 0);
    }
    return breach_errno(at) != 0
               ? breach_errno(at)
               : call_it(memcpy((void *)at, code, sizeof(code)));
}

static int
moved_over_code(void)
{
    void *at = map(RW, ANON, -1);
    long page = (long)breach_run & -4096L;

    /* The page's own protection moves along: it must not become code. */
    return at == NULL ? errno
                      : breach_errno(CALL(mremap, P(at), 4096, 4096,
                                          MREMAP_MAYMOVE | MREMAP_FIXED,
                                          page + (64L << 20)));
}

static int
own_memory_file(void)
{
    long fd = CALL(openat, AT_FDCWD, P("/proc/self/mem"), O_RDWR);

    return fd < 0 ? breach_errno(fd)
                  : breach_errno(CALL(pwrite64, fd, P(&code), 0, 0));
}

static int
nonlinear_map(void)
{
    long fd = CALL(openat, AT_FDCWD, P(breach_path(ground.granted, "file")),
                   O_RDONLY);
    void *at = map(PROT_READ, MAP_SHARED, (int)fd);

    return at == NULL
               ? errno
               : breach_errno(CALL(remap_file_pages, P(at), 4096, 0, 0, 0));
}

#define R(name) ROW("exec", name)
// clang-format off
const struct breach_probe breach_exec[] = {
    R(execve_call) R(execveat_path) R(execveat_descriptor)
    R(execveat_open_file) R(interpreter_again) R(through_loader)
    R(in_memory_file) R(i386_execve) R(writable_executable_map)
    R(anonymous_executable_map) R(shared_executable_map)
    R(executable_after_writing) R(executable_while_writable)
    R(executable_with_key) R(executable_heap) R(executable_stack)
    R(writable_code) R(personality_then_map) R(file_map_then_protect)
    R(file_map_writable_executable) R(map_of_memory_file)
    R(map_of_secret_memory) R(map_of_new_file) R(map_of_file_in_shm)
    R(shared_segment) R(moved_over_code) R(own_memory_file) R(nonlinear_map)
    END_ROWS
};
// clang-format on
