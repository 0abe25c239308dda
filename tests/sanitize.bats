#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The library and the interpreter layer under what finds bugs of C: compiled
# with UndefinedBehaviorSanitizer, which can run whole test files; with
# AddressSanitizer, which has to be preloaded first and wants no limit on
# memory; and as they are under valgrind, which knows no seccomp.

load helpers
load embedding

setup_file() {
    export SAN_DIR=$BATS_FILE_TMPDIR
    printf 'include = default\n[limits]\nmemory = none\n' >"$SAN_DIR/wide.conf"
}

# sanitizer NAME: build into $SAN_DIR/NAME, once; skip where the compiler has
# it not.
sanitizer() {
    requires make cc
    echo 'int nothing;' |
        cc "-fsanitize=$1" -shared -fPIC -o "$SAN_DIR/empty.so" -x c - 2>/dev/null ||
        skip "a compiler with -fsanitize=$1 is absent"
    local out=$SAN_DIR/$1 version
    [ ! -e "$out/done" ] || return 0
    version=$("$PYTHON" -I -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    make -s -C "$SBX_ROOT" SAN="$1" BUILD="$out" PYTHONS="$PYTHON" \
        CFLAGS='-O1 -g -fno-sanitize-recover=all' "$out/libpysbx.so" \
        "$out/pysbx-hooks-$version.so" "$out/whitelist.d" >"$out.log" 2>&1 ||
        { cat "$out.log" && return 1; }
    touch "$out/done"
}

# undefined FILE [ARG...]: run a bats file with that build.
undefined() {
    sanitizer undefined
    local file=$1
    shift
    (
        unset "${!BATS_@}"
        SBX_BUILD=$SAN_DIR/undefined bats "$@" "$SBX_ROOT/tests/$file"
    ) >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- || { cat "$BATS_TEST_TMPDIR/out" && return 1; }
}

# address PROGRAM...: run it with the other build, whatever it says; status 99
# is a report.
address() {
    ASAN_OPTIONS=detect_leaks=0:exitcode=99 PYSBX_POLICY=$SAN_DIR/wide.conf \
        LD_PRELOAD=$(cc -print-file-name=libasan.so):$SAN_DIR/address/libpysbx.so \
        timeout 30 "$@" </dev/null >"$BATS_TEST_TMPDIR/out" 2>&1
    local status=$?
    if [ "$status" -ge 99 ] || grep -q AddressSanitizer "$BATS_TEST_TMPDIR/out"; then
        echo "$*: status $status"
        cat "$BATS_TEST_TMPDIR/out"
        return 1
    fi
}

# --- the tools see bugs ---

@test "undefined behaviour and bad memory accesses would be seen" {
    sanitizer undefined
    sanitizer address
    cat >bug.c <<'END'
#include <stdlib.h>
__attribute__((constructor)) static void bug(void)
{
    volatile int n = atoi(getenv("N")), *at = malloc(4);
    at[0] = 0x7fffffff;
#ifdef OVERFLOW
    n += at[0];
#else
    at[n] = 1;
#endif
}
