#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# scripts/pysbx-python and scripts/entrypoint.sh: drop-in, shebang line,
# refusals with status 125, PID 1.
# shellcheck disable=SC2016 # it is the inner shells that expand

load helpers

setup() {
    # A tree of its own, so that the scripts find the build under test.
    tree=$BATS_TEST_TMPDIR/tree
    mkdir -p "$tree"
    cp -r "$SBX_ROOT/scripts" "$tree/scripts"
    ln -s "$SBX_BUILD" "$tree/build"
    wrapper=$tree/scripts/pysbx-python
    entrypoint=$tree/scripts/entrypoint.sh
    export PYSBX_PYTHON=$PYTHON
    cd "$BATS_TEST_TMPDIR" || return
    program hello.py <<'END'
import sys
print("hello", *sys.argv[1:])
END
    program bad.py <<'END'
import os
END
}

# stand_in <<'END': put this shell script in the wrapper's place.
stand_in() {
    { echo '#!/bin/sh'; cat; } >"$wrapper"
}

# start [COMMAND...]: run the entry point (under COMMAND) in the background, as
# $pid, on a program that waits.  A shell's background child ignores INT and
# QUIT: undo that.
start() {
    program wait.py <<'END'
import time
print("waiting", flush=True)
time.sleep(60)
END
    env --default-signal=INT,QUIT "$@" "$entrypoint" wait.py >out 2>&1 3>&- &
    pid=$!
    local i
    for ((i = 0; i < 200; i++)); do
        ! grep -q waiting out || return 0
        sleep 0.05
    done
    cat out >&2
    return 1
}

# ended STATUS: wait for what start started.
ended() {
    local status=0 output
    wait "$pid" || status=$?
    output=$(cat out)
    [ "$status" -eq "$1" ] || explain "status is not $1"
}

@test "the wrapper runs a program with its arguments, as python3 does" {
    run -0 "$wrapper" hello.py a 'b c' --pysbx-policy=none
    [ "$output" = "hello a b c --pysbx-policy=none" ] || explain "differs"
    run -0 "$wrapper" -c 'import sys; print(sys.argv)' x
    shows "['-c', 'x']"
    run -0 bash -c 'echo "print(6 * 7)" | "$1"' - "$wrapper"
    [ "$output" = 42 ] || explain "differs"
}

@test "what the wrapper runs is sandboxed" {
    run -1 "$wrapper" bad.py
    shows "'os'" "[imports]"
    run -0 "$wrapper" -c 'import math; print(math.pi)'
    shows 3.14159
}

@test "the wrapper hands the program's own status on" {
    run -1 "$wrapper" -c 'raise ValueError("mine")'
    shows "ValueError: mine"
    run -0 "$wrapper" -c 'pass'
}

@test "the wrapper works in a shebang line, by its path and by env" {
    { printf '#!%s\n' "$wrapper"; cat hello.py; } >by-path
    { printf '#!/usr/bin/env pysbx-python\n'; cat bad.py; } >by-env
    chmod +x by-path by-env
    run -0 ./by-path x
    [ "$output" = "hello x" ] || explain "differs"
    PATH=${wrapper%/*}:$PATH run -1 ./by-env
    shows "'os'" "[imports]"
}

@test "the wrapper works through symbolic links and as python3 in PATH" {
    mkdir bin
    ln -s "$wrapper" bin/python3
    ln -s bin/python3 here
    run -0 ./here hello.py
    unset PYSBX_PYTHON
    PATH=$PWD/bin:/usr/bin:/bin run -0 python3 hello.py
    [ "$output" = hello ] || explain "differs"
    PATH=$PWD/bin:/usr/bin:/bin run -1 python3 bad.py
    shows "'os'"
}

@test "--pysbx-policy in front chooses the policy, and only there" {
    profile more <<'END'
[imports]
os = getpid
END
    program use.py <<'END'
from os import getpid
print("allowed")
END
    run -0 "$wrapper" --pysbx-policy=default,./more.conf use.py
    shows allowed
    run -1 "$wrapper" use.py --pysbx-policy=default,./more.conf
    shows "'os'"
    PYSBX_POLICY=default,./more.conf run -0 "$wrapper" use.py
    shows allowed
}

@test "the wrapper's own options: help, version, unknown ones" {
    run -0 "$wrapper" --pysbx-help
    shows usage: PYSBX_POLICY PYSBX_LOG
    run -0 "$wrapper" --pysbx-version
    shows "pysbx 0."
    run -125 "$wrapper" --pysbx-polcy=x hello.py
    shows "unknown option --pysbx-polcy=x"
    hides hello
    run -125 "$wrapper" --pysbx-policy= hello.py
    hides hello
}

@test "a bad policy is status 125 and one line, and nothing ran" {
    run -125 "$wrapper" --pysbx-policy=nowhere hello.py
    shows nowhere
    hides hello
    [ "${#lines[@]}" -eq 1 ] || explain "more than one line"
}

@test "a library that is not built is status 125, and nothing ran" {
    rm "$tree/build"
    run -125 "$wrapper" hello.py
    shows "libpysbx.so" "run make"
    hides hello
}

@test "a missing interpreter is status 125" {
    PYSBX_PYTHON=/nowhere/python3 run -125 "$wrapper" hello.py
    shows /nowhere/python3
    PYSBX_PYTHON=no-such-python run -125 "$wrapper" hello.py
    shows "no no-such-python in PATH"
    PYSBX_PYTHON=$BATS_TEST_TMPDIR run -125 "$wrapper" hello.py
    shows "no program"
}

@test "an interpreter that does not take the library is refused" {
    # What a static python does: it answers, but never loads a preload.
    requires cc
    cat >static.c <<'END'
#include <stdio.h>
int main(void) { return puts("I ran free") < 0; }
END
    cc -static -o static static.c
    run -0 ./static
    PYSBX_PYTHON=./static run -125 "$wrapper" hello.py
    shows "without a sandbox"
    hides "I ran free"
}

@test "an unreadable library is refused, not skipped" {
    rm "$tree/build"
    mkdir "$tree/build"
    printf 'not an ELF file' >"$tree/build/libpysbx.so"
    run -125 "$wrapper" hello.py
    hides hello
    shows "without a sandbox"
}

@test "a path that LD_PRELOAD cannot express is refused" {
    mv "$tree" "$BATS_TEST_TMPDIR/a tree"
    rm "$BATS_TEST_TMPDIR/a tree/build"
    mkdir "$BATS_TEST_TMPDIR/a tree/build"
    cp "$SBX_LIB" "$BATS_TEST_TMPDIR/a tree/build"
    run -125 "$BATS_TEST_TMPDIR/a tree/scripts/pysbx-python" hello.py
    shows "space or a colon"
    hides hello
}

@test "a preload of the starter stays, in front of ours" {
    requires cc
    cat >other.c <<'END'
#include <unistd.h>
__attribute__((constructor)) static void hi(void) { write(2, "other\n", 6); }
END
    cc -shared -fPIC -o other.so other.c
    LD_PRELOAD=$PWD/other.so run -1 "$wrapper" bad.py
    shows other "'os'"
    LD_PRELOAD=$PWD/other.so:$SBX_LIB run -0 "$wrapper" hello.py
    shows other hello
}

@test "what a preload of the starter does at start happens in the sandbox" {
    requires cc
    # In the interpreter, not in the shell that is the wrapper.
    cat >other.c <<'END'
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
__attribute__((constructor)) static void look(void)
{
    if (strncmp(program_invocation_short_name, "python", 6) == 0) {
        fputs(open("/etc/passwd", O_RDONLY) < 0 ? "refused\n" : "read\n", stderr);
    }
}
END
    cc -D_GNU_SOURCE -shared -fPIC -o other.so other.c
    local other=$PWD/other.so list
    # Loaded alone it may.
    LD_PRELOAD=$other run -0 "$PYTHON" -c 'print("hello")'
    shows read hello
    for list in "$other" "$other:$SBX_LIB" "$SBX_LIB:$other" "$SBX_LIB $other $SBX_LIB" \
        ":$other:"; do
        LD_PRELOAD=$list run -0 --separate-stderr "$wrapper" hello.py
        shows refused hello
        hides read
    done
}

@test "the entry point runs the program under the policy of its environment" {
    profile more <<'END'
[imports]
os = getpid
END
    run -1 "$entrypoint" bad.py
    shows "'os'" "[imports]"
    PYSBX_POLICY=default,./more.conf run -0 "$entrypoint" -c \
        'from os import getpid; print("allowed")'
    shows allowed
    PYSBX_POLICY=nowhere run -125 "$entrypoint" hello.py
    hides hello
}

@test "the entry point takes python3 as its first word and nothing else" {
    unset PYSBX_PYTHON
    PATH=/usr/bin:/bin run -0 "$entrypoint" python3 hello.py x
    [ "$output" = "hello x" ] || explain "differs"
    run ! "$entrypoint" sh -c 'echo a shell'
    hides "a shell"
}

@test "the entry point hands standard input and the status on" {
    run -0 bash -c 'echo 20 | "$1" -c "print(int(input()) + 1)"' - "$entrypoint"
    [ "$output" = 21 ] || explain "differs"
    run -1 "$entrypoint" -c 'raise ValueError'
    run -0 bash -c '"$1" hello.py <&-' - "$entrypoint"
    shows hello
}

@test "the entry point forwards TERM, INT, HUP and QUIT, and ends as the child" {
    local signal
    for signal in TERM:143 INT:130 HUP:129 QUIT:131; do
        start
        kill -s "${signal%:*}" "$pid"
        ended "${signal#*:}"
    done
}

@test "the entry point waits for a child that answers a signal in its own way" {
    stand_in <<'END'
trap 'echo answered; exit 7' TERM
echo waiting
while :; do sleep 0.1; done
END
    start
    kill -s TERM "$pid"
    ended 7
    run -0 cat out
    shows answered
}

@test "the entry point does the work of PID 1: signals, orphans, status" {
    local in_namespace
    requires_namespace
    # A grandchild whose parent ends becomes PID 1's, which must collect it.
    stand_in <<'END'
[ "$PPID" -eq 1 ] && echo child of PID 1
orphan=$( (sleep 0.1 >/dev/null & echo $!) )
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 "$orphan" 2>/dev/null || { echo collected; break; }
    sleep 0.1
done
echo waiting
exec sleep 60
END
    start "${in_namespace[@]}"
    # unshare waits for its child, and that is the entry point.
    kill -s TERM "$(tr -d ' ' <"/proc/$pid/task/$pid/children")"
    ended 143
    run -0 cat out
    shows "child of PID 1" collected
}
