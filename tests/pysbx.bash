# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# For the tests of the pysbx command, after helpers.bash.

# shellcheck disable=SC2034 # the tests use it
PYSBX=$SBX_BUILD/pysbx
export PYSBX_PYTHON=$PYTHON

# stand_in NAME <<'END': an "interpreter" that is a shell script, for what no
# sandboxed program can do.  The library leaves it alone.
stand_in() {
    { echo '#!/bin/sh'; cat; } >"$BATS_TEST_TMPDIR/$1"
    chmod +x "$BATS_TEST_TMPDIR/$1"
}

# report FILTER: what jq makes of $BATS_TEST_TMPDIR/report.
report() {
    jq -r "$1" "$BATS_TEST_TMPDIR/report"
}

# reports STATUS: the report is what the schema says, with this status.
reports() {
    "$PYTHON" -I "$SBX_ROOT/tests/schema.py" \
        "$SBX_ROOT/docs/pysbx-report.schema.json" \
        "$BATS_TEST_TMPDIR/report" || return
    [ "$(report .status)" = "$1" ] || {
        cat "$BATS_TEST_TMPDIR/report" >&2
        explain "status is not $1"
    }
}

# gone PID: no such process (a zombie is none), after a while.
gone() {
    local i state
    for ((i = 0; i < 100; i++)); do
        state=$(awk '/^State/ {print $2}' "/proc/$1/status" 2>/dev/null) ||
            return 0
        case $state in Z | '') return 0 ;; esac
        sleep 0.05
    done
    echo "process $1 is alive" >&2
    return 1
}

# soon COMMAND...: until it succeeds, for a while.
soon() {
    local i
    for ((i = 0; i < 200; i++)); do
        ! "$@" >/dev/null 2>&1 || return 0
        sleep 0.05
    done
    echo "never: $*" >&2
    return 1
}
