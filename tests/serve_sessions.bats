#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx serve: sessions, which keep a namespace from call to call; their limits
# and ends, and who may use them.

# shellcheck disable=SC2154,SC2034,SC2016,SC2030,SC2031 # bats and ask set them
load helpers
load pysbx
load serve

setup_file() {
    shared_server --sessions 3
}

teardown_file() {
    no_shared_server
}

setup() {
    at_shared_server
}

teardown() {
    local id
    ask /v1/sessions || return 0
    for id in $(jq -r '.sessions[].id' answer); do
        ask "/v1/sessions/$id" '' -X DELETE
    done
}

# session [JSON]: a new one, in $id.
session() {
    ask /v1/sessions "${1-"{}"}"
    answers 201
    id=$(jq -r .id answer)
}

@test "a session keeps its namespace, and tells what each call did" {
    local id
    ask /v1/sessions '{}'
    answers 201 .calls 0 .busy false
    id=$(jq -r .id answer)
    ask "/v1/sessions/$id" '{"code": "x = 40\nprint(\"one\")"}'
    answers 200 .status ok .stdout one .session_alive true
    ask "/v1/sessions/$id" '{"code": "x + 2", "result": "json"}'
    answers 200 .result.value 42 .stdout ''
    ask "/v1/sessions/$id" '{"code": "1 / 0"}'
    answers 200 .status error .exception.type ZeroDivisionError
    ask "/v1/sessions/$id" '{"code": "import socket"}'
    answers 200 '.violations | length' 1 '.violations[0].object' socket
    ask "/v1/sessions/$id" '{"code": "print(x)"}'
    answers 200 .stdout 40 .exception null '.violations | length' 0
    ask "/v1/sessions/$id"
    answers 200 .calls 5
    ask /v1/sessions
    answers 200 ".sessions[] | select(.id == \"$id\") | .calls" 5
    ask "/v1/sessions/$id" '' -X DELETE
    answers 200 .id "$id"
    ask "/v1/sessions/$id" '{"code": "x"}'
    refuses 404 'no such session'
    # Another one begins with nothing.
    ask /v1/sessions '{}'
    id=$(jq -r .id answer)
    ask "/v1/sessions/$id" '{"code": "x"}'
    answers 200 .exception.type NameError
    ask "/v1/sessions/$id" '' -X DELETE
}

@test "a session has files, and ends by its limits" {
    local id
    ask /v1/sessions "{\"files\": [{\"path\": \"a.txt\", \"content\": \"$(b64 hello)\"}], \"limits\": {\"wall_seconds\": 0.5}}"
    answers 201
    id=$(jq -r .id answer)
    ask "/v1/sessions/$id" '{"code": "print(open(\"a.txt\").read())"}'
    answers 200 .stdout hello
    ask "/v1/sessions/$id" '{"code": "while True: pass"}'
    answers 200 .status timeout .session_alive false
    ask "/v1/sessions/$id"
    refuses 404 'no such session'
    ask /v1/sessions '{"idle_seconds": 0.3}'
    id=$(jq -r .id answer)
    soon ends "$id"
    ask /v1/sessions '{"idle_seconds": 1e9}'
    refuses 400 "idle_seconds: the server's limit"
    run -0 find "$SERVER/scratch" -name a.txt
    [ -z "$output" ] || explain "left behind"
}

ends() {
    ask "/v1/sessions/$1" && [ "$code" = 404 ]
}

@test "there are no more sessions than allowed, and one call in each at a time" {
    local i id ids=()
    for i in 1 2 3; do
        ask /v1/sessions '{}'
        answers 201
        ids+=("$(jq -r .id answer)")
    done
    ask /v1/sessions '{}'
    refuses 429 '3 sessions'
    id=${ids[0]}
    curl -sS --max-time 20 --unix-socket "$SERVER/socket" -H 'Content-Type: application/json' \
        -d '{"code": "import time; time.sleep(1.5); print(\"slow\")"}' "http://x/v1/sessions/$id" >slow 3>&- &
    soon busy "$id"
    ask "/v1/sessions/$id" '{"code": "1"}'
    refuses 409 'another call'
    soon grep -q '"stdout":"slow' slow
    for id in "${ids[@]}"; do
        ask "/v1/sessions/$id" '' -X DELETE
    done
}

busy() {
    ask "/v1/sessions/$1" && [ "$(jq .busy answer)" = true ]
}

@test "a session ends when it is as old as it may be, in a call too" {
    local id
    session '{"total_seconds": 0.5}'
    ask "/v1/sessions/$id"
    answers 200 .total_limit_seconds 0.5
    soon ends "$id"
    session '{"total_seconds": 1}'
    ask "/v1/sessions/$id" '{"code": "while True: pass"}'
    answers 200 .status timeout .session_alive false
    soon ends "$id"
    ask /v1/sessions '{"total_seconds": 1e9}'
    refuses 400 "total_seconds: the server's limit"
    ask /v1/sessions '{"total_seconds": 0}'
    refuses 400 'total_seconds: must be a number above 0'
    # What is busy is not idle.
    session '{"idle_seconds": 0.3}'
    ask "/v1/sessions/$id" '{"code": "import time; time.sleep(1); print(5)"}'
    answers 200 .stdout 5 .session_alive true
}

@test "deletion: at once, in a call too, and for all that use it" {
    local id pid
    session
    curl -sS --max-time 20 --unix-socket "$SERVER/socket" -H 'Content-Type: application/json' \
        -d '{"code": "print(1, flush=True)\nwhile True: pass"}' "http://x/v1/sessions/$id" >called 3>&- &
    soon busy "$id"
    ask "/v1/sessions/$id" '' -X DELETE
    answers 200 .busy true
    ask "/v1/sessions/$id" '' -X DELETE
    refuses 404 'no such session'
    ask "/v1/sessions/$id" '{"code": "1"}'
    refuses 404 'no such session'
    soon grep -q '"session_alive":false' called
    ask /v1/sessions
    answers 200 '.sessions | length' 0
}

@test "a session's process that ends or is killed ends the session, which says so" {
    local id
    session
    ask "/v1/sessions/$id" '{"code": "x = bytearray(2 ** 40)"}'
    answers 200 .status memory .session_alive true # an exception; it goes on
    ask "/v1/sessions/$id" '{"code": "def f(): f()\nf()"}'
    answers 200 .status error .session_alive true
    ask "/v1/sessions/$id" '{"code": "raise SystemExit(3)"}'
    answers 200 .exit_code 1 .session_alive true
    session
    ask "/v1/sessions/$id" '{"code": "while True: print(1)", "limits": {"output_bytes": 1000}}'
    answers 200 .status output .session_alive false
    ask "/v1/sessions/$id" '{"code": "1"}'
    refuses 404 'no such session'
}

@test "names of sessions are the server's own, and no others are of use" {
    local id name
    session
    for name in . .. ../run "${id:0:31}" "${id}0" "${id^^}" "$id/" "$id/x" "$id%00" "%2e%2e" \
        "${id:0:16}%00${id:16}" "*" "%2a" '[0-9a-f]*' "'" '%25s%25n' "$(printf 'a%.0s' {1..6000})" \
        00000000000000000000000000000000 '%ff%fe' "../sessions/$id/../$id/.."; do
        ask "/v1/sessions/$name" '{"code": "print(1)"}' --path-as-is --globoff
        [ "$code" = 404 ] || explain "call '$name': $code"
        ask "/v1/sessions/$name" '' -X DELETE --path-as-is --globoff
        [[ $code = 40[45] ]] || explain "delete '$name': $code"
    done
    ask "/v1/sessions/$id" '{"id": "x", "code": ""}'
    refuses 400 'unknown key `id`'
    ask /v1/sessions '{"id": "0123456789abcdef0123456789abcdef"}'
    refuses 400 'unknown key `id`'
    ask "/v1/sessions/$id"
    answers 200 .calls 0
    [[ $id =~ ^[0-9a-f]{32}$ ]]
}
