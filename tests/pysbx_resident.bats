#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx run --resident: the same run, in a fork of an interpreter that stays.
# shellcheck disable=SC2016,SC2154 # inner shells expand; `run` sets stderr_lines

load helpers
load pysbx

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export XDG_RUNTIME_DIR=$BATS_TEST_TMPDIR/run PYSBX_RESIDENT_IDLE=30
    mkdir -m 700 run
    echo 'print("hello")' >hello.py
}

teardown() {
    local pid
    for pid in $(residents); do
        kill "$pid" || true
    done
}

# Those of this test: they stand in its directory of sockets.
residents() {
    local dir
    for dir in /proc/[0-9]*; do
        [ "$(readlink "$dir/cwd")" != "$XDG_RUNTIME_DIR/pysbx" ] ||
            [ "$(cat "$dir/comm")" != pysbx-resident ] || echo "${dir#/proc/}"
    done 2>/dev/null
}

# resident ARGS...: once there is one for such a run.
resident() {
    soon is_resident "$@" || return
    "$PYSBX" run --resident "$@"
}

is_resident() {
    "$PYSBX" run --resident --quiet --report first "$@" </dev/null
    [ "$(jq .resident first)" = true ]
}

# What a run looks like from outside, times and sizes aside.
look() {
    local status=0
    "$@" >out 2>err || status=$?
    echo "status $status"
    cat out
    sed 's/^/err: /' err
    # How much came behind a cut is a matter of time.
    jq -S 'del(.usage.wall_seconds, .usage.cpu_seconds, .usage.max_rss_bytes,
        .resident) | if .usage.output_cut then del(.usage.stdout_bytes) else . end' report
}

# same NAME OPTIONS... PROGRAM ARGS...: cold and resident.
same() {
    local name=$1
    shift
    rm -f report
    look "$PYSBX" run --report report "$@" <input >cold
    [ "$(jq .resident report)" = false ]
    look "$PYSBX" run --resident --report report "$@" <input >resident
    if [ "$(jq .resident report)" != true ]; then
        # Limits are part of what it is for: this made a new one.
        soon is_resident "$@"
        look "$PYSBX" run --resident --report report "$@" <input >resident
    fi
    [ "$(jq .resident report)" = true ] || explain "$name: not resident"
    diff -u cold resident || explain "$name: differs"
}

@test "the first run is cold and starts a resident, the next ones are forked" {
    run -0 "$PYSBX" run --resident --report r hello.py
    [ "$output" = hello ] || explain "differs"
    [ "$(jq .resident r)" = false ]
    soon is_resident hello.py
    run -0 "$PYSBX" run --resident hello.py
    [ "$output" = hello ] || explain "differs"
    [ "$(residents | wc -l)" = 1 ]
}

@test "a resident run is as a cold one" {
    echo "one line" >input
    for program in 'print("fine")' 'import sys; print(sys.argv, input())' \
        '1/0' 'import sys; sys.exit(7)' 'import sys; sys.exit("words")' \
        'import os' 'open("/etc/passwd")' 'def f(:' 'print("é", "\udc80")' \
        'import sys; sys.stderr.write("e\n"); sys.stdout.write("no end")' \
        'raise KeyboardInterrupt' 'raise SystemExit(300)' \
        'def f(): f()
f()' 'import json, re
print(json.dumps({"a": re.findall("l", "hello")}))' \
        'print(__name__, __file__, __doc__, __spec__, sorted(globals()))' \
        'class A:
    def __del__(self): print("gone")
a = A()' \
        'x = bytearray(4 << 30)'; do
        printf '%s\n' "$program" >p.py
        same "$program" p.py a 'b c'
    done
    same code -c 'import sys; print(sys.argv, 1/0)' x
    # A reader that has gone, and no streams at all.
    soon is_resident hello.py
    for how in --quiet --resident; do
        run -120 sh -c '"$0" run "$1" hello.py >/dev/full' "$PYSBX" "$how"
        shows "No space left"
        run -0 sh -c '"$0" run "$1" hello.py >&- <&-' "$PYSBX" "$how"
    done
}

@test "its limits are those of a cold one" {
    echo >input
    echo 'while True: pass' >spin.py
    same wall --wall 300ms spin.py
    same cpu --cpu 1s spin.py
    same output --output 10K -c 'while True: print("x" * 100)'
    same memory --memory 100M -c 'x = "x" * (200 << 20)'
}

@test "its policy is the one that the options and files say now" {
    echo secret >data
    run -1 resident -c 'print(open("data").read())'
    run -0 resident --allow-read data -c 'print(open("data").read())'
    [ "$output" = secret ] || explain "differs"
    # ${cwd} is the client's
    mkdir sub
    echo other >sub/data
    cd sub || return
    run -0 resident --allow-read data -c 'print(open("data").read())'
    [ "$output" = other ] || explain "differs"
    run -1 resident --allow-read data -c 'open("../data")'
    cd "$BATS_TEST_TMPDIR" || return
    # A file that has changed is read again.
    printf 'include = default\n[imports]\nos = getcwd\n' >mine.conf
    run -0 resident --policy ./mine.conf -c 'import os; print(os.getcwd())'
    [ "$output" = "$PWD" ] || explain "differs"
    printf 'include = default\n' >mine.conf
    run -1 resident --policy ./mine.conf -c 'import os'
    # Variables that it may see are the client's.
    A=1 run -0 resident --env A --allow-import os:environ -c \
        'import os; print(os.environ["A"])'
    [ "$output" = 1 ] || explain "differs"
    A=2 run -0 resident --env A --allow-import os:environ -c \
        'import os; print(os.environ["A"])'
    [ "$output" = 2 ] || explain "differs"
}

@test "what a resident cannot do is started cold, and told" {
    run -0 --separate-stderr "$PYSBX" run --resident - <hello.py
    [ "$output" = hello ] || explain "differs"
    [ "$stderr" = "pysbx: warning: --resident: a cold start, for only a program in a file, or -c, can be run by one" ] || explain "$stderr"
    run -0 --separate-stderr "$PYSBX" run --resident -m this
    case $stderr in *"a cold start"*) ;; *) explain "not told" ;; esac
    [ -z "$(residents)" ]
    soon is_resident hello.py
    run -125 "$PYSBX" run --resident nothing.py
    [ "$output" = "pysbx: cannot read the program nothing.py: No such file or directory" ] || explain "differs"
    run -125 "$PYSBX" run --resident "$BATS_TEST_TMPDIR"
}

@test "signals reach the program, and the death of either side ends it" {
    soon is_resident hello.py
    cat >wait.py <<'END'
import time
print("up", flush=True)
try:
    time.sleep(60)
except KeyboardInterrupt:
    print("interrupted", flush=True)
    raise
END
    for signal in INT TERM; do
        env --default-signal=INT "$PYSBX" run --resident wait.py \
            >"out-$signal" 2>&1 &
        soon grep -q up "out-$signal"
        kill -"$signal" $!
        status=0
        wait $! || status=$?
        [ "$signal $status" = "INT 130" ] || [ "$signal $status" = "TERM 143" ]
    done
    # A client that is killed
    "$PYSBX" run --resident wait.py >out-kill 2>&1 &
    client=$!
    soon grep -q up out-kill
    child=$(newest)
    kill -KILL "$client"
    gone "$child"
    # The resident that is killed
    "$PYSBX" run --resident wait.py >out-end 2>&1 &
    soon grep -q up out-end
    child=$(newest)
    kill -KILL "$(residents)"
    status=0
    wait $! || status=$?
    [ "$status" = 137 ]
    gone "$child"
    # ... is replaced.
    soon is_resident hello.py
}

# The child of the resident that runs a program; the one that waits for its
# order, and is not locked before.
newest() {
    with_seccomp 2
}

ahead() {
    with_seccomp 0 | tail -n +2 | grep .
}

# The children of this kind of the resident that began last; the zygote is the
# first one.
with_seccomp() {
    local resident child
    resident=$(residents | sort -n | tail -1)
    tr ' ' '\n' <"/proc/$resident/task/$resident/children" | grep . |
        while read -r child; do
            awk -v kind="$1" -v pid="$child" \
                '/^Seccomp:/ && $2 == kind {print pid}' "/proc/$child/status"
        done
}

@test "the socket is for one user, and not where others can put theirs" {
    soon is_resident hello.py
    [ "$(stat -c %a run/pysbx)" = 700 ]
    kill "$(residents)"
    # Somebody else could write there: nothing of it is believed.
    chmod 777 run/pysbx
    run -0 --separate-stderr "$PYSBX" run --resident --report r hello.py
    [ "$output" = hello ] || explain "differs"
    case $stderr in *"is not a directory that only we may use"*) ;;
    *) explain "not told" ;; esac
    [ "$(jq .resident r)" = false ]
    rm -r run/pysbx
    mkdir other
    ln -s ../other run/pysbx
    run -0 --separate-stderr "$PYSBX" run --resident hello.py
    case $stderr in *"is not a directory that only we may use"*) ;;
    *) explain "not told" ;; esac
    [ -z "$(ls other)" ]
}

@test "the program cannot reach the socket, nor what the resident holds" {
    soon is_resident --allow-read run -c pass
    cat >reach.py <<'END'
import _socket
END
    run -1 resident --allow-read run reach.py
    run -0 resident --allow-read run --allow-import os -c '
import os
found = []
for fd in range(3, 1024):
    try:
        os.fstat(fd)
        found.append(fd)
    except OSError:
        pass
print("descriptors", len(found) <= 3)'
    shows "descriptors True"
    run -1 env PYSBX_LAYERS=kernel,libc "$PYSBX" run -c \
        'import socket; socket.socket(socket.AF_UNIX)'
}

@test "the next child is forked ahead, and another when that one has died" {
    soon is_resident hello.py
    soon ahead
    first=$(ahead)
    run -0 "$PYSBX" run --resident --report r hello.py
    [ "$(jq .resident r)" = true ]
    gone "$first"
    soon ahead
    second=$(ahead)
    [ "$second" != "$first" ] || explain "used twice"
    kill -KILL "$second"
    gone "$second"
    run -0 "$PYSBX" run --resident --report r hello.py
    [ "$(jq .resident r)" = true ]
    [ "$output" = hello ] || explain "differs"
    # Many at once: each waits for its own.
    for i in 1 2 3 4 5 6 7 8; do
        "$PYSBX" run --resident --quiet --report "r$i" -c "print($i * 11)" \
            >"out$i" &
    done
    wait
    for i in 1 2 3 4 5 6 7 8; do
        [ "$(cat "out$i") $(jq .resident "r$i")" = "$((i * 11)) true" ]
    done
    # It sees its policy's paths as they are at its own start.
    printf 'include = default\n[files]\nread = %s/late\n' "$PWD" >late.conf
    run -1 resident --policy ./late.conf -c 'open("late")'
    soon ahead
    echo "came late" >late
    run -0 resident --policy ./late.conf -c 'print(open("late").read())'
    shows "came late"
    # It dies with the resident.
    soon ahead
    third=$(ahead)
    kill -KILL "$(residents | sort -n | tail -1)"
    gone "$third"
}

@test "a child that lies about its end is killed; rubbish is not listened to" {
    printf 'include = default\n[imports]\nctypes = *\nos = *\nstruct = *\n' >native.conf
    cat >liar.py <<'END'
import ctypes, os, struct, sys
libc = ctypes.CDLL(None)
kind, value = (int(word, 0) for word in sys.argv[1:])
told = struct.pack('7I', kind, 0, 0, 0, 0, value, 3)
print(os.getpid(), flush=True)
for fd in range(3, 256):
    libc.write(fd, told, len(told))
    libc.write(fd, told * 1000, 1000 * len(told))
while kind == 0x21646e65:
    pass
print("went on")
END
    export PYSBX_LAYERS=kernel
    soon is_resident --policy ./native.conf -c pass
    run -3 timeout 20 "$PYSBX" run --quiet --resident --policy ./native.conf liar.py 0x21646e65 0
    gone "${lines[-1]}"
    # Neither an answer with a value nor a kind that is none.
    for lie in "0x656e6f64 9" "0x41414141 0"; do
        # shellcheck disable=SC2086 # two words
        run -0 --separate-stderr timeout 20 "$PYSBX" run --quiet --resident --report r \
            --policy ./native.conf liar.py $lie
        [ "${lines[-1]}" = "went on" ] || explain "ended: $lie"
        [ "$(jq -c '[.resident, .exit_code]' r)" = '[true,0]' ]
    done
}

@test "a user without privileges has a resident of their own" {
    [ "$(id -u)" = 0 ] || skip "root, who could become another user, is absent"
    requires setpriv
    chmod 711 "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR/test" "$BATS_TEST_TMPDIR"
    mkdir -m 700 theirs
    chown 65534:65534 theirs
    as_other() {
        setpriv --reuid 65534 --regid 65534 --clear-groups \
            env XDG_RUNTIME_DIR="$PWD/theirs" "$PYSBX" run --resident \
            --quiet --report - "$@" 2>/dev/null | jq -r .resident
    }
    other_is_resident() {
        [ "$(as_other -c 'print("hello")')" = true ]
    }
    setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$PYSBX" ||
        skip "a way for other users to the build is absent"
    soon other_is_resident
    # Neither root's run nor theirs is served by the other's.
    run -0 "$PYSBX" run --resident --quiet --report r hello.py
    [ "$(jq .resident r)" = false ]
    for pid in $(pgrep -u 65534 -x pysbx-resident); do
        [ "$(readlink "/proc/$pid/cwd")" != "$PWD/theirs/pysbx" ] ||
            kill "$pid"
    done
}

@test "a resident that nobody needs goes away" {
    export PYSBX_RESIDENT_IDLE=2
    soon is_resident hello.py
    gone "$(residents)"
    [ "$(ls run/pysbx)" = lock ]
}
