#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The library and the interpreter layer under what finds bugs of C: compiled
# with UndefinedBehaviorSanitizer, which can run whole test files; with
# AddressSanitizer, which has to be preloaded first and wants no limit on
# memory; and as they are under valgrind, which knows no seccomp.
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be

load helpers
load embedding

# sanitizer NAME: build into $BATS_FILE_TMPDIR/NAME, once; skip where the
# compiler does not have it.
sanitizer() {
    local out=$BATS_FILE_TMPDIR/$1 version
    requires make cc
    [ ! -e "$out/done" ] || return 0
    echo 'int nothing;' |
        cc "-fsanitize=$1" -shared -fPIC -o "$out-empty.so" -x c - 2>/dev/null ||
        skip "a compiler with -fsanitize=$1 is absent"
    version=$("$PYTHON" -I -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! make -s -C "$SBX_ROOT" SAN="$1" BUILD="$out" PYTHONS="$PYTHON" \
        CFLAGS='-O1 -g -fno-sanitize-recover=all' "$out/libpysbx.so" \
        "$out/pysbx-hooks-$version.so" "$out/whitelist.d" >"$out.log" 2>&1; then
        cat "$out.log"
        return 1
    fi
    touch "$out/done"
}

# undefined FILE [ARG...]: run a bats file with the first build.
undefined() {
    local file=$SBX_ROOT/tests/$1 build=$BATS_FILE_TMPDIR/undefined name
    local -a without=()
    shift
    sanitizer undefined
    for name in "${!BATS_@}"; do
        case $name in
            BATS_ROOT | BATS_LIBDIR | BATS_LIBEXEC) ;; # where bats itself is
            *) without+=(-u "$name") ;; # some are read-only for us
        esac
    done
    if ! env "${without[@]}" SBX_BUILD="$build" bats "$@" "$file" \
        >out 2>&1 3>&-; then
        cat out
        return 1
    fi
}

# address COMMAND...: run it with the second build.  Only its reports count, not
# what the command says; and only reports of our own code, since some tricks are
# there to crash CPython.
address() {
    local status=0 asan
    asan=$(cc -print-file-name=libasan.so)
    ASAN_OPTIONS=detect_leaks=0:exitcode=99 \
        LD_PRELOAD=$asan:$BATS_FILE_TMPDIR/address/libpysbx.so \
        timeout 30 "$@" <nothing >out 2>&1 || status=$?
    # The innermost frame is ours, or libc's (memcpy) and was called by us.
    if [ "$status" -eq 124 ] ||
        { grep -E '#[01] ' out | head -2 | tr -d '\n' | grep -qE '#0 [^#]*pysbx|#0 [^#]*/lib(c|asan)\.so[^#]*#1 .*pysbx'; }; then
        echo "$*: status $status"
        cat out
        return 1
    fi
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    printf 'include = default\n[limits]\nmemory = none\n' >wide.conf
    : >nothing # not /dev/null, whose mode a probe would change (fchmod)
    # Some of each kind, and all that aim at memory.
    mapfile -t sample < <(printf '%s\n' "$SBX_ROOT"/tests/{benign,escapes}/*.py |
        awk 'NR % 25 == 1 || /memory_/')
}

# --- the tools see bugs ---

@test "undefined behaviour and a bad access to memory would be seen" {
    sanitizer undefined
    sanitizer address
    cat >bug.c <<'END'
#include <stdlib.h>
__attribute__((constructor)) static void bug(void)
{
    volatile int n = atoi(getenv("N")), *at = malloc(n * sizeof(n));
    at[n - WHERE] = 0x7fffffff;
    n += at[n - WHERE];
}
END
    cc -fsanitize=undefined -fno-sanitize-recover=all -DWHERE=1 -shared -fPIC -o u.so bug.c
    cc -fsanitize=address -DWHERE=0 -shared -fPIC -o a.so bug.c
    N=1 LD_PRELOAD=./u.so run ! "$PYTHON" -c 1
    shows 'signed integer overflow'
    N=1 LD_PRELOAD=$(cc -print-file-name=libasan.so):./a.so run ! "$PYTHON" -c 1
    shows heap-buffer-overflow
}

@test "valgrind would see a bad access to memory" {
    requires cc valgrind
    printf '%s\n' '#include <stdlib.h>' \
        '__attribute__((constructor)) static void bug(void) { *(volatile char *)malloc(0) = 1; }' |
        cc -shared -fPIC -o bug.so -x c -
    LD_PRELOAD=./bug.so run -9 valgrind -q --error-exitcode=9 "$PYTHON" -c 1
    shows 'Invalid write'
}

# --- undefined behaviour ---

@test "no undefined behaviour in start-up, policy and refusals" {
    undefined startup.bats
    undefined inherited.bats
    undefined fail_closed.bats
    undefined policy.bats
    undefined refusals.bats
}

@test "no undefined behaviour in the libc layer" {
    undefined libc.bats
    undefined libc_ends.bats
}

@test "no undefined behaviour in the kernel layer" {
    undefined kernel.bats -f 'report|granted|paths'
    undefined kernel_limits.bats -f 'granted|open-files|best-effort|half-way'
}

@test "no undefined behaviour in the interpreter layer" {
    sanitizer undefined
    local program
    SBX_LIB=$BATS_FILE_TMPDIR/undefined/libpysbx.so
    run -1 sandboxed -c 'import os'
    shows SandboxImportError
    for program in "${sample[@]}"; do
        LD_PRELOAD=$SBX_LIB timeout 30 "$PYTHON" "$program" </dev/null >out 2>&1 || true
        if grep -q 'runtime error:' out; then
            echo "$program"
            cat out
            return 1
        fi
    done
}

# --- memory ---

@test "no bad access to memory in whole programs" {
    sanitizer address
    local program
    export PYSBX_POLICY=./wide.conf
    for program in "${sample[@]}"; do
        address "$PYTHON" "$program"
    done
    # They were sandboxed.
    address "$PYTHON" -c 'import os'
    run -0 cat out
    shows SandboxImportError
}

@test "no bad access to memory in the wrappers" {
    sanitizer address
    embedder "$PYTHON" "$SBX_ROOT/tests/probes/libc_probe.c" probe
    mkdir dir
    ./probe prepare dir
    local name
    export PYSBX_LAYERS=libc
    for name in $(./probe list); do
        address ./probe run dir "$name"
    done
    # They are what answers.
    address ./probe run dir open
    run -0 cat out
    shows EACCES
}

@test "valgrind finds nothing in start-up, honest programs and refusals" {
    requires valgrind
    local program
    export PYSBX_LAYERS=interpreter,libc
    for program in honest untrusted; do
        LD_PRELOAD=$SBX_LIB valgrind -q --error-exitcode=99 "$PYTHON" \
            "$SBX_ROOT/examples/$program.py" </dev/null >out 2>&1 || [ $? -ne 99 ] ||
            { cat out && return 1; }
        ! grep -E 'Invalid (read|write)|uninitialised' out
    done
}
