#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Zygotes and their children, through a small supervisor of our own
# (tests/pool/warm.c): requests, their ends and limits, what a kill costs.  What
# stands between them: zygote_walls.bats.

# shellcheck disable=SC2030,SC2031,SC2154 # each test is a subshell; pool.bash

load helpers
load pool

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    unset PYSBX_LOG
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

@test "a zygote's memory moves into large folios, and nothing of it is lost" {
    profile look <<'END'
include = default
[files]
read = /proc
[imports]
ctypes = *
gc = *
hashlib = *
END
    # All that it inherits, and more: a heap that grows and shrinks, arenas.
    program all.py <<'END'
import collections, ctypes, decimal, gc, hashlib, json, re
words = sorted(repr(x) for x in vars(str).items() if ' at ' not in repr(x))
parts = [hashlib.sha256('\n'.join(words).encode())]
for size in 24, 700, 9000, 200000:
    blocks = [bytes([i % 256]) * size for i in range(4000000 // size)]
    for i in range(0, len(blocks), 2):
        blocks[i] = None
    blocks += [bytes([i % 256]) * (size + 16) for i in range(4000000 // size)]
    parts.append(hashlib.sha256(b''.join(b for b in blocks if b)))
    del blocks, i
ctypes.CDLL(None).malloc_trim(0)
data = {str(i): [i, {'a': decimal.Decimal(i) / 7}] for i in range(3000)}
text = json.dumps(data, default=str)
parts.append(hashlib.sha256(re.sub('[0-4]', '.', text).encode()))
gc.collect()
print(*(p.hexdigest()[:8] for p in parts), len(json.loads(text)))
END
    program where.py <<'END'
with open('/proc/self/smaps') as f:
    heap = f.read().split('[heap]', 1)[1].split('VmFlags:', 1)[1]
print('large' if ' nh ' in heap.split('\n', 1)[0] + ' ' else 'small')
END
    local expected
    expected=$("$PYTHON" all.py)
    run -0 warm --policy ./look.conf --faults all.py where.py all.py where.py
    [ "$(grep -c "^out: $expected$" <<<"$output")" -eq 2 ] || explain "not twice $expected:"
    local moved=$output
    # Where huge pages are not to be had, everything stays as it was.
    run -0 "$PYTHON" -c 'import ctypes, os, sys
PR_SET_THP_DISABLE = 41
assert ctypes.CDLL(None).prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0
os.execv(sys.argv[1], sys.argv[1:])' \
        "$warm" --python "$PYTHON" --policy ./look.conf all.py where.py
    shows "out: $expected"
    shows "out: small"
    grep -qE '\[(always|madvise)\]' /sys/kernel/mm/transparent_hugepage/enabled ||
        skip "transparent huge pages are absent"
    output=$moved
    shows "out: large"
    hides "out: small"
}

@test "numpy preloaded: its memory is moved too, and computes what it did" {
    "$PYTHON" -c 'import numpy' 2>/dev/null || skip "numpy is absent"
    program array.py <<'END'
import numpy
a = numpy.arange(250000, dtype=float).reshape(500, 500) % 17 + numpy.eye(500) * 99
x = numpy.linalg.solve(a, numpy.ones(500))
print(numpy.allclose(a @ x, 1), int(numpy.sort(a.ravel()).cumsum()[-1]))
print(numpy.array2string(numpy.linspace(0, 1, 7), precision=3), numpy.str_('é').upper())
END
    local expected
    expected=$("$PYTHON" array.py)
    run -0 warm --policy numpy --preload numpy array.py array.py array.py
    [ "$(grep -c "^out: ${expected%%$'\n'*}$" <<<"$output")" -eq 3 ] || explain "not thrice $expected:"
    [ "$(grep -cF "${expected#*$'\n'}" <<<"$output")" -eq 3 ] || explain "not thrice $expected:"
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
