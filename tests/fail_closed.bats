#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Whatever is missing or broken: status 125, one clear line, and not one
# instruction of the program has run.
# shellcheck disable=SC2016,SC2030,SC2031,SC2153

load helpers

setup_file() {
    requires cc
    cc -O1 -D_GNU_SOURCE -o "$BATS_FILE_TMPDIR/deny" "$SBX_ROOT/tests/probes/deny.c"
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    # Shows that it ran, also where it may not print.
    program ran.py <<'END'
print("RAN")
open("marker", "w")
END
    export PYSBX_SUMMARY=0
}

# stopped TEXT...: the last `run` ended before the program, and says TEXT.
stopped() {
    [ "$status" -eq 125 ] || explain "status is not 125"
    hides RAN
    [ ! -e marker ] || explain "the program ran"
    [ "${#lines[@]}" -eq 1 ] || explain "not one line"
    [[ $output = 'pysbx: '* ]] || explain "does not say who speaks"
    shows "$@"
}

# broken CALL=ERROR... : run the program on such a kernel.
broken() {
    run "$BATS_FILE_TMPDIR/deny" "$@" -- env LD_PRELOAD="$SBX_LIB" "$PYTHON" ran.py
}

@test "the program runs when nothing is wrong (what the others are compared with)" {
    run sandboxed ran.py
    [ "$status" -eq 1 ] && shows RAN SandboxPermissionError
    broken getcwd:77=ENOSYS
    [ "$status" -eq 1 ] && shows RAN
    run "$PYTHON" ran.py
    [ "$status" -eq 0 ] && [ -e marker ]
}

# --- the kernel ---

@test "a kernel without Landlock" {
    broken landlock_create_ruleset=ENOSYS
    stopped Landlock
    broken landlock_create_ruleset=EOPNOTSUPP
    stopped Landlock
}

@test "kernel = best-effort is the only way round, and warns" {
    printf 'include = default\n[process]\nkernel = best-effort\n' >lax.conf
    export PYSBX_POLICY=./lax.conf
    broken landlock_create_ruleset=ENOSYS
    [ "$status" -eq 1 ] || explain "did not run"
    shows RAN warning
}

@test "each step of the lock fails" {
    local step
    for step in landlock_add_rule=EPERM landlock_restrict_self=EPERM \
        landlock_restrict_self=EINVAL seccomp=ENOSYS seccomp=EINVAL \
        seccomp=EPERM prctl:38=EPERM prctl:4=EPERM rt_sigaction:31=EINVAL; do
        # prctl(22) is the older way to load a filter.
        broken "$step" prctl:22=EINVAL
        stopped
    done
}

@test "a step that claims success and does nothing is found out" {
    broken landlock_restrict_self=0
    stopped 'does not hold'
    broken seccomp=0
    stopped 'does not hold'
    broken landlock_restrict_self=0 seccomp=0
    stopped 'does not hold'
}

@test "limits that cannot be set" {
    printf 'include = default\n[limits]\nopen-files = 64\n' >limits.conf
    export PYSBX_POLICY=./limits.conf
    broken prlimit64=EPERM
    stopped
    broken getcwd:77=ENOSYS
    [ "$status" -eq 1 ] && shows RAN
}

@test "close_range of an older kernel or an outer filter is done by hand" {
    program_open 64
    printf '[files]\ntrusted = ${python}\n[stdio]\nstdout = yes\nstderr = yes\n' >open.conf
    export PYSBX_POLICY=./open.conf PYSBX_LAYERS=kernel,libc
    run -0 --separate-stderr "$BATS_FILE_TMPDIR/deny" close_range=ENOSYS -- \
        env LD_PRELOAD="$SBX_LIB" "$PYTHON" open.py 9</etc/passwd
    [ "$output" = '[0, 1, 2]' ]
}

@test "a thread that a library started before the lock" {
    cat >early.c <<'END'
#include <pthread.h>
#include <unistd.h>
static void *wait(void *p) { pause(); return p; }
static __attribute__((constructor)) void start(void)
{
    pthread_t t;
    pthread_create(&t, 0, wait, 0);
}
END
    cc -shared -fPIC -o early.so early.c
    # ld.so runs the constructors from the last library to the first.
    LD_PRELOAD="$SBX_LIB $PWD/early.so" run "$PYTHON" ran.py
    stopped thread
}

# --- the policy ---

@test "a policy that is missing, a directory, or wrong" {
    PYSBX_POLICY=no-such run sandboxed ran.py
    stopped no-such
    PYSBX_POLICY=./no-such.conf run sandboxed ran.py
    stopped no-such.conf
    mkdir dir.conf
    PYSBX_POLICY=./dir.conf run sandboxed ran.py
    stopped dir.conf
    printf '[files]\nraed = /tmp\n' >typo.conf
    PYSBX_POLICY=./typo.conf run sandboxed ran.py
    stopped 'typo.conf:2: '
    PYSBX_POLICY=default,./typo.conf run sandboxed ran.py
    stopped 'typo.conf:2: '
    printf 'include = default\n[process]\nsubprocess = yes\n' >later.conf
    PYSBX_POLICY=./later.conf run sandboxed ran.py
    stopped 'later.conf:3: ' subprocess
}

@test "a whitelist directory that is missing or a file" {
    PYSBX_WHITELIST_DIR=$PWD/nowhere run sandboxed ran.py
    stopped nowhere
    PYSBX_WHITELIST_DIR=$PWD/ran.py run sandboxed ran.py
    stopped ran.py
}

@test "a program on standard input that the policy closes" {
    printf 'include = default\n[stdio]\nstdin = no\n' >closed.conf
    PYSBX_POLICY=./closed.conf run sandboxed - <ran.py
    stopped 'stdin = no'
}

# --- the starter's switches ---

@test "a log that cannot be opened" {
    local log
    for log in /nonexistent/log relative.log fd:97 fd: fd:x; do
        PYSBX_LOG=$log run sandboxed ran.py
        stopped log
    done
}

@test "switches with wrong values" {
    PYSBX_LAYERS=libc,kernal run sandboxed ran.py
    stopped PYSBX_LAYERS kernal
    PYSBX_LAYERS=, run sandboxed ran.py
    stopped PYSBX_LAYERS
    PYSBX_SUMMARY=maybe run sandboxed ran.py
    stopped PYSBX_SUMMARY
}

# --- the interpreter ---

# alone: put the library, without hooks, where $library names it.
alone() {
    mkdir lib
    cp "$SBX_LIB" lib
    ln -s "$SBX_ROOT/whitelist.d" lib/whitelist.d
    library=$PWD/lib/libpysbx.so
    version=$("$PYTHON" -I -c 'import sys; print("%d.%d" % sys.version_info[:2])')
}

@test "no hooks object for this version of Python" {
    alone
    LD_PRELOAD=$library run "$PYTHON" ran.py
    stopped "pysbx-hooks-$version.so" make
    # ... but the layers that need none stand without it.
    PYSBX_LAYERS=libc,kernel LD_PRELOAD=$library run -1 "$PYTHON" ran.py
    shows RAN
}

@test "a hooks object that is none, or of another version of pysbx" {
    alone
    echo 'not a library' >"lib/pysbx-hooks-$version.so"
    LD_PRELOAD=$library run "$PYTHON" ran.py
    stopped "pysbx-hooks-$version.so"
    echo 'int nothing;' | cc -shared -fPIC -o "lib/pysbx-hooks-$version.so" -x c -
    LD_PRELOAD=$library run "$PYTHON" ran.py
    stopped "pysbx-hooks-$version.so"
    cc -shared -fPIC -o "lib/pysbx-hooks-$version.so" -x c - <<'END'
int pysbx_hooks_init(void *host, const char **why)
{
    (void)host;
    *why = "of another version";
    return -1;
}
END
    LD_PRELOAD=$library run "$PYTHON" ran.py
    stopped "of another version"
}

@test "a Python that is too old" {
    local python found=
    for python in ~/.pyenv/versions/{2.7,3.[6-9],3.10}*/bin/python; do
        [ -x "$python" ] || continue
        found=yes
        LD_PRELOAD=$SBX_LIB run "$python" ran.py
        stopped 'is not supported'
    done
    [ -n "$found" ] || skip "an old Python is absent"
}

@test "an interpreter that shows no symbols" {
    echo 'int main(void) { return 0; }' | cc -o python3.11 -x c -
    LD_PRELOAD=$SBX_LIB run ./python3.11 ran.py
    stopped 'exports no symbols'
}

# --- the program ---

@test "a program that is missing or cannot be read" {
    run sandboxed missing.py
    stopped missing.py 'No such file'
    run sandboxed ''
    stopped 'No such file'
    run sandboxed ran.py/x
    stopped 'Not a directory'
    chmod 000 ran.py
    # root reads everything.
    if [ ! -r ran.py ]; then
        run sandboxed ran.py
        stopped ran.py 'Permission denied'
    fi
}

@test "a directory, a device, a FIFO as program" {
    mkdir app
    cp ran.py app/__main__.py
    run sandboxed app
    stopped directory
    mkfifo fifo
    run sandboxed fifo
    stopped 'no regular file'
    run sandboxed /dev/null
    stopped 'no regular file'
    run sandboxed <(cat ran.py)
    stopped 'no regular file'
}

@test "byte code and archives as programs, by whatever name" {
    "$PYTHON" -I -c 'import py_compile; py_compile.compile("ran.py", "ran.pyc")'
    run sandboxed ran.pyc
    stopped 'byte code'
    cp ran.pyc other.py
    run sandboxed other.py
    stopped 'byte code'
    cp ran.py __main__.py
    "$PYTHON" -I -m zipfile -c app.zip __main__.py
    run sandboxed app.zip
    stopped zip
    cat ran.py app.zip >appended.py
    run sandboxed appended.py
    stopped zip
    { cat ran.py app.zip; printf '\n# a comment of the archive'; } >commented.py
    run -0 "$PYTHON" commented.py # finds the archive, too
    rm marker
    run sandboxed commented.py
    stopped zip
}

@test "-m: what has no source text, and what is no name" {
    local name
    for name in _json '' . .. ../ran ran. .ran ran.py ran/x $'ran\n' pkg; do
        mkdir -p pkg
        touch pkg/__init__.py
        run sandboxed -m "$name"
        stopped -m
    done
    run sandboxed -Bmran
    stopped 'words of their own'
    "$PYTHON" -I -c 'import py_compile; py_compile.compile("ran.py", "only.pyc")'
    run sandboxed -m only
    stopped '-m only'
}

@test "-i and PYTHONINSPECT" {
    local how
    for how in -i -Bi -iB '-Ei -B'; do
        # shellcheck disable=SC2086
        run sandboxed $how ran.py
        stopped -i
    done
    PYTHONINSPECT=1 run sandboxed ran.py
    stopped PYTHONINSPECT
}

@test "a terminal as standard input of no program" {
    requires script
    run script -qec "env LD_PRELOAD=$SBX_LIB $PYTHON" /dev/null </dev/null
    [ "$status" -eq 125 ] && shows interactive
}
