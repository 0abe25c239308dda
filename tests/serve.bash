# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# For the tests of `pysbx serve`, after helpers.bash and pysbx.bash.

# serve DIRECTORY OPTION...: start a server that listens on DIRECTORY/socket;
# its number is in DIRECTORY/pid, its words in DIRECTORY/words.
serve() {
    local dir=$1
    shift
    mkdir -p "$dir"
    rm -f "$dir/words"
    "$PYSBX" serve --socket "$dir/socket" --scratch "$dir/scratch" "$@" \
        >"$dir/words" 2>&1 3>&- </dev/null &
    echo $! >"$dir/pid"
    soon healthy "$dir" || {
        cat "$dir/words" >&2
        return 1
    }
}

healthy() {
    [ "$(curl -sS -o /dev/null -w '%{http_code}' --max-time 5 \
        --unix-socket "$1/socket" http://x/healthz)" = 200 ]
}

# end DIRECTORY: SIGTERM, and wait; the status is the server's.
end() {
    local pid
    pid=$(cat "$1/pid") || return 0
    rm -f "$1/pid"
    kill "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null || gone "$pid"
}

# ask PATH [JSON [CURL-OPTION...]]: of the server in $SERVER; $code is the
# HTTP status, $output the body.  JSON: @FILE is what is in there; $type is
# its type, if it is none.
ask() {
    local path=$1 body=${2-}
    shift $(($# > 1 ? 2 : 1))
    case $body in
        '') ;;
        @*) cp "${body#@}" "$BATS_TEST_TMPDIR/body" ;;
        *) printf %s "$body" >"$BATS_TEST_TMPDIR/body" ;;
    esac
    [ -z "$body" ] || set -- -H "Content-Type: ${type:-application/json}" \
        --data-binary "@$BATS_TEST_TMPDIR/body" "$@"
    # shellcheck disable=SC2034 # the tests use it
    code=$(curl -sS --max-time 30 --unix-socket "$SERVER/socket" \
        -o "$BATS_TEST_TMPDIR/answer" -w '%{http_code}' "$@" "http://x$path")
    output=$(cat "$BATS_TEST_TMPDIR/answer")
}

# answers CODE [FILTER VALUE]...: what the last `ask` got; jq's FILTER makes
# VALUE of it.
answers() {
    local got
    [ "$code" = "$1" ] || explain "HTTP status $code, not $1" || return
    shift
    while [ $# -gt 1 ]; do
        # Counted with: jq 1.7 and later print a number as it was written (2.0).
        got=$(jq -r "$1 | if type == \"number\" then . + 0 else . end" \
            <<<"$output") || return
        [ "$got" = "$2" ] || explain "$1 is '$got', not '$2'" || return
        shift 2
    done
}

# refuses CODE TEXT: with a description that has this text.
refuses() {
    # shellcheck disable=SC2015 # either is a failure
    answers "$1" && [[ $(jq -r .description <<<"$output") = *"$2"* ]] ||
        explain "the description has no: $2"
}

# shared_server OPTION...: for setup_file of files whose tests share a server,
# in $SERVER, which each of them leaves as it was; at_shared_server for setup,
# no_shared_server for teardown_file.
shared_server() {
    command -v curl >/dev/null || return 0 # each test says so
    cd "$BATS_FILE_TMPDIR" || return
    export SERVER=$BATS_FILE_TMPDIR/server
    serve "$SERVER" "$@"
}

at_shared_server() {
    requires curl jq
    cd "$BATS_TEST_TMPDIR" || return
}

no_shared_server() {
    [ ! -d "$SERVER" ] || end "$SERVER"
}

# own_server, no_own_server: for setup and teardown of files whose tests start
# a server each, in $SERVER.
own_server() {
    requires curl jq
    cd "$BATS_TEST_TMPDIR" || return
    export SERVER=$BATS_TEST_TMPDIR/server
}

no_own_server() {
    [ ! -e "$SERVER/pid" ] || end "$SERVER"
}

# metric LINE: it is among the server's.
metric() {
    ask /metrics && grep -qxF "$1" "$BATS_TEST_TMPDIR/answer"
}

# working N: so many runs are at work.
working() {
    metric "pysbx_runs_working $1"
}

b64() {
    printf %s "$1" | base64 -w0
}
