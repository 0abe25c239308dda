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

@test "run: programs, files in and out, verdicts; arun and its cancellation" {
    unittests "${PYTHON:?}" run
}


@test "docs/PYTHON.md: its program does what it says" {
    # shellcheck disable=SC2016 # fences of code
    sed -n '/^```python$/,/^```$/{/^```/!p}' "$SBX_ROOT/docs/PYTHON.md" >tour.py
    cat >>tour.py <<'END'
assert space["roots"] == [1.0, 2 ** 0.5, 3 ** 0.5], space
assert (r.status, r.output, r.files, r.violations) == ("ok", "1,2\n", {"out.txt": b"done"}, []), r
print("as written")
END
    requires "${PYTHON:?}"
    run -0 "$PYTHON" tour.py
    shows "as written"
}
