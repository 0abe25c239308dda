#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# How a refusal is told: exception classes, the log, the summary, and what is
# no refusal.
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    log=$BATS_TEST_TMPDIR/log.jsonl
    export PYSBX_LOG=$log PYSBX_SUMMARY=0
}

@test "a refusal is of the class that honest code expects" {
    program use.py <<'END'
try:
    import ssl
except ImportError as refusal:
    print("import", type(refusal).__name__)
try:
    open("/etc/passwd")
except PermissionError as refusal:
    print("open", refusal.errno, refusal.filename)
try:
    (lambda: 0).__closure__
except AttributeError as refusal:
    print("attribute", type(refusal).__name__)
END
    run -0 sandboxed use.py
    shows "import SandboxImportError" "open 13 /etc/passwd" \
        "attribute SandboxAttributeError"
}

@test "the log goes to a descriptor as well, one JSON line a refusal" {
    unset PYSBX_LOG
    PYSBX_LOG=fd:5 run -1 sandboxed -c 'import os' 5>log-by-fd
    logged log-by-fd layer=interpreter rule=import object=os reason= allow= \
        pid=
    run -0 wc -l log-by-fd
    shows "1 log-by-fd"
}

@test "equal refusals are not written without end" {
    run -0 sandboxed -c 'for i in range(100_000):
    try:
        import os
    except ImportError:
        pass
print("done")'
    shows "done"
    run -0 wc -l "$log"
    [ "${output%% *}" -lt 1000 ] || explain "too many lines"
    [ "${output%% *}" -gt 0 ] || explain "no line"
}

@test "a summary on standard error ends a run with refusals, unless switched off" {
    unset PYSBX_SUMMARY
    program use.py <<'END'
try:
    import os
except ImportError:
    print("went on")
END
    run -0 --separate-stderr sandboxed use.py
    [ "$output" = "went on" ] || explain "standard output differs"
    shows "pysbx:"
    PYSBX_SUMMARY=0 run -0 --separate-stderr sandboxed use.py
    [ -z "$stderr" ] || explain "a summary"
    run -0 --separate-stderr sandboxed -c 'print("clean")'
    [ -z "$stderr" ] || explain "a summary of nothing"
}

@test "what the starter told the sandbox is hidden from the program" {
    profile env <<'END'
[imports]
os = environ
END
    PYSBX_POLICY=default,./env.conf SECRET=treasure run -0 sandboxed -c \
        'import os; print(sorted(os.environ))'
    hides PYSBX_ LD_PRELOAD SECRET
}

@test "layers that are switched off are announced" {
    run -0 layers kernel -c 'print("hello")'
    shows hello PYSBX_LAYERS
    run -0 sandboxed -c 'print("hello")'
    hides PYSBX_LAYERS
    run -125 layers kernal -c 'print("hello")'
    shows kernal
    hides hello
}

@test "an uncaught exception prints as without the sandbox and is no refusal" {
    unset PYSBX_SUMMARY
    program fail.py <<'END'
import json
def inner(n):
    return 1 / n
try:
    inner(0)
except ZeroDivisionError as cause:
    raise ValueError(json.dumps("outer")) from cause
END
    run -1 --separate-stderr "$PYTHON" fail.py
    local bare=$stderr
    run -1 --separate-stderr sandboxed fail.py
    [ "$stderr" = "$bare" ] || explain "differs from: $bare"
    run ! test -s "$log"
}
