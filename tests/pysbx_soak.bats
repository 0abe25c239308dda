#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Many runs leave nothing behind.  SOAK_RUNS, SOAK_AT_ONCE and SOAK_KILLS make
# it longer: tests/soak.sh.

load helpers
load pysbx

@test "runs in a row, at once, and killed supervisors leave nothing behind" {
    run -0 "$SBX_ROOT/tests/soak.sh" "$SBX_BUILD" "${SOAK_RUNS:-40}" \
        "${SOAK_AT_ONCE:-20}" "${SOAK_KILLS:-20}"
    shows "nothing is left"
}
