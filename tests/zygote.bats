#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Zygotes and their children, through a small supervisor of our own
# (tests/pool/warm.c): the walls of a cold start stand in a warm child, and two
# requests share nothing.

# shellcheck disable=SC2030,SC2031,SC2154 # each test is a subshell; judging.bash

load helpers
load judging

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    unset PYSBX_LOG
    warm=$SBX_BUILD/pool-warm
}

# memory: memory.py, whose hunt(PATTERN) looks through all that this process can
# read of itself.
memory() {
    program memory.py <<'END'
import ctypes, re
def hunt(pattern):
    # a pattern that does not match itself
    hits = []
    with open('/proc/self/maps') as f:
        maps = [line.split() for line in f]
    for m in maps:
        lo, hi = (int(x, 16) for x in m[0].split('-'))
        if m[1][0] == 'r' and not m[-1].startswith('[v') and hi - lo < 1 << 30:
            if re.search(pattern, ctypes.string_at(lo, hi - lo)):
                hits.append(m)
    return hits
END
}

# warm ARGS...: run it; "Python 3.11" or whatever $PYTHON is.
warm() {
    timeout 60 "$warm" --python "$PYTHON" "$@"
}

@test "requests are answered: output, status, value, arguments, input" {
    program a.py <<'END'
import sys
print('hello', sys.argv, sys.stdin.read())
[1, 2.5, 'é', None, True, {'a': (1,)}]
END
    program b.py <<'END'
import sys
print('partial', file=sys.stderr)
1 / 0
END
    program c.py <<'END'
{1, }
END
    run -0 warm --want json --argv prog --argv 'x y' --input word a.py b.py c.py
    shows "a.py: exit 0 json=[1, 2.5, \"\\u00e9\", null, true, {\"a\": [1]}]"
    shows "out: hello ['prog', 'x y'] word"
    shows "b.py: exit 1 raised"
    shows "err: partial"
    shows "ZeroDivisionError: division by zero"
    shows "c.py: exit 0 repr={1}"
    shows '"ready":'
    shows "starts 1"
}

@test "what a program does at its end is done: atexit, destructors, buffers, threads" {
    profile end <<'END'
include = default
[imports]
atexit = register
threading = *
[process]
threads = yes
END
    program end.py <<'END'
import atexit, sys, threading, time

class Last:
    def __del__(self):
        print('released')

def late():
    time.sleep(0.05)
    print('thread')

kept = Last()
cycle = Last()
cycle.self = cycle
threading.Thread(target=late).start()
atexit.register(print, 'atexit')
sys.stdout.write('no newline ')
END
    run -0 "$PYTHON" end.py
    local bare=$output
    run -0 warm --policy ./end.conf end.py
    shows "out: $bare"
    shows "released
released"
    run -0 warm --early --policy ./end.conf end.py
    shows "end.py: exit 0" "out: $bare"
    # The end of a cold start is the same code.
    PYSBX_POLICY=./end.conf run -0 sandboxed end.py
    [ "$output" = "$bare" ] || explain "not as bare: $bare"
    program fails.py <<'END'
import sys
class Last:
    def __del__(self):
        print('released')
kept = Last()
raise ValueError('x')
END
    run -1 sandboxed fails.py
    shows "ValueError: x" "released"
    # A full disk is not success.
    # shellcheck disable=SC2016 # the inner shell's
    run -120 bash -c 'LD_PRELOAD=$SBX_LIB "$PYTHON" -c "print(1)" >/dev/full'
}

@test "exit = yes: the program's own status; exit = no: refused" {
    profile exit <<'END'
include = default
[process]
exit = yes
END
    program seven.py <<<'import sys
sys.exit(7)'
    run -0 warm --policy ./exit.conf seven.py
    shows "seven.py: exit 7"
    run -0 warm --early --policy ./exit.conf seven.py
    shows "seven.py: exit 7"
    run -0 warm --early seven.py
    shows "seven.py: exit 1 raised"
    run -0 warm seven.py
    shows "seven.py: exit 1 raised"
    shows "exit by 'sys.exit' is not allowed"
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
    # The socket to the supervisor and the log, no more; libffi 3.5 keeps itself
    # open for hunt()'s ctypes.
    [ "$(grep '^open ' <<<"$output" | grep -vc '/libffi\.so')" -le 2 ] || explain "other descriptors:"
}

@test "a sealed child has no file system, proves and reports it" {
    profile sealed <<'END'
[files]
read = ${python}
[imports]
math = *
json = *
json.decoder = *
sys = stdout
[process]
preload = *
[stdio]
stdout = yes
stderr = yes
END
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

@test "limits of a request are below the policy's" {
    program spin.py <<<'while True: pass'
    program eat.py <<<'x = bytearray(600 << 20); print(len(x))'
    run -0 warm --cpu 1 spin.py
    shows "spin.py: signal 24"
    run -0 warm --memory 300 eat.py
    shows "MemoryError"
    run -0 warm eat.py
    shows "out: 629145600"
}

@test "a session keeps its names, and its errors do not end it" {
    program one.py <<<'x = 41'
    program two.py <<<'x += 1; print(x); x'
    program bad.py <<<'raise ValueError(x)'
    program leave.py <<<'raise SystemExit(3)'
    run -0 warm --session --want json one.py two.py bad.py leave.py two.py
    shows "one.py: answered"
    shows "two.py: answered json=42"
    shows "bad.py: answered raised"
    shows "leave.py: answered raised"
    shows "two.py: answered json=43"
    shows "starts 1"
}

@test "each child has a scratch directory of its own, and no other" {
    mkdir scratch
    program write.py <<'END'
import sys
with open('f.txt', 'w') as f:
    f.write('kept')
print(open('f.txt').read())
for where in ('../f.txt', '/tmp/f.txt', '../../f.txt'):
    try:
        open(where, 'w')
        print('WROTE', where)
    except OSError as e:
        print('refused', where)
unclosed = open('g.txt', 'w')
unclosed.write('flushed')
END
    run -0 warm --scratch "$PWD/scratch" --ready 1 write.py write.py
    shows "out: kept"
    hides WROTE
    [ "$(cat scratch/*/f.txt)" = keptkept ]
    [ "$(cat scratch/*/g.txt)" = flushedflushed ]
}

@test "kill -9 of a child or of the zygote loses that request only" {
    program long.py <<'END'
import time
print('begun', flush=True)
time.sleep(30)
END
    program short.py <<<'print("here")'
    run -0 warm --kill-child long.py short.py short.py
    shows "long.py: signal 9"
    [ "$(grep -c 'short.py: exit 0' <<<"$output")" -eq 2 ] || explain "others were lost:"
    run -0 warm --ready 1 --kill-zygote short.py short.py short.py
    [ "$(grep -c 'short.py: exit 0' <<<"$output")" -eq 3 ] || explain "requests were lost:"
    shows "starts 2"
}

# The end is told by the child.  What it says is no more than it could do.
@test "a child that lies about its end is killed, and its siblings are not" {
    program liar.py <<'END'
import ctypes, os, struct
libc = ctypes.CDLL(None)
told = struct.pack('7I', 0x21646e65, 0, 0, 0, 0, 0, 3)
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
    shows "liar.py: exit 3" "slow.py: exit 0"
    [ "$(grep -c 'not disturbed' said)" -eq 2 ] || explain "siblings were ended:"
}

faults() {
    sed -n 's/.* faults=//p' <<<"$output" | sort -n | tail -1
}

@test "fork copies what children write to; where it cannot, they work as well" {
    program small.py <<<'print(sum(range(1000)))'
    # Without a right to pin memory.
    local bounds=(prlimit --memlock=0) pinned
    [ "$(id -u)" -ne 0 ] || bounds=(setpriv --bounding-set=-ipc_lock "${bounds[@]}")
    run -0 timeout 60 "${bounds[@]}" "$warm" --python "$PYTHON" --faults small.py small.py
    local without
    without=$(faults)
    shows "out: 499500"
    run -0 warm --faults small.py small.py
    shows "out: 499500"
    pinned=$(faults)
    # What Linux has by itself, some containers take away.
    "$PYTHON" -c 'import ctypes
params = ctypes.create_string_buffer(120)
raise SystemExit(ctypes.CDLL(None).syscall(425, 1, params) < 0)' || skip "io_uring is absent"
    [ "$((2 * pinned))" -lt "$without" ] || explain "$pinned faults, and $without without:"
}

@test "kill -9 of the supervisor leaves no process" {
    program wait.py <<'END'
import time
print('begun', flush=True)
time.sleep(60)
END
    "$warm" --python "$PYTHON" wait.py >/dev/null 3>&- &
    local pid=$! child i
    for ((i = 0; i < 100; i++)); do
        child=$(cat "/proc/$pid/task/$pid/children")
        # the zygote, the one at work, two that wait
        [ "$(wc -w <<<"$child")" -lt 4 ] || break
        sleep 0.1
    done
    [ "$(wc -w <<<"$child")" -ge 4 ] || explain "no children came: $child"
    kill -9 "$pid"
    for ((i = 0; i < 50; i++)); do
        # shellcheck disable=SC2086 # words
        kill -0 $child 2>/dev/null || break
        sleep 0.1
    done
    # shellcheck disable=SC2086
    run ! kill -0 $child
    hides "Operation not permitted"
}

@test "zygotes are replaced when they are old, and nothing is lost" {
    program n.py <<<'import time; print("here"); time.sleep(0.15)'
    run -0 warm --ready 1 --children 3 n.py n.py n.py n.py n.py n.py n.py n.py
    [ "$(grep -c 'n.py: exit 0' <<<"$output")" -eq 8 ] || explain "requests were lost:"
    hides "starts 1"
}

@test "a zygote that cannot be says why" {
    profile bad <<'END'
include = default
[process]
preload = no_such_module
END
    program n.py <<<'print(1)'
    run -125 warm --policy ./bad.conf n.py
    shows "zygote: cannot import no_such_module, which is to be preloaded"
    profile word <<'END'
include = default
[process]
preload = 7up
END
    run -125 warm --policy ./word.conf n.py
    # shellcheck disable=SC2016 # as it is written
    shows 'word.conf:3: `preload`: `7up` is no `*` and no module'
}
