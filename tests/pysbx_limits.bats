#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx run: limits that are watched from outside.
# shellcheck disable=SC2016 # it is the inner shells that expand

load helpers
load pysbx

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

@test "wall: a program that computes is ended, status 124" {
    run -124 "$PYSBX" run --wall 300ms -c 'print("begun", flush=True)
while 1: pass'
    shows begun timeout "300 ms"
}

@test "wall: a program that sleeps is ended, and one that is quicker is not" {
    run -124 "$PYSBX" run --wall 300ms -c 'import time; time.sleep(60)'
    run -0 "$PYSBX" run --wall 60s -c 'import time; time.sleep(0.01)'
    run -0 "$PYSBX" run --wall none -c pass
}

@test "wall: it holds while nobody reads the output" {
    mkfifo fifo
    exec 4<>fifo
    run -124 bash -c '"$0" run --wall 500ms --report report -c \
        "while 1: print(1000 * chr(120))" >fifo 4>&-' "$PYSBX"
    exec 4>&-
    [ "$(report .usage.output_cut)" = true ]
    reports timeout
}

@test "wall: the kernel holds it where the supervisor does not" {
    run -137 env PYSBX_POLICY=default,./w.conf LD_PRELOAD="$SBX_LIB" bash -c '
        printf "[limits]\nwall = 300ms\n" >w.conf
        exec "$PYTHON" -I -c "while 1: pass"'
}

@test "cpu: status 124" {
    run -124 "$PYSBX" run --cpu 1s --report report -c 'while 1: pass'
    reports timeout
    [ "$(report .signal)" = 24 ] || [ "$(report .signal)" = 9 ]
    case $(report .reason) in *cpu*) ;; *) report .; false ;; esac
}

@test "memory: the program sees MemoryError, the report says memory" {
    run -1 "$PYSBX" run --memory 128M --report report -c 'x = bytearray(1 << 30)'
    shows MemoryError
    reports memory
    [ "$(report .claimed[0])" = status ]
    run -0 "$PYSBX" run --memory 128M -c 'x = bytearray(1 << 20)'
}

@test "output: what came before is kept, the cut is flagged" {
    run -137 --separate-stderr "$PYSBX" run --output 20 --report report -c \
        'while 1: print("0123456789", flush=True)'
    reports output
    [ "$output" = $'0123456789\n012345678' ] || explain "differs"
    [ "$(report .usage.output_cut)" = true ]
    [ "$(report .signal)" = 9 ]
    run -137 "$PYSBX" run --output 20 -c 'while 1: print("0123456789")'
    shows "output:" "20 bytes"
}

@test "output: standard error counts, and exactly the limit is no cut" {
    run -137 "$PYSBX" run --output 20 -q -c 'import sys
while 1: sys.stderr.write("0123456789")'
    [ "$output" = 01234567890123456789 ] || explain "differs"
    run -0 "$PYSBX" run --output 20 --report report -c \
        'print("012345678"); print("012345678")'
    reports ok
    [ "$(report .usage.output_cut)" = false ]
}

@test "the limits of the policy hold, those of the options win" {
    printf 'include = default\n[limits]\nwall = 300ms\noutput = 10\n' >l.conf
    run -137 "$PYSBX" run --policy ./l.conf -c 'print("x" * 100)'
    run -124 "$PYSBX" run --policy ./l.conf -c 'import time; time.sleep(60)'
    run -0 "$PYSBX" run --policy ./l.conf --output none --wall 60s -c \
        'print("x" * 100)'
    run -0 "$PYSBX" run --wall 1ms --wall 60s -c pass
}

# --- control groups ---

# v2_directory [CONTROLLER]: sets $groups to where a group can be made.
v2_directory() {
    groups=$(awk '$3 == "cgroup2" {print $2; exit}' /proc/mounts)
    # With a controller it must be the one that pysbx finds by itself.
    if [ -n "${1-}" ]; then
        requires jq
        groups=$("$PYSBX" doctor --json | jq -r '.cgroup // empty')
        [ -n "$groups" ] || skip "a cgroup that hands $1 down is absent"
        return
    fi
    if [ -z "$groups" ] || ! mkdir "$groups/pysbx-try" 2>/dev/null; then
        skip "a cgroup v2 directory in which groups can be made is absent"
    fi
    rmdir "$groups/pysbx-try"
}

@test "cgroup: the program is born in one of its own, which is gone at the end" {
    local groups
    v2_directory
    export PYSBX_CGROUP=$groups
    run -0 "$PYSBX" run --report report --allow-read /proc -c \
        'print(open("/proc/self/cgroup").read())'
    shows "/pysbx-"
    run -124 "$PYSBX" run --wall 300ms -c 'while 1: pass'
    printf '#!/nowhere\n' >python
    chmod +x python
    run -125 "$PYSBX" run --python ./python -c pass
    # What the tree of processes leaves is killed as well.
    stand_in python3 <<'END'
setsid sh -c 'echo $$ >left; exec sleep 1000' &
while [ ! -s left ]; do sleep 0.02; done
END
    run -0 "$PYSBX" run --python ./python3 x.py
    gone "$(cat left)"
    run -0 find "$groups" -maxdepth 1 -name 'pysbx-*'
    [ -z "$output" ] || explain "left"
    # One that a killed supervisor left is removed by the next.
    mkdir "$groups/pysbx-1-0"
    touch -d '1 minute ago' "$groups/pysbx-1-0"
    run -0 "$PYSBX" run -c pass
    [ ! -e "$groups/pysbx-1-0" ]
}

@test "cgroup: out of memory is told apart, as seen from outside" {
    local groups
    v2_directory memory
    # Without the kernel layer there is no limit of the process itself.
    PYSBX_LAYERS=interpreter run -137 "$PYSBX" run --memory 64M \
        --report report -c 'x = []
while 1: x.append(bytearray(1 << 20))'
    reports memory
    [ "$(report '.claimed | index("status")')" = null ]
    case $(report .reason) in *kernel*) ;; *) report .; false ;; esac
}

@test "cgroup: what PYSBX_CGROUP cannot be is a mistake, none is none" {
    PYSBX_CGROUP=here run -125 "$PYSBX" run -c pass
    shows "PYSBX_CGROUP" "absolute"
    PYSBX_CGROUP=$BATS_TEST_TMPDIR run -125 "$PYSBX" run -c pass
    shows "PYSBX_CGROUP" "cannot make a control group"
    [ -z "$(find . -name 'pysbx-*')" ]
    PYSBX_CGROUP=none run -0 "$PYSBX" run -c pass
    [ -z "$output" ] || explain "differs"
}

@test "a scratch directory whose owner was killed goes at the next start" {
    export TMPDIR=$BATS_TEST_TMPDIR/tmp
    mkdir tmp
    printf 'include = default\n[files]\nwrite = ${tmp}\n' >tmp.conf
    echo 'import time
print("up", flush=True)
time.sleep(60)' >wait.py
    for i in 1 2; do
        "$PYSBX" run --policy ./tmp.conf wait.py >"out$i" 2>&1 &
        soon grep -q up "out$i"
        pids[i]=$!
    done
    first=$(echo tmp/pysbx-run-*)
    kill -KILL "${pids[1]}"
    mkdir tmp/pysbx-run-python2 tmp/other
    ln -s other tmp/pysbx-run-aaaaaa
    touch tmp/other/file tmp/pysbx-run-bbbbbb
    mkdir -p tmp/pysbx-run-cccccc/deep/er
    chmod 0 tmp/pysbx-run-cccccc/deep
    run -0 "$PYSBX" run --policy ./tmp.conf -c pass
    # That of the one that lives, and what is not ours, are still there.
    [ -n "$first" ]
    [ "$(find tmp -mindepth 1 -maxdepth 1 -type d -name 'pysbx-run-??????' | wc -l)" = 1 ]
    [ ! -e tmp/pysbx-run-cccccc ]
    [ -e tmp/other/file ] && [ -L tmp/pysbx-run-aaaaaa ]
    [ -e tmp/pysbx-run-bbbbbb ] && [ -d tmp/pysbx-run-python2 ]
    kill -TERM "${pids[2]}"
    wait || true
    [ -z "$(find tmp -name 'pysbx-run-??????' -type d)" ]
}

@test "threads without end are ended, with a control group and without" {
    cat >threads.conf <<'END'
include = default
[process]
threads = yes
[imports]
threading = *
time = sleep
END
    program threads.py <<'END'
import threading, time
while True:
    try:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except (RuntimeError, MemoryError):
        time.sleep(0.01)
END
    PYSBX_CGROUP=none run -137 "$PYSBX" run --policy ./threads.conf --memory none --wall 30s threads.py
    shows "killed-by-policy: more than 1024 threads and processes at once"
    run -0 "$PYSBX" run --policy ./threads.conf --memory none -c '
import threading, time
ts = [threading.Thread(target=time.sleep, args=(0.2,)) for i in range(20)]
[t.start() for t in ts], [t.join() for t in ts]
print("all done")'
    shows "all done"
}
