#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The Python package: unittest files in tests/package/, run by each Python.

load helpers

setup() {
    export PYTHONPATH=$SBX_BUILD/python PYTHONDONTWRITEBYTECODE=1
    cd "$BATS_TEST_TMPDIR" || return
}

# unittests PYTHON NAME...: the files tests/package/test_NAME.py.
unittests() {
    local with=$1 name
    shift
    requires "$with"
    for name; do
        run -0 "$with" -W error::ResourceWarning \
            "$SBX_ROOT/tests/package/test_$name.py"
        shows OK
    done
}

@test "call: functions and data cross, all else is refused in words" {
    unittests "${PYTHON:?}" call
}

@test "run: programs, files in and out, verdicts; arun and its cancellation" {
    unittests "${PYTHON:?}" run
}

@test "execute: namespaces, exit, streams" {
    unittests "${PYTHON:?}" execute
}

@test "each feature: what works with it and is refused without it" {
    unittests "${PYTHON:?}" features
}

@test "the host: threads, forks, its death, and nothing of it changes" {
    unittests "${PYTHON:?}" host
}

@test "hostile results run no code, and neither hang nor crash the host" {
    unittests "${PYTHON:?}" hostile
}

@test "the first pysandbox: its checks, and the list of its features" {
    unittests "${PYTHON:?}" original
}

@test "the guard in this process: blocks, calls, and all as it was after it" {
    unittests "${PYTHON:?}" guard here
}

@test "asyncio: twins, many at once, cancellation leaves no process" {
    unittests "${PYTHON:?}" async
}

@test "lock: a process confines itself, with all that was asked for or not at all" {
    unittests "${PYTHON:?}" lock
}

@test "a server: run and arun by it, its refusals, its absence" {
    unittests "${PYTHON:?}" server
}

@test "a server: call and execute by it are as by a process of one's own" {
    unittests "${PYTHON:?}" remote
}

@test "Python 3.12 and 3.13: calls, namespaces, programs, features" {
    local with ran=0
    for with in ~/.pyenv/versions/3.1[23].*/bin/python3.1[23]; do
        [ -x "$with" ] || continue
        unittests "$with" call execute run features host hostile original guard here lock remote
        ran=1
    done
    [ "$ran" = 1 ] || skip "another Python is absent"
}

@test "docs/PYTHON.md: its program does what it says" {
    # shellcheck disable=SC2016 # fences of code
    sed -n '/^```python$/,/^```$/{/^```/!p}' "$SBX_ROOT/docs/PYTHON.md" >tour.py
    cat >>tour.py <<'END'
assert space["roots"] == [1.0, 2 ** 0.5, 3 ** 0.5], space
assert (r.status, r.output, r.files, r.violations) == ("ok", "1,2\n", {"out.txt": b"done"}, []), r
assert root == 2 ** 0.5 and "[files] read = /etc/passwd" in why, why
assert here.call(sorted, [3, 1, 2]) == [1, 2, 3]
print("as written")
END
    requires "${PYTHON:?}"
    run -0 "$PYTHON" tour.py
    shows "as written"
}

@test "pysbx run --parent: the parent alone may be named, all else is refused" {
    run -0 env bash -c "exec 3>&-; '$SBX_BUILD/pysbx' run --parent \$\$ -c 'print(6 * 7)'; :"
    shows 42
    local pid
    for pid in 1x 0 -1 "" 999999999; do
        run -125 "$SBX_BUILD/pysbx" run --parent "$pid" -c 'print(42)'
        shows "pysbx: --parent:"
        hides 42
    done
}

@test "make install: each Python finds the package in its dist-packages" {
    local stage=$BATS_TEST_TMPDIR/stage link with version ran=0
    run -0 make -s -C "$SBX_ROOT" BUILD="$SBX_BUILD" DESTDIR="$stage" \
        PREFIX=/opt/pysbx install
    unset PYTHONPATH
    for link in "$stage"/opt/pysbx/lib/python3.*/dist-packages/pysbx; do
        [ -f "$link/__init__.py" ] || explain "$link leads nowhere"
        [ -f "$link/py.typed" ] || explain "no py.typed"
        version=${link#*/lib/python}
        version=${version%%/*}
        [ -f "$stage/opt/pysbx/lib/pysbx/pysbx-hooks-$version.so" ]
        for with in /usr/bin/python"$version" \
            ~/.pyenv/versions/"$version".*/bin/python"$version"; do
            [ -x "$with" ] || continue
            PYTHONPATH=${link%/*} run -0 "$with" -c '
import sys, pysbx
print(pysbx.Sandbox().call(lambda: 6 * 7), pysbx._child.find_command())'
            shows "42 $stage/opt/pysbx/bin/pysbx"
            ran=1
        done
    done
    [ "$ran" = 1 ] || explain "no Python tried it"
    cmp <(cd "$SBX_ROOT/pyhooks/pysbx" && ls ./*.py) \
        <(cd "$stage/opt/pysbx/lib/pysbx/python/pysbx" && ls ./*.py)
}

@test "Result: repr, a plot of matplotlib, types and docstrings" {
    unittests "${PYTHON:?}" result
}

@test "docs/TUTORIAL.md: each session gives what is printed there" {
    unittests "${PYTHON:?}" tutorial
}
