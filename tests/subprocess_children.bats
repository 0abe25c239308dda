#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# `subprocess = yes`: programs that were started have no more rights than
# whoever started them, and end with it.
# shellcheck disable=SC2009,SC2016,SC2153 # ps is looked through; programs expand, not this shell; PYTHON: helpers.bash

load subprocess

# ---- what a child may do ----------------------------------------------------

@test "a child reads and writes what the policy grants, and nothing else" {
    may 'execute = /bin/sh' '[files]' 'read = /proc' '[limits]' 'open-files = 40'
    run -0 runs -c '
import os, subprocess
subprocess.run(["/bin/sh", "-c", """
cat data/file && echo new >data/new && cat data/new
cat "$OUTSIDE"; echo x >"$OUTSIDE"; cat /etc/passwd; ls /; echo x >data/../outside/x
grep -e NoNewPrivs -e Seccomp: -e Cap /proc/self/status
ulimit -n; ulimit -n 4096; ulimit -c
kill -0 1 && echo KILLED; kill -0 $PPID && echo parent
"""])
' 2>&1
    shows granted new "Permission denied" 40 parent
    hides secret root: KILLED 4096
    [ "$(cat outside/file)" = secret ]
    [ ! -e outside/x ]
    may 'execute = /usr/bin/grep' '[files]' 'read = /proc'
    run -0 runs -c '
import subprocess
subprocess.run(["grep", "-E", "^(NoNewPrivs|Seccomp|Cap...):", "/proc/self/status"])'
    # Of root there is left the looking past modes, which is for granted files.
    diff <(tr -d '\t' <<<"$output" | sed 's/:0000000000000006$/:0000000000000000/' |
        sed '/CapBnd/d') - <<'END'
CapInh:0000000000000000
CapPrm:0000000000000000
CapEff:0000000000000000
CapAmb:0000000000000000
NoNewPrivs:1
Seccomp:2
END
}

@test "a Python that a program starts is a program like others: the kernel layer holds" {
    local python
    python=$(readlink -f "$PYTHON")
    may "execute = $python" '[imports]' 'sys = executable'
    run -0 runs -c "
import subprocess
subprocess.run(['$python', '-c', '''
import os, socket
for act in (lambda: open(os.environ[\"OUTSIDE\"]), lambda: socket.socket(),
            lambda: os.kill(1, 0), lambda: os.setsid(), lambda: os.chmod(\"data/file\", 0o777),
            lambda: os.execv(\"/usr/bin/env\", [\"env\"]), lambda: os.listdir(\"/\"),
            lambda: os.symlink(\"/etc/passwd\", \"data/link\"), lambda: os.memfd_create(\"x\"),
            lambda: os.setpgid(0, 0), lambda: open(\"/proc/self/environ\")):
    try:
        print(\"LET THROUGH\", act())
    except OSError as error:
        print(\"refused\", error.errno)
'''])"
    hides "LET THROUGH" Traceback
    [ "$(grep -c refused <<<"$output")" -eq 11 ] || explain "not all"
}

@test "native probes break out of no program that was started" {
    local tools=$BATS_TEST_TMPDIR/tools probe status n=0
    "$SBX_ROOT/tests/breach/build" "$tools" >build.log 2>&1 ||
        explain "$(cat build.log)" || return
    mkdir ground
    "$tools/breach-static" prepare "$PWD/ground"
    "$tools/breach-static" serve "$PWD/ground" 3>&- &
    local server=$!
    "$tools/breach-static" victim 3>&- &
    local victim=$!
    soon test -s ground/port
    cat >may.conf <<END
include = subprocess
[files]
read = $PWD/ground/granted
[process]
execute = $tools/breach-static
[limits]
memory = 512M
open-files = 64
file-size = 1M
cpu = 1s
END
    runs "$SBX_ROOT/tests/breach/spawned.py" "$tools/breach-static" \
        "$PWD/ground/outside/secret" "$PWD/ground/outside" \
        "$PWD/ground/granted" "$victim" "$(cat ground/port)" \
        "$PWD/ground/socket" >out 2>err || explain "$(tail out err)" || return
    kill -0 "$victim"
    kill "$server" "$victim"
    while read -r status probe; do
        n=$((n + 1))
        case $status:$probe in
            0:process/kill_parent) continue ;; # which is in the sandbox too
            # What `subprocess = yes` grants: see run-breach; the supervisor
            # keeps `wall`.
            0:process/clone_as_fork | 0:process/vfork_call) continue ;;
            0:process/fork_call | 0:process/libc_fork) continue ;;
            0:process/kill_everybody) continue ;;
            0:process/kill_group | 0:ipc/pipes) continue ;;
            0:kernel-surface/parent | 0:kernel-surface/change_directory) continue ;;
            0:kernel-surface/file_mode_mask) continue ;;
            0:kernel-surface/duplicate_over) continue ;;
            *:resources/wall_*) continue ;;
            0:*/access_path) continue ;;
            0:* | hung:*) explain "$status $probe" || return ;;
        esac
    done <out
    [ "$n" -ge 300 ] || explain "only $n probes"
}

# ---- descriptors, signals ----------------------------------------------------

@test "no child gets a descriptor of the sandbox, nobody signals a stranger" {
    may '[imports]' 'os = kill, getpid'
    export PYSBX_LOG=$PWD/log
    program fds.py <<'END'
import os, subprocess
got = 0
for n in range(20, 260):
    for how in {"pass_fds": [n]}, {"stdin": n}, {"stdout": n}:
        try:
            subprocess.run(["id", "-u"], stderr=subprocess.DEVNULL, **{"stdout": subprocess.DEVNULL, **how})
            got += 1
        except OSError:
            pass
print("passed", got)
process = subprocess.Popen(["sleep", "100"])
pid = process.pid
for other in 1, 0, -1, -os.getpid(), True, 2 ** 40:
    try:
        os.kill(other, 0)
        print("SIGNALLED", other)
    except (OSError, OverflowError, TypeError):
        pass
process.pid = 1
process.kill()
process.pid = pid
os.kill(pid, 9)
END
    for list in interpreter,libc,kernel interpreter; do
        PYSBX_LAYERS=$list run -0 runs fds.py
        shows "passed 0"
        hides SIGNALLED
    done
}

# ---- the end ----------------------------------------------------------------

@test "children end with the program, with the limit of time, and with pysbx" {
    may '[imports]' 'os = fork' 'time = sleep'
    program stay.py <<'END'
import os, subprocess, sys, time
for i in range(3):
    if os.fork() == 0:
        if os.fork() == 0:
            subprocess.run(["sleep", sys.argv[1]])
            time.sleep(300)
        else:
            time.sleep(300)
print("up", flush=True)
if sys.argv[2] == "stay":
    time.sleep(300)
END
    left() { ! ps -eo args | grep -F "sleep $1" | grep -v grep; }
    run -0 runs stay.py 311.5 go
    left 311.5
    run -124 runs --wall 1s stay.py 312.5 stay
    left 312.5
    exec "$PYSBX" run --policy ./may.conf stay.py 313.5 stay >out 2>&1 3>&- &
    local pid=$!
    soon grep up out
    soon eval "ps -eo args | grep '^sleep 313.5'"
    kill -KILL "$pid"
    soon left 313.5
    exec "$PYSBX" run --policy ./may.conf stay.py 314.5 stay >out 2>&1 3>&- &
    pid=$!
    soon grep up out
    kill -TERM "$pid"
    wait "$pid" || :
    soon left 314.5
}

@test "more processes than the policy grants end the run" {
    may '[imports]' 'os = fork' 'time = sleep' '[limits]' 'processes = 8'
    program bomb.py <<'END'
import os, time
while True:
    try:
        os.fork()
    except OSError:
        time.sleep(0.01)
END
    run -137 runs --wall 20s --report report bomb.py
    reports killed-by-policy
    [ "$(report .reason)" = "more processes at once than the limit of 8 (processes)" ] ||
        explain "$(report .reason)"
    soon eval '! ps -eo args | grep "[b]omb.py"'
    # So many may be.
    run -0 runs -c '
import subprocess
ps = [subprocess.Popen(["sleep", "0.3"]) for i in range(6)]
print([p.wait() for p in ps])'
    shows "[0, 0, 0, 0, 0, 0]"
}

@test "what children print counts as the program's output" {
    may '[files]' 'read = /dev/zero'
    run -137 runs --output 10K --report report -c '
import subprocess
subprocess.run(["cat", "/dev/zero"])'
    reports output
}
