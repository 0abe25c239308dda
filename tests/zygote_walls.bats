#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Zygotes and their children: the walls of a cold start stand in a warm child,
# and two requests share nothing.

# shellcheck disable=SC2030,SC2031,SC2154 # each test is a subshell; judging.bash

load helpers
load judging
load pool
load sealing

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    # Those of a container count as well.
    SECCOMP_AROUND=$(sed -n 's/^Seccomp_filters:[[:space:]]*//p' /proc/self/status)
    unset PYSBX_LOG
}

@test "no trick of the sample breaks out of a warm child" {
    interpreter 3.11
    judge --oracle "$interpreter" --only 'late_|gc_in|atexit|exit_[a-f]|main|[a-z_]*_[ab][a-z]*_[cs]' --cmd \
        "$warm --python $interpreter --ready 1 --through {script}"
    shows "0 escaped of "
}

@test "native code breaks out of a warm child by no probe of the sample" {
    requires cc
    "$SBX_ROOT/tests/breach/build" tools >build.log 2>&1 || explain "$(cat build.log)"
    requires "$BATS_TEST_TMPDIR/tools/breach.abi3.so"
    ONLY=${FULL:+.}
    ONLY=${ONLY:-'file-read/[a-o]\|process/[a-k]\|exec/[a-d]\|net/[a-c]\|ipc/[a-c]\|kernel-surface/[a-d]'} \
        run "$SBX_ROOT/tests/breach/run-breach" tools warm
    [ "$status" -eq 0 ] || explain "native code got through:"
}

@test "a child has all limits of its policy, those that its zygote has set too" {
    profile limits <<'END'
include = default
[files]
read = /proc
[limits]
cpu = 7s
memory = 300M
file-size = 3M
open-files = 50
stack = 90M
END
    program limits.py <<'END'
for x in open('/proc/self/limits'):
    print('|'.join(x.split()))
print([x for x in open('/proc/self/status') if x.startswith('NoNewPrivs')])
END
    PYSBX_LAYERS=kernel run -0 warm --policy ./limits.conf --ready 1 --memory 250 limits.py limits.py
    shows "Max|cpu|time|7|8|seconds" "Max|file|size|3145728|3145728|bytes" \
        "Max|stack|size|94371840|94371840|bytes" "Max|core|file|size|0|0|bytes" \
        "Max|open|files|50|50|files" "Max|locked|memory|0|0|bytes" \
        "Max|address|space|262144000|262144000|bytes" "NoNewPrivs:\\t1"
    # Too little for what is there already: a child says it.
    sed -i 's/300M/20M/; s/90M/8M/' limits.conf
    PYSBX_LAYERS=kernel run warm --policy ./limits.conf limits.py
    shows "is too little for this interpreter"
}

@test "a child's filter is in two parts, but for a policy of its own" {
    profile filters <<'END'
include = default
[files]
read = /proc
END
    program filters.py <<'END'
print([x for x in open('/proc/self/status') if x.startswith('Seccomp')])
END
    PYSBX_LAYERS=kernel run -0 warm --policy ./filters.conf --ready 1 filters.py
    grep -q 'Seccomp_filters' <<<"$output" || skip "Seccomp_filters of Linux 5.9 is absent"
    local one=$SECCOMP_AROUND
    shows "Seccomp:\\t2" "Seccomp_filters:\\t$((one + 2))"
    mkdir scratch
    PYSBX_LAYERS=kernel run -0 warm --policy "$PWD/filters.conf" --scratch "$PWD/scratch" filters.py
    shows "Seccomp_filters:\\t$((one + 2))"
    PYSBX_LAYERS=kernel run -0 warm --policy ./filters.conf --narrow filters.conf filters.py
    shows "Seccomp_filters:\\t$((one + 1))"
}

@test "a child can signal and see neither its siblings nor the zygote" {
    profile signals <<'END'
include = default
[imports]
posix = kill, getpid, getppid
END
    program signals.py <<'END'
import posix
me = posix.getpid()
hit = []
for pid in range(me - 12, me + 12):
    if pid == me:
        continue
    try:
        posix.kill(pid, 0)
        hit.append(pid)
    except OSError:
        pass
print('reached', hit)
END
    PYSBX_LAYERS=kernel run -0 warm --policy ./signals.conf --ready 4 signals.py
    shows "out: reached []"
}

@test "two requests share nothing: no memory, object, descriptor, file, variable" {
    profile share <<'END'
include = default
[files]
read = /proc
END
    # The first hides its secret wherever it can; the second looks everywhere.
    program plant.py <<'END'
import builtins, ctypes, gc, json, os, random, re, sys
secret = 'planted-' + 'secret-0451'
for module in (builtins, sys, json, json.decoder):
    module.leak = secret
re.compile(secret)
os.environ[secret] = secret
os.umask(0)
for fd in range(3, 256):
    try:
        os.write(fd, secret.encode())
    except OSError:
        pass
held = [secret + str(i) for i in range(100000)]
print('planted', random.random())
END
    memory
    cat memory.py - >hunt.py <<'END'
import gc, os, random, sys
word = 'planted-' + 'secret'
hits = [n for n, m in list(sys.modules.items()) if hasattr(m, 'leak')]
hits += [o for o in gc.get_objects() if isinstance(o, str) and word in o]
hits += [k for k in os.environ if word in k]
hits += hunt(rb'planted-[s]ecret-0451')
print('found', hits, 'umask', oct(os.umask(0)), random.random())
END
    # Only a layer that does not see Python, so that nothing but the fork
    # stands between the two.
    PYSBX_LAYERS=libc run -0 warm --policy ./share.conf --ready 3 \
        plant.py hunt.py plant.py hunt.py
    [ "$(grep -c "^out: found \[\] umask 0o77 " <<<"$output")" -eq 2 ] || explain "found:"
    [ "$(grep -c "^out: planted " <<<"$output")" -eq 2 ] || explain "not planted:"
    # Each has random numbers of its own.
    [ -z "$(grep -oE '0\.[0-9]{6,}' <<<"$output" | sort | uniq -d)" ] || explain "twice:"
    # And the hunter finds what is there.
    cat plant.py memory.py - >both.py <<<"print('found', len(hunt(rb'planted-[s]ecret-0451')) > 0)"
    PYSBX_LAYERS=libc run -0 warm --policy ./share.conf both.py
    shows "found True"
}

@test "nothing of the supervisor is in the zygote: environment, descriptors, memory" {
    profile look <<'END'
include = default
[files]
read = /proc
END
    memory
    cat memory.py - >look.py <<'END'
import os
print('found', hunt(rb'token-of-[t]he-server'), 'TOKEN' in os.environ)
for fd in range(3, 1024):
    try:
        print('open', fd, os.readlink('/proc/self/fd/%d' % fd))
    except OSError:
        pass
END
    TOKEN=token-of-the-server PYSBX_LAYERS=libc \
        run -0 warm --policy ./look.conf look.py
    shows "out: found [] False"
    # The pipes of requests, of answers and of the log, no more; libffi 3.5 keeps itself
    # open for hunt()'s ctypes.
    [ "$(grep '^open ' <<<"$output" | grep -vc '/libffi\.so')" -le 3 ] || explain "other descriptors:"
}

@test "a sealed child has no file system, proves and reports it" {
    sealing 'math = *' 'json = *' 'json.decoder = *' | profile sealed
    program sealed.py <<'END'
import json, math
print(json.dumps(math.pi))
def deep():
    return 1 / 0
try:
    import re
except ImportError as e:
    print('no re')
deep()
END
    run -0 warm --policy ./sealed.conf sealed.py
    shows "sealed.py: exit 1 sealed raised"
    shows '"sealed":true'
    shows "out: 3.14"
    hides '"layer":"kernel"'
    hides '"layer":"libc"'
    program names.py <<'END'
import posix
for what, call in (('open', lambda: posix.open('/usr/lib', 0)),
                   ('stat', lambda: posix.stat('/')),
                   ('lstat', lambda: posix.lstat('/usr')),
                   ('readlink', lambda: posix.readlink('/proc/self')),
                   ('getcwd', posix.getcwd),
                   ('listdir', lambda: posix.listdir('/usr/lib'))):
    try:
        call()
        print('REACHED', what)
    except OSError as e:
        print('refused', what)
END
    sed -i 's/^sys = stdout/posix = */' sealed.conf
    PYSBX_LAYERS=kernel run -0 warm --policy ./sealed.conf names.py
    hides REACHED
    [ "$(grep -c 'refused' <<<"$output")" -ge 6 ] || explain "not all were tried:"
    # Not where a file is granted, nor where a module would still be read.
    printf '[files]\nread = /dev/null\n' >>sealed.conf
    run -0 warm --policy ./sealed.conf names.py
    hides ' sealed'
    sed -i 's/^preload = .*/preload = math/; /dev.null/d' sealed.conf
    run -0 warm --policy ./sealed.conf names.py
    hides ' sealed'
}

@test "a request narrows the policy, and cannot widen it" {
    program narrow.py <<'END'
import math
print(math.sqrt(4), [n for n in dir(math) if n[0] != '_'])
for name in ('json', 're'):
    try:
        __import__(name)
        print('got', name)
    except ImportError:
        print('no', name)
END
    profile narrow <<'END'
[files]
read = ${python}
[imports]
math = sqrt, pi
[stdio]
stdout = yes
stderr = yes
END
    run -0 warm --narrow narrow.conf narrow.py
    shows "2.0 ['pi', 'sqrt']"
    shows "no json"
    local line
    while read -r line; do
        sed "s|^\[stdio\]|${line//;/\\n}\n[stdio]|" narrow.conf >wide.conf
        run -0 warm --narrow wide.conf narrow.py
        shows "narrow.py: exit 125"
        shows "more than the server grants"
    done <<'END'
[files];read = /etc
[files];write = /tmp
[imports];os = *
[imports];sys = modules
[imports];math = *;random = _inst
[imports];local = yes
[process];exit = yes
[process];threads = yes
[process];kernel = best-effort
[network];connect = tcp/443
END
    # What `*` leaves out it leaves out of a list of names as well.
    program fileio.py <<'END'
import io
print(hasattr(io, 'FileIO'), hasattr(io, 'StringIO'))
END
    printf '[imports]\nio = FileIO, StringIO\n' >>narrow.conf
    run -0 warm --narrow narrow.conf fileio.py
    shows "out: False True"
}

@test "a child that lies about its end is killed, and its siblings are not" {
    program liar.py <<'END'
import ctypes, os, struct
libc = ctypes.CDLL(None)
told = struct.pack('7I', 0x79647273, 1, 0, 0, 0, 0, 0)  # ready, and sealed
told += struct.pack('7I', 0x21646e65, 0, 0, 0, 0, 0, 3)
print(os.getpid(), flush=True)
for fd in range(3, 256):
    libc.write(fd, told, len(told))
while True:
    pass
END
    program slow.py <<'END'
import time
time.sleep(3)
print('not disturbed')
END
    profile native <<'END'
include = default
[imports]
ctypes = *
os = *
struct = *
END
    PYSBX_LAYERS=kernel warm --early --policy ./native.conf liar.py slow.py slow.py >said &
    local server=$! pid
    until grep -q '^liar.py' said; do
        kill -0 "$server" || explain "no answer: $(cat said)"
        sleep 0.1
    done
    pid=$(sed -n 's/^out: //p' said | head -1)
    sleep 0.3 # it had 3 s to go on in
    [ ! -e "/proc/$pid/exe" ] || explain "the liar $pid lives"
    wait "$server"
    run -0 cat said
    shows "slow.py: exit 0"
    grep -qx 'liar.py: exit 3' said || explain "it was believed:"
    [ "$(grep -c 'not disturbed' said)" -eq 2 ] || explain "siblings were ended:"
}
