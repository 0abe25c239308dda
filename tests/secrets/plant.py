# SPDX-License-Identifier: MIT
# A request that leaves its secret wherever native code can put one: in memory
# that it shares with its zygote page by page, behind every descriptor, in files,
# in the environment and in what the kernel keeps for a process.  It runs under
# the kernel layer alone (tests/secrets.bats).
import ctypes
import os
import sys

# Never whole in a text: hunt.py is another request's, and so is this file.
secret = "planted" + "-secret-" + "".join(a for a in sys.argv[1:])
data = secret.encode()
libc = ctypes.CDLL(None, use_errno=True)
held = [secret + str(i) for i in range(20000)]  # alive at the end
for _ in range(3):
    freed = [bytes(data) * 50 for _ in range(20000)]
    del freed


def attempt(act, *args):
    try:
        return act(*args)
    except (OSError, ValueError):
        return None


def at_the_ends_of_mappings():
    """Bytes that nobody uses, on pages that the zygote has too; and all of
    what is mapped as shared."""
    done = 0
    with open("/proc/self/maps") as f:
        maps = [line.split() for line in f]
    for m in maps:
        lo, hi = (int(x, 16) for x in m[0].split("-"))
        if m[1][1] != "w" or m[-1] == "[stack]":
            continue
        for page in range(lo, hi, 1 << 16) if m[1][3] == "s" else (hi - 64,):
            if ctypes.string_at(page, 64).count(0) == 64:
                ctypes.memmove(page, data, len(data))
                done += 1
    return done


def in_files():
    done = 0
    for where in (".", "..", "../..", "/tmp", "/dev/shm", "/var/tmp", "/run",
                  os.environ.get("TMPDIR", ".")):
        fd = attempt(os.open, where + "/left", os.O_WRONLY | os.O_CREAT, 0o666)
        if fd is not None:
            os.write(fd, data)
            done += 1
    return done


def in_the_kernel():
    """System V and POSIX shared memory, a message queue, keyrings, the name of
    the process, sockets without a file."""
    for number, args in ((29, (0x5EC, 4096, 0o1666)),          # shmget
                         (68, (0x5EC, 0o1666)),                 # msgget
                         (248, (b"user", b"s", data, len(data), -3)),  # add_key
                         (319, (data, 0))):                     # memfd_create
        n = libc.syscall(ctypes.c_long(number), *args)
        if number == 319 and n >= 0:
            os.write(n, data)
    libc.prctl(15, data[:15], 0, 0, 0)
    libc.umask(0)
    libc.setenv(b"LEFT_" + data.replace(b"-", b"_"), data, 1)
    os.environ["LEFT"] = secret


ends = at_the_ends_of_mappings()
written = in_files()
in_the_kernel()
# A line that says nothing of it: output is the request's own.
print("planted", ends > 5, written, flush=True)
answers = max(fd for fd in range(1024) if attempt(os.fstat, fd))
for fd in range(3, 1024):
    # What it says to the supervisor out of turn is the end of its own answer.
    if "answers" in sys.argv or (fd != answers and not (attempt(
            os.readlink, "/proc/self/fd/%d" % fd) or "").startswith("socket:")):
        attempt(os.write, fd, data)
        attempt(os.pwrite, fd, data, 0)
