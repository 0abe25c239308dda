#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A bounded run of the fuzzers on the code that reads what others wrote; longer
# ones: scripts/fuzz SECONDS.

bats_require_minimum_version 1.5.0
load helpers

@test "some seconds of fuzzing find nothing" {
    requires clang
    echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' >"$BATS_TEST_TMPDIR/f.c"
    clang -fsanitize=fuzzer,address -o "$BATS_TEST_TMPDIR/f" \
        "$BATS_TEST_TMPDIR/f.c" 2>/dev/null || skip "clang's runtime is absent"
    run -0 "$SBX_ROOT/scripts/fuzz" 8
    [[ $output == *"nothing found"* ]] || explain "no summary"
}
