#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx run: programs, arguments, streams, policies, exit statuses.
# shellcheck disable=SC2016,SC2154 # inner shells expand; `run` sets stderr_lines

load helpers
load pysbx

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    program hello.py <<'END'
import sys
print("hello", *sys.argv[1:])
END
}

@test "runs a file with its arguments" {
    run -0 "$PYSBX" run hello.py a 'b c' --wall -c
    [ "$output" = "hello a b c --wall -c" ] || explain "differs"
    cp hello.py ./-strange.py
    run -0 "$PYSBX" run -- -strange.py x
    [ "$output" = "hello x" ] || explain "differs"
}

@test "runs code and standard input" {
    run -0 "$PYSBX" run -c 'import sys; print(sys.argv)' --wall x
    [ "$output" = "['-c', '--wall', 'x']" ] || explain "differs"
    run -0 "$PYSBX" run - a b <hello.py
    [ "$output" = "hello a b" ] || explain "differs"
    run -0 "$PYSBX" run -c 'print(int(input()) + 1)' <<<41
    [ "$output" = 42 ] || explain "differs"
}

@test "what runs is sandboxed, by all layers" {
    run -1 "$PYSBX" run -c 'import os'
    shows SandboxImportError "[imports] os"
    run -1 "$PYSBX" run -c 'open("/etc/passwd")'
    shows SandboxPermissionError
    run -0 env PYSBX_LAYERS=kernel "$PYSBX" run -c 'try:
    open("/etc/passwd")
except PermissionError as e:
    print("kernel", e.errno)'
    shows "kernel 13"
}

@test "the interpreter is isolated" {
    echo 'print("planted")' >sitecustomize.py
    echo 'print("planted")' >json.py
    PYTHONPATH=. run -0 "$PYSBX" run -c 'import json; print(json.dumps(1))'
    [ "$output" = 1 ] || explain "differs"
    unset PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE
    run -0 "$PYSBX" run -c 'import sys; print(sys.flags.isolated, sys.flags.no_site)'
    [ "$output" = "1 1" ] || explain "differs"
}

@test "variables of Python that the policy passes reach it" {
    PYTHONHASHSEED=0 run -0 "$PYSBX" run -c \
        'import sys; print(sys.flags.hash_randomization, sys.flags.safe_path)'
    [ "$output" = "0 True" ] || explain "differs"
}

@test "site packages are there only if the policy grants one" {
    run -0 "$PYSBX" run --allow-import numpy:array -c \
        'import sys; print(sys.flags.no_site)'
    [ "$output" = 0 ] || explain "differs"
}

@test "hands the program's status on" {
    run -0 "$PYSBX" run -c pass
    run -1 "$PYSBX" run -c 'raise ValueError("mine")'
    shows "ValueError: mine"
    printf '[process]\nexit = yes\n' >exit.conf
    local status
    for status in 0 1 2 7 123 124 125 255; do
        run -"$status" "$PYSBX" run --policy default,./exit.conf -c \
            "import sys; sys.exit($status)"
    done
}

@test "grants of the command line: read, write, import, environment" {
    echo secret >data
    mkdir dir
    run -1 "$PYSBX" run -c 'print(open("data").read())'
    run -0 "$PYSBX" run --allow-read data -c 'print(open("data").read())'
    shows secret
    run -1 "$PYSBX" run -c 'open("dir/x", "w").write("new")'
    [ ! -e dir/x ]
    run -0 "$PYSBX" run --allow-write "$PWD/dir" -c 'open("dir/x", "w").write("new")'
    [ "$(cat dir/x)" = new ]
    run -1 "$PYSBX" run -c 'from os import getpid'
    run -0 "$PYSBX" run --allow-import os:getpid,environ -c \
        'from os import getpid'
    run -1 "$PYSBX" run --allow-import os:getpid -c 'from os import system'
    MINE=1 OTHER=2 run -0 "$PYSBX" run --allow-import os:environ \
        --env MINE --env 'SET=a b' -c \
        'from os import environ as e; print(e.get("MINE"), e.get("OTHER"), e.get("SET"))'
    [ "$output" = "1 None a b" ] || explain "differs"
}

@test "PYSBX_POLICY names the policy, --policy wins over it" {
    printf 'include = default\n[imports]\nos = getpid\n' >more.conf
    PYSBX_POLICY=./more.conf run -0 "$PYSBX" run -c 'from os import getpid'
    PYSBX_POLICY=./more.conf run -1 "$PYSBX" run --policy default -c \
        'from os import getpid'
}

@test "remarks on the policy name the option, and come once" {
    run -0 --separate-stderr "$PYSBX" run --allow-read nowhere hello.py
    [ "${#stderr_lines[@]}" -eq 1 ] || explain "not one line"
    shows "warning: --allow-read nowhere:"
}

@test "output is passed on as it is, whatever bytes and however much" {
    program out.py <<'END'
import sys
data = bytes(range(256)) * 4096
for i in range(16):
    sys.stdout.buffer.write(data)
    sys.stderr.buffer.write(data[:1000])
END
    "$PYTHON" -I out.py >bare.out 2>bare.err
    "$PYSBX" run out.py >plain.out 2>plain.err
    "$PYSBX" run --output 64M --report report out.py >relay.out 2>relay.err
    cmp bare.out plain.out
    cmp bare.err plain.err
    cmp bare.out relay.out
    cmp bare.err relay.err
    [ "$(report .usage.stdout_bytes)" -eq "$(stat -c %s bare.out)" ]
    [ "$(report .usage.stderr_bytes)" -eq "$(stat -c %s bare.err)" ]
}

@test "a reader that goes away ends the program as it would without us" {
    local options
    for options in '' '--output 1G'; do
        # shellcheck disable=SC2086
        "$PYSBX" run $options -c 'while 1: print("x" * 1000)' 2>err |
            head -c 10 >out
        [ "$(cat out)" = xxxxxxxxxx ]
        grep -q BrokenPipeError err
    done
}

@test "closed streams do no harm" {
    run -0 bash -c '"$0" run -c pass <&- >&- 2>&-' "$PYSBX"
    run -0 bash -c '"$0" run --report report -c "print(1)" <&- >&-' "$PYSBX"
    reports ok
}

@test "no descriptor of ours reaches the program" {
    printf '[imports]\nos = listdir\n[files]\nread = /proc/self/fd\n' >fd.conf
    run -0 env PYSBX_LAYERS=interpreter "$PYSBX" run \
        --policy default,./fd.conf --allow-import math -c \
        'from os import listdir; print(sorted(map(int, listdir("/proc/self/fd")))[:4])'
    case ${lines[-1]} in
        "[0, 1, 2]" | "[0, 1, 2, 3]") ;; # 3: the directory being listed
        "[0, 1, 2, "[1-9][0-9]*) ;;      # the log's own, high up
        *) explain "a descriptor too many" ;;
    esac
}

@test "the summary of refusals is for terminals, or who asks for it" {
    run -1 "$PYSBX" run -c 'import os'
    hides "1 refused"
    PYSBX_SUMMARY=1 run -1 "$PYSBX" run -c 'import os'
    shows "1 refused"
    PYSBX_SUMMARY=x run -125 "$PYSBX" run -c 'import os'
    shows PYSBX_SUMMARY
}

@test "PYSBX_LOG is written without a report" {
    PYSBX_LOG=$PWD/log run -1 "$PYSBX" run -c 'import os'
    logged log layer=interpreter object=os
    [ "$(wc -l <log)" = 1 ] || { cat log; false; }
    run -1 bash -c 'PYSBX_LOG=fd:7 "$0" run -c "import os" 7>log2' "$PYSBX"
    logged log2 layer=interpreter object=os
}

@test "on a terminal: it stays one, and its modes come back" {
    requires script
    program tty.py <<'END'
import sys
print("terminals", sys.stdin.isatty(), sys.stdout.isatty(), sys.stderr.isatty())
import os
END
    run -0 bash -c 'script -qec "stty -echo; \"$0\" run tty.py; stty -a" /dev/null </dev/null' "$PYSBX"
    shows "terminals True True True" "1 refused" "-echo "
}

@test "every supported Python, without its site packages" {
    load everywhere
    find_pythons
    any_python
    for each in $SBX_PYTHONS; do
        run -0 "$PYSBX" run --python "$each" -c \
            'import json, collections.abc, dataclasses; print(json.dumps([1]))'
        [ "$output" = "[1]" ] || explain "$each differs"
    done
}

@test "\${tmp}: made when it is named, private, TMPDIR, gone at the end" {
    profile t <<'END'
include = default
[files]
write = ${tmp}
read = ${tmp}
[imports]
os = environ, stat, chmod, mkdir, symlink
sys = *
tempfile = *
END
    program t.py <<'END'
import os, sys
tmp = os.environ["TMPDIR"]
print(tmp, oct(os.stat(tmp).st_mode & 0o777))
with open(tmp + "/file", "w") as f:
    f.write("x")
print(open(tmp + "/file").read())
for name in "a", "b":
    at = tmp + "/" + name
    for i in range(60):
        os.mkdir(at)
        open(at + "/\n\xff file", "w").close()
        at += "/d"
    os.mkdir(at, 0)
    if len(sys.argv) > 1:
        os.chmod(tmp + "/" + name + "/d", 0)
if len(sys.argv) > 1:
    os.chmod(tmp, 0o500)
END
    TMPDIR=$BATS_TEST_TMPDIR run -0 "$PYSBX" run --policy ./t.conf t.py
    [ "${lines[1]}" = x ] || explain "differs"
    case ${lines[0]} in
        "$BATS_TEST_TMPDIR/pysbx-run-"??????" 0o700") ;;
        *) explain "not the directory" ;;
    esac
    [ ! -e "${lines[0]% *}" ] && [ -e /etc/passwd ]
    # Rights that only native code can change.
    TMPDIR=$BATS_TEST_TMPDIR PYSBX_LAYERS=interpreter \
        run -0 "$PYSBX" run --policy ./t.conf t.py chmod
    # A program that is killed leaves nothing either.
    TMPDIR=$BATS_TEST_TMPDIR run -124 "$PYSBX" run --policy ./t.conf \
        --wall 300ms --report report -c 'import os
open(os.environ["TMPDIR"] + "/f", "w")
while 1: pass'
    TMPDIR=$BATS_TEST_TMPDIR run -0 "$PYSBX" run -c pass
    TMPDIR=$BATS_TEST_TMPDIR run -125 "$PYSBX" run --policy ./t.conf nowhere.py
    TMPDIR=$BATS_TEST_TMPDIR run -0 "$PYSBX" policy --policy ./t.conf
    hides "warning:"
    [ -z "$(find . -name 'pysbx-*')" ]
}

@test "\${tmp} without pysbx is PYSBX_TMP" {
    profile t <<'END'
include = default
[files]
write = ${tmp}
[imports]
os = environ
END
    mkdir tmp
    PYSBX_POLICY=./t.conf PYSBX_TMP=$PWD/tmp TMPDIR=/ run -0 sandboxed -c '
import os
open(os.environ["TMPDIR"] + "/f", "w")'
    [ -e tmp/f ]
    PYSBX_POLICY=./t.conf PYSBX_TMP=tmp run -125 sandboxed -c pass
    shows "PYSBX_TMP" "absolute"
}

@test "a library of ours that LD_PRELOAD names already is not loaded twice" {
    LD_PRELOAD="/nowhere/libpysbx.so $SBX_LIB" run -0 "$PYSBX" run -c 'print(1)'
    hides "nowhere" || [ "${#lines[@]}" -le 3 ]
    LD_PRELOAD=$SBX_LIB run -0 "$PYSBX" run -c 'print(1)'
    [ "$output" = 1 ] || explain "differs"
}

@test "PYSBX_LOG is served with a report as well" {
    PYSBX_LOG=$PWD/log run -1 "$PYSBX" run --report report -c 'import os'
    logged log rule=import object=os
    [ "$(wc -l <log)" = 1 ]
    PYSBX_LOG=fd:7 run -1 "$PYSBX" run --report report -c 'import os' 7>log7
    logged log7 rule=import object=os
    PYSBX_LOG=nowhere run -125 "$PYSBX" run --report report -c pass
    shows "violation log"
}

@test "-m: from the current directory, from the library, in the report" {
    echo 'import sys; print(__name__, sys.argv[1:])' >single.py
    run -0 "$PYSBX" run --report report -m single --wall -c
    [ "$output" = "__main__ ['--wall', '-c']" ] || explain "differs"
    requires jq
    reports ok
    [ "$(report '.mode + " " + .program')" = "module single" ]
    # 3.14's writes in colours.
    run -0 "$PYSBX" run --allow-import argparse --allow-import sys --allow-import pathlib \
        --allow-import _colorize -m json.tool --compact <<<'{"a": [1]}'
    [ "$output" = '{"a":[1]}' ] || explain "differs"
    run -1 "$PYSBX" run -m timeit -n1 pass
    shows "import of 'gc'"
}
