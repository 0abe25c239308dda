#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx run as a supervisor: signals, the tree of processes, its own death.
# What no sandboxed program can do is done by a shell script in the
# interpreter's place.
# shellcheck disable=SC2016,SC2094 # inner shells expand; nothing is written here

load helpers
load pysbx

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

# start [OPTION...] -- COMMAND...: run it in the background, as $pid, until
# "begun" is in the file out.
start() {
    : >out # the shell empties it late: what the last one wrote is still there
    env --default-signal=INT,QUIT "$@" >out 2>err 3>&- &
    pid=$!
    soon grep -q begun out || {
        cat out err >&2
        return 1
    }
}

# ended STATUS: wait for what start started.
ended() {
    local status=0 output
    wait "$pid" || status=$?
    output=$(cat out err)
    [ "$status" -eq "$1" ] || explain "status is not $1"
}

# child: the number of the process that pysbx watches.
child() {
    tr -d ' ' <"/proc/$pid/task/$pid/children"
}

@test "signals are handed on, and end both with 128+N" {
    local signal
    for signal in HUP:129 INT:130 QUIT:131 USR1:138 TERM:143; do
        start "$PYSBX" run -c 'import time; print("begun", flush=True); time.sleep(60)'
        kill -s "${signal%:*}" "$pid"
        case $signal in
            # CPython makes KeyboardInterrupt of it, and dies by it in the end.
            *) ended "${signal#*:}" ;;
        esac
    done
}

@test "a program that answers a signal decides how it ends" {
    stand_in python3 <<'END'
trap 'echo answered; exit 7' TERM
echo begun
while :; do sleep 0.05; done
END
    start "$PYSBX" run --python ./python3 x.py
    kill -s TERM "$pid"
    ended 7
    grep -q answered out
}

@test "a program that ignores SIGTERM is killed in the end" {
    stand_in python3 <<'END'
trap '' TERM
echo begun
while :; do sleep 0.05; done
END
    start "$PYSBX" run --report report --python ./python3 x.py
    kill -s TERM "$pid"
    ended 137
    reports error
}

@test "a signal that was ignored stays ignored" {
    stand_in python3 <<'END'
kill -s HUP $$
echo still here
END
    run -0 bash -c 'trap "" HUP; "$0" run --python ./python3 x.py' "$PYSBX"
    shows "still here"
}

@test "SIGSTOP and SIGCONT of a whole job: both stop, both go on" {
    stand_in python3 <<'END'
echo begun
while [ ! -e go ]; do sleep 0.05; done
END
    start "$PYSBX" run --python ./python3 x.py
    local c
    c=$(child)
    kill -s TSTP "$pid"
    soon grep -q '^State:.T' "/proc/$pid/status"
    soon grep -q '^State:.T' "/proc/$c/status"
    kill -s CONT "$pid"
    soon grep -q '^State:.[SR]' "/proc/$c/status"
    touch go
    ended 0
}

@test "whatever the program left behind is killed" {
    stand_in python3 <<'END'
: >left
(trap '' HUP TERM; setsid sh -c 'echo $$ >>left; exec sleep 1000' &)
(setsid sh -c 'echo $$ >>left; sleep 1000 & echo $! >>left; wait' &)
while [ "$(wc -l <left)" -lt 3 ]; do sleep 0.02; done
echo begun
END
    run -0 "$PYSBX" run --python ./python3 x.py
    shows begun
    local left
    while read -r left; do
        gone "$left"
    done <left
    run -0 "$PYSBX" run --output 1M --python ./python3 x.py
    while read -r left; do
        gone "$left"
    done <left
}

@test "so it is at a limit" {
    stand_in python3 <<'END'
setsid sleep 1000 &
echo $! >left
sleep 1000
END
    run -124 "$PYSBX" run --wall 500ms --python ./python3 x.py
    gone "$(cat left)"
}

@test "children that were there before are left alone" {
    run -0 bash -c 'sleep 1000 >/dev/null 2>&1 3>&- & echo $! >mine; exec "$0" run -c "print(1)"' "$PYSBX"
    [ "$output" = 1 ] || explain "differs"
    kill -0 "$(cat mine)"
    kill "$(cat mine)"
}

@test "kill -9 of pysbx ends the program" {
    local i c
    for i in 1 2 3 4 5; do
        start "$PYSBX" run -c 'print("begun", flush=True)
while 1: pass'
        c=$(child)
        kill -9 "$pid"
        ended 137
        gone "$c"
        : >out
    done
}

@test "kill -9 of pysbx at any moment of the start ends the program" {
    # PDEATHSIG is set before exec: there is no gap in which it is not.
    local i mark=marker-$$-$RANDOM
    for i in 0 1 2 3 4 5 6 7 8 9; do
        "$PYSBX" run -c 'while 1: pass' "$mark" 3>&- &
        pid=$!
        sleep "0.00$i"
        kill -9 "$pid"
        wait "$pid" || true
    done
    # Not the mark itself among the arguments of grep.
    MARK=${mark#marker-} soon sh -c \
        '! grep -lsa "marker[-]$MARK" /proc/[0-9]*/cmdline'
}

@test "SIGPIPE is as it was" {
    stand_in python3 <<'END'
trap - PIPE
kill -s PIPE $$
echo not killed
END
    run -141 "$PYSBX" run --python ./python3 x.py
    run -0 bash -c 'trap "" PIPE; "$0" run --python ./python3 x.py' "$PYSBX"
    shows "not killed"
}

@test "a process that closes all it has cannot hang us" {
    stand_in python3 <<'END'
exec 0<&- 1>&- 2>&-
i=3
while [ $i -lt 10 ]; do eval "exec $i>&-"; i=$((i + 1)); done
sleep 0.2
exit 9
END
    run -9 "$PYSBX" run --output 1M --python ./python3 x.py
}

@test "output that comes after the end of the program is not waited for" {
    stand_in python3 <<'END'
(setsid sh -c 'sleep 1000; echo late' &)
echo early
END
    run -0 "$PYSBX" run --output 1M --python ./python3 x.py
    [ "$output" = early ] || explain "differs"
}

@test "works as PID 1: orphans are collected, signals come through" {
    local in_namespace
    requires_namespace
    run -0 "${in_namespace[@]}" "$PYSBX" run -c 'print("hello")'
    [ "$output" = hello ] || explain "differs"
    start "${in_namespace[@]}" "$PYSBX" run -c \
        'import time; print("begun", flush=True); time.sleep(60)'
    kill -s TERM "$(child)"
    ended 143
}

@test "works under another user, without a home or a way to write" {
    requires setpriv
    [ "$(id -u)" -eq 0 ] || skip "root is absent"
    local other=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    "${other[@]}" test -r "$SBX_LIB" -a -x "$PYSBX" ||
        skip "a way for others to the build directory is absent"
    cd /
    run -0 "${other[@]}" env -u HOME "$PYSBX" run --wall 60s -c 'print("hello")'
    [ "$output" = hello ] || explain "differs"
}

@test "standard streams block again that a program made not block" {
    stand_in python3 <<'END'
exec env -u LD_PRELOAD /usr/bin/python3 -c '
import os
for fd in range(3):
    os.set_blocking(fd, False)'
END
    run -0 /usr/bin/python3 -I -c '
import os, subprocess, sys
ends = os.pipe(), os.pipe(), os.pipe()
fds = ends[0][0], ends[1][1], ends[2][1]
os.set_blocking(fds[2], False)
subprocess.run(sys.argv[1:], stdin=fds[0], stdout=fds[1], stderr=fds[2])
print([os.get_blocking(fd) for fd in fds])' "$PYSBX" run --python ./python3 x.py
    shows "[True, True, False]"
}
