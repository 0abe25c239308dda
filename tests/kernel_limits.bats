#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The kernel layer alone: processes, threads, network, limits, and kernels that
# lack something.
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be

load helpers
load kernel

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
