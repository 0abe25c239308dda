#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx serve: from its start to its end; sockets, tokens, queues, clients that
# go away, being killed.

# shellcheck disable=SC2154,SC2086,SC2030,SC2031 # bats and ask set them
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
    local file=$1 body=$2
    curl -sS --max-time 30 --unix-socket "$SERVER/socket" -w '\n%{http_code}\n' \
        -H 'Content-Type: application/json' -d "$body" http://x/v1/run \
        >"$file" 2>&1 3>&- </dev/null &
}

@test "the socket is its owner's alone, and is removed at the end" {
    serve "$SERVER" --cold
    run -0 stat -c '%a %F' "$SERVER/socket"
    [ "$output" = '600 socket' ] || explain "differs"
    run -125 "$PYSBX" serve --cold --socket "$SERVER/socket" --scratch "$SERVER/scratch"
    shows 'another server listens'
    run -0 end "$SERVER"
    [ ! -e "$SERVER/socket" ]
    run -0 find "$SERVER/scratch" -mindepth 1
    [ -z "$output" ] || explain "left behind"
}

@test "SIGTERM: what came is answered, nothing more is taken" {
    local pid
    serve "$SERVER" --workers 1
    pid=$(cat "$SERVER/pid")
    later one '{"code": "import time; time.sleep(1); print(\"done\")"}'
    later two '{"code": "print(\"waited\")"}'
    soon working 1
    kill "$pid"
    sleep 0.3
    run ! curl -sS --unix-socket "$SERVER/socket" http://x/healthz
    run -0 gone "$pid"
    wait
    grep -q '"stdout":"done' one
    grep -q '"stdout":"waited' two
    [ "$(tail -n 1 two)" = 200 ]
}

@test "a queue that is full turns requests away, and says until when" {
    serve "$SERVER" --workers 1 --queue 1
    later one '{"code": "import time; time.sleep(2)"}'
    soon working 1
    later two '{"code": "print(2)"}'
    soon metric 'pysbx_queue_length 1'
    ask /v1/run '{"code": ""}' -D headers
    refuses 429 'waiting'
    grep -qi '^retry-after: [1-9]' headers
    soon grep -qx 200 two
}

@test "TCP: only on a loopback address, only with a token" {
    run -125 "$PYSBX" serve --cold --listen 127.0.0.1:0 --scratch "$PWD/s"
    shows 'needs a token'
    export PYSBX_TOKEN=not-easily-guessed
    run -125 "$PYSBX" serve --cold --listen 0.0.0.0:0 --scratch "$PWD/s"
    shows 'is no loopback address'
    run -125 "$PYSBX" serve --cold --listen localhost:1 --scratch "$PWD/s"
    shows 'is no numeric address'
    serve "$SERVER" --cold --listen 127.0.0.1:0
    local url token pid
    pid=$(cat "$SERVER/pid")
    url=$(sed -n 's/.*listening on \(http.*\)/\1/p' "$SERVER/words")
    for token in '' 'Bearer ' 'Bearer wrong' 'Bearer not-easily-guesse' \
        'Bearer not-easily-guessed2' 'Basic not-easily-guessed'; do
        run -0 curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: $token" "$url/healthz"
        [ "$output" = 401 ] || explain "with '$token'"
    done
    run -0 curl -sS -H 'Authorization: Bearer not-easily-guessed' "$url/healthz"
    shows '"status":"ok"'
    # It is not in the environment of what the server starts, nor in its own.
    run ! grep -q guessed "/proc/$pid/environ"
    run -0 env PYSBX_TOKEN=not-easily-guessed "$PYSBX" exec --socket "$url" -c 'print(5)' </dev/null
    [ "$output" = 5 ] || explain "differs"
    run -125 "$PYSBX" exec --token-file /dev/null --socket "$url" -c '' </dev/null
    shows 'the server refuses (401)'
}

@test "a token that is too short, or that all may read, is refused" {
    echo short >token
    chmod 600 token
    run -125 "$PYSBX" serve --cold --listen 127.0.0.1:0 --token-file token
    shows 'shorter than 16'
    echo not-easily-guessed >token
    chmod 644 token
    run -125 "$PYSBX" serve --cold --listen 127.0.0.1:0 --token-file token
    shows 'everybody may read'
    run -125 "$PYSBX" serve --cold --listen 127.0.0.1:0 --token-file none
    shows 'No such file'
}

@test "mistakes on the command line are one line and status 125" {
    local text args
    unset XDG_RUNTIME_DIR
    while IFS='|' read -r text args; do
        # shellcheck disable=SC2086 # words
        run --separate-stderr timeout 60 "$PYSBX" serve --cold $args </dev/null
        [ "$status" = 125 ] || explain "serve --cold $args"
        [ "${#stderr_lines[@]}" = 1 ] || explain "not one line"
        shows "$text"
    done <<'END'
no arguments but options|x
--workers: `0` is no number|--workers 0
--queue: `-1` is no number|--queue -1
--ready: `many` is no number|--ready many
--max-request: `none` is no limit|--max-request none
--patience: `5`|--patience 5
is not NAME=PROFILES|--profile x
there are two called `a`|--profile a=default --profile a=default
what --policy says|--profile default=default
is not ADDRESS:PORT|--listen 127.0.0.1
is not ADDRESS:PORT|--listen 127.0.0.1:99999
longer than 107 bytes|--socket /1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789
cannot listen on|--socket /nonexistent/x
is there, and is no socket|--socket /dev/null
XDG_RUNTIME_DIR is not set|--workers 1
unknown option --sockt|--sockt x
END
    run -125 "$PYSBX" serve --cold --policy nope --socket "$PWD/x" --scratch "$PWD/s"
    shows nope
    mkdir -m 755 open
    run -125 "$PYSBX" serve --cold --socket "$PWD/x" --scratch "$PWD/open"
    shows 'nobody else can enter'
    [ ! -e x ] || explain "the socket is left"
}

@test "a server that was killed leaves no process, and the next one cleans up" {
    killed
}

@test "... nor do its cold runs" {
    killed --cold
}

killed() {
    local pid left all
    serve "$SERVER" ${1-}
    pid=$(cat "$SERVER/pid")
    later one '{"code": "open(\"left\", \"w\").write(\"x\")\nwhile True: pass", "collect": true}'
    later two '{"code": "import time; time.sleep(9)", "args": ["mark-of-a-run"]}'
    soon working 2
    mapfile -t all < <(descendants "$pid")
    [ "${#all[@]}" -ge 2 ] || explain "its runs are not found: ${all[*]}"
    kill -9 "$pid"
    run -0 gone "$pid"
    wait
    rm "$SERVER/pid"
    for left in "${all[@]}"; do
        run -0 gone "$left"
    done
    run -0 find "$SERVER/scratch" -name left
    left=$output
    serve "$SERVER" ${1-}
    [ -z "$left" ] || [ ! -e "$left" ] || explain "not swept"
    run -0 find "$SERVER/scratch" -mindepth 1 -maxdepth 1 -name '*.lock'
    [ "${#lines[@]}" = 1 ] || explain "not swept"
}

# descendants PROCESS: all of them, one a line.  Not by their command lines:
# a child of a zygote has the zygote's.
descendants() {
    local child
    while read -r child; do
        echo "$child"
        descendants "$child"
    done < <(cat "/proc/$1"/task/*/children 2>/dev/null | tr -s ' ' '\n')
}

@test "a client that hangs up ends its run; one that only stops to speak does not" {
    serve "$SERVER" --workers 1 --wall 25s
    run -28 curl -sS --max-time 1 --unix-socket "$SERVER/socket" -H 'Content-Type: application/json' \
        -d '{"code": "import time; time.sleep(20)"}' http://x/v1/run
    "$PYTHON" -I - "$SERVER/socket" <<'END'
import socket, sys
head = (b"POST /v1/run HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n")
bodies = (b'{"code": "print(6 * 7)"}',
          b'{"code": "import time; time.sleep(0.02); print(6 * 7)"}')
# Older connections: libmicrohttpd has a special turn for the oldest one.
older = [socket.socket(socket.AF_UNIX) for _ in range(2)]
for o in older:
    o.connect(sys.argv[1])
    o.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b" 200 OK" in o.recv(65536)
for body in bodies * 10:
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(15)  # less than the first one's run
    s.connect(sys.argv[1])
    s.sendall(head % len(body) + body)
    s.shutdown(socket.SHUT_WR)
    answer = b""
    while True:
        part = s.recv(65536)
        if not part: break
        answer += part
    assert b"HTTP/1.1 200" in answer and b'"stdout":"42' in answer, answer
END
    ask /metrics
    shows 'pysbx_runs_cancelled_total 1'
}

@test "a client that sends nothing, or drips, is dropped; others are served" {
    serve "$SERVER" --cold --patience 1s --connections 8
    "$PYTHON" -I - "$SERVER/socket" <<'END'
import socket, sys, time
def open_one(text):
    s = socket.socket(socket.AF_UNIX)
    s.connect(sys.argv[1])
    s.sendall(text)
    return s
slow = [open_one(b""), open_one(b"GET /healthz HTTP/1.1\r\n"),
        open_one(b"POST /v1/run HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{")]
dripping = open_one(b"POST /v1/run HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n")
end = time.monotonic() + 20
dropped = False
while time.monotonic() < end and not dropped:
    try:
        dripping.send(b" ")
    except OSError:
        dropped = True
    time.sleep(0.2)
assert dropped
for s in slow:
    s.settimeout(10)
    while s.recv(1000): pass
END
    ask /healthz
    answers 200
}

@test "a zygote or a child that is killed costs one request, which says so" {
    local pid zygote
    serve "$SERVER" --workers 2 --ready 1
    pid=$(cat "$SERVER/pid")
    later one '{"code": "import time\nprint(\"begun\", flush=True)\ntime.sleep(20)"}'
    soon working 1
    # Of the server's children the oldest is the zygote.
    read -ra children <"/proc/$pid/task/$pid/children" || true
    zygote=${children[0]}
    kill -9 "${children[1]}" "${children[2]}" 2>/dev/null
    soon grep -qx 200 one
    grep -q '"status":"crash","reason":"killed by SIGKILL"' one
    kill -9 "$zygote"
    ask /v1/run '{"code": "print(1)"}'
    answers 200 .stdout 1 .warm true
    ask /metrics
    [[ $output =~ pysbx_zygote_starts_total.*\ 2 ]] || explain "it is the same"
}

@test "HTTP that is malformed, huge or absurd does not end the server" {
    serve "$SERVER" --cold --calls --patience 2s
    run -0 "$PYTHON" -I "$SBX_ROOT/tests/http_fuzz.py" "$SERVER/socket" "${FUZZ_REQUESTS:-200}"
    shows 'answered'
    ask /v1/run '{"code": "print(1)"}'
    answers 200 .stdout 1
}

@test "many requests with random ends: answers are their own, and nothing grows" {
    run -0 "$PYTHON" -I "$SBX_ROOT/tests/serve_soak.py" "$SBX_BUILD" "${SOAK_REQUESTS:-10000}"
    hides WRONG
    shows '0 are left'
}

@test "a child that nobody knows is collected: a zygote died before it had told of it" {
    mkdir "$SERVER"
    # What a shell has started is the server's once it has become that.
    bash -c 'sleep 1.5 & exec "$@"' - "$PYSBX" serve --cold --socket "$SERVER/socket" \
        --scratch "$SERVER/scratch" 2>"$SERVER/words" 3>&- &
    local pid=$! times
    for ((times = 0; times < 100; times++)); do
        [[ $(ps --ppid "$pid" -o stat=) != *Z* ]] || break
        sleep 0.1
    done
    [ "$times" -lt 100 ] || explain "it never was there: $(cat "$SERVER/words")"
    for ((times = 0; times < 100; times++)); do
        [[ $(ps --ppid "$pid" -o stat=) == *Z* ]] || break
        sleep 0.1
    done
    kill "$pid"
    wait "$pid"
    [ "$times" -lt 100 ] || explain "it is still there"
}
