#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The kernel layer alone: the interpreter and libc layers are off, as if native
# code had taken the interpreter over.
# shellcheck disable=SC2030,SC2031,SC2154 # each test is a subshell; log: kernel.bash

load helpers
load kernel

# ---- the breaches -----------------------------------------------------------

@test "native code breaks out by no probe, in the interpreter or as a static program" {
    local ways=(static)
    # Python.h or musl-gcc may be absent: what there is must hold.
    [ ! -e "$TOOLS/breach.abi3.so" ] || ways+=(native)
    [ ! -e "$TOOLS/breach-musl" ] || ways+=(musl)
    run "$SBX_ROOT/tests/breach/run-breach" "$TOOLS" "${ways[@]}"
    printf '%s\n' "$output" | sed 's/^/# /' >&3
    [ "$status" -eq 0 ] || explain "something got through" || return
    shows "got through: nothing"
    local sum sums n=0
    read -ra sums < <(sed -n 's/^all  *//p' <<<"$output")
    for sum in "${sums[@]}"; do
        [ "${sum%/*}" = "${sum#*/}" ] && [ "${sum#*/}" -ge 100 ] ||
            explain "not all, or fewer than 100: $sum" || return
        n=$((n + 1))
    done
    [ "$n" -eq "${#ways[@]}" ] || explain "no sums"
}

@test "a probe that is let through is told" {
    SBX_LIB=$TOOLS/none.so ONLY=file-read/etc_passwd \
        run -1 "$SBX_ROOT/tests/breach/run-breach" "$TOOLS" native
    shows "0/1" "got through: native file-read/etc_passwd: breached"
}

@test "at most 45 system calls can be reached under the default profile" {
    run -0 "$TOOLS/count" --locked
    printf '# reachable: %s system calls\n' "$output" >&3
    [ "$output" -le 45 ] || explain "too many"
    local locked=$output
    # The filter in two parts leaves as many.
    run -0 "$TOOLS/count" --child
    [ "$output" -eq "$locked" ] || explain "not $locked in a child of a zygote"
    run -0 "$TOOLS/count"
    printf '# of a plain process: %s\n' "$output" >&3
    [ "$output" -gt 250 ] || explain "the counter does not count"
}

@test "the documentation lists the calls that the default profile reaches" {
    requires "$SBX_BUILD/unit/bpf_test"
    [ "$(uname -m)" = x86_64 ] || skip "an x86-64 machine is absent"
    run -0 "$SBX_BUILD/unit/bpf_test"
    sed -n 's/^x86-64 default: \([a-z].*\)/\1/p' <<<"$output" |
        tr ' ' '\n' | sort >reached
    # The names are the words in backquotes of the first column.
    sed -n '/^| call | for/,/^$/p' "$SBX_ROOT/docs/KERNEL.md" |
        cut -d'|' -f2 | tr -d '\140' | tr ' ' '\n' |
        grep -v -e '^$' -e '^call$' -e '^---$' | sort >listed
    [ -s reached ]
    diff reached listed
}

# ---- the report -------------------------------------------------------------

@test "a refused system call is reported by name, with the line that allows it" {
    run -1 kernel -c 'import os; os.mkdir("data/new")'
    shows "PermissionError: [Errno 1]"
    logged "$log" layer=kernel rule=syscall object=mkdir reason= \
        "allow=[files] write = PATH"
    PYSBX_POLICY=./writes.conf run -0 kernel -c 'import os; os.mkdir("data/new")'
    [ -d data/new ]
}

@test "the report names the library that made the call" {
    [ -e "$TOOLS/breach.abi3.so" ] || skip "Python.h is absent"
    profile tools <<END
include = default
[files]
read = $TOOLS
END
    PYSBX_POLICY=./tools.conf run -0 kernel -c "
import sys
sys.path.insert(0, '$TOOLS')
import breach
print(breach.run('kernel-surface/personality_of_old', *'abc111'))"
    shows 1
    logged "$log" object=personality file=breach.abi3.so line=
}

@test "no policy line is offered where none would allow the call" {
    run -1 kernel -c 'import os; os.chroot("/")'
    logged "$log" object=chroot "reason=no use for"
    ! grep -q allow "$log" || explain "$(cat "$log")"
}

@test "the program goes on after a refusal, as often as it likes" {
    run -0 kernel -c '
import os
for i in range(1000):
    try:
        os.chroot("/")
    except PermissionError:
        pass
print("still here")'
    shows "still here"
}

@test "the program cannot take the report away" {
    run -0 kernel -c '
import signal, os
for handler in signal.SIG_IGN, signal.SIG_DFL, print:
    try:
        signal.signal(signal.SIGSYS, handler)
    except OSError as error:
        print(error)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
try:
    os.chroot("/")
except PermissionError:
    print("told")'
    shows "Operation not permitted" told
    logged "$log" object=chroot
}

@test "a program that blocks SIGSYS is killed instead of told" {
    run -159 kernel -c '
import signal, os
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGSYS})
os.chroot("/")
print("went on")'
    hides "went on"
}

@test "starting, importing and ending make no report" {
    run -1 kernel -c '
import array, base64, bisect, calendar, collections, contextlib, copy, csv
import dataclasses, datetime, decimal, difflib, enum, fractions, functools
import graphlib, hashlib, heapq, hmac, html, io, itertools, json, math, queue
import random, re, secrets, statistics, string, struct, textwrap, time, timeit
import types, typing, unicodedata, uuid, warnings, zlib
print(random.random(), secrets.token_hex(), uuid.uuid4(), time.time())
time.sleep(0.001)
block = bytearray(100 << 20)
block += bytes(100 << 20)
print(sum(range(1000)))
1 / 0'
    shows 499500 ZeroDivisionError
    [ ! -s "$log" ] || explain "$(cat "$log")"
}

# ---- files ------------------------------------------------------------------

@test "a granted directory is read and listed, its neighbour is not" {
    export PYSBX_POLICY=./reads.conf
    run -0 kernel -c 'import os; print(open("data/file").read(), os.listdir("data"))'
    shows granted "['file']"
    run -1 kernel -c 'open("outside/file")'
    shows "PermissionError: [Errno 13]"
    run -1 kernel -c 'import os; os.listdir("outside")'
    shows "PermissionError: [Errno 13]"
}

@test "a granted symbolic link is its target, and one inside a granted directory is nothing" {
    ln -s data granted-link
    ln -s ../outside/file data/link
    profile link <<END
include = default
[files]
read = $BATS_TEST_TMPDIR/granted-link
END
    export PYSBX_POLICY=./link.conf
    run -0 kernel -c 'print(open("granted-link/file").read())'
    shows granted
    run -1 kernel -c 'open("granted-link/link")'
    shows "PermissionError: [Errno 13]"
}

@test "below a granted directory files are made, changed, renamed and removed" {
    PYSBX_POLICY=./writes.conf run -0 kernel -c '
import os
os.mkdir("data/a")
os.mkdir("data/b")
with open("data/a/new", "w+") as file:
    file.write("text")
    file.truncate(2)
    os.fsync(file.fileno())
os.rename("data/a/new", "data/b/moved")
print(open("data/b/moved").read(), open("data/file", "a").write("more"))
os.unlink("data/b/moved")
os.rmdir("data/b")'
    shows "te 4"
    [ "$(ls data)" = $'a\nfile' ]
}

@test "writing does not reach out of a granted directory" {
    ln -s ../outside data/link
    PYSBX_POLICY=./writes.conf run -0 kernel -c '
import os
def refused(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except OSError as error:
        return
    print("LET THROUGH", call, args)
refused(open, "outside/file", "r+")
refused(open, "data/link/file", "r+")
refused(open, "data/../outside/new", "w")
refused(os.open, "outside", os.O_TMPFILE | os.O_RDWR)
refused(os.rename, "data/file", "outside/moved")
refused(os.rename, "outside/file", "data/stolen")
refused(os.link, "outside/file", "data/stolen")
refused(os.symlink, "/etc/passwd", "data/soft")
refused(os.mkfifo, "data/pipe")
refused(os.mkdir, "outside/new")
refused(os.unlink, "outside/file")
refused(os.rmdir, "outside")
refused(os.chmod, "outside/file", 0o777)
refused(os.chmod, "data/file", 0o777)
refused(os.utime, "outside/file")
refused(os.truncate, "outside/file", 0)
refused(os.open, "outside/file", os.O_TRUNC)
refused(os.setxattr, "outside/file", "user.x", b"y")
print("the end")'
    shows "the end"
    hides "LET THROUGH"
    [ "$(cat outside/file)" = secret ]
}

@test "a file that is granted for writing brings none of its neighbours" {
    profile file <<END
include = default
[files]
write = $BATS_TEST_TMPDIR/data/file
END
    export PYSBX_POLICY=./file.conf
    run -0 kernel -c 'print(open("data/file", "w").write("changed"))'
    [ "$(cat data/file)" = changed ]
    run -1 kernel -c 'open("data/new", "w")'
    shows "PermissionError: [Errno 13]"
    run -1 kernel -c 'import os; os.unlink("data/file")'
    shows "PermissionError: [Errno 13]"
}

@test "a granted file that is replaced meanwhile is granted no more" {
    profile file <<END
include = default
[files]
read = $BATS_TEST_TMPDIR/data/file
END
    printf 'print(open("data/file").read())\ninput()\nopen("data/file")\n' >late.py
    PYSBX_POLICY=./file.conf run -1 kernel late.py < <(
        sleep 1
        cp outside/file data/other
        mv data/other data/file
        echo
    )
    shows granted "PermissionError: [Errno 13]"
}

@test "a policy of 20,000 paths is kept to the last of them" {
    mkdir many
    (cd many && seq -f 'f%g' 20000 | xargs touch)
    {
        printf 'include = default\n[files]\n'
        find "$BATS_TEST_TMPDIR/many" -type f ! -name f12345 -printf 'read = %p\n'
    } | profile many
    export PYSBX_POLICY=./many.conf
    run -0 kernel -c 'open("many/f1"); open("many/f20000"); open("many/f9999")'
    run -1 kernel -c 'open("many/f12345")'
    shows "PermissionError: [Errno 13]"
}

# ---- what was got past once ---------------------------------------------------

@test "no file is made set-user-ID, by whatever way it is opened" {
    PYSBX_POLICY=./writes.conf run -0 kernel -c '
import os
for flags in os.O_WRONLY | os.O_CREAT, os.O_RDWR | os.O_CREAT, os.O_CREAT, os.O_RDWR | os.O_TMPFILE:
    for mode in 0o4755, 0o2755, 0o6777, 0o755, 0o1644:
        path = "data" if flags & os.O_TMPFILE == os.O_TMPFILE else f"data/{flags}-{mode}"
        try:
            print(flags & os.O_CREAT and 1, oct(mode), os.close(os.open(path, flags, mode)))
        except PermissionError:
            pass
os.close(os.open("data/file", os.O_RDWR, 0o6777))'
    hides 0o4755 0o2755 0o6777
    [ "$(grep -c -e 0o755 -e 0o1644 <<<"$output")" -ge 6 ] || explain "honest modes"
    [ -z "$(find data -perm /6000)" ]
}

@test "nobody else's use of the processor is known by a clock" {
    run -0 kernel -c '
import os, time
print(time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID) > 0, time.process_time() > 0,
      time.thread_time() > 0, time.clock_gettime(-6) > 0, time.clock_getres(time.CLOCK_MONOTONIC) > 0)
for pid in 1, '"$$"':
    try:
        print("TOLD", time.clock_gettime((~pid << 3) | 2))
    except OSError as error:
        print(error)'
    shows "True True True True True" "Invalid argument"
    hides TOLD
}

@test "a socket pair gets no name where bind is granted, and connects none" {
    profile bind <<'END'
include = default
[network]
bind = tcp/18099
connect = tcp/18099
END
    profile connect <<'END'
include = default
[network]
connect = tcp/18099
END
    local act='
import socket
try:
    a, b = socket.socketpair()
except PermissionError:
    print("no pair")
else:
    for call in a.bind, a.connect:
        try:
            print("NAMED", call("\0pysbx-test"))
        except OSError as error:
            print(error)'
    PYSBX_POLICY=./bind.conf run -0 kernel -c "$act"
    shows "no pair"
    PYSBX_POLICY=./connect.conf run -0 kernel -c "$act"
    hides NAMED "no pair"
}
