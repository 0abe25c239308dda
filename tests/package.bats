#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The Python package: unittest files in tests/package/, run by each Python.

load helpers

setup() {
    export PYTHONPATH=$SBX_BUILD/python PYTHONDONTWRITEBYTECODE=1
    cd "$BATS_TEST_TMPDIR" || return
}

# unittests PYTHON NAME...: the files tests/package/test_NAME.py.
unittests() {
    local with=$1 name
    shift
    requires "$with"
    for name; do
        run -0 "$with" -W error::ResourceWarning \
            "$SBX_ROOT/tests/package/test_$name.py"
        shows OK
    done
}

@test "call: functions and data cross, all else is refused in words" {
    unittests "${PYTHON:?}" call
}
