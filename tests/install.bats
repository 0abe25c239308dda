#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# make install: what is put where, and that it works from there.

load helpers

setup() {
    prefix=$BATS_TEST_TMPDIR/stage/opt/pysbx
    export PYSBX_PYTHON=$PYTHON
    cd "$BATS_TEST_TMPDIR" || return
    program good.py <<'END'
import math
print(math.floor(2.5))
END
    program bad.py <<'END'
import os
END
}

make_in_stage() {
    make -s -C "$SBX_ROOT" BUILD="$SBX_BUILD" \
        DESTDIR="$BATS_TEST_TMPDIR/stage" PREFIX=/opt/pysbx "$@"
}

@test "installs library, hooks, profiles, wrapper, man page and documents" {
    run -0 make_in_stage install
    local file
    for file in "$SBX_BUILD"/libpysbx.so "$SBX_BUILD"/pysbx-hooks-*.so; do
        cmp "$file" "$prefix/lib/pysbx/${file##*/}"
    done
    for file in "$SBX_ROOT"/whitelist.d/*.conf; do
        cmp "$file" "$prefix/share/pysbx/whitelist.d/${file##*/}"
    done
    [ -x "$prefix/bin/pysbx-python" ]
    [ -x "$prefix/lib/pysbx/entrypoint.sh" ]
    [ -f "$prefix/share/man/man1/pysbx-python.1" ]
    [ -f "$prefix/share/doc/pysbx/README.md" ]
    [ -f "$prefix/share/doc/pysbx/LICENSE" ]
}

@test "what is installed runs and refuses, by wrapper, preload and entry point" {
    run -0 make_in_stage install
    run -0 "$prefix/bin/pysbx-python" good.py
    [ "$output" = 2 ] || explain "differs"
    run -1 "$prefix/bin/pysbx-python" bad.py
    shows "'os'" "[imports]"
    LD_PRELOAD=$prefix/lib/pysbx/libpysbx.so run -0 "$PYTHON" good.py
    [ "$output" = 2 ] || explain "differs"
    LD_PRELOAD=$prefix/lib/pysbx/libpysbx.so run -1 "$PYTHON" bad.py
    shows "'os'"
    run -0 "$prefix/lib/pysbx/entrypoint.sh" good.py
    [ "$output" = 2 ] || explain "differs"
    run -1 "$prefix/lib/pysbx/entrypoint.sh" bad.py
    shows "'os'"
}

@test "what is installed takes its own profiles, also after it was moved" {
    run -0 make_in_stage install
    mv stage/opt/pysbx moved
    echo '[imports]
os = getpid' >>moved/share/pysbx/whitelist.d/default.conf
    run -0 moved/bin/pysbx-python -c \
        'from os import getpid; print("own profile")'
    shows "own profile"
    rm -r moved/share/pysbx
    run -125 moved/bin/pysbx-python good.py
    shows whitelist.d
    hides 2
}

@test "without the hooks of this Python nothing runs: status 125" {
    run -0 make_in_stage install
    rm "$prefix"/lib/pysbx/pysbx-hooks-*.so
    run -125 "$prefix/bin/pysbx-python" good.py
    shows pysbx-hooks-
    [ "${#lines[@]}" -eq 1 ] || explain "more than one line"
}

@test "installing twice is harmless, and uninstall leaves no file" {
    run -0 make_in_stage install
    run -0 make_in_stage install
    run -0 "$prefix/bin/pysbx-python" good.py
    run -0 make_in_stage uninstall
    run -0 find stage ! -type d
    [ -z "$output" ] || explain "files are left"
}
