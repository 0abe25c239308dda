#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx learn: the smallest policy that a program passes under.
# shellcheck disable=SC2016 # ${cwd} is for the policy

load helpers
load pysbx

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

# learned LINE...: these are in mine.conf.
learned() {
    local line
    for line; do
        grep -qxF "$line" mine.conf || {
            cat mine.conf >&2
            explain "not learned: $line" || return
        }
    done
}

@test "modules, names and files of a real program; then it passes" {
    mkdir data out
    local i
    for i in 1 2 3 4 5; do
        echo "{\"n\": $i, \"text\": \"a${i}b\"}" >data/"$i".json
    done
    echo "x,y" >table.csv
    program real.py <<'END'
import json, re
import os.path
from collections import Counter

total, words = 0, Counter()
for i in range(1, 6):
    with open(os.path.join("data", f"{i}.json")) as file:
        entry = json.load(file)
    total += entry["n"]
    words.update(re.findall("[a-z]", entry["text"]))
with open("table.csv") as file:
    print(file.readline().strip())
with open("out/result.txt", "w") as file:
    print(total, words.most_common(1), file=file)
print("done")
END
    run -0 "$PYSBX" learn --deny -o mine.conf real.py
    shows "the program passes"
    learned 'read = ${cwd}/data' 'read = ${cwd}/table.csv' \
        'write = ${cwd}/out' 'json = load' 're = findall' \
        'os.path = join' 'collections = Counter'
    run ! grep -q 'data/1.json' mine.conf
    run ! grep -q '= \*' mine.conf
    rm -r out
    mkdir out
    run -0 "$PYSBX" run --policy ./mine.conf real.py
    shows "done"
    [ "$(cat out/result.txt)" = "15 [('a', 5)]" ]
}

# A program that has effects: with --deny it would stop at the first.
@test "recorded: one run bare, nothing refused, then proved" {
    mkdir data
    local i
    for i in 1 2 3 4 5; do
        echo "{\"n\": $i}" >data/"$i".json
    done
    program area.py <<'END'
from math import pi as ratio
import math
def area(r):
    return ratio * r ** math.floor(2.5)
END
    program real.py <<'END'
import json, re
import os, os.path
from collections import Counter
import area

with open("runs", "a") as file:
    file.write("x")
total = 0
for name in sorted(os.listdir("data")):
    with open(os.path.join("data", name)) as file:
        total += json.load(file)["n"]
with open(os.environ["TMPDIR"] + "/scratch", "w") as file:
    file.write(re.sub("a", "b", "aa"))
print(total, Counter("aab").most_common(1), area.area(2) > 12,
      open(os.environ["TMPDIR"] + "/scratch").read(), os.environ["COLOUR"])
raise SystemExit(4)
END
    : >runs
    COLOUR=red run -0 "$PYSBX" learn -o mine.conf real.py
    shows "WITHOUT ANY SANDBOX" "fails by itself"
    learned 'read = ${cwd}/data' 'write = ${cwd}/runs' 'write = ${tmp}' \
        'read = ${tmp}' 'json = load' 're = sub' 'os.path = join' \
        'os = environ, listdir' 'collections = Counter' 'math = floor, pi' \
        'local = yes' 'exit = yes' 'pass = COLOUR'
    # The recording and the proof.
    [ "$(cat runs)" = xx ]
    run ! grep -E '/tmp|= \*|threads|tcp' mine.conf
    COLOUR=red run -4 "$PYSBX" run --policy ./mine.conf real.py
    [ "$output" = "15 [('a', 2)] True bb red" ] || explain "differs"
}

@test "recorded: threads, names that are asked for at run time, ports, -m" {
    run -0 "$PYSBX" learn -q -o mine.conf -c 'import threading, math
t = threading.Thread(target=print)
t.start()
t.join()
print(getattr(math, "pi"))'
    learned 'threads = yes' 'threading = Thread' 'math = pi'
    echo 'import sys; from math import *; print(floor(e), sys.argv[1:])' >one.py
    run -0 "$PYSBX" learn -q -o mine.conf -m one -x
    shows "WITHOUT ANY SANDBOX"
    learned 'math = *' 'sys = argv'
    run -0 "$PYSBX" run --policy ./mine.conf -m one -x
    [ "$output" = "2 ['-x']" ] || explain "differs"
    run "$PYSBX" learn -q -o mine.conf -c 'import socket
s = socket.socket()
try:
    s.connect(("127.0.0.1", 9))
except OSError:
    pass'
    learned 'connect = tcp/9'
}

@test "recorded: what no policy can grant is told" {
    run -1 "$PYSBX" learn -o mine.conf -c 'import os; os.system("true")'
    shows "does NOT pass"
    run -1 "$PYSBX" learn --wall 300ms -o mine.conf -c 'while 1: pass'
    shows "does NOT pass" "300 ms"
}

@test "the policy is no wider than that" {
    run -0 "$PYSBX" learn --deny -q -o mine.conf -c 'import math; print(math.pi)'
    run -0 "$PYSBX" run --policy ./mine.conf -c 'import math; print(math.pi)'
    run -1 "$PYSBX" run --policy ./mine.conf -c 'import math; print(math.e)'
    run -1 "$PYSBX" run --policy ./mine.conf -c 'import json'
    run -1 "$PYSBX" run --policy ./mine.conf -c 'open("/etc/hostname")'
}

@test "limits come with head-room, and can be kept" {
    run -0 "$PYSBX" learn --deny -q -o mine.conf -c 'x = bytearray(200 << 20)
print(len(x))'
    run -0 grep -E '^(wall|cpu|memory|output) = [0-9]+(s|m|K|M|G)$' mine.conf
    [ "${#lines[@]}" -eq 4 ] || explain "not four limits"
    run -0 "$PYSBX" run --policy ./mine.conf -c 'x = bytearray(200 << 20)'
    run -1 "$PYSBX" run --policy ./mine.conf -c 'x = bytearray(8 << 30)'
}

@test "every run reads the same standard input" {
    run -0 bash -c 'printf "1\n2\n" | "$0" learn --deny -q -o mine.conf -c "
import math, sys
total = sum(math.floor(float(line)) for line in sys.stdin)
assert total == 3, total"' "$PYSBX"
    learned 'math = floor' 'sys = stdin'
}

@test "from m import * is learned as *" {
    run -0 "$PYSBX" learn --deny -q -o mine.conf -c 'from math import *
print(floor(sqrt(4)))'
    learned 'math = *'
}

@test "--policy: only what is missing, and the options stay" {
    run -0 "$PYSBX" learn --deny -q --policy default --env A=b -o mine.conf -c \
        'import json, os; print(os.getpid())'
    learned 'include = default' 'os = getpid' 'set = A=b'
    run ! grep -q json mine.conf
}

@test "exit and threads are learned" {
    run -0 "$PYSBX" learn --deny -q -o mine.conf -c 'raise SystemExit(0)'
    learned 'exit = yes'
}

@test "what no line allows is told, status 1" {
    run -1 "$PYSBX" learn --deny -o mine.conf -c \
        'print(().__class__.__base__.__subclasses__())'
    shows "does NOT pass" "cannot be allowed"
}

@test "a program that fails by itself is told from one that is refused" {
    run -0 "$PYSBX" learn --deny -o mine.conf -c 'import math; raise ValueError("x")'
    shows "fails by itself" "ValueError: x"
    learned 'math = __name__'
}

@test "a program without end is ended" {
    run -1 "$PYSBX" learn --deny --wall 300ms -o mine.conf -c 'while 1: pass'
    shows "does NOT pass" "300 ms"
}

@test "mistakes: no program, no place for the policy" {
    run -125 "$PYSBX" learn
    run -125 "$PYSBX" learn nowhere.py
    shows "cannot read the program nowhere.py"
    run -125 "$PYSBX" learn -m _json
    run -125 "$PYSBX" learn -m ../x
    run -125 "$PYSBX" learn --deny
    run -125 "$PYSBX" learn --deny -
    run -125 "$PYSBX" learn --deny nowhere.py
    shows "nowhere.py"
    [ "${#lines[@]}" -le 2 ]
    run -125 "$PYSBX" learn --deny -q -o /nowhere/mine.conf -c pass
    shows "/nowhere/mine.conf"
}

@test "without -o the policy is on standard output, and nothing else" {
    run -0 --separate-stderr "$PYSBX" learn --deny -c 'import math; print(math.pi)'
    printf '%s\n' "$output" >mine.conf
    learned 'math = pi'
    run -0 "$PYSBX" policy --check mine.conf
}

@test "no temporary file stays" {
    run -0 "$PYSBX" learn --deny -q -o mine.conf -c pass
    run -0 ls -A
    [ "$output" = mine.conf ] || explain "more than the policy"
}

@test "on a terminal the runs are counted" {
    requires script
    TERM=xterm run -0 script -qec "$PYSBX learn -o mine.conf -c 'import math'" \
        /dev/null </dev/null
    shows "run 1, " "run 2, " "passes"
    TERM=xterm run -0 script -qec "$PYSBX learn -q -o mine.conf -c 'import math'" \
        /dev/null </dev/null
    hides "run 1"
}

@test "recorded: what the recording misses the runs find out" {
    local name
    for name in import_forms lib_hash; do
        run -0 "$PYSBX" learn -o mine.conf "$SBX_ROOT/tests/benign/$name.py"
        shows "the program passes"
        "$PYTHON" -I "$SBX_ROOT/tests/benign/$name.py" >bare
        run -0 "$PYSBX" run --policy ./mine.conf \
            "$SBX_ROOT/tests/benign/$name.py"
        [ "$output" = "$(cat bare)" ] || explain "differs"
    done
}
