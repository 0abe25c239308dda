#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# One request never sees another's data.  tests/secrets/plant.py leaves a secret
# wherever native code can, tests/secrets/hunt.py looks for it in memory,
# descriptors, files, the environment, shared pages and in what the kernel keeps
# for a process.  Both run under the kernel layer alone.

# shellcheck disable=SC2154 # bats and ask set them
load helpers
load pysbx
load serve

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export PYSBX_LAYERS=kernel XDG_RUNTIME_DIR=$PWD/run PYSBX_RESIDENT_IDLE=30
    mkdir -m 700 run
    SERVER=$PWD/server
    printf 'include = default\n[files]\nread = /proc\n[env]\npass = LEFT*\n' >native.conf
    printf 'include = ./native.conf\n[env]\nset = LEFT_IN=planted-secret-env\n' >set.conf
    plant=$SBX_ROOT/tests/secrets/plant.py
    hunt=$SBX_ROOT/tests/secrets/hunt.py
    { cat "$plant" && echo 'import time; time.sleep(30)'; } >stay.py
}

teardown() {
    local dir
    [ ! -e "$SERVER/pid" ] || end "$SERVER"
    for dir in /proc/[0-9]*; do
        [ "$(readlink "$dir/cwd")" != "$XDG_RUNTIME_DIR/pysbx" ] ||
            kill "${dir#/proc/}" || true # it may have ended
    done 2>/dev/null
}

# asks WHERE PROGRAM [MORE]: have the server run it; MORE: members, as JSON.
asks() {
    # shellcheck disable=SC2016 # jq's
    ask "$1" "$(jq -n --rawfile code "$2" --argjson more "${3:-"{}"}" '{code: $code} + $more')"
}

# clean [WHERE [MORE]]: a hunter looked in all places, and found nothing.
clean() {
    asks "${1:-/v1/run}" "$hunt" "${2-}"
    answers 200 .status ok .stdout 'found [] in all'
}

# planted [WHERE [MORE]]
planted() {
    asks "${1:-/v1/run}" "$plant" "${2-}"
    answers 200 .status ok
    shows 'planted True'
}

@test "a hunter finds what is there, in each kind of place" {
    requires curl jq
    serve "$SERVER" --policy ./native.conf
    cat "$plant" "$hunt" >both.py
    asks /v1/run both.py '{"args": ["one", "--show"], "collect": true}'
    answers 200 .status ok
    local kind
    for kind in descriptor environ file memory umask; do
        shows "'$kind'"
    done
}

@test "the pool: no child finds what another, dead or at work, has left" {
    requires curl jq
    serve "$SERVER" --policy ./native.conf --profile set=./set.conf --workers 3 --ready 2
    local i
    for i in '' answers; do
        planted /v1/run '{"args": ["run", "'"$i"'"], "stdin": "planted-secret-stdin"}'
        clean
        planted /v1/run '{"args": ["files"], "collect": true,
            "files": [{"path": "f", "content": "cGxhbnRlZC1zZWNyZXQtZmlsZQ=="}]}'
        clean /v1/run '{"collect": true}'
        planted /v1/run '{"args": ["other"], "policy": "set"}'
        clean
        clean /v1/run '{"policy": {"text": "include = default\n[files]\nread = /proc\n"}}'
    done
    curl -sS -o stayed --max-time 60 --unix-socket "$SERVER/socket" -H 'Content-Type: application/json' \
        -d "$(jq -n --rawfile code stay.py '{code: $code, args: ["alive"], collect: true}')" \
        http://x/v1/run 3>&- &
    soon working 1
    clean
    clean /v1/run '{"collect": true}'
    clean
}

@test "sessions: none finds another's, nor what an ended one has left" {
    requires curl jq
    serve "$SERVER" --policy ./native.conf
    local one two
    ask /v1/sessions "{\"files\": [{\"path\": \"s\", \"content\": \"$(b64 planted-secret-session)\"}]}"
    one=$(jq -r .id answer)
    planted "/v1/sessions/$one"
    ask /v1/sessions '{"files": [{"path": "t", "content": ""}]}'
    two=$(jq -r .id answer)
    clean "/v1/sessions/$two"
    clean
    ask "/v1/sessions/$one" '' -X DELETE
    clean "/v1/sessions/$two"
    ask /v1/sessions '{}'
    clean "/v1/sessions/$(jq -r .id answer)"
    clean
}

# resident ARG...: one run of a child of a resident interpreter.
resident() {
    LEFT_ALSO=planted-secret-variable "$PYSBX" run --resident --quiet \
        --policy ./native.conf --report report "$@" </dev/null 3>&-
}

is_resident() {
    resident -c 1 && [ "$(jq .resident report)" = true ]
}

@test "--resident: no run finds what the one before it has left" {
    requires jq
    soon is_resident
    local how
    for how in run answers; do
        run -0 resident "$plant" "$how"
        shows 'planted True'
        # Its variable is what the policy passes: another run has none.
        run -0 env -u LEFT_ALSO "$PYSBX" run --resident --quiet \
            --policy ./native.conf --report report "$hunt" </dev/null
        shows 'found [] in all'
    done
    [ "$(jq .resident report)" = true ] || explain "it was a cold run"
}
