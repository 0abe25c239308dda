#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx doctor: what is protected, tested live.

load helpers
load pysbx

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

@test "says in words that programs are protected" {
    run -0 "$PYSBX" doctor
    shows "Landlock ABI" seccomp "Python 3." "interpreter:" "libc:" "kernel:" \
        "protected here by all three layers"
    hides $'\033' "no  "
}

@test "--json says the same" {
    requires jq
    "$PYSBX" doctor --json >doctor.json
    [ "$(jq -r '.protected' doctor.json)" = true ]
    [ "$(jq -r '.landlock_abi > 0' doctor.json)" = true ]
    [ "$(jq -r '.tests | map(. == true) | all' doctor.json)" = true ]
    [ "$(jq -r '.tests | length' doctor.json)" = 5 ]
    [ "$(jq -r '.pythons[0] | [.path, .usable, .chosen] | tojson' doctor.json)" = \
        "[\"$PYTHON\",true,true]" ]
}

@test "a library that does nothing is found out" {
    requires cc jq
    mkdir strange
    cp "$PYSBX" strange/
    ln -s "$SBX_ROOT/whitelist.d" strange/whitelist.d
    echo 'int nothing;' >nothing.c
    cc -shared -o strange/libpysbx.so nothing.c
    run -1 strange/pysbx doctor
    shows "does not load" "NOT fully protected"
    strange/pysbx doctor --json >doctor.json || true
    [ "$(jq -r .protected doctor.json)" = false ]
}

@test "a layer that does not hold is found out" {
    # A policy that gives the tests' objects away is a layer that is off.
    mkdir profiles
    cat >profiles/default.conf <<END
include = $SBX_ROOT/whitelist.d/default.conf
[files]
read = /proc
[imports]
os = *
END
    PYSBX_WHITELIST_DIR=$PWD/profiles run -1 "$PYSBX" doctor
    shows "no  interpreter: it was not refused" \
        "no  libc: it was not refused" "no  kernel: it was not refused" \
        "NOT fully protected"
}

@test "an interpreter that cannot be used is named, with the reason" {
    ln -s /bin/true python3
    run -1 "$PYSBX" doctor --python ./python3
    shows "./python3" "does not load"
    run -125 "$PYSBX" doctor --python /nowhere/python3
    [ "$output" = "pysbx: --python: /nowhere/python3: No such file or directory" ] || explain "differs"
    PYSBX_PYTHON=/nowhere run -125 "$PYSBX" doctor --json
    [ "$output" = "pysbx: PYSBX_PYTHON: /nowhere: No such file or directory" ] || explain "differs"
    run -125 "$PYSBX" doctor now
}
