#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The libc layer alone: how a process may end, and with which status.

load helpers
load embedding
load libc

setup() {
    dir=$BATS_TEST_TMPDIR/dir
    mkdir -p "$dir"
    echo secret >"$dir/secret"
    cd "$dir" || return
    export PYSBX_SUMMARY=0 PYSBX_LOG=$BATS_TEST_TMPDIR/log
    policy </dev/null
}

# --- the end of the process ---

# ends HOW: a program that ends itself by that C function.
ends() {
    cat >"$BATS_TEST_TMPDIR/end.py" <<END
import ctypes
print("before", flush=True)
ctypes.CDLL(None).$1
print("after")
END
    run --separate-stderr layers libc "$BATS_TEST_TMPDIR/end.py"
}

@test "exit, _exit, _Exit, quick_exit and exit_group end with 123 and are logged" {
    local how
    for how in exit _exit _Exit quick_exit; do
        ends "$how(0)"
        [ "$status" -eq 123 ] && [ "$output" = before ] || explain "$how"
        run -0 logged "$PYSBX_LOG" layer=libc rule=exit function="$how" \
            object='status 0' allow='[process] exit = yes'
    done
    ends "syscall($("$PYTHON" -I -c '
import platform
print({"x86_64": 231, "aarch64": 94}[platform.machine()])'), 0)"
    [ "$status" -eq 123 ] || explain exit_group
    run -0 logged "$PYSBX_LOG" function=syscall rule=exit
}

@test "exit = yes: the program chooses its status" {
    policy <<<$'[process]\nexit = yes'
    local how
    for how in exit _exit _Exit quick_exit; do
        ends "$how(7)"
        [ "$status" -eq 7 ] && [ "$output" = before ] || explain "$how"
    done
    [ ! -s "$PYSBX_LOG" ] || ! grep '"rule":"exit"' "$PYSBX_LOG"
}

@test "abort is logged and aborts" {
    ends 'abort()'
    [ "$status" -eq 134 ] || explain "no abort"
    run -0 logged "$PYSBX_LOG" rule=exit object=abort function=abort
}

@test "the interpreter's own ends keep their status" {
    py 0 <<<'print("done")'
    py 1 <<<'1/0'
    py 1 <<<'raise RuntimeError'
    run -0 layers libc -V
    run -2 layers libc -Z
    [ ! -s "$PYSBX_LOG" ] || ! grep '"rule":"exit"' "$PYSBX_LOG"
}

@test "Ctrl-C ends as without a sandbox" {
    echo 'import signal; signal.raise_signal(signal.SIGINT)' >"$BATS_TEST_TMPDIR/x.py"
    # Tests that run in the background begin with a signal that is ignored.
    run -130 env --default-signal=INT PYSBX_LAYERS=libc LD_PRELOAD="$SBX_LIB" \
        "$PYTHON" "$BATS_TEST_TMPDIR/x.py"
}

@test "the C code of an embedding program may exit" {
    cat >"$BATS_TEST_TMPDIR/e.c" <<'END'
#include <stdlib.h>
void Py_InitializeEx(int);
int PyRun_SimpleString(const char *);
int main(int argc, char **argv)
{
    Py_InitializeEx(0);
    PyRun_SimpleString(argc > 1 ? argv[1] : "pass");
    exit(5);
}
END
    embedder "$PYTHON" "$BATS_TEST_TMPDIR/e.c" "$BATS_TEST_TMPDIR/e"
    run -5 probed "$BATS_TEST_TMPDIR/e"
    run -123 probed "$BATS_TEST_TMPDIR/e" 'import os; os._exit(0)'
}
