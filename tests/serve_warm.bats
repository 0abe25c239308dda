#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx serve: what warm interpreters give (values, narrower policies), and
# pysbx exec.

# shellcheck disable=SC2154,SC2015,SC2016,SC2034,SC2030,SC2031 # bats and ask set them
load helpers
load pysbx
load serve

setup_file() {
    printf '[process]\nexit = yes\n' >"$BATS_FILE_TMPDIR/exit.conf"
    shared_server --wall 3s --profile exit=default,./exit.conf
}

teardown_file() {
    no_shared_server
}

setup() {
    at_shared_server
    export PYSBX_SERVER=unix:$SERVER/socket
}

@test "the value of the last expression, as JSON or repr" {
    ask /v1/run '{"code": "x = 20\n{\"a\": [x, None, \"ä\"]}", "result": "json"}'
    answers 200 .status ok '.result.kind' json '.result.value | tojson' '{"a":[20,null,"ä"]}' .warm true
    ask /v1/run '{"code": "{1, 1}", "result": "json"}'
    answers 200 '.result.kind' repr '.result.value' '{1}'
    ask /v1/run '{"code": "1 + 1", "result": "repr"}'
    answers 200 '.result.value' 2
    ask /v1/run '{"code": "1 + 1"}'
    answers 200 .result null
}

@test "a request may narrow the policy, and never widen it" {
    ask /v1/run '{"code": "import math\nprint(math.pi > 3)", "policy": {"text": "include = default\n"}}'
    answers 200 .stdout True
    ask /v1/run '{"code": "import random", "policy": {"text": "[files]\nread = ${python}\n[imports]\nmath = *\n"}}'
    answers 200 .status error '.violations[0].object' random
    ask /v1/run '{"code": "import socket", "policy": {"text": "include = default\n[imports]\nsocket = *\n"}}'
    refuses 400 'more than the server grants'
    ask /v1/run '{"code": "", "policy": {"text": "[files]\nread = /etc/shadow\n"}}'
    refuses 400 'more than the server grants'
    ask /v1/run '{"code": "", "policy": {"text": "include = /etc/shadow\n"}}'
    refuses 400 'only profiles of the server'
    ask /v1/run '{"code": "", "policy": {"text": "  include  =  ./x.conf"}}'
    refuses 400 'only profiles of the server'
    ask /v1/run '{"code": "", "policy": {"text": "nonsense"}}'
    refuses 400 'policy.text:1:'
    # The text is kept in a file of ours, for which the limit is none.
    ask /v1/run '{"code": "print(1)", "policy": {"text": "include = default\n"}, "limits": {"file_size_bytes": 1}}'
    answers 200 .status ok .stdout 1
    ask /v1/run "$(printf '#%.0s' {1..25000} | fold -w 100 | jq -Rs '{code: "", policy: {text: (. + .)}}')"
    refuses 400 'policy.text: is longer than 49999 bytes'
    ask /v1/run '{"code": "raise SystemExit(3)", "policy": "exit"}'
    answers 200 .exit_code 3
    ask /v1/run '{"code": "raise SystemExit(3)"}'
    answers 200 .exit_code 1
}

@test "random state and hash seed are fresh for each request" {
    ask /v1/run '{"code": "import random\nprint(random.random(), hash(\"a\"))"}'
    local first=$output
    ask /v1/run '{"code": "import random\nprint(random.random(), hash(\"a\"))"}'
    [ "$(jq -r .stdout <<<"$first" | cut -d' ' -f1)" != "$(jq -r .stdout answer | cut -d' ' -f1)" ]
}

# same ARG...: `pysbx exec` does what `pysbx run` does.  (In a traceback the
# server cannot show lines of a file that it has never seen.)
same() {
    local one
    "$PYSBX" run --server '' "$@" <"$input" >out1 2>err1 && one=0 || one=$?
    for how in exec run; do
        two=0
        "$PYSBX" "$how" "$@" <"$input" >out2 2>err2 || two=$?
        [ "$two" = "$one" ] && cmp out1 out2 &&
            diff <(grep -v '^  ' err1) <(grep -v '^  ' err2) ||
            explain "$how $* differs ($two)"
    done
}

@test "pysbx exec, run --server: output and exit status are those of pysbx run" {
    local input=/dev/null how two
    printf 'import sys\nprint(sys.argv, sys.stdin.read())\nprint(2, file=sys.stderr)\nraise ValueError(3)\n' >prog.py
    same -c 'print(1)'
    same prog.py a 'b c'
    same -c 'import socket'
    same --wall 300ms -c 'while True: pass'
    same -q --wall 300ms -c 'while True: pass'
    same --output 1000 -c 'while True: print(9)'
    same -c 'import sys; sys.stdout.buffer.write(bytes(range(256)) * 500)'
    same --memory 100M -c 'x = bytearray(2**30)'
    input=prog.py
    same - x
    same prog.py
}

@test "pysbx exec: the report has what that of pysbx run has" {
    echo 'import socket' >prog.py
    run -1 "$PYSBX" exec --report report prog.py </dev/null
    reports error
    report 'keys | join(" ")' >keys2
    run -1 "$PYSBX" run --server '' --report report prog.py </dev/null
    report 'keys | join(" ")' >keys1
    cmp keys1 keys2
    # As `pysbx run` has it, on standard output and for people.
    run -1 --separate-stderr env PYSBX_SUMMARY=1 "$PYSBX" run --report - \
        prog.py </dev/null
    [ "$(jq -r '.violations[0].object' <<<"$output")" = socket ]
    [[ $stderr == *"pysbx: error: "*"
  import socket (prog.py:1): add to the policy: [imports] socket = *"* ]] ||
        explain "no summary"
}

# not_served WORDS ARGS...: one line with WORDS, status 125, and nothing ran.
not_served() {
    local words=$1
    shift
    run -125 --separate-stderr "$PYSBX" run "$@" </dev/null
    [ -z "$output" ] || explain "something ran: $*"
    # shellcheck disable=SC2154 # `run` sets it
    [ "${#stderr_lines[@]}" = 1 ] || explain "not one line: $*"
    case $stderr in "pysbx: "*"$words"*) ;; *) explain "not told: $words" ;; esac
}

@test "pysbx run --server: whatever the server cannot do is one line, status 125" {
    echo 'print("ran")' >prog.py
    not_served 'more than the server grants' --allow-import socket prog.py
    not_served 'more than the server grants' --allow-read /etc/passwd prog.py
    not_served 'more than the server grants' --allow-write . prog.py
    not_served 'more than the server grants' --env HOME prog.py
    printf 'include = default\n[process]\nexit = yes\n' >more.conf
    not_served 'more than the server grants' --policy ./more.conf prog.py
    not_served 'no profile `none-such`' --policy none-such prog.py
    not_served 'not offered' --python /nowhere/python3 prog.py
    not_served "the server's limit is" --wall 1h prog.py
    not_served "the server's limit is" --memory 64G prog.py
    not_served '--wall none' --wall none prog.py
    not_served '-m json.tool cannot' -m json.tool
    not_served 'cannot read the program none.py: No such file' none.py
    not_served 'no program'
    not_served 'not together with --resident' --server "$PYSBX_SERVER" --resident prog.py
    not_served 'no server answers' --server "unix:$PWD/none" prog.py
    PYSBX_SERVER='' not_served '--token-file: no server' --token-file more.conf prog.py
    PYSBX_POLICY=none-such not_served 'no profile' prog.py
    PYSBX_PYTHON=/nowhere/python3 not_served 'not offered' prog.py
    for name in LOG LAYERS WHITELIST_DIR CGROUP; do
        export "PYSBX_$name=/nowhere"
        not_served "PYSBX_$name is set" prog.py
        unset "PYSBX_$name"
    done
    run -125 --separate-stderr "$PYSBX" run --report - --wall 1h prog.py </dev/null
    [ "$(jq -r .status <<<"$output")" = setup ]
}

@test "pysbx run --server: what the server grants, narrower, and who is asked" {
    local pid
    pid=$(cat "$SERVER/pid")
    served() {
        curl -sS --unix-socket "$SERVER/socket" http://x/metrics |
            awk '/^pysbx_run_seconds_count/ {n += $2} END {print n + 0}'
    }
    echo 'import math; print(math.e > 2)' >prog.py
    before=$(served)
    run -0 "$PYSBX" run prog.py </dev/null
    shows True
    [ "$(served)" -gt "$before" ] || explain "the server was not asked"
    run -0 "$PYSBX" run --server "unix:$SERVER/socket" --allow-import math prog.py </dev/null
    shows True
    run -0 "$PYSBX" run --server "$SERVER/socket" --env A=1 prog.py </dev/null
    shows True
    run -3 "$PYSBX" run --policy exit -c 'raise SystemExit(3)' </dev/null
    before=$(served)
    # Not by a server: an empty name, --resident, what the Python package does.
    run -0 "$PYSBX" run --server '' prog.py </dev/null
    run -0 env XDG_RUNTIME_DIR="$PWD" PYSBX_RESIDENT_IDLE=1 \
        "$PYSBX" run --resident prog.py </dev/null
    run -0 bash -c '"$0" run --parent $$ prog.py; exit $?' "$PYSBX" </dev/null
    [ "$(served)" = "$before" ] || explain "the server was asked"
    kill -0 "$pid"
}

@test "a server whose own environment names a server does not ask itself" {
    PYSBX_SERVER=unix:$PWD/own/socket serve "$PWD/own" --cold
    run -0 "$PYSBX" run --server "unix:$PWD/own/socket" -c 'print("cold")' </dev/null
    shows cold
    end "$PWD/own"
}

@test "pysbx exec: what the server refuses, and servers that are not there" {
    run -125 "$PYSBX" exec --allow-import socket -c '' </dev/null
    shows 'more than the server grants'
    run -0 "$PYSBX" exec --allow-import math -c 'import math; print(math.e > 2)' </dev/null
    shows True
    run -3 "$PYSBX" exec --policy exit -c 'raise SystemExit(3)' </dev/null
    run -125 "$PYSBX" exec --policy none-such -c '' </dev/null
    shows 'no profile'
    run -125 "$PYSBX" exec --socket "$PWD/none" -c '' </dev/null
    shows 'no server answers'
    run -125 "$PYSBX" exec --socket http://example.org:1 -c '' </dev/null
    shows 'no numeric address'
    run -125 "$PYSBX" exec none.py </dev/null
    shows 'No such file'
    run -125 "$PYSBX" exec </dev/null
    shows 'no program'
    run -125 --separate-stderr "$PYSBX" exec --report - --socket "$PWD/none" -c '' </dev/null
    [ "$(jq -r .status <<<"$output")" = setup ]
}
