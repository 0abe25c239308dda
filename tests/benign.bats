#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Every program of tests/benign gives the same output, exit status and lines on
# standard error as under plain CPython, run side by side, in each combination
# of layers that has the interpreter layer.
# shellcheck disable=SC2154 # interpreter is set in judging.bash

load helpers
load judging

same() {
    judge_layers "$@" --benign
    shows "0 broken of "
}

@test "3.11 under the interpreter layer alone: as plain Python" {
    same 3.11 interpreter
}

@test "3.11 under the interpreter and libc layers: as plain Python" {
    same 3.11 interpreter,libc
}

@test "3.11 under the interpreter and kernel layers: as plain Python" {
    same 3.11 interpreter,kernel
}

@test "3.11 under all layers: as plain Python" {
    same 3.11 interpreter,libc,kernel
}

@test "3.12 under the interpreter layer alone: as plain Python" {
    same 3.12 interpreter
}

@test "3.12 under the interpreter and libc layers: as plain Python" {
    same 3.12 interpreter,libc
}

@test "3.12 under the interpreter and kernel layers: as plain Python" {
    same 3.12 interpreter,kernel
}

@test "3.12 under all layers: as plain Python" {
    same 3.12 interpreter,libc,kernel
}

@test "3.13 under the interpreter layer alone: as plain Python" {
    same 3.13 interpreter
}

@test "3.13 under the interpreter and libc layers: as plain Python" {
    same 3.13 interpreter,libc
}

@test "3.13 under the interpreter and kernel layers: as plain Python" {
    same 3.13 interpreter,kernel
}

@test "3.13 under all layers: as plain Python" {
    same 3.13 interpreter,libc,kernel
}

@test "3.14 under the interpreter layer alone: as plain Python" {
    same 3.14 interpreter
}

@test "3.14 under the interpreter and libc layers: as plain Python" {
    same 3.14 interpreter,libc
}

@test "3.14 under the interpreter and kernel layers: as plain Python" {
    same 3.14 interpreter,kernel
}

@test "3.14 under all layers: as plain Python" {
    same 3.14 interpreter,libc,kernel
}

@test "the judge reports a program whose output differs" {
    interpreter 3.11
    run -1 "$SBX_ROOT/tests/judge.py" --benign --oracle "$interpreter" \
        --only '^(lib_operator|uncaught_error)\.' \
        --cmd "sh -c '\"\$0\" \"\$1\" | tr a-y b-z' $interpreter {script}" \
        --python 3.11
    shows "lib_operator.py" "other output" "uncaught_error.py" "not 1"
}
