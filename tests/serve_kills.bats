#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx serve, whose zygotes and children are killed or stopped: what has not
# begun goes to the next one, what has begun never runs twice and says so.

# shellcheck disable=SC2154,SC2016 # bats and ask set them
load helpers
load pysbx
load serve

setup() {
    own_server
}

teardown() {
    no_own_server
}

# In the background, into FILE.
later() {
    local file=$1 path=$2 body=$3
    shift 3
    curl -sS --max-time 30 --unix-socket "$SERVER/socket" "$@" \
        -H 'Content-Type: application/json' -d "$body" "http://x$path" \
        >"$file" 2>&1 3>&- </dev/null &
    asked=$!
}

# children: the server's, in $children, oldest first.
children() {
    local pid
    pid=$(cat "$SERVER/pid")
    read -ra children <"/proc/$pid/task/$pid/children" || true
}

filters() {
    sed -n 's/^Seccomp_filters:[[:space:]]*//p' "/proc/$1/status"
}

# another_zygote PID: the server's zygote is in $zygote, and not PID.  Its
# children have a filter more than it has.
another_zygote() {
    local pid
    children
    for pid in "${children[@]}"; do
        if [ "$pid" != "$1" ] && grep -q '^State:.[^Z]' "/proc/$pid/status" &&
            [ "$(filters "$pid")" -lt $(($(filters self) + 2)) ]; then
            zygote=$pid
            return 0
        fi
    done 2>/dev/null
    return 1
}

# stops PID: it does nothing any more.
stops() {
    kill -STOP "$1"
    soon grep -q '^State:.T' "/proc/$1/status"
}

# kill_zygotes N: the one that is stopped, and those after it before they are
# up; all have been asked for the child of a run.
kill_zygotes() {
    local n
    for ((n = $1; n > 1; n--)); do
        kill -9 "$zygote"
        until another_zygote "$zygote"; do
            sleep 0.01
        done
        stops "$zygote"
        sleep 0.05 # orders are sent to it
    done
    kill -9 "$zygote"
}

waits() {
    ask /metrics && grep -q '^pysbx_children_waiting.* 1$' answer && children
}

again_total() {
    ask /metrics && sed -n 's/^pysbx_runs_again_total //p' answer
}

@test "a zygote is killed before it has forked: the run waits for the next, and has its value" {
    serve "$SERVER" --ready 0 --workers 2
    soon another_zygote 0
    stops "$zygote"
    later one /v1/run '{"code": "print(1)\n[6 * 7]", "result": "json"}'
    soon working 1
    kill_zygotes 4
    wait "$asked"
    run -0 jq -c '[.status, .warm, .stdout, .result.value]' one
    [ "$output" = '["ok",true,"1\n",[42]]' ] || explain "$(cat one)"
}

@test "... the same for a session, whose first call finds another child" {
    local id
    serve "$SERVER" --workers 2 --ready 0
    soon another_zygote 0
    stops "$zygote"
    ask /v1/sessions '{}'
    answers 201
    id=$(jq -r .id answer)
    kill_zygotes 2
    ask "/v1/sessions/$id" '{"code": "x = 20\nx + 1", "result": "json"}'
    answers 200 .status ok .result.value 21 .session_alive true
    # In a call, too.
    soon another_zygote 0
    stops "$zygote"
    ask /v1/sessions '{}'
    answers 201
    later one "/v1/sessions/$(jq -r .id answer)" '{"code": "print(5)"}'
    soon working 1
    kill -9 "$zygote"
    # None is there just now.
    ask /v1/sessions '{}'
    answers 201
    ask "/v1/sessions/$(jq -r .id answer)" '{"code": "print(6)"}'
    answers 200 .stdout 6 .session_alive true
    wait "$asked"
    run -0 jq -r '.status, .stdout, .session_alive' one
    [ "$output" = $'ok\n5\n\ntrue' ] || explain "$(cat one)"
    # One that has run is lost when it is killed, and is never made again.
    children
    kill -9 "${children[@]}"
    ask "/v1/sessions/$id" '{"code": "print(x)"}'
    [ "$code" = 404 ] || answers 200 .status crash .session_alive false
}

@test "a child that is killed before it has read its request has run nothing: another one does" {
    serve "$SERVER" --ready 1 --workers 2
    soon waits
    stops "${children[1]}"
    later one /v1/run '{"code": "print(2)"}'
    soon working 1
    kill -9 "${children[1]}"
    wait "$asked"
    run -0 jq -r '.status, .stdout' one
    [ "$output" = $'ok\n2' ] || explain "$(cat one)"
    [ "$(again_total)" = 1 ] || explain "again: $(again_total)"
}

@test "a child that is killed when it has begun is told of, and its run is not begun again" {
    local n
    serve "$SERVER" --ready 0 --workers 2
    later one /v1/run '{"code": "print(\"begun\", flush=True)\nwhile True: pass"}' \
        -N -H 'Accept: text/event-stream'
    soon grep -q begun one
    children
    kill -9 "${children[1]}"
    wait "$asked"
    grep -q '"status":"crash","reason":"killed by SIGKILL"' one || explain "$(cat one)"
    n=$(grep -c '^data:.*begun' one)
    [ "$n" = 1 ] || explain "$n times"
    [ "$(again_total)" = 0 ] || explain "again: $(again_total)"
}

@test "a zygote that is stopped for ever is replaced, and holds no worker meanwhile" {
    local old
    serve "$SERVER" --ready 0 --workers 1 --wall 1s
    soon another_zygote 0
    old=$zygote
    stops "$old"
    later gone /v1/run '{"code": "print(0)"}' --max-time 0.5
    soon working 1
    # The client hangs up; the worker is free although no child has come.
    wait "$asked" || true
    soon working 0
    kill -0 "$old"
    # A limit of time is one of the program's, which has not begun.
    ask /v1/run '{"code": "print(2)"}'
    answers 200 .status ok .stdout 2 .warm true
    run ! kill -0 "$old"
    ask /v1/run '{"code": "print(3)"}'
    answers 200 .status ok .stdout 3
}

@test "a cold run whose supervisor is killed may have begun: it is no failure of the set-up" {
    serve "$SERVER" --cold
    later one /v1/run '{"code": "print(\"begun\", flush=True)\nwhile True: pass"}' \
        -N -H 'Accept: text/event-stream'
    soon grep -q begun one
    children
    kill -9 "${children[0]}"
    wait "$asked"
    grep -q '"status":"crash","reason":"killed by SIGKILL"' one || explain "$(cat one)"
}

@test "a session's child that dies while its call waits for a worker is told of: it is not ok" {
    local id
    serve "$SERVER" --ready 0 --workers 1
    ask /v1/sessions '{}'
    id=$(jq -r .id answer)
    ask "/v1/sessions/$id" '{"code": "x = 1"}'
    answers 200 .status ok
    children
    later one /v1/run '{"code": "import time\ntime.sleep(3.5)"}'
    soon working 1
    later two "/v1/sessions/$id" '{"code": "print(x)"}'
    soon metric 'pysbx_queue_length 1'
    # Longer than children that nobody knows are left alone.
    kill -9 "${children[1]}"
    wait "$asked"
    run -0 jq -r '.status, .reason, .session_alive' two
    [ "$output" = $'crash\nkilled by SIGKILL\nfalse' ] || explain "$(cat two)"
}

is_gone() {
    ask "/v1/sessions/$1" && [ "$code" = 404 ]
}

@test "a session that talks without being asked is ended, one whose thread works is not" {
    requires cc
    # Native code: between calls no thread of Python's runs.
    cat >talk.c <<'END_C'
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <unistd.h>
static void *run(void *fd)
{
    static char zeros[1000];
    for (;;) {
        usleep(1000);
        if (fd != NULL && write((int)(intptr_t)fd, zeros, sizeof zeros) < 0)
            return NULL;
    }
}
int talk(int fd) /* not 0: where it answers, the last one that is open */
{
    pthread_t t;
    if (fd != 0)
        for (fd = 1023; fcntl(fd, F_GETFD) < 0; fd--)
            ;
    return pthread_create(&t, NULL, run, (void *)(intptr_t)fd);
}
END_C
    cc -shared -fPIC -o talk.so talk.c
    printf 'include = default\n[process]\nthreads = yes\n[files]\nread = %s\n' "$PWD/talk.so" >threads.conf
    PYSBX_LAYERS=kernel serve "$SERVER" --policy ./threads.conf
    local fd id
    for fd in 0 1; do
        ask /v1/sessions '{}'
        id=$(jq -r .id answer)
        ask "/v1/sessions/$id" "{\"code\": \"import ctypes; print(ctypes.CDLL('$PWD/talk.so').talk($fd))\"}"
        answers 200 .status ok .stdout 0
        if [ $fd -ne 0 ]; then
            soon is_gone "$id"
        else
            sleep 0.1
            ask "/v1/sessions/$id" '{"code": "print(1)"}'
            answers 200 .status ok .stdout 1
        fi
    done
}

@test "rubbish in the pipes of a child is its own matter: clients and the server live on" {
    cat >evil.py <<'END_PY'
import os, struct
def is_pipe(fd):
    try: return os.readlink("/proc/self/fd/%d" % fd)[:4] == "pipe"
    except OSError: return False
def answer(kind=0x656e6f64, value=1, n=None, status=0, data=b""):
    return struct.pack("<7I", kind, 0, 0, value, 0, len(data) if n is None else n, status) + data
log, ask, to = [fd for fd in range(3, 300) if is_pipe(fd)]
what = input()
if what.isdigit(): os.write(to, answer(data=b"[" * int(what) + b"]" * int(what)))
if what == "huge": os.write(to, answer(n=0xffffffff))
if what == "end": os.write(to, answer() + answer(kind=0x21646e65, status=7))
if what == "text": os.write(to, os.urandom(9000))
if what == "log":
    for i in range(100): os.write(log, b'{"layer":"kernel","rule":"%d"' % i * 200 + b"\n\0[[[\xff")
if what == "closed": [os.close(fd) for fd in (log, ask, to)]
print(what)
END_PY
    PYSBX_LAYERS=kernel serve "$SERVER" --ready 1
    local what
    for what in 100 2000 huge end text log closed; do
        ask /v1/run "$(jq -Rs --arg i "$what" '{code: ., stdin: "\($i)\n", result: "json",
            limits: {wall_seconds: 5}}' evil.py)"
        answers 200 .warm true
        case $what in
            100) answers 200 .result.kind json .stdout 100 ;;
            2000) answers 200 .result.kind repr .stdout 2000 ;;
            end) ;; # it may have been ended before it has printed
            *) answers 200 .status ok .stdout "$what" ;;
        esac
        "$PYTHON" -c 'import json; json.load(open("answer"))'
    done
    ask /v1/run '{"code": "print(1)"}'
    answers 200 .stdout 1
}
