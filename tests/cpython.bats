#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A sample of CPython's own tests ends inside the sandbox as outside, but for
# differences that have a reason.  All of them: scripts/cpython-tests.

load helpers

suite() {
    [ -e /usr/lib/python3.11/test/support/__init__.py ] ||
        skip "libpython3.11-testsuite is absent"
    run -"$1" "$SBX_ROOT/scripts/cpython-tests" "${@:2}"
}

@test "CPython's tests of json, re, copy, struct, classes end as outside" {
    suite 0 test_json test_re test_copy test_struct test_class test_textwrap
    shows "test_textwrap           66 tests, 0 differ" "0 of them unexplained"
}

@test "a difference without a reason is told" {
    suite 1 --reasons /dev/null test_copy
    shows "test.test_copy." "inside: error"
}
