#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# LD_PRELOAD=libpysbx.so in front of everything that is called python3, and of
# what is not: which interpreter, which program, what it inherits.
# shellcheck disable=SC2016,SC2030,SC2031,SC2123,SC2153

load helpers
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
    profile lax <<'END'
[files]
trusted = ${python}
[stdio]
stdin = yes
stdout = yes
stderr = yes
END
    export PYSBX_SUMMARY=0
}

# lax LIST ARGS...: layers LIST under the policy lax, where `import os` works.
lax() {
    PYSBX_POLICY=$BATS_TEST_TMPDIR/lax.conf layers "$@"
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

# --- what is inherited ---

@test "only what the policy passes or sets is in the environment" {
    program env.py <<'END'
import os
print(sorted(os.environ.items()))
END
    profile env <<'END'
[files]
trusted = ${python}
[stdio]
stdout = yes
stderr = yes
[env]
pass = LANG, LC_*, KEPT
set = ADDED=value with = and space
END
    export PYSBX_POLICY=$PWD/env.conf PYSBX_LAYERS=libc,kernel LD_PRELOAD=$SBX_LIB
    run -0 --separate-stderr env -i LD_PRELOAD="$LD_PRELOAD" \
        PYSBX_POLICY="$PYSBX_POLICY" PYSBX_LAYERS="$PYSBX_LAYERS" \
        LC_ALL=C.UTF-8 KEPT=1 KEPT2=2 SECRET=x HOME=/home/somebody \
        PYTHONPATH=/tmp PATH=/tmp:/usr/bin LD_LIBRARY_PATH=/tmp "$PYTHON" env.py
    [ "$output" = "[('ADDED', 'value with = and space'), ('HOME', '/nonexistent'), \
('KEPT', '1'), ('LC_ALL', 'C.UTF-8'), ('PATH', '${PYTHON%/*}')]" ]
}

@test "more variables than the starter gave find room" {
    program env.py <<'END'
import os
print(len(os.environ), os.environ["V40"])
END
    {
        printf "[files]\ntrusted = \${python}\n[stdio]\nstdout = yes\nstderr = yes\n[env]\n"
        local i
        for i in {1..40}; do printf 'set = V%s=%s\n' "$i" "$i"; done
    } | profile many
    run -0 --separate-stderr env -i LD_PRELOAD="$SBX_LIB" \
        PYSBX_POLICY="$PWD/many.conf" PYSBX_LAYERS=libc,kernel "$PYTHON" -E env.py
    [ "$output" = '42 40' ] || [ "$output" = '43 40' ] # CPython may add LC_CTYPE
}

# Native code reads the stack and /proc; Python's os.environ is the least of it.
@test "no trace of the starter's environment is left in the memory of the process" {
    program scan.py <<'END'
import ctypes, re
stack = re.search("^([0-9a-f]+)-([0-9a-f]+) .*\\[stack\\]$",
                  open("/proc/self/maps").read(), re.M)
low, high = (int(x, 16) for x in stack.groups())
text = ctypes.string_at(low, high - low)
print(b"needle-in-the-" + b"environment" in text, b"a-kept-" + b"value" in text)
try:
    print(b"needle-in-the-" in open("/proc/self/environ", "rb").read())
except PermissionError: # belongs to root now
    print(False)
END
    profile env <<'END'
[files]
trusted = ${python}
read = /proc/self/maps
read = /proc/self/environ
[stdio]
stdout = yes
stderr = yes
[env]
pass = KEPT
END
    NEEDLE=needle-in-the-environment KEPT=a-kept-value \
        PYSBX_POLICY=$PWD/env.conf run -0 --separate-stderr layers libc scan.py
    [ "$output" = $'False True\nFalse' ]
}

@test "inherited descriptors are closed, the three standard ones are not" {
    program open.py <<'END'
import os
def is_open(fd):
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True
print([fd for fd in range(1024) if is_open(fd)])
END
    exec 7</etc/passwd 8>"$BATS_TEST_TMPDIR/x" 99</etc/passwd 777</etc/passwd
    run -0 --separate-stderr "$PYTHON" open.py
    [[ $output = *', 7, 8, '*'99, '*'777'* ]]
    run -0 --separate-stderr lax libc,kernel open.py
    [ "$output" = '[0, 1, 2]' ]
    PYSBX_LOG=fd:8 run -0 --separate-stderr lax libc,kernel open.py
    # The log's own, moved out of the way.
    [[ $output = '[0, 1, 2, '[0-9]*']' ]] && [[ $output != *8,* ]]
    exec 7<&- 8>&- 99<&- 777<&-
}

@test "[stdio] no: the descriptor is /dev/null, and set-up still speaks" {
    profile mute <<'END'
[files]
trusted = ${python}
[stdio]
stdin = no
stdout = no
stderr = yes
END
    program say.py <<'END'
import sys
print("to nobody")
print("read", repr(sys.stdin.read()), file=sys.stderr)
END
    export PYSBX_POLICY=$PWD/mute.conf
    run -0 --separate-stderr layers libc,kernel say.py <<<"input"
    [ -z "$output" ] && shows "read ''"
    sed -i 's/stderr = yes/stderr = no/' mute.conf
    run -0 --separate-stderr layers libc,kernel say.py
    hides read
    sed -i '$a[nonsense]' mute.conf
    run -125 layers libc,kernel say.py
    shows mute.conf:
}

@test "standard descriptors that are missing become /dev/null, not somebody's file" {
    program files.py <<'END'
import os
print(os.fstat(0).st_rdev == os.stat("/dev/null").st_rdev,
      os.fstat(1).st_rdev == os.stat("/dev/null").st_rdev, file=open(2, "w", closefd=False))
END
    lax libc,kernel files.py <&- >&- 2>err
    grep -x 'True True' err
}

@test "nobody else may write what the program makes, or look into its memory" {
    program make.py <<'END'
import ctypes
open("made", "w")
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
END
    profile make <<END
[files]
trusted = \${python}
write = $PWD
[stdio]
stdout = yes
stderr = yes
END
    umask 000
    PYSBX_POLICY=$PWD/make.conf run -0 --separate-stderr layers libc make.py
    [ "$output" = 0 ] # not dumpable
    [ "$(stat -c %a made)" = 600 ]
}

@test "a switched-off layer is announced each time" {
    run -0 --separate-stderr lax libc,kernel -c pass
    [ "$stderr" = 'pysbx: warning: layers off: interpreter (PYSBX_LAYERS; for tests only)' ]
    run -0 --separate-stderr layers interpreter,libc,kernel -c pass
    [ -z "$stderr" ]
}
