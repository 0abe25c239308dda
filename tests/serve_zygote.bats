#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx serve: what its zygotes are and do: preloaded modules, sealed children,
# a request's [env], when they are replaced; TCP clients that are gone.

# shellcheck disable=SC2154,SC2016 # bats and ask set them
load helpers
load pysbx
load serve
load sealing

setup() {
    own_server
}

teardown() {
    no_own_server
}

# run_as PROFILE CODE [POLICY-TEXT]
run_as() {
    ask /v1/run "$(jq -n --arg p "$1" --arg c "$2" --arg t "${3-}" \
        '{code: $c, policy: (if $t == "" then $p else {profile: $p, text: $t} end)}')"
}

# counts LINE N: the metric LINE is at least N.
counts() {
    ask /metrics && awk -v name="$1" -v least="$2" \
        'index($0, name) == 1 && $NF >= least {ok = 1} END {exit !ok}' answer
}

# in_zygotes TEXT: a child of the server has it in its memory map.
in_zygotes() {
    local pid child children
    pid=$(cat "$SERVER/pid")
    read -ra children <"/proc/$pid/task/$pid/children" || true
    for child in "${children[@]}"; do
        ! grep -q "$1" "/proc/$child/maps" || return 0
    done
    return 1
}

@test "sealed children: nothing with a name is left to them, by the kernel alone" {
    sealing 'posix = *' 'json = *' 'json.decoder = *' | profile sealed
    sealing 'posix = *' '[files]' 'read = /etc/passwd' | profile free
    cat >names.py <<'END'
import posix
for name in "open", "stat", "lstat", "readlink", "access", "listdir":
    try:
        call = getattr(posix, name)
        print(name, call("/etc/passwd", 0) if name in ("open", "access") else call("/etc/passwd"))
    except OSError as e:
        print("refused", name)
END
    PYSBX_LAYERS=kernel serve "$SERVER" --profile sealed=./sealed.conf --profile free=./free.conf
    run_as sealed "$(cat names.py)"
    answers 200 .warm true .sealed true .stdout \
        $'refused open\nrefused stat\nrefused lstat\nrefused readlink\naccess False\nrefused listdir'
    run_as sealed $'import json\nprint(json.dumps([1]))'
    answers 200 .status ok .sealed true .stdout '[1]'
    # Where a file is granted there are names, and the report does not say so.
    run_as free "$(cat names.py)"
    answers 200 .warm true .sealed false
    shows 'open 3' 'stat os.stat_result'
}

@test "preload: of a profile, and as an option; a name that is none is told" {
    requires "$PYTHON"
    "$PYTHON" -c 'import numpy' 2>/dev/null || skip "numpy is absent"
    printf '[process]\npreload = json, re, numpy\n' >num.conf
    serve "$SERVER"
    run ! in_zygotes _multiarray_umath
    end "$SERVER"
    serve "$SERVER" --profile num=default,numpy,./num.conf
    run_as num $'import numpy\nprint(numpy.arange(4).sum())'
    answers 200 .warm true .stdout 6
    in_zygotes _multiarray_umath
    end "$SERVER"
    serve "$SERVER" --policy default,numpy --preload json,re --preload numpy
    run_as default $'import numpy\nprint(numpy.arange(4).sum())'
    answers 200 .warm true .stdout 6
    in_zygotes _multiarray_umath
    end "$SERVER"
    run -125 "$PYSBX" serve --preload 7up --socket "$PWD/x"
    shows 'is no list of modules'
}

@test "a request's own [env] is its child's environment, in every form of it" {
    profile env <<'END'
include = default
[files]
read = /proc
[env]
pass = LANG, SECRET
END
    cat >env.py <<'END'
import ctypes, os
get = ctypes.CDLL(None).getenv
get.restype = ctypes.c_char_p
print([(n, os.environ.get(n), os.getenv(n), get(n.encode())) for n in ("SECRET", "A")],
      "planted" in open("/proc/self/environ").read())
END
    SECRET=planted PYSBX_LAYERS=kernel serve "$SERVER" --profile env=./env.conf
    run_as env "$(cat env.py)"
    answers 200 .stdout "[('SECRET', 'planted', 'planted', b'planted'), ('A', None, None, None)] True"
    run_as env "$(cat env.py)" $'include = default\n[files]\nread = /proc\n[env]\nset = A=b c\n'
    answers 200 .stdout "[('SECRET', None, None, None), ('A', 'b c', 'b c', b'b c')] False"
    run_as env "$(cat env.py)" $'include = default\n[files]\nread = /proc\n[env]\npass = SECRET\n'
    answers 200 .stdout "[('SECRET', 'planted', 'planted', b'planted'), ('A', None, None, None)] True"
}

@test "no request has a variable of the server that its profile does not pass" {
    local how
    for how in '' --cold; do
        SECRET=planted serve "$SERVER" ${how:+"$how"}
        run_as default 'print(1)' $'include = default\n[env]\npass = SECRET\n'
        refuses 400 '`pass = SECRET` is more than the server grants'
        run_as default 'print(1)' $'include = default\n[env]\npass = LC_TIME\n'
        answers 200 .stdout 1
        end "$SERVER"
    done
}

@test "zygotes are replaced: after requests, when old, when larger; seeds differ" {
    local i why
    serve "$SERVER" --zygote-requests 2 --ready 1
    for ((i = 0; i < 40; i++)); do
        ask /v1/run '{"code": "print(hash(\"a\"))"}'
        answers 200 .status ok .warm true
        jq -r .stdout answer >>seeds
        [ "$(sort -u seeds | grep -c .)" -lt 3 ] || break
    done
    [ "$(sort -u seeds | grep -c .)" -ge 2 ] || explain "all have one seed"
    soon counts 'pysbx_zygote_ends_total{profile="default",python="'"$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"'",reason="requests"}' 1
    for why in age growth; do
        end "$SERVER"
        serve "$SERVER" --zygote-requests 1000000 "--zygote-$why" "$([ "$why" = age ] && echo 200ms || echo 64K)"
        ask /v1/run '{"code": "print(1)"}'
        answers 200 .stdout 1
        if [ "$why" = growth ]; then
            [ "$(id -u)" = 0 ] || skip "a user who may write to another process's memory is absent"
            sleep 1
            ! ended growth || explain "it has not grown yet"
            swell
        fi
        soon ended "$why"
        ask /v1/run '{"code": "print(2)"}'
        answers 200 .stdout 2 .warm true
    done
}

# Pages that the server's interpreters have not touched yet: now they have.
swell() {
    /usr/bin/python3 - "$(cat "$SERVER/pid")" <<'END'
import os, sys
for pid in open("/proc/%s/task/%s/children" % (sys.argv[1], sys.argv[1])).read().split():
    for line in open("/proc/%s/maps" % pid):
        span, rights, _, _, inode = line.split()[:5]
        start, end = (int(x, 16) for x in span.split("-"))
        if rights != "rw-p" or inode != "0" or end - start > 64 << 20:
            continue
        with open("/proc/%s/pagemap" % pid, "rb") as table, \
                open("/proc/%s/mem" % pid, "r+b", 0) as memory:
            table.seek(start // 4096 * 8)
            entries = table.read((end - start) // 4096 * 8)
            for i in range(0, len(entries), 8):
                if entries[i + 7] >> 6 == 0:  # neither present nor swapped
                    memory.seek(start + i * 512)
                    memory.write(b"\0")
END
}

ended() {
    ask /metrics
    grep -q "pysbx_zygote_ends_total.*reason=\"$1\"} [1-9]" answer
}

@test "a TCP client that is gone ends its run" {
    local port
    export PYSBX_TOKEN=not-easily-guessed
    serve "$SERVER" --workers 1 --wall 60s --listen 127.0.0.1:0
    port=$(sed -n 's/.*listening on http:.*:\([0-9]*\).*/\1/p' "$SERVER/words")
    run -28 curl -sS --max-time 1 -H 'Content-Type: application/json' \
        -H 'Authorization: Bearer not-easily-guessed' \
        -d '{"code": "import time; time.sleep(50)"}' "http://127.0.0.1:$port/v1/run"
    soon metric 'pysbx_runs_cancelled_total 1'
    # The only worker is free again; whoever stays is served.
    run -0 curl -sS --max-time 20 -H 'Content-Type: application/json' \
        -H 'Authorization: Bearer not-easily-guessed' \
        -d '{"code": "print(5)"}' "http://127.0.0.1:$port/v1/run"
    shows '"stdout":"5'
}
