#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# LD_PRELOAD=libpysbx.so in front of everything that is called python3, and of
# what is not: which interpreter, which program, what it inherits.
# shellcheck disable=SC2016,SC2030,SC2031,SC2123,SC2153

load lax
load embedding

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    # Tells whether it is sandboxed: by the whole, by one refusal.
    program told.py <<'END'
import sys
try:
    open("/etc/passwd")
except OSError as error:
    print("refused", sys.version_info[:2], *sys.argv[1:])
else:
    print("bare")
END
    make_lax
}

# other_pythons: those that make built hooks for, besides $PYTHON.
other_pythons() {
    local hooks version python
    for hooks in "$SBX_BUILD"/pysbx-hooks-*.so; do
        version=${hooks##*-}
        version=${version%.so}
        for python in ~/.pyenv/versions/"$version".*/bin/python3; do
            [ ! -x "$python" ] || printf '%s\n' "$python"
        done
    done
}

# --- which interpreter ---

@test "python3 of the system is sandboxed" {
    run -0 sandboxed told.py a b
    [[ $output = 'refused (3, '*') a b' ]]
    run -0 "$PYTHON" told.py
    [ "$output" = bare ]
}

@test "pyenv's interpreters are sandboxed" {
    local python found=
    while IFS= read -r python; do
        found=yes
        PYTHON=$python run -0 sandboxed told.py
        [[ $output = refused* ]] || explain "$python"
    done < <(other_pythons)
    [ -n "$found" ] || skip "a pyenv interpreter of a supported version is absent"
}

# A pyenv shim is a bash script that execs pyenv, another bash script, which
# execs the interpreter: none of the first two may be touched.
@test "a shim script goes through to its interpreter" {
    mkdir bin
    cat >bin/python3 <<END
#!/usr/bin/env bash
program=\$(basename "\$0")
exec sh -c 'exec "\$0" "\$@"' "$PYTHON" "\$@"
END
    chmod +x bin/python3
    PATH=$PWD/bin:$PATH LD_PRELOAD=$SBX_LIB run -0 python3 told.py x
    [[ $output = refused*x ]] || explain "the shim"
    [ -x ~/.pyenv/shims/python3 ] || return 0
    if PYENV_VERSION=$(basename "$(dirname "$(dirname "$(other_pythons | tail -n 1)")")") &&
        [ -n "$PYENV_VERSION" ] && [ "$PYENV_VERSION" != . ]; then
        export PYENV_VERSION
        LD_PRELOAD=$SBX_LIB run -0 ~/.pyenv/shims/python3 told.py x
        [[ $output = refused*x ]] || explain "pyenv's shim"
    fi
}

@test "a virtual environment's python is sandboxed and sees its packages" {
    "$PYTHON" -I -m venv --without-pip venv
    mkdir -p "$(echo venv/lib/python3.*/site-packages)/inside"
    PYTHON=venv/bin/python run -0 sandboxed told.py
    [[ $output = refused* ]]
    PYTHON=venv/bin/python run -0 lax libc,kernel -c \
        'import sys, inside; print(sys.prefix == sys.base_prefix, inside.__name__)'
    shows 'False inside'
}

@test "names, links and a missing PATH lead to the same interpreter" {
    ln -s "$PYTHON" python3
    PYTHON=./python3 run -0 sandboxed told.py
    [[ $output = refused* ]] || explain "a link"
    PATH='' LD_PRELOAD=$SBX_LIB run -0 "$PYTHON" told.py
    [[ $output = refused* ]] || explain "no PATH"
    (
        PATH=
        export LD_PRELOAD=$SBX_LIB
        exec -a python3 "$PYTHON" told.py
    ) >out
    grep '^refused' out
    PATH=${PYTHON%/*}:$PATH LD_PRELOAD=$SBX_LIB run -0 "${PYTHON##*/}" told.py
    [[ $output = refused* ]] || explain "found in PATH"
}

@test "programs that embed a shared libpython are sandboxed" {
    cat >embed.c <<'END'
#include <string.h>
void Py_Initialize(void);
void Py_InitializeEx(int);
int PyRun_SimpleString(const char *);
int Py_FinalizeEx(void);
int main(int argc, char **argv)
{
    if (strcmp(argv[1], "ex") == 0)
        Py_InitializeEx(0);
    else
        Py_Initialize();
    int rc = 0;
    for (int i = 2; i < argc; i++)
        rc |= PyRun_SimpleString(argv[i]);
    return Py_FinalizeEx() < 0 || rc != 0;
}
END
    cat >config.c <<'END'
#include <Python.h>
int main(int argc, char **argv)
{
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    PyStatus status = Py_InitializeFromConfig(&config);
    if (PyStatus_Exception(status))
        return 3;
    PyConfig_Clear(&config);
    int rc = argc > 1 && PyRun_SimpleString(argv[1]) != 0;
    return Py_FinalizeEx() < 0 || rc;
}
END
    local python source
    source=$(cat told.py)
    while IFS= read -r python; do
        embedder "$python" embed.c embed
        local how
        for how in ex plain; do
            LD_PRELOAD=$SBX_LIB run -0 ./embed "$how" "$source" "$source"
            [ "${#lines[@]}" -eq 2 ] && [[ ${lines[1]} = refused* ]] ||
                explain "$python $how"
        done
        run -0 ./embed ex "$source"
        [ "$output" = bare ]
        CPATH=$("$python" -I -c 'import sysconfig; print(sysconfig.get_path("include"))') \
            embedder "$python" config.c config
        LD_PRELOAD=$SBX_LIB run -0 ./config "$source"
        [[ $output = refused* ]] || explain "$python config"
        # The layer that only an armed interpreter has.
        LD_PRELOAD=$SBX_LIB run -1 ./embed ex 'import os'
        shows "import of 'os' is not allowed"
    done < <(echo "$PYTHON" && other_pythons)
}

@test "an embedding program that starts a second interpreter is stopped" {
    embedder "$PYTHON" "$SBX_ROOT/tests/probes/libc_traps.c" traps
    LD_PRELOAD=$SBX_LIB run -125 ./traps second "$PWD"
    shows finalized 'second time'
    hides again
    run -0 ./traps second "$PWD"
    shows again
}

@test "a program that loads libpython at run time is stopped" {
    embedder "$PYTHON" "$SBX_ROOT/tests/probes/libc_traps.c" traps
    local library
    library=$(ldd traps | awk '/libpython/ {print $3}')
    cat >late.c <<'END'
#include <dlfcn.h>
#include <stdio.h>
int main(int argc, char **argv)
{
    puts(dlopen(argv[argc - 1], RTLD_NOW | RTLD_GLOBAL) ? "loaded" : dlerror());
    return 0;
}
END
    cc -o late late.c
    run -0 ./late "$library"
    [ "$output" = loaded ]
    LD_PRELOAD=$SBX_LIB run -125 ./late "$library"
    hides loaded
    LD_PRELOAD=$SBX_LIB run -0 ./late libm.so.6
    [ "$output" = loaded ]
}

# --- which program ---

@test "a file, -c, standard input and - are run" {
    run -0 sandboxed told.py
    [[ $output = refused* ]]
    run -0 sandboxed -Bc 'import sys; print("command", *sys.argv[1:])' a -m
    [ "$output" = 'command a -m' ]
    run -0 sandboxed <<<'print("piped")'
    [ "$output" = piped ]
    run -0 sandboxed - a <<<'import sys; print(sys.argv)'
    [ "$output" = "['-', 'a']" ]
    run -0 sandboxed -X utf8 -W ignore --check-hash-based-pycs never -- told.py -c
    [[ $output = refused*-c ]]
}

@test "the program's path may be relative, a link, or have dots in it" {
    mkdir -p sub/deep
    ln -s ../told.py sub/link.py
    local path
    for path in ./told.py sub/../told.py sub//.././told.py sub/link.py "$PWD/told.py"; do
        run -0 sandboxed "$path"
        [[ $output = refused* ]] || explain "$path"
    done
    cp told.py './-c'
    run -0 sandboxed -- -c
    [[ $output = refused* ]] || explain "a file named -c"
}

@test "-V, -h and a wrong option are CPython's own affair" {
    local arg
    for arg in -V --version -VV -h --help -Z --nonsense -c -+; do
        run "$PYTHON" "$arg"
        local status1=$status output1=$output
        run sandboxed "$arg"
        [ "$status" -eq "$status1" ] && [ "$output" = "$output1" ] ||
            explain "$arg"
    done
}

# CPython's own parser is the oracle (PyConfig_Read).
@test "random command lines are read as CPython reads them" {
    local python
    while IFS= read -r python; do
        CPATH=$("$python" -I -c 'import sysconfig; print(sysconfig.get_path("include"))') \
            embedder "$python" "$SBX_ROOT/tests/probes/argv_oracle.c" oracle \
            -I"$SBX_ROOT/preload" -I"$SBX_ROOT/preload/start" "$SBX_ROOT/preload/start/argv.c"
        run -0 ./oracle "$RANDOM" 20000
        [ -z "$output" ] || explain "$python"
    done < <(echo "$PYTHON" && other_pythons)
}

@test "local = yes: the program's neighbours are imported" {
    echo 'print("neighbour")' >neighbour.py
    echo 'import neighbour' >main.py
    printf 'include = default\n[imports]\nlocal = yes\n' >local.conf
    run -1 sandboxed main.py
    PYSBX_POLICY=./local.conf run -0 sandboxed main.py
    [ "$output" = neighbour ]
}

@test "local = yes: a program that is a link has its neighbours where it leads to" {
    mkdir real other
    echo 'print("neighbour of", __file__.rpartition("/")[0].rpartition("/")[2])' |
        tee real/neighbour.py >other/neighbour.py
    echo 'import neighbour' >real/main.py
    ln -s ../real/main.py other/linked.py
    ln -s linked.py other/twice.py
    printf 'include = default\n[imports]\nlocal = yes\n' >local.conf
    export PYSBX_POLICY=./local.conf
    for program in real/main.py other/linked.py other/twice.py; do
        PYTHONPATH='' run -0 "$PYTHON" "$program"
        [ "$output" = 'neighbour of real' ]
        run -0 sandboxed "$program"
        [ "$output" = 'neighbour of real' ]
        run -0 layers interpreter "$program"
        shows 'neighbour of real'
    done
}

@test "a path of the program with .. in it leads to no report" {
    mkdir -p a/b
    echo 'print("ran")' >a/program.py
    export PYSBX_LOG=$PWD/log
    for program in a/b/../program.py ./a/./program.py "$PWD/a/b/../../a/program.py"; do
        run -0 sandboxed "$program"
        [ "$output" = ran ]
    done
    [ ! -s log ] || explain "$(cat log)"
    run -1 sandboxed -c 'import os'
    [ -s log ]
}

# --- what is left alone ---

@test "a process that is no interpreter is untouched" {
    export LD_PRELOAD=$SBX_LIB PYSBX_POLICY=/nonexistent.conf SECRET=kept
    run -0 sh -c 'echo "$SECRET $PYSBX_POLICY"; cat /etc/hostname; exit 0'
    shows "kept /nonexistent.conf" "$(cat /etc/hostname)"
    run -7 sh -c 'exit 7'
    run -0 env sh -c 'cd / && ls -d etc && mktemp -u x.XXX >/dev/null'
    run -0 bash -c 'echo out >"$BATS_TEST_TMPDIR/written" 4>&1 && { cat <&5; } 5<"$BATS_TEST_TMPDIR/written"'
    [ "$output" = out ]
}

@test "a switched-off layer is announced each time" {
    run -0 --separate-stderr lax libc,kernel -c pass
    [ "$stderr" = 'pysbx: warning: layers off: interpreter (PYSBX_LAYERS; for tests only)' ]
    run -0 --separate-stderr layers interpreter,libc,kernel -c pass
    [ -z "$stderr" ]
}
