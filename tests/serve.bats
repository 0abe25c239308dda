#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx serve: requests, answers, limits, streams, files.  POST /eval:
# serve_eval.bats.

# shellcheck disable=SC2154 # bats and ask set them
load helpers
load pysbx
load serve

setup_file() {
    printf '[imports]\nos = symlink, mkfifo, mkdir, link\n' >"$BATS_FILE_TMPDIR/links.conf"
    printf '[imports]\ngc = *\n[files]\nread = /proc\n' >"$BATS_FILE_TMPDIR/open.conf"
    # shellcheck disable=SC2086 # words, for tests of --cold
    shared_server --wall 2s --policy default ${SERVE_OPTIONS:-} \
        --profile links=default,./links.conf --profile open=default,./open.conf
}

teardown_file() {
    no_shared_server
}

setup() {
    at_shared_server
}

@test "a program is run, and its report is what pysbx run would write" {
    ask /v1/run '{"code": "import sys; print(1 + 1); print(sys.argv, file=sys.stderr)", "args": ["a", "b c"]}'
    answers 200 .status ok .exit_code 0 .stdout 2 .stderr "['-c', 'a', 'b c']" \
        .stdout_cut false .mode command .policy default
    jq 'del(.stdout, .stderr, .stdout_cut, .stderr_cut, .result, .warm, .files, .files_skipped)' \
        answer >report
    reports ok
}

@test "an exception, a refusal and a signal are told as in a report" {
    ask /v1/run '{"code": "1 / 0"}'
    answers 200 .status error .exit_code 1 .exception.type ZeroDivisionError
    ask /v1/run '{"code": "import socket"}'
    answers 200 .status error '.violations[0].object' socket
    ask /v1/run '{"code": "def f(): f()\nimport sys; sys.setrecursionlimit(10); f()"}'
    answers 200 .status error
}

@test "standard input, and what is not Unicode" {
    ask /v1/run '{"code": "print(input()[::-1])", "stdin": "näh\n"}'
    answers 200 .stdout hän
    ask /v1/run '{"code": "import sys; sys.stdout.buffer.write(bytes([255, 65]))"}'
    answers 200 .stdout "$(printf '\357\277\275A')"
    ask /v1/run '{"encoding": "base64", "code": "import sys; sys.stdout.buffer.write(bytes([255, 65]))"}'
    answers 200 .stdout /0E=
    # More than a pipe holds, and a program that does not read it.
    ask /v1/run "{\"code\": \"print('unread')\", \"stdin\": \"$(printf '%0200000d' 0)\"}"
    answers 200 .stdout unread
    ask /v1/run "{\"code\": \"import sys; print(len(sys.stdin.read()))\", \"stdin\": \"$(printf '%0200000d' 0)\"}"
    answers 200 .stdout 200000
}

@test "limits: of a request, and none above the server's" {
    ask /v1/run '{"code": "while True: pass", "limits": {"wall_seconds": 0.3}}'
    answers 200 .status timeout .limits.wall_seconds 0.3
    ask /v1/run '{"code": "x = bytearray(500 * 2**20)", "limits": {"memory_bytes": 200000000}}'
    answers 200 .status memory
    ask /v1/run '{"code": "while True: print(\"x\" * 1000)", "limits": {"output_bytes": 5000}}'
    answers 200 .status output .stdout_cut true '.stdout | length' 5000
    ask /v1/run '{"code": "", "limits": {"wall_seconds": 86400}}'
    refuses 400 "limits.wall_seconds: the server's limit is"
    ask /v1/run '{"code": "", "limits": {"memory_bytes": -1}}'
    refuses 400 'limits.memory_bytes: must be a number above 0'
}

@test "files are put in, run, and asked back" {
    local main data
    main=$(b64 'from sys import argv
text = open("in/data.txt").read()
open("new.txt", "w").write(text.upper() + argv[1])
open("in/data.txt", "a").write("more")
print(argv[0])')
    data=$(b64 'old ')
    ask /v1/run "{\"files\": [{\"path\": \"main.py\", \"content\": \"$main\"},
        {\"path\": \"./in//data.txt\", \"content\": \"$data\"}],
        \"args\": [\"!\"], \"collect\": true}"
    answers 200 .status ok .stdout main.py \
        '[.files[] | .path + "=" + (.content | @base64d)] | sort | join(";")' \
        'in/data.txt=old more;new.txt=OLD !'
    ask /v1/run "{\"files\": [{\"path\": \"main.py\", \"content\": \"$main\"},
        {\"path\": \"in/data.txt\", \"content\": \"$data\"}], \"args\": [\"!\"],
        \"collect\": [\"new.txt\", \"none\"]}"
    answers 200 '.files[0].size' 5 '.files | length' 1 \
        '.files_skipped[0].reason' 'is not there'
}

@test "no trick of a program makes the server read another file" {
    echo secret >"$BATS_TEST_TMPDIR/secret"
    cat >tricks.py <<END
import os
def trick(f, *a):
    try: f(*a)
    except OSError as e: print(f.__name__, e)
trick(os.symlink, "$BATS_TEST_TMPDIR/secret", "link")
trick(os.symlink, "/", "root")
trick(os.link, "$BATS_TEST_TMPDIR/secret", "hard")
trick(os.mkfifo, "pipe")
os.mkdir("d")
trick(os.symlink, "../../..", "d/up")
open("d/good", "w").write("x")
END
    ask /v1/run "{\"code\": $(jq -Rs . tricks.py), \"policy\": \"links\", \"collect\": true}"
    answers 200 '[.files[].path] | join(" ")' 'd/good'
    run ! grep -q "$(b64 secret)" answer
    ask /v1/run '{"code": "open(\"good\", \"w\").write(\"x\")", "collect": ["../../x"]}'
    refuses 400 'collect[0]: must be a relative path'
}

@test "nothing is left of a request's files" {
    ask /v1/run '{"code": "open(\"x\", \"w\").write(\"x\")", "collect": ["x"]}'
    answers 200 '.files[0].path' x
    run -0 find "$SERVER/scratch" -mindepth 2 -not -name empty -not -name '*.conf'
    [ -z "$output" ] || explain "left behind"
}

@test "every mistake in a body is told, and nothing runs" {
    local body text
    while IFS='|' read -r text body; do
        ask /v1/run "$body"
        refuses 400 "$text"
    done <<'END'
body: line 1|{
body: line 1|nothing
body: line 1|{"code": "", "code": ""}
body: must be an object|[]
body: unknown key `cod`|{"cod": ""}
body: needs code or files|{}
code: must be a string|{"code": 1}
args[1]: must be a string|{"code": "", "args": ["a", 1]}
args: must be an array|{"code": "", "args": "a"}
stdin: must be a string|{"code": "", "stdin": []}
merge: must be true or false|{"code": "", "merge": 1}
result: must be json, repr or none|{"code": "", "result": "xml"}
encoding: must be utf-8 or base64|{"code": "", "encoding": "latin-1"}
policy: there is no profile `?[31mred`|{"code": "", "policy": "\u001b[31mred"}
policy: unknown key `x`|{"code": "", "policy": {"x": 1}}
python: `2.7` is not offered|{"code": "", "python": "2.7"}
limits: unknown key `wall`|{"code": "", "limits": {"wall": 1}}
limits.wall_seconds: must be a number|{"code": "", "limits": {"wall_seconds": "1"}}
limits.output_bytes: must be a number|{"code": "", "limits": {"output_bytes": 1.5}}
files[0].path: must be a relative path|{"files": [{"path": "/etc/x"}]}
files[0].path: must be a relative path|{"files": [{"path": "a/../../x"}]}
files[0].path: must be a relative path|{"files": [{"path": ""}]}
files[0].path: must be a string|{"files": [{}]}
files[0]: must be an object|{"files": [1]}
files[0]: unknown key `mode`|{"files": [{"path": "x", "mode": 1}]}
files[0].content: is no base64|{"files": [{"path": "x", "content": "a"}]}
files[0].content: is no base64|{"files": [{"path": "x", "content": "YQ==YQ=="}]}
files[1].path: collides|{"files": [{"path": "x"}, {"path": "./x"}]}
files[1].path: collides|{"files": [{"path": "x/y"}, {"path": "x"}]}
program: `main.py` is none of the files|{"files": [{"path": "x"}]}
code: cannot be given together|{"code": "", "program": "x"}
collect: must be an array|{"code": "", "collect": "x"}
END
    ask /v1/run "{\"files\": [$(printf '{"path": "f%d"},' {1..300}){\"path\": \"g\"}]}"
    refuses 400 'files: at most 256'
    printf '{"code": "\377"}' >bad
    ask /v1/run @bad
    refuses 400 'body: line 1'
    printf '{"code": "\\u0000"}' >bad
    ask /v1/run @bad
    refuses 400 'body: line 1'
}

@test "what is not asked as it should be" {
    type=text/plain ask /v1/run '{}'
    refuses 415 application/json
    ask /v1/run '' -X POST
    refuses 415 application/json
    ask /v1/runs '{}'
    refuses 404 nothing
    ask /v1/run%00 '{}'
    refuses 404 nothing
    ask /v1/run
    refuses 405 POST
    ask /healthz '' -X DELETE
    refuses 405 GET
    head -c 9000000 /dev/zero | tr '\0' ' ' >large
    ask /v1/run @large
    refuses 413 'longer than'
    # Nothing is announced: the connection is closed on whoever goes on.
    ask /v1/run @large -H 'Transfer-Encoding: chunked' 2>/dev/null || true
    [ "$code" != 200 ] || explain "a body without end was taken"
    ask /healthz
    answers 200 .status ok
}

@test "output that is dear to write down does not fill the server's memory" {
    ask /v1/run '{"code": "import sys\nwhile True: sys.stdout.write(chr(0) * 1000000)"}'
    answers 200 .status output .stdout_cut true '.stdout | length' $((8 << 20))
    local size
    size=$(awk '/^VmHWM/ { print $2 }' "/proc/$(cat "$SERVER/pid")/status")
    [ "$size" -lt 300000 ] || explain "$size KiB"
}

@test "output comes while it is made, as events" {
    curl -sS -N --max-time 20 --unix-socket "$SERVER/socket" -H 'Accept: text/event-stream' \
        -H 'Content-Type: application/json' \
        -d '{"code": "import time\nfor i in range(3):\n print(i, \"ä\", flush=True)\n time.sleep(0.1)\nraise SystemExit", "stdin": ""}' \
        http://x/v1/run >events
    run -0 grep -c '^event: stdout' events
    [ "$output" -ge 2 ] || explain "not in pieces"
    [ "$(grep -A1 '^event: stdout' events | sed -n 's/^data: //p' | jq -rj .)" = \
        "$(printf '0 ä\n1 ä\n2 ä')" ]
    [ "$(tail -n 2 events | sed -n 's/^data: //p' | jq -r .status)" = error ]
}

@test "metrics count, and the policy is told" {
    ask /v1/run '{"code": "import socket"}'
    ask /metrics
    [[ $output =~ pysbx_violations_total\{rule=\"import\"\}\ [1-9] ]] || explain "no violations"
    [[ $output =~ pysbx_runs_total\{verdict=\"error\"\}\ [1-9] ]] || explain "no errors"
    [[ $output =~ pysbx_run_seconds_bucket\{le=\"\+Inf\"\}\ [1-9] ]] || explain "no latency"
    ask /v1/policy
    answers 200 '.profiles[0].profile' default '.profiles[0].limits.wall_seconds' 2
    [[ $(jq -r '.profiles[0].policy' answer) = *'math = *'* ]]
}

@test "one request never sees what another has sent" {
    local i
    for i in 1 2 3 4; do
        ask /v1/run "{\"code\": \"hidden_$i = 'TOP-SECRET-$i' * 3; open('left', 'w').write(hidden_$i)\", \"stdin\": \"TOP-SECRET-$i\", \"args\": [\"TOP-SECRET-$i\"], \"collect\": true}"
        answers 200 .status ok
    done
    cat >hunt.py <<'END'
# The secret itself must not stand in here: it would find itself.
import sys
found = []
def hunt(name, data):
    at = data.find(b"TOP-SEC")
    while at >= 0:
        if data[at + 7:at + 10] == b"RET":
            found.append(name)
        at = data.find(b"TOP-SEC", at + 1)
for name in ["/proc/self/environ", "/proc/self/cmdline", "left", "../left"]:
    try: hunt(name, open(name, "rb").read())
    except OSError: pass
# All memory of this process, what was freed in it included.
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as mem:
    for line in maps.readlines():
        a, b = (int(x, 16) for x in line.split()[0].split("-"))
        if b - a < 2 ** 28 and a < 2 ** 63 and " r" in line:
            mem.seek(a)
            try: hunt(line.split()[0], mem.read(b - a))
            except (OSError, ValueError): pass
print("found" if found else "none", [k for k in globals() if k[:6] == "hidden"], sys.argv)
END
    ask /v1/run "{\"code\": $(jq -Rs . hunt.py), \"policy\": \"open\"}"
    answers 200 .stderr '' .stdout "none [] ['-c']"
    # It does find what is there.
    ask /v1/run "{\"code\": $(jq -Rs . hunt.py), \"policy\": \"open\", \"args\": [\"TOP-SECRET-5\"]}"
    answers 200 .stdout "found [] ['-c', 'TOP-SECRET-5']"
}
