#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx serve as a service: its units, the sockets that systemd hands over, and
# how much of the machine the unit leaves it.

# shellcheck disable=SC2154 # bats and ask set them
load helpers
load pysbx
load serve

setup() {
    own_server
    mkdir units
    sed "s|@BIN@|$SBX_BUILD|" "$SBX_ROOT/systemd/pysbx.service" >units/pysbx.service
    cp "$SBX_ROOT/systemd/pysbx.socket" units/
}

teardown() {
    no_own_server
}

@test "the units are what systemd understands" {
    requires systemd-analyze
    run systemd-analyze verify --man=no units/pysbx.service units/pysbx.socket
    hides 'pysbx\.(service|socket):[0-9]+' 'Unknown' 'Failed to parse'
    # It would tell.
    sed -i '/^\[Service\]/a PrivateTpm=yes' units/pysbx.service
    run systemd-analyze verify --man=no units/pysbx.service units/pysbx.socket
    shows Unknown
}

@test "the service is exposed as little as docs/SERVER.md says" {
    requires systemd-analyze
    systemd-analyze --help | grep -q offline ||
        skip "a systemd-analyze that can judge a file (--offline) is absent"
    local said
    said=$(sed -n 's/.*exposure level of \([0-9.]*\) .*/\1/p' "$SBX_ROOT/docs/SERVER.md")
    run -0 systemd-analyze security --offline=true --no-pager \
        --threshold="$(tr -d . <<<"$said" | sed 's/^0*//')" units/pysbx.service
    shows 'Overall exposure level for pysbx.service'
    sed -i '/^SystemCallFilter/d; /^Protect/d' units/pysbx.service
    run ! systemd-analyze security --offline=true --no-pager \
        --threshold="$(tr -d . <<<"$said" | sed 's/^0*//')" units/pysbx.service
}

# allowed: the system calls that the unit's filter lets through, one a line.
allowed() {
    systemd-analyze syscall-filter --no-pager | "$PYTHON" -c '
import sys
groups, name = {}, None
for line in sys.stdin:
    word = line.strip()
    if line.startswith("@"):
        name, groups[word] = word, []
    elif word and word[0] != "#" and line[0] == " ":
        groups[name].append(word)
def calls(word):
    return set().union(*map(calls, groups[word])) if word in groups else {word}
allowed = set()
for line in open("units/pysbx.service"):
    key, _, words = line.strip().partition("=")
    if key == "SystemCallFilter":
        some = set().union(*map(calls, words.lstrip("~").split()))
        allowed = allowed - some if words[0] == "~" else allowed | some
print(*sorted(allowed | calls("@default")), sep="\n")'
}

@test "no system call of the server, of zygotes and of children is filtered out" {
    requires strace systemd-analyze
    mkdir "$SERVER"
    strace -f -qq -o trace "$PYSBX" serve --socket "$SERVER/socket" --wall 1s \
        --scratch "$SERVER/scratch" >words 2>&1 3>&- </dev/null &
    soon healthy "$SERVER"
    echo $! >"$SERVER/pid"
    ask /v1/run '{"code": "open(\"a\", \"w\").write(\"x\"); print(1)", "collect": true}'
    answers 200 .status ok .stdout 1
    ask /v1/run '{"code": "import math\nwhile True: pass", "policy": {"text": "include = default\n"}}'
    answers 200 .status timeout
    ask /eval '{"args": ["-m", "this"]}'
    answers 200 .returncode 0
    ask /v1/sessions '{}'
    ask "/v1/sessions/$(jq -r .id answer)" '{"code": "1 / 0"}'
    answers 200 .status error
    # strace passes no signal on.
    kill "$(cat "/proc/$(cat "$SERVER/pid")/task/$(cat "$SERVER/pid")/children")"
    run -0 gone "$(cat "$SERVER/pid")"
    allowed >may
    grep -qx read may
    run ! grep -xE 'mount|ptrace|bpf|setuid|chown' may
    # Newer ones it has no name for; they are ours to try (mseal).
    sed -nE 's/^[0-9]+ +([a-z][a-z0-9_]+)\(.*/\1/p' trace | sort -u |
        grep -v ^syscall_0x >called
    [ "$(wc -l <called)" -gt 50 ] || explain "not traced"
    run -0 comm -23 called may
    [ -z "$output" ] || explain "the unit refuses:"
}

@test "sockets from systemd are taken, and it is told" {
    "$PYTHON" -I - "$PYSBX" "$PWD" >told 3>&- <<'END'
import os, signal, socket, subprocess, sys
pysbx, here = sys.argv[1:]
notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notify.bind(here + "/notify")
notify.settimeout(20)
listener = socket.socket(socket.AF_UNIX)
listener.bind(here + "/given")
listener.listen()
def before():
    os.dup2(listener.fileno(), 3)
    os.environ["LISTEN_PID"] = str(os.getpid())
env = dict(os.environ, NOTIFY_SOCKET=here + "/notify", LISTEN_FDS="1")
pid = os.fork()
if pid == 0:
    os.dup2(listener.fileno(), 3)
    os.set_inheritable(3, True)
    env["LISTEN_PID"] = str(os.getpid())
    os.execve(pysbx, [pysbx, "serve", "--cold", "--scratch", here + "/s"], env)
print(notify.recv(100).decode())
c = socket.socket(socket.AF_UNIX)
c.connect(here + "/given")
c.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
print(c.recv(4096).decode().split("\r\n")[0])
os.kill(pid, signal.SIGTERM)
print(notify.recv(100).decode())
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
    run -0 cat told
    [ "$output" = $'READY=1\nHTTP/1.1 200 OK\nSTOPPING=1\n0' ] || explain "differs"
}

@test "systemd starts it when somebody connects" {
    requires curl systemd-socket-activate
    systemd-socket-activate -l "$PWD/given" "$PYSBX" serve --cold --scratch "$PWD/s" \
        >words 2>&1 3>&- </dev/null &
    echo $! >"$PWD/pid"
    soon test -S given
    run -0 curl -sS --max-time 20 --unix-socket given http://x/healthz
    shows '"status":"ok"'
    kill "$(cat "$PWD/pid")"
    run -0 gone "$(cat "$PWD/pid")"
}
