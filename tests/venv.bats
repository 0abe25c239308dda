#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Virtual environments: ${python} finds and grants their site-packages, with a
# package that does at import what large ones do, and a compiled module in it.
# shellcheck disable=SC2030,SC2031,SC2153 # PYSBX_POLICY, PYTHON; in the subshell of each test

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
