#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The kernel layer alone: the interpreter and libc layers are off, as if native
# code had taken the interpreter over.
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be

load helpers

setup_file() {
    export TOOLS=$BATS_FILE_TMPDIR/tools
    "$SBX_ROOT/tests/breach/build" "$TOOLS" >"$BATS_FILE_TMPDIR/build.log" 2>&1 ||
        {
            cat "$BATS_FILE_TMPDIR/build.log" >&2
            return 1
        }
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    mkdir data outside
    echo granted >data/file
    echo secret >outside/file
    log=$BATS_TEST_TMPDIR/log.jsonl
    export PYSBX_LOG=$log PYSBX_SUMMARY=0
    profile reads <<END
include = default
[files]
read = $BATS_TEST_TMPDIR/data
END
    profile writes <<END
include = default
[files]
read = $BATS_TEST_TMPDIR/data
write = $BATS_TEST_TMPDIR/data
END
}

# kernel ARGS...: python3 under the kernel layer only.
kernel() {
    layers kernel "$@"
}

# limit KEY=VALUE...: ./limits.conf, and use it.
limit() {
    {
        printf 'include = default\n[limits]\n'
        printf '%s\n' "$@"
    } | profile limits
    export PYSBX_POLICY=./limits.conf
}

# ---- the breaches -----------------------------------------------------------

@test "native code breaks out by no probe, in the interpreter or as a static program" {
    local ways=(static)
    # Python.h or musl-gcc may be absent: what there is must hold.
    [ ! -e "$TOOLS/breach.abi3.so" ] || ways+=(native)
    [ ! -e "$TOOLS/breach-musl" ] || ways+=(musl)
    run "$SBX_ROOT/tests/breach/run-breach" "$TOOLS" "${ways[@]}"
    printf '%s\n' "$output" | sed 's/^/# /' >&3
    [ "$status" -eq 0 ] || explain "something got through" || return
    shows "got through: nothing"
    local sum sums n=0
    read -ra sums < <(sed -n 's/^all  *//p' <<<"$output")
    for sum in "${sums[@]}"; do
        [ "${sum%/*}" = "${sum#*/}" ] && [ "${sum#*/}" -ge 100 ] ||
            explain "not all, or fewer than 100: $sum" || return
        n=$((n + 1))
    done
    [ "$n" -eq "${#ways[@]}" ] || explain "no sums"
}

@test "a probe that is let through is told" {
    SBX_LIB=$TOOLS/none.so ONLY=file-read/etc_passwd \
        run -1 "$SBX_ROOT/tests/breach/run-breach" "$TOOLS" native
    shows "0/1" "got through: native file-read/etc_passwd: breached"
}

@test "at most 45 system calls can be reached under the default profile" {
    run -0 "$TOOLS/count" --locked
    printf '# reachable: %s system calls\n' "$output" >&3
    [ "$output" -le 45 ] || explain "too many"
    run -0 "$TOOLS/count"
    printf '# of a plain process: %s\n' "$output" >&3
    [ "$output" -gt 250 ] || explain "the counter does not count"
}

@test "the documentation lists the calls that the default profile reaches" {
    requires "$SBX_BUILD/unit/bpf_test"
    [ "$(uname -m)" = x86_64 ] || skip "an x86-64 machine is absent"
    run -0 "$SBX_BUILD/unit/bpf_test"
    sed -n 's/^x86-64 default: \([a-z].*\)/\1/p' <<<"$output" |
        tr ' ' '\n' | sort >reached
    # The names are the words in backquotes of the first column.
    sed -n '/^| call | for/,/^$/p' "$SBX_ROOT/docs/KERNEL.md" |
        cut -d'|' -f2 | tr -d '\140' | tr ' ' '\n' |
        grep -v -e '^$' -e '^call$' -e '^---$' | sort >listed
    [ -s reached ]
    diff reached listed
}

# ---- the report -------------------------------------------------------------

@test "a refused system call is reported by name, with the line that allows it" {
    run -1 kernel -c 'import os; os.mkdir("data/new")'
    shows "PermissionError: [Errno 1]"
    logged "$log" layer=kernel rule=syscall object=mkdir reason= \
        "allow=[files] write = PATH"
    PYSBX_POLICY=./writes.conf run -0 kernel -c 'import os; os.mkdir("data/new")'
    [ -d data/new ]
}

@test "the report names the library that made the call" {
    [ -e "$TOOLS/breach.abi3.so" ] || skip "Python.h is absent"
    profile tools <<END
include = default
[files]
read = $TOOLS
END
    PYSBX_POLICY=./tools.conf run -0 kernel -c "
import sys
sys.path.insert(0, '$TOOLS')
import breach
print(breach.run('kernel-surface/personality_of_old', *'abc111'))"
    shows 1
    logged "$log" object=personality file=breach.abi3.so line=
}

@test "no policy line is offered where none would allow the call" {
    run -1 kernel -c 'import os; os.chroot("/")'
    logged "$log" object=chroot "reason=no use for"
    ! grep -q allow "$log" || explain "$(cat "$log")"
}

@test "the program goes on after a refusal, as often as it likes" {
    run -0 kernel -c '
import os
for i in range(1000):
    try:
        os.chroot("/")
    except PermissionError:
        pass
print("still here")'
    shows "still here"
}

@test "the program cannot take the report away" {
    run -0 kernel -c '
import signal, os
for handler in signal.SIG_IGN, signal.SIG_DFL, print:
    try:
        signal.signal(signal.SIGSYS, handler)
    except OSError as error:
        print(error)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
try:
    os.chroot("/")
except PermissionError:
    print("told")'
    shows "Operation not permitted" told
    logged "$log" object=chroot
}

@test "a program that blocks SIGSYS is killed instead of told" {
    run -159 kernel -c '
import signal, os
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGSYS})
os.chroot("/")
print("went on")'
    hides "went on"
}

@test "starting, importing and ending make no report" {
    run -1 kernel -c '
import array, base64, bisect, calendar, collections, contextlib, copy, csv
import dataclasses, datetime, decimal, difflib, enum, fractions, functools
import graphlib, hashlib, heapq, hmac, html, io, itertools, json, math, queue
import random, re, secrets, statistics, string, struct, textwrap, time, timeit
import types, typing, unicodedata, uuid, warnings, zlib
print(random.random(), secrets.token_hex(), uuid.uuid4(), time.time())
time.sleep(0.001)
block = bytearray(100 << 20)
block += bytes(100 << 20)
print(sum(range(1000)))
1 / 0'
    shows 499500 ZeroDivisionError
    [ ! -s "$log" ] || explain "$(cat "$log")"
}

# ---- files ------------------------------------------------------------------

@test "a granted directory is read and listed, its neighbour is not" {
    export PYSBX_POLICY=./reads.conf
    run -0 kernel -c 'import os; print(open("data/file").read(), os.listdir("data"))'
    shows granted "['file']"
    run -1 kernel -c 'open("outside/file")'
    shows "PermissionError: [Errno 13]"
    run -1 kernel -c 'import os; os.listdir("outside")'
    shows "PermissionError: [Errno 13]"
}

@test "a granted symbolic link is its target, and one inside a granted directory is nothing" {
    ln -s data granted-link
    ln -s ../outside/file data/link
    profile link <<END
include = default
[files]
read = $BATS_TEST_TMPDIR/granted-link
END
    export PYSBX_POLICY=./link.conf
    run -0 kernel -c 'print(open("granted-link/file").read())'
    shows granted
    run -1 kernel -c 'open("granted-link/link")'
    shows "PermissionError: [Errno 13]"
}

@test "below a granted directory files are made, changed, renamed and removed" {
    PYSBX_POLICY=./writes.conf run -0 kernel -c '
import os
os.mkdir("data/a")
os.mkdir("data/b")
with open("data/a/new", "w+") as file:
    file.write("text")
    file.truncate(2)
    os.fsync(file.fileno())
os.rename("data/a/new", "data/b/moved")
print(open("data/b/moved").read(), open("data/file", "a").write("more"))
os.unlink("data/b/moved")
os.rmdir("data/b")'
    shows "te 4"
    [ "$(ls data)" = $'a\nfile' ]
}

@test "writing does not reach out of a granted directory" {
    ln -s ../outside data/link
    PYSBX_POLICY=./writes.conf run -0 kernel -c '
import os
def refused(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except OSError as error:
        return
    print("LET THROUGH", call, args)
refused(open, "outside/file", "r+")
refused(open, "data/link/file", "r+")
refused(open, "data/../outside/new", "w")
refused(os.open, "outside", os.O_TMPFILE | os.O_RDWR)
refused(os.rename, "data/file", "outside/moved")
refused(os.rename, "outside/file", "data/stolen")
refused(os.link, "outside/file", "data/stolen")
refused(os.symlink, "/etc/passwd", "data/soft")
refused(os.mkfifo, "data/pipe")
refused(os.mkdir, "outside/new")
refused(os.unlink, "outside/file")
refused(os.rmdir, "outside")
refused(os.chmod, "outside/file", 0o777)
refused(os.chmod, "data/file", 0o777)
refused(os.utime, "outside/file")
refused(os.truncate, "outside/file", 0)
refused(os.open, "outside/file", os.O_TRUNC)
refused(os.setxattr, "outside/file", "user.x", b"y")
print("the end")'
    shows "the end"
    hides "LET THROUGH"
    [ "$(cat outside/file)" = secret ]
}

@test "a file that is granted for writing brings none of its neighbours" {
    profile file <<END
include = default
[files]
write = $BATS_TEST_TMPDIR/data/file
END
    export PYSBX_POLICY=./file.conf
    run -0 kernel -c 'print(open("data/file", "w").write("changed"))'
    [ "$(cat data/file)" = changed ]
    run -1 kernel -c 'open("data/new", "w")'
    shows "PermissionError: [Errno 13]"
    run -1 kernel -c 'import os; os.unlink("data/file")'
    shows "PermissionError: [Errno 13]"
}

@test "a granted file that is replaced meanwhile is granted no more" {
    profile file <<END
include = default
[files]
read = $BATS_TEST_TMPDIR/data/file
END
    printf 'print(open("data/file").read())\ninput()\nopen("data/file")\n' >late.py
    PYSBX_POLICY=./file.conf run -1 kernel late.py < <(
        sleep 1
        cp outside/file data/other
        mv data/other data/file
        echo
    )
    shows granted "PermissionError: [Errno 13]"
}

@test "a policy of 20,000 paths is kept to the last of them" {
    mkdir many
    (cd many && seq -f 'f%g' 20000 | xargs touch)
    {
        printf 'include = default\n[files]\n'
        find "$BATS_TEST_TMPDIR/many" -type f ! -name f12345 -printf 'read = %p\n'
    } | profile many
    export PYSBX_POLICY=./many.conf
    run -0 kernel -c 'open("many/f1"); open("many/f20000"); open("many/f9999")'
    run -1 kernel -c 'open("many/f12345")'
    shows "PermissionError: [Errno 13]"
}

# ---- processes, threads, network --------------------------------------------

@test "threads run where the policy says so, processes do not" {
    profile threads <<END
include = default
[process]
threads = yes
END
    local threads='
import threading
t = threading.Thread(target=print, args=("in a thread",))
t.start()
t.join()'
    PYSBX_POLICY=./threads.conf run -0 kernel -c "$threads"
    shows "in a thread"
    run -1 kernel -c "$threads"
    shows "can't start new thread"
    PYSBX_POLICY=./threads.conf run -1 kernel -c 'import os; os.fork()'
    shows "PermissionError"
}

@test "signals reach the program itself and nobody else" {
    run -0 kernel -c '
import os, signal
signal.signal(signal.SIGUSR1, lambda *a: print("own"))
os.kill(os.getpid(), signal.SIGUSR1)
for pid in os.getppid(), 1, 0, -1:
    try:
        os.kill(pid, 0)
    except PermissionError:
        print("refused")'
    shows own
    [ "$(grep -c refused <<<"$output")" -eq 4 ] || explain "not four times"
}

# serve: a server on two ports of 127.0.0.1, which are then in $ports.
serve() {
    /usr/bin/python3 -I -c '
import socket, time
servers = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(s.getsockname()[1] for s in servers), flush=True)
time.sleep(60)' >ports 3>&- &
    server=$!
    while [ ! -s ports ]; do sleep 0.05; done
    mapfile -t -d " " ports < <(tr -d "\n" <ports)
}

teardown() {
    [ -z "${server-}" ] || kill "$server" 2>/dev/null || :
}

@test "a granted TCP port is reached, another is not, and nothing but TCP" {
    serve
    profile net <<END
include = default
[network]
connect = tcp/${ports[0]}
END
    export PYSBX_POLICY=./net.conf
    run -0 kernel -c "
import socket
socket.create_connection(('127.0.0.1', ${ports[0]}), 5).send(b'x')
print('connected')
def refused(call, *args):
    try:
        call(*args)
    except OSError as error:
        return
    print('LET THROUGH', args)
tcp = socket.socket()
refused(tcp.connect, ('127.0.0.1', ${ports[1]}))
refused(tcp.sendto, b'x', socket.MSG_FASTOPEN, ('127.0.0.1', ${ports[1]}))
refused(tcp.bind, ('127.0.0.1', 0))
refused(tcp.listen)
refused(tcp.setsockopt, 6, 31, b'tls')
refused(socket.socket, socket.AF_INET, socket.SOCK_DGRAM)
refused(socket.socket, socket.AF_INET, socket.SOCK_STREAM, 262)
refused(socket.socket, socket.AF_UNIX)
refused(socket.socket, socket.AF_NETLINK, socket.SOCK_RAW)
refused(socket.socket, 40, socket.SOCK_STREAM)"
    shows connected
    hides "LET THROUGH"
    unset PYSBX_POLICY
    run -1 kernel -c "import socket; socket.create_connection(('127.0.0.1', ${ports[0]}))"
    shows PermissionError
}

@test "a granted port is served, another is not" {
    serve
    kill "$server"
    profile net <<END
include = default
[network]
bind = tcp/${ports[0]}
END
    PYSBX_POLICY=./net.conf run -0 kernel -c "
import socket
s = socket.socket()
try:
    s.bind(('127.0.0.1', ${ports[1]}))
except PermissionError:
    print('refused')
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', ${ports[0]}))
s.listen()
print('served')
try:
    socket.socket().connect(('127.0.0.1', ${ports[0]}))
except PermissionError:
    print('no connecting')"
    shows refused served "no connecting"
}

@test "root's capabilities are gone, but for those that open granted files" {
    [ "$(id -u)" -eq 0 ] || skip "root is absent"
    profile status <<END
include = default
[files]
read = /proc/self/status
END
    PYSBX_POLICY=./status.conf run -0 kernel -c '
for line in open("/proc/self/status"):
    if line.startswith(("Cap", "NoNewPrivs", "Seccomp:")):
        print(*line.split())'
    shows "CapPrm: 0000000000000004" "CapEff: 0000000000000004" \
        "CapInh: 0000000000000000" "CapAmb: 0000000000000000" \
        "NoNewPrivs: 1" "Seccomp: 2"
}

# ---- limits -----------------------------------------------------------------

@test "cpu ends a program that computes on, and lets a short one be" {
    limit 'cpu = 1s'
    run -152 kernel -c 'while True: pass'
    run -0 kernel -c 'print(1)'
}

@test "cpu also ends a program that handles the warning" {
    limit 'cpu = 1s'
    run -137 kernel -c '
import signal
signal.signal(signal.SIGXCPU, lambda *a: None)
while True: pass'
}

@test "wall ends a program that sleeps, whatever it tries" {
    limit 'wall = 700ms'
    run -137 kernel -c '
import signal, time
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 31))
time.sleep(60)'
    run -0 kernel -c 'print(1)'
}

@test "memory gives MemoryError, and the program goes on" {
    limit 'memory = 200M'
    run -0 kernel -c '
try:
    bytearray(300 << 20)
except MemoryError:
    print("refused")
print(len(bytearray(50 << 20)))'
    shows refused 52428800
}

@test "memory below what the interpreter needs is an error before it starts" {
    limit 'memory = 2M'
    run -125 kernel -c 'print("ran")'
    shows "[limits] memory" "too little"
    hides ran
}

@test "open-files gives EMFILE" {
    limit 'open-files = 20'
    run -0 kernel -c '
files = []
try:
    for i in range(30):
        files.append(open("/dev/null"))
except OSError as error:
    print(error.errno, len(files) > 10)'
    shows "24 True"
    limit 'open-files = 3'
    run -125 kernel -c 'print("ran")'
    shows "[limits] open-files"
}

@test "file-size gives EFBIG" {
    limit 'file-size = 1M' '[files]' "write = $BATS_TEST_TMPDIR/data"
    run -0 kernel -c '
try:
    with open("data/big", "wb", 0) as file:
        file.write(bytes(1 << 20))
        print("a whole one")
        file.write(b"x")
except OSError as error:
    print(error.errno)'
    shows "a whole one" 27
}

@test "deeply nested iterators find more stack than the usual 8 MiB" {
    run -0 kernel -c '
it = iter([1])
for i in range(200000):
    it = filter(None, it)
print(next(it))'
    shows 1
}

# ---- kernels that lack something --------------------------------------------

# on_kernel_without CALL ERRNO... -- PYTHON-ARGS...
on_kernel_without() {
    local lacks=()
    while [ "$1" != -- ]; do
        lacks+=("$1")
        shift
    done
    shift
    PYSBX_LAYERS=kernel "$TOOLS/without" "${lacks[@]}" -- \
        env "LD_PRELOAD=$SBX_LIB" "$PYTHON" "$@"
}

@test "without Landlock nothing runs, except under best-effort, with a warning" {
    local errno
    profile best <<'END'
include = default
[process]
kernel = best-effort
END
    for errno in 38 95; do
        run -125 on_kernel_without landlock "$errno" -- -c 'print("ran")'
        shows Landlock "kernel = best-effort"
        hides ran
        PYSBX_POLICY=./best.conf run -0 on_kernel_without landlock "$errno" \
            -- -c 'print("ran")'
        shows ran "warning" Landlock
    done
}

@test "without seccomp nothing runs, except under best-effort, with a warning" {
    profile best <<'END'
include = default
[process]
kernel = best-effort
END
    run -125 on_kernel_without seccomp 22 -- -c 'print("ran")'
    shows "system call filter" "kernel = best-effort"
    hides ran
    PYSBX_POLICY=./best.conf run -0 on_kernel_without seccomp 22 -- -c 'print("ran")'
    shows ran warning "no system call filter"
}

@test "a step that fails half-way stops the start" {
    local call
    limit 'wall = 60s'
    for call in landlock_add_rule landlock_restrict_self capset timer_create; do
        run -125 on_kernel_without "$call" 1 -- -c 'print("ran")'
        hides ran
    done
    run -0 on_kernel_without openat2 38 -- -c 'print("ran")'
    shows ran
}

@test "a lock that does not hold is found out" {
    # Landlock that says yes and does nothing: the proof notices.
    run -125 on_kernel_without landlock_restrict_self 0 -- -c 'print("ran")'
    shows "the kernel layer does not hold"
    hides ran
}
