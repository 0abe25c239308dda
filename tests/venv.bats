#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Virtual environments: ${python} finds and grants their site-packages, with a
# package that does at import what large ones do, and a compiled module in it.
# shellcheck disable=SC2030,SC2031,SC2153,SC2154 # PYSBX_POLICY, PYTHON, stderr; in the subshell of each test

load helpers
load everywhere

setup_file() {
    find_pythons
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export PYSBX_SUMMARY=0 PYSBX_WHITELIST_DIR=$SBX_ROOT/whitelist.d
    printf 'include = default\n[imports]\nfakepkg = *\nfakepkg.part = *\n' >fake.conf
    export PYSBX_POLICY=$PWD/fake.conf
    cat >use.py <<'END'
import fakepkg
from fakepkg import part
import sys
print(fakepkg.add(2, 3), fakepkg.load("n"), part.late(4), fakepkg.__version__)
print(fakepkg.Point(1, 2), isinstance(fakepkg.Point(0, 0), tuple), fakepkg.answer())
for attempt in ("fakepkg.os", "fakepkg._core", "fakepkg.answer.__globals__",
                "fakepkg.part.subprocess", "fakepkg.load('/etc/passwd')"):
    try:
        print(attempt, eval(attempt))
    except (AttributeError, OSError) as error:
        print(attempt, type(error).__name__)
END
}

# environment PYTHON: ./env, with the package; sets interpreter.
environment() {
    local include site
    rm -rf env
    "$1" -m venv --without-pip env 2>/dev/null || skip "venv is absent"
    interpreter=$PWD/env/bin/python
    site=$("$interpreter" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    include=$("$interpreter" -c 'import sysconfig; print(sysconfig.get_path("include"))')
    [ -e "$include/Python.h" ] || skip "Python.h of $1 is absent"
    mkdir "$site/fakepkg"
    cat >core.c <<'END'
#include <Python.h>

static PyObject *
add(PyObject *self, PyObject *args)
{
    long a, b;
    (void)self;
    return PyArg_ParseTuple(args, "ll", &a, &b) ? PyLong_FromLong(a + b) : NULL;
}

static PyMethodDef methods[] = {{"add", add, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_core", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC
PyInit__core(void)
{
    return PyModule_Create(&module);
}
END
    cc -shared -fPIC -isystem "$include" -o "$site/fakepkg/_core.so" core.c
    echo 7 >"$site/fakepkg/n"
    cat >"$site/fakepkg/__init__.py" <<'END'
import ctypes, inspect, os, pathlib, platform, subprocess, sys, threading
from collections import namedtuple
from functools import wraps
from ._core import add

__version__ = "1.2"
os.environ["FAKE"] = platform.machine()
lock = threading.Lock()
libc = ctypes.CDLL(None)
Point = namedtuple("Point", "x y")


def decorated(f):
    inspect.signature(f)
    f.__code__ = f.__code__.replace(co_name="renamed")

    @wraps(f)
    def inner(*args):
        with lock:
            return f(*args)
    return inner


@decorated
def answer():
    return libc.abs(-42) if False else 42


def load(name):
    return int(pathlib.Path(__file__).parent.joinpath(name).read_text())
END
    cat >"$site/fakepkg/part.py" <<'END'
import subprocess


def late(n):
    import fractions
    from . import later
    return later.twice(fractions.Fraction(n, 2))
END
    printf 'def twice(n):\n    return n * 2\n' >"$site/fakepkg/later.py"
}

works() {
    local layers
    for layers in interpreter interpreter,libc,kernel; do
        run --separate-stderr env PYSBX_LAYERS=$layers LD_PRELOAD="$SBX_LIB" \
            "$interpreter" use.py
        [ "$output" = "5 7 4 1.2
Point(x=1, y=2) True 42
fakepkg.os SandboxAttributeError
fakepkg._core SandboxAttributeError
fakepkg.answer.__globals__ SandboxAttributeError
fakepkg.part.subprocess SandboxAttributeError
fakepkg.load('/etc/passwd') SandboxPermissionError" ] || explain "differs ($layers)"
    done
}

@test "packages of a virtual environment work, of each Python there is" {
    local python
    any_python
    for python in $SBX_PYTHONS; do
        environment "$python"
        works
    done
}

@test "a virtual environment does not see the packages of the system" {
    environment "$PYTHON"
    printf 'include = numpy\n' >both.conf
    PYSBX_POLICY=$PWD/both.conf LD_PRELOAD=$SBX_LIB run -1 --separate-stderr \
        "$interpreter" -c 'import numpy'
    shows "No module named 'numpy'"
}

@test "a virtual environment with the packages of the system has both" {
    "$PYTHON" -c 'import numpy' 2>/dev/null || skip "numpy is absent"
    environment "$PYTHON"
    sed -i 's/^\(include-system-site-packages = \).*/\1true/' env/pyvenv.cfg
    printf 'include = numpy\n[imports]\nfakepkg = *\n' >both.conf
    PYSBX_POLICY=$PWD/both.conf LD_PRELOAD=$SBX_LIB run -0 --separate-stderr \
        "$interpreter" -c 'import fakepkg, numpy; print(numpy.arange(3).sum() + fakepkg.add(1, 1))'
    [ "$output" = 5 ]
}

@test "pysbx run takes the interpreter of a virtual environment, with its packages" {
    environment "$PYTHON"
    run -0 --separate-stderr "$SBX_BUILD/pysbx" run --policy ./fake.conf --python env/bin/python use.py
    [ "${lines[0]}" = "5 7 4 1.2" ] || explain "differs"
    [ "${lines[6]}" = "fakepkg.load('/etc/passwd') SandboxPermissionError" ] || explain "differs"
    run -1 --separate-stderr "$SBX_BUILD/pysbx" run --policy ./fake.conf --python "$PYTHON" use.py
    [[ $stderr = *"No module named 'fakepkg'"* ]] || explain "another interpreter has it"
}

# moved: a copy of an interpreter with a shared libpython in ./opt; sets
# interpreter and from, where it was.
moved() {
    local python
    any_python
    for python in $SBX_PYTHONS; do
        IFS=$'\t' read -r from version shared < <("$python" -I -c '
import sys, sysconfig
print(sys.base_prefix, "%d.%d" % sys.version_info[:2],
      sysconfig.get_config_var("Py_ENABLE_SHARED"), sep="\t")')
        [ "$from" = /usr ] || [ "$shared" != 1 ] || break
        from=
    done
    [ -n "$from" ] || skip "an interpreter of a prefix of its own is absent"
    mkdir -p opt
    tar -C "$from" --exclude=test --exclude=__pycache__ --exclude='*.a' \
        --exclude=site-packages --exclude=ensurepip --exclude=idlelib \
        --exclude='config-*' -cf - bin lib | tar -C opt -xf -
    interpreter=$PWD/opt/bin/python$version
    export LD_LIBRARY_PATH=$PWD/opt/lib
}

@test "an interpreter in a prefix of its own, as below /opt, has its library and no other" {
    moved
    cat >moved.py <<'END'
import json, math, decimal, sys
print(json.dumps(math.pi), decimal.Decimal(2).sqrt(), sys.version_info.major)
for name in sys.argv[1:]:
    try:
        print(len(open(name).read()) > 1000)
    except OSError as error:
        print(type(error).__name__)
END
    set -- "$PWD/opt/lib/python$version/os.py" "$from/lib/python$version/os.py"
    printf 'include = default\n[imports]\nsys = argv, version_info\n' >m.conf
    export PYSBX_POLICY=$PWD/m.conf
    run -0 --separate-stderr "$SBX_BUILD/pysbx" run --python "$interpreter" moved.py "$@"
    [ "$output" = "3.141592653589793 1.414213562373095048801688724 3
SandboxPermissionError
SandboxPermissionError" ] || explain "differs"
    # The kernel layer alone: what ${python} grants it.
    PYSBX_LAYERS=kernel LD_PRELOAD=$SBX_LIB run -0 --separate-stderr \
        "$interpreter" moved.py "$@"
    [ "$output" = "3.141592653589793 1.414213562373095048801688724 3
True
PermissionError" ] || explain "differs"
}
