#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# `local = yes`: .py files beside the program are its own modules, untrusted
# code like the program itself, and nothing else there is ever imported.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2153 # ${cwd}; subshells; INPUT

load helpers
load localizing

# --- forms ---

@test "local modules and packages import as they do without the sandbox" {
    mkdir -p pkg/deep
    cat >one.py <<'END'
"doc of one"
import math
from os_free import nothing
x = math.floor(2.5)
_hidden = 3
def f():
    return x
END
    echo 'nothing = None' >os_free.py
    echo 'z = 1; from . import sub' >pkg/__init__.py
    printf '%s\n' 'from .deep import leaf' 'from . import z' \
        'from .deep.leaf import up' 'y = up + z' >pkg/sub.py
    echo '' >pkg/deep/__init__.py
    printf '%s\n' 'from .. import z as up' 'from ..other import side' \
        >pkg/deep/leaf.py
    echo 'side = "s"' >pkg/other.py
    cat >main.py <<'END'
import one, pkg
import pkg.sub
import pkg.sub as s
import pkg.deep.leaf as leaf
from pkg import sub, other
from pkg.deep import leaf as again
from one import *
from one import f as g, _hidden
print(one.x, x, g(), f is g, _hidden, s.y, leaf.side, leaf is again, sub is s is pkg.sub)
print(pkg.deep.leaf.up, other.side, __import__("pkg.sub") is pkg)
print(__import__("pkg.sub", fromlist=["y"]) is s, "_hidden" in dir(one))
exec("import one as inside")
print(inside is one)
for m in one, pkg, s, leaf:
    print(m.__name__, m.__package__, m.__file__, getattr(m, "__path__", None), m.__doc__)
one.x = 5
import one as once_more
print(once_more.x, f())
from one import x as y
print(y)
try:
    from one import missing
except ImportError as error:
    print(error)
END
    as_plain main.py
}

@test "local modules know what modules know about themselves" {
    # shellcheck disable=SC2016
    echo 'print(__name__, __package__ == "", __doc__, __file__.endswith("own.py"))
print([n for n in ("__name__", "__doc__", "__package__", "__file__", "__builtins__",
    "__spec__", "__loader__") if n not in globals()])' >own.py
    echo 'import own; print(own.__doc__, own)' >main.py
    as_plain main.py
}

@test "local modules may import each other in a circle" {
    mkdir pkg
    printf '%s\n' 'import b' 'v = 1' 'def f(): return b.w' >a.py
    printf '%s\n' 'import a' 'w = 2' 'def g(): return a.v' >b.py
    printf '%s\n' 'from . import q' 'v = 1' >pkg/p.py
    printf '%s\n' 'from . import p' 'w = 2' >pkg/q.py
    echo 'from c2 import x' >c1.py
    printf '%s\n' 'from c1 import y' 'x = 1' >c2.py
    : >pkg/__init__.py
    cat >main.py <<'END'
import a, b, pkg.p
print(a.f(), b.g(), pkg.p.q.w, pkg.q.p.v)
try:
    import c1
except ImportError as error:
    print(type(error).__name__)
END
    as_plain main.py
}

@test "local modules are found beside the program, wherever it is started" {
    echo 'x = 1' >mod.py
    echo 'import mod; print(mod.x)' >main.py
    everywhere 0 main.py <<<1
    mkdir elsewhere
    echo 'x = "not this one"' >elsewhere/mod.py
    cd elsewhere
    everywhere 0 ../main.py <<<1
    everywhere 0 "$BATS_TEST_TMPDIR/program/main.py" <<<1
}

@test "source encodings of local modules are those of Python" {
    printf '# coding: latin-1\nx = "\xe4"\n' >latin.py
    printf '\xef\xbb\xbfx = "bom"\n' >bom.py
    printf 'x = "\xe4"\n' >broken.py
    printf '# coding: no-such-code\nx = 1\n' >unknown.py
    cat >main.py <<'END'
import latin, bom
print(ascii(latin.x), bom.x)
for name in "broken", "unknown":
    try:
        __import__(name)
    except SyntaxError as error:
        print(name, error.msg.split(":")[0])
END
    as_plain main.py
}

# --- untrusted ---

@test "local modules are under the same guards as the program" {
    cat >guarded.py <<'END'
def attempt(text):
    try:
        exec(text)
        print(text, "-> done")
    except Exception as error:
        print(text, "->", type(error).__name__)

attempt("import math")
attempt("import os")
attempt("open('/etc/passwd')")
attempt("(lambda: 0).__globals__")
attempt("(lambda: 0).__builtins__")
attempt("object.__subclasses__()")
attempt("__builtins__.len = 0")
attempt("import math; math.pi = 3")
attempt("exit(0)")
try:
    import os
except ImportError:
    print("no os")
try:
    attempt.__globals__
except AttributeError:
    print("no globals")
END
    cat >main.py <<'END'
import guarded
try:
    guarded.attempt.__code__
except AttributeError:
    print("no code")
print(guarded.__builtins__ is __builtins__)
END
    everywhere 0 main.py <<'END'
import math -> done
import os -> SandboxImportError
open('/etc/passwd') -> SandboxPermissionError
(lambda: 0).__globals__ -> SandboxAttributeError
(lambda: 0).__builtins__ -> SandboxAttributeError
object.__subclasses__() -> SandboxAttributeError
__builtins__.len = 0 -> SandboxAttributeError
import math; math.pi = 3 -> SandboxAttributeError
exit(0) -> SandboxError
no os
no globals
no code
True
END
}

@test "a local file with the name of a granted module does not take its place" {
    local name
    for name in json math statistics datetime random string typing io sys; do
        echo 'print("the local one ran:", __name__); evil = 1' >"$name.py"
    done
    cat >main.py <<'END'
import json, math, statistics, datetime, random, string, typing, io, sys
print(json.dumps([1]), math.floor(2.5), statistics.mean([1, 2]), string.digits)
print([m.__name__ for m in (json, math, statistics, datetime, random, string, typing, io, sys)
       if hasattr(m, "evil")])
END
    everywhere 0 main.py <<'END'
[1] 2 1.5 0123456789
[]
END
}

@test "a local file with the name of an internal module is untrusted code" {
    local name
    for name in _strptime copyreg encodings site locale linecache tokenize \
        traceback heapq _weakrefset sitecustomize usercustomize idna stringprep \
        zoneinfo_ _colorize codecs warnings_ bisect decimal numbers; do
        cat >"$name.py" <<'END'
print(__name__, "ran as the program's own")
try:
    (lambda: 0).__globals__
    print("TRUSTED", __name__)
except AttributeError:
    pass
try:
    import os
    print("TRUSTED", __name__)
except ImportError:
    pass
END
    done
    cat >main.py <<'END'
import time, datetime, warnings, copy, statistics
print(time.strptime("2020", "%Y").tm_year, datetime.datetime.strptime("2020", "%Y").year)
print("\xe4".encode("idna"), "x".encode("cp1252"), copy.copy([1]), statistics.median([3]))
warnings.warn("look")
import site, _strptime
try:
    raise ValueError("end")
finally:
    print("finally")
END
    TELLS="ValueError: end" everywhere 1 main.py <<'END'
2020 2020
b'xn--4ca' b'x' [1] 3
site ran as the program's own
_strptime ran as the program's own
finally
END
}

# --- errors ---

@test "a local module that failed is tried again" {
    cat >flaky.py <<'END'
import counter
counter.n += 1
if counter.n < 2:
    raise ValueError("not yet")
x = counter.n
END
    echo 'n = 0' >counter.py
    mkdir pkg
    : >pkg/__init__.py
    printf '%s\n' 'import counter' 'counter.n += 1' 'x = 1 // (counter.n - 3)' \
        >pkg/bad.py
    cat >main.py <<'END'
for name in "flaky", "flaky", "pkg.bad", "pkg.bad":
    try:
        print(name, __import__(name, fromlist=["x"]).x)
    except Exception as error:
        print(name, type(error).__name__, error)
try:
    from pkg import nothing
except ImportError as error:
    print(type(error).__name__)
END
    as_plain main.py
}

# --- local = no ---

@test "without a program file there are no local modules" {
    echo 'x = 1' >mine.py
    everywhere 0 -c '
try:
    import mine
except ImportError as error:
    print("refused")
import math
print(math.floor(1.5))' <<'END'
refused
1
END
}
