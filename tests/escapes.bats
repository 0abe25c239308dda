#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Every trick of tests/escapes succeeds in plain CPython and fails under the
# sandbox, in each combination of layers that has the interpreter layer: with
# that layer alone above all.
# shellcheck disable=SC2154 # interpreter is set in judging.bash

load helpers
load judging

# works VERSION / fails VERSION LAYERS: all of them.
works() {
    interpreter "$1"
    judge --plain --cmd "$interpreter {script}"
    shows "0 failed of "
}

fails() {
    judge_layers "$@"
    shows "0 escaped of "
}

@test "every trick works in plain Python 3.11" {
    works 3.11
}

@test "every trick works in plain Python 3.12" {
    works 3.12
}

@test "every trick works in plain Python 3.13" {
    works 3.13
}

@test "every trick works in plain Python 3.14" {
    works 3.14
}

@test "none works in 3.11 under the interpreter layer alone" {
    fails 3.11 interpreter
}

@test "none works in 3.11 under the interpreter and libc layers" {
    fails 3.11 interpreter,libc
}

@test "none works in 3.11 under the interpreter and kernel layers" {
    fails 3.11 interpreter,kernel
}

@test "none works in 3.11 under all layers" {
    fails 3.11 interpreter,libc,kernel
}

@test "none works in 3.12 under the interpreter layer alone" {
    fails 3.12 interpreter
}

@test "none works in 3.12 under the interpreter and libc layers" {
    fails 3.12 interpreter,libc
}

@test "none works in 3.12 under the interpreter and kernel layers" {
    fails 3.12 interpreter,kernel
}

@test "none works in 3.12 under all layers" {
    fails 3.12 interpreter,libc,kernel
}

@test "none works in 3.13 under the interpreter layer alone" {
    fails 3.13 interpreter
}

@test "none works in 3.13 under the interpreter and libc layers" {
    fails 3.13 interpreter,libc
}

@test "none works in 3.13 under the interpreter and kernel layers" {
    fails 3.13 interpreter,kernel
}

@test "none works in 3.13 under all layers" {
    fails 3.13 interpreter,libc,kernel
}

@test "none works in 3.14 under the interpreter layer alone" {
    fails 3.14 interpreter
}

@test "none works in 3.14 under the interpreter and libc layers" {
    fails 3.14 interpreter,libc
}

@test "none works in 3.14 under the interpreter and kernel layers" {
    fails 3.14 interpreter,kernel
}

@test "none works in 3.14 under all layers" {
    fails 3.14 interpreter,libc,kernel
}

@test "the judge reports tricks that succeed" {
    interpreter 3.11
    run -1 "$SBX_ROOT/tests/judge.py" --cmd "$interpreter {script}" --only '^(open_plain|exit_sys)\.'
    shows "open_plain.py" "read the secret" "exit_sys.py" "left with 77" \
        "2 escaped of 2"
}

@test "the judge refuses a command that runs no program" {
    interpreter 3.11
    run -2 "$SBX_ROOT/tests/judge.py" --cmd "false $interpreter {script}"
    shows "cannot run a program"
}
