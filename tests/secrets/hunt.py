# SPDX-License-Identifier: MIT
# A request that looks for the secrets of plant.py wherever native code can
# look: memory, descriptors, files, the environment, shared pages, what the
# kernel keeps.  It must find none, and prints where it has found one.
import ctypes
import os
import re
import sys

# A pattern that does not match itself.
pattern = re.compile(rb"planted[-]secret[-][a-z0-9]+")
libc = ctypes.CDLL(None, use_errno=True)
found = []
looked = dict.fromkeys(("memory", "descriptors", "files", "environment"), 0)


def look(where, data, kind):
    looked[kind] += 1
    for hit in pattern.findall(data):
        found.append(where)
        return


def attempt(act, *args):
    try:
        return act(*args)
    except (OSError, ValueError):
        return None


def slurp(path, size=1 << 22):
    fd = attempt(os.open, path, os.O_RDONLY | os.O_NONBLOCK)
    if fd is None:
        return b""
    data = attempt(os.read, fd, size) or b""
    os.close(fd)
    return data


def memory():
    with open("/proc/self/maps") as f:
        maps = [line.split() for line in f]
    for m in maps:
        lo, hi = (int(x, 16) for x in m[0].split("-"))
        # A file that can only be read may be mapped so (gconv-modules.cache).
        if m[1][3] == "s" and (m[1][1] == "w" or libc.mprotect(
                ctypes.c_void_p(lo), ctypes.c_size_t(hi - lo), 3) == 0):
            found.append("shared: " + " ".join(m))
        if m[1][0] != "r" or m[-1].startswith("[v") or hi - lo >= 1 << 30:
            continue
        for at in range(lo, hi, 1 << 22):
            n = min(1 << 22, hi - at) + (64 if at + (1 << 22) < hi else 0)
            look("memory: " + " ".join(m), ctypes.string_at(at, n), "memory")


def descriptors():
    room = ctypes.create_string_buffer(1 << 16)
    streams = 0
    for fd in range(1024):
        if attempt(os.fstat, fd) is None:
            continue
        name = attempt(os.readlink, "/proc/self/fd/%d" % fd) or "?"
        if fd > 2 and name.startswith(("socket:", "pipe:")):
            streams += 1
        elif fd > 2 and "/libffi" not in name:  # ctypes's own, from 3.5 on
            found.append("open: %d %s" % (fd, name))
        data = attempt(os.pread, fd, 1 << 16, 0) or b""
        if fd > 0:
            n = libc.recv(fd, room, len(room), 0x40)  # MSG_DONTWAIT
            data += room.raw[:n] if n > 0 else b""
            data += slurp("/proc/self/fd/%d" % fd, 1 << 16)
        look("descriptor %d %s" % (fd, name), data + name.encode(), "descriptors")
    if streams > 3:  # of requests, of answers, of the log
        found.append("streams: %d" % streams)


def files():
    todo = [".", "..", "/tmp", "/dev/shm", "/var/tmp", "/run",
            os.environ.get("TMPDIR", ".")]
    for where in todo:
        looked["files"] += 1
        for name in (attempt(os.listdir, where) or []) + ["left"]:
            look("file %s/%s" % (where, name), name.encode() + slurp(
                os.path.join(where, name)), "files")
    # Others, whoever they are: the kernel lets none of it be read.
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) == os.getpid():
            continue
        for what in ("environ", "maps", "fd/0", "fd/1", "cwd/left", "root/tmp/left",
                     "task/%s/environ" % pid):
            look("/proc/%s/%s" % (pid, what), slurp("/proc/%s/%s" % (pid, what), 1 << 16),
                 "files")
        if attempt(os.open, "/proc/%s/mem" % pid, os.O_RDONLY) is not None:
            found.append("the memory of " + pid)


def environment():
    get = libc.getenv
    get.restype = ctypes.c_char_p
    look("environ", repr(dict(os.environ)).encode() + slurp("/proc/self/environ")
         + (get(b"LEFT") or b""), "environment")
    look("process", b"\0".join(map(slurp, (
        "/proc/self/cmdline", "/proc/self/comm", "/proc/self/status"))), "environment")
    mask = re.search(rb"Umask:\s*(\w+)", slurp("/proc/self/status"))
    if mask is None or int(mask[1], 8) != 0o77:
        found.append("umask: %r" % mask)


def kernel():
    for number, args in ((29, (0x5EC, 0, 0)), (68, (0x5EC, 0)),
                         (249, (b"user", b"s", None, -3))):  # request_key
        if libc.syscall(ctypes.c_long(number), *args) >= 0:
            found.append("system call %d" % number)


for hunt in environment, descriptors, files, kernel, memory:
    hunt()
if "--show" in sys.argv:
    print(sorted({f.split(":")[0].split()[0] for f in found}))
else:
    print("found", found[:5], "in", all(n > 0 for n in looked.values()) and "all" or looked)
