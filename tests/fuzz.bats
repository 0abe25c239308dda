#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A bounded run of the fuzzers on the code that reads what others wrote; longer
# ones: make fuzz, scripts/fuzz SECONDS, scripts/fuzz-http BUILD REQUESTS.

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

@test "odd requests: no bad access to memory, undefined behaviour or leak in the server" {
    requires make cc
    echo 'int nothing;' | cc -fsanitize=address,undefined -shared -fPIC \
        -o "$BATS_TEST_TMPDIR/e.so" -x c - 2>/dev/null ||
        skip "a compiler with -fsanitize=address is absent"
    mkdir "$BATS_TEST_TMPDIR/b"
    ln -s "$SBX_BUILD"/{libpysbx.so,pysbx-hooks-*.so,whitelist.d} "$BATS_TEST_TMPDIR/b/"
    run -0 "$SBX_ROOT/scripts/fuzz-http" "$BATS_TEST_TMPDIR/b" "${FUZZ_REQUESTS:-200}"
    [[ $output == *answered*"nothing found"* ]] || explain "no summary"
}
