#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# make bench: it measures what it says, and the report shows it.  And the gate
# against getting slower: instructions counted by callgrind, no seconds.

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

bench() {
    PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -I "$SBX_ROOT/scripts/bench" "$@"
}

# counted POLICY PROGRAM ARG...: $bare and $ours, the instructions of both.
# valgrind knows neither Landlock nor seccomp: without the kernel layer.
counted() {
    local policy=$1
    shift
    local -x PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1
    valgrind --tool=callgrind --callgrind-out-file=bare.cg "$PYTHON" "$@" \
        >bare.out 2>bare.err </dev/null
    PYSBX_LAYERS=interpreter,libc PYSBX_POLICY=$policy LD_PRELOAD=$SBX_LIB \
        valgrind --tool=callgrind --callgrind-out-file=ours.cg "$PYTHON" "$@" \
        >ours.out 2>ours.err </dev/null
    cmp bare.out ours.out
    bare=$(sed -n 's/^totals: //p' bare.cg)
    ours=$(sed -n 's/^totals: //p' ours.cg)
    [ "$bare" -gt 1000000 ]
}

@test "bench measures bare python, the preload and a peer of one's own; its report shows them" {
    run -0 bench --quick --rounds 2 --peer "mine=$PYTHON -I {}" \
        --json result.json start pool denial
    shows "start: hello" preload mine "denial: import"
    shows "pool: requests back to back" "warm pool"
    /usr/bin/python3 -I - <<'END'
import json
result = json.load(open("result.json"))
rows = result["groups"][0]["cases"][0]["rows"]
assert rows["bare"]["median"] > 0 and len(rows["preload"]["ratio"]) == 3, rows
assert "mine" in rows, rows
for name in "run --resident", "run --server":
    assert rows[name]["median"] > 0, rows
END
    /usr/bin/python3 -I -c 'import matplotlib' 2>/dev/null ||
        skip "python3-matplotlib is absent"
    run -0 env MPLCONFIGDIR="$BATS_TEST_TMPDIR" \
        /usr/bin/python3 -I "$SBX_ROOT/scripts/bench-report" result.json docs
    grep -qF 'mine' docs/BENCHMARKS.md
    grep -q '<svg' docs/bench/start.svg
    grep -q '<svg' docs/bench/small.svg
}

@test "bench does not take an interpreter without a sandbox for a sandbox" {
    mkdir build
    SBX_BUILD=$BATS_TEST_TMPDIR/build run -1 bench --quick start
    shows "does not refuse"
}

# Each limit is 5 to 7 % above what is measured, so that a tenth more fails.
@test "a start takes at most 97 % of the instructions of bare python" {
    requires valgrind
    program hello.py <<<'print("hello")'
    local bare ours
    counted default hello.py
    echo "bare $bare, sandboxed $ours"
    [ $((ours * 100)) -le $((bare * 97)) ]
}

@test "importing what every program may import takes no more instructions than bare python" {
    requires valgrind
    program modules.py <<'END'
for name in """collections contextlib copy dataclasses enum functools typing
decimal fractions statistics csv difflib html json pprint re string textwrap
calendar datetime timeit zoneinfo hashlib secrets uuid""".split():
    __import__(name)
print("done")
END
    local bare ours
    counted default modules.py
    echo "bare $bare, sandboxed $ours"
    [ "$ours" -le "$bare" ]
}

@test "computing, and opening granted files, take no more instructions than they may" {
    requires valgrind
    mkdir data
    echo text >data/file
    profile files <<END
include = default
[files]
read = $BATS_TEST_TMPDIR/data
END
    program work.py <<'END'
import sys
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
class Thing:
    def __init__(self, value):
        self.value = value
kind, times = sys.argv[1], int(sys.argv[2])
for i in range(times):
    if kind == "compute":
        # Few containers: when the collector runs is a matter of phase.
        fib(12), sorted(str(j) for j in range(200)), Thing(i).value
    else:
        with open(sys.argv[3], "rb") as file:
            file.read()
print("done")
END
    local bare ours bare0 ours0
    counted ./files.conf work.py compute 0
    bare0=$bare ours0=$ours
    counted ./files.conf work.py compute 100
    echo "compute: bare $((bare - bare0)), sandboxed $((ours - ours0))"
    [ $(((ours - ours0) * 100)) -le $(((bare - bare0) * 101)) ]
    counted ./files.conf work.py files 1000 "$BATS_TEST_TMPDIR/data/file"
    echo "a file: bare $(((bare - bare0) / 1000)), sandboxed $(((ours - ours0) / 1000))"
    [ $(((ours - ours0) * 100)) -le $(((bare - bare0) * 135)) ]
}

@test "a path, a path to write and a module of a long policy are read in 3100 instructions each" {
    requires valgrind
    local dir=$BATS_TEST_TMPDIR i
    touch f{0..1999} g{0..1999}
    {
        printf 'include = default\n[files]\n'
        printf "read = $dir/f%s\n" {0..1999}
        printf "write = $dir/g%s\n" {0..1999}
        echo '[imports]'
        for ((i = 0; i < 2000; i++)); do
            echo "package$i.module$i = a, b, c"
        done
    } >long.conf
    PYSBX_LAYERS=libc PYSBX_POLICY=./long.conf LD_PRELOAD=$SBX_LIB \
        valgrind --tool=callgrind --callgrind-out-file=long.cg \
        --toggle-collect=sbx_start_policy "$PYTHON" -I -S -c 'print("ready")' \
        >long.out 2>long.err </dev/null
    grep -q ready long.out
    local all
    all=$(sed -n 's/^totals: //p' long.cg)
    echo "$((all / 6000)) each"
    [ "$all" -gt 6000000 ]
    [ "$all" -le $((6000 * 3100)) ]
}
