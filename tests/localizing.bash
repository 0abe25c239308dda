# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2153 # ${cwd}; subshells; INPUT
# What the tests of modules beside the program share.

load everywhere

setup_file() {
    find_pythons
}

setup() {
    mkdir "$BATS_TEST_TMPDIR/program"
    cd "$BATS_TEST_TMPDIR/program" || return
    export PYSBX_SUMMARY=0
    profile local <<'END'
include = default
[imports]
local = yes
END
    export PYSBX_POLICY=$BATS_TEST_TMPDIR/local.conf
}
