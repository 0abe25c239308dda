#!/bin/bash
# SPDX-License-Identifier: MIT
# soak.sh BUILD [RUNS [AT-ONCE [KILLS]]]: many runs in a row, many at once, and
# supervisors killed at random moments; then nothing may be left: no process,
# no temporary file, no descriptor, no cgroup.  Prints one line for each part.
set -u

build=${1:?usage: soak.sh BUILD [RUNS [AT-ONCE [KILLS]]]}
runs=${2:-50} at_once=${3:-20} kills=${4:-20}
pysbx=$build/pysbx
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work/tmp
mkdir "$TMPDIR"
mark=soak-$$-$RANDOM
failures=0
export PYSBX_PYTHON=${PYSBX_PYTHON:-/usr/bin/python3}

fail() {
    echo "FAILED: $1" >&2
    failures=$((failures + 1))
}

# Processes that carry our mark among their arguments.
left() {
    local file
    for file in /proc/[0-9]*/cmdline; do
        # This script and its subshells do not have the mark as an argument.
        if { tr '\0' '\n' <"$file"; } 2>/dev/null | grep -qx "$mark"; then
            echo "${file//[!0-9]/}"
        fi
    done
}

# gone: none is left, after a while.
gone() {
    local i
    for ((i = 0; i < 100; i++)); do
        [ -n "$(left)" ] || return 0
        sleep 0.05
    done
    fail "$1: alive: $(left | tr '\n' ' ')"
}

files() {
    find "$TMPDIR" /dev/shm /run -xdev -maxdepth 1 -name '*pysbx*' 2>/dev/null | sort
}
cgroups() {
    find /sys/fs/cgroup -type d -name 'pysbx*' 2>/dev/null | sort
}

cat >"$work/scratch.conf" <<'END'
include = default
[files]
write = ${tmp}
END

files_before=$(files) cgroups_before=$(cgroups)
seconds=$SECONDS

# One process runs them all, so that a descriptor that we leave open in its
# name would be seen.
"$PYSBX_PYTHON" -I - "$pysbx" "$runs" "$mark" "$work/report" \
    "$work/scratch.conf" <<'END' || fail "in a row"
import os, subprocess, sys
pysbx, runs, mark, report, scratch = sys.argv[1:]
before = os.listdir("/proc/self/fd")
for i in range(int(runs)):
    command = [pysbx, "run", "--wall", "60s"]
    if i % 2:
        command += ["--report", report, "--allow-read", "/etc/hostname"]
    if i % 5 == 0:
        command += ["--policy", scratch]
    done = subprocess.run(command + ["-c", "print(%d)" % i, mark],
                          capture_output=True)
    if done.returncode != 0 or done.stdout != b"%d\n" % i or done.stderr:
        sys.exit("run %d: %r" % (i, done))
after = os.listdir("/proc/self/fd")
if before != after:
    sys.exit("descriptors: %s, then %s" % (before, after))
END
gone "in a row"
echo "$runs runs in a row: $((SECONDS - seconds)) s"

seconds=$SECONDS
pids=()
for ((i = 0; i < at_once; i++)); do
    "$pysbx" run --wall 120s --output 1M -c "print($i)" "$mark" \
        >"$work/out.$i" 2>&1 &
    pids+=($!)
done
for ((i = 0; i < at_once; i++)); do
    wait "${pids[$i]}" || fail "run $i of $at_once at once: status $?"
    [ "$(cat "$work/out.$i")" = "$i" ] || fail "run $i: $(cat "$work/out.$i")"
done
gone "at once"
echo "$at_once runs at once: $((SECONDS - seconds)) s"

# Killed at a random moment of its first 50 ms; the program has no end.
seconds=$SECONDS
for ((i = 0; i < kills; i++)); do
    options=()
    [ $((i % 2)) -eq 0 ] || options=(--output 1M --report "$work/report")
    "$pysbx" run "${options[@]}" -c 'while 1: pass' "$mark" >/dev/null 2>&1 &
    pid=$!
    sleep "0.0$((RANDOM % 50 + 10))"
    kill -9 "$pid"
    wait "$pid" 2>/dev/null
done
gone "killed"
echo "$kills supervisors killed by SIGKILL: $((SECONDS - seconds)) s"

# What a killed supervisor cannot remove the next one does.
if [ "$(cgroups)" != "$cgroups_before" ]; then
    sleep 4
    "$pysbx" run -c pass || fail "the run after them"
fi
[ "$(files)" = "$files_before" ] || fail "files: $(files)"
[ "$(cgroups)" = "$cgroups_before" ] || fail "cgroups: $(cgroups)"
[ "$failures" -eq 0 ] && echo "nothing is left"
