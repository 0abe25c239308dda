#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# python3 -m: a module or a package is the program, as untrusted code.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2153 # ${cwd}; subshells; INPUT

load helpers
load localizing

# --- python3 -m ---

@test "-m runs modules and packages as the program, as without the sandbox" {
    mkdir -p pkg/deep
    cat >pkg/mod.py <<'END'
import sys
from . import util
from .util import x
from .deep.low import y
import pkg.deep
def rel(path):
    return path[path.rindex("/pkg/"):]
print(__name__, __package__, x, y, util.x, rel(sys.argv[0]), sys.argv[1:],
      rel(__file__), pkg.deep.__name__)
raise ValueError("end")
END
    cp pkg/mod.py pkg/__main__.py
    echo 'print("init", __name__)' >pkg/__init__.py
    echo 'x = 1' >pkg/util.py
    echo 'print("init", __name__)' >pkg/deep/__init__.py
    echo 'y = 2' >pkg/deep/low.py
    echo 'print(__name__, repr(__package__))' >single.py
    as_plain -m single
    # runpy's own frames are not there.
    AS=is_plain_output as_plain -m pkg.mod a -x
    AS=is_plain_output as_plain -Bm pkg a -m
    AS=is_plain_output as_plain -mpkg.mod
}

@test "-m: the program and its package are not trusted, wherever they lie" {
    mkdir -p pkg
    echo 'raise SystemExit(0)' >pkg/__init__.py
    echo 'print("not reached")' >pkg/mod.py
    TELLS="SystemExit" everywhere 1 -m pkg.mod </dev/null
    echo >pkg/__init__.py
    echo 'open("/etc/passwd")' >pkg/mod.py
    TELLS="reading this file is not allowed" everywhere 1 -m pkg.mod </dev/null
    # The standard library's as well: it is source text like any other.
    TELLS="import of 'gc' is not allowed" everywhere 1 -m timeit </dev/null
    # Not from the current directory where CPython would not either.
    echo 'print("mine")' >calendar.py
    everywhere 0 -m calendar <<<mine
    TELLS="import of 'locale' is not allowed" everywhere 1 -Im calendar </dev/null
    echo 'from . import util' >pkg/mod.py
    PYSBX_POLICY=default TELLS='local = yes' everywhere 1 -m pkg.mod </dev/null
}
