#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the program gets by an import statement: views of what was granted, by
# every form of the statement, and a refusal that says what to write.
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be

load helpers
load judging
load everywhere

setup_file() {
    find_pythons
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export PYSBX_SUMMARY=0
    # attempt TEXT: run it, and print what became of it.
    program attempt.py <<'END'
def attempt(text, show=None):
    space = {"__name__": "__main__"}
    try:
        exec(text, space)
        print(text, "->", eval(show, space) if show else "done")
    except Exception as error:
        print(text, "-> refused,", type(error).__name__)
END
}

# granted TEXT...: lines of [imports] on top of the default policy.
granted() {
    {
        printf 'include = default\n[imports]\n'
        printf '%s\n' "$@"
    } | profile granted
    export PYSBX_POLICY=./granted.conf
}

# attempts: attempt.py followed by standard input, as program.py
attempts() {
    cat attempt.py - >program.py
}

@test "Python 3.11 is one of those that run these tests" {
    interpreter 3.11
    shows_python 3.11
}

@test "Python 3.12 is one of those that run these tests" {
    interpreter 3.12
    shows_python 3.12
}

@test "Python 3.13 is one of those that run these tests" {
    interpreter 3.13
    shows_python 3.13
}

@test "Python 3.14 is one of those that run these tests" {
    interpreter 3.14
    shows_python 3.14
}

shows_python() {
    requires "$SBX_BUILD/pysbx-hooks-$1.so"
    local python
    for python in $SBX_PYTHONS; do
        [ "$(version_of "$python")" != "$1" ] || return 0
    done
    explain "$1 is not in $SBX_PYTHONS"
}

# --- forms ---

@test "every form of the import statement means what it means without the sandbox" {
    program forms.py <<'END'
from __future__ import annotations
import math
import json as j, string as s
from math import floor, ceil as up
from json import *
from collections import abc, OrderedDict
from collections.abc import Mapping
import collections.abc
import json.decoder
import json.decoder as decoder
import html.entities as entities

print(math.pi, j.dumps([1]), s.digits, floor(2.5), up(2.5), loads("[2]"))
print(issubclass(dict, abc.Mapping), abc is collections.abc, Mapping is abc.Mapping)
print(json.decoder is decoder, decoder.JSONDecodeError is JSONDecodeError)
print(len(entities.html5), json is j, __import__("json") is json)

def inside():
    import base64
    from textwrap import dedent
    return base64.b64encode(b"x"), dedent(" y")

class Body:
    import random
    from fractions import Fraction as F

print(inside(), Body.F(1, 2), Body.random is __import__("random"))
exec("import struct; print(struct.calcsize('i'))")
space = {}
exec(compile("from decimal import Decimal", "text", "exec"), space)
print(space["Decimal"]("1.5"))
print(eval("__import__('heapq').nsmallest(1, [2, 1])"))
print(__import__("collections.abc").__name__)
print(__import__("collections.abc", fromlist=["Set"]).__name__)
print(__import__("math", globals(), locals(), ["pi"], 0).pi)
print([m.__name__ for m in map(__import__, ["math", "json"])])
for name in "math", "json.decoder", "collections":
    print(__import__(name, None, None, ["x"]).__name__)
try:
    from math import nothing
except ImportError as error:
    print(type(error).__name__, error.name, "nothing" in str(error))
try:
    import json.nothing.more
except ModuleNotFoundError as error:
    print("not there")
for bad in "", 5, None:
    try:
        __import__(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__)
END
    as_plain forms.py
}

@test "the standard library imports for itself what the program may not" {
    granted 'codecs = lookup'
    program lazy.py <<'END'
import copy
import datetime
import decimal
import enum
import re
import time
import typing
import zoneinfo

print(time.strptime("2020-02-01", "%Y-%m-%d").tm_mon)
print(datetime.datetime.strptime("2020 Feb", "%Y %b"))
print("ex\xe4mple.org".encode("idna"), "\xe4".encode("punycode"))
print("x".encode("utf-16-le"), b"\xe4".decode("cp1252"), "x".encode("rot13", "x")
      if 0 else "", "hi".encode("utf-7"))
print(datetime.datetime(2020, 7, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Paris")))
print(copy.deepcopy({1: [datetime.date(2020, 1, 1)]}))
print(format(1234567, "n"), format(decimal.Decimal("1.5"), "n"))
T = typing.TypeVar("T")
print(typing.get_type_hints(type("C", (typing.Generic[T],), {"__annotations__": {"a": "int"}})))
print(re.compile("(?i)stra\xdfe").match("STRA\xdfE") is not None)
print(enum.Flag("F", "a b").a)
END
    as_plain lazy.py
}

@test "what the standard library imported for itself is still not the program's" {
    attempts <<'END'
import time
time.strptime("2020", "%Y")
"\xe4".encode("idna")
attempt("import _strptime")
attempt("from encodings import idna")
attempt("import locale")
attempt("import copyreg")
attempt("import datetime; datetime._strptime")
attempt("import datetime; datetime.datetime", "datetime.datetime.__name__")
END
    everywhere 0 program.py <<'END'
import _strptime -> refused, SandboxImportError
from encodings import idna -> refused, SandboxImportError
import locale -> refused, SandboxImportError
import copyreg -> refused, SandboxImportError
import datetime; datetime._strptime -> refused, AttributeError
import datetime; datetime.datetime -> datetime
END
}

# --- what is granted, and no more ---

@test "sub-modules come only if they are granted" {
    attempts <<'END'
attempt("import collections.abc", "collections.abc.Set.__name__")
attempt("import json.decoder as d", "d.JSONDecoder.__name__")
attempt("import json.scanner")
attempt("from json import scanner")
attempt("import json; json.scanner")
attempt("import json.tool")
attempt("import html.parser")
attempt("import importlib.util")
attempt("import math.anything")
END
    everywhere 0 program.py <<'END'
import collections.abc -> Set
import json.decoder as d -> JSONDecoder
import json.scanner -> refused, SandboxImportError
from json import scanner -> refused, SandboxImportError
import json; json.scanner -> refused, SandboxAttributeError
import json.tool -> refused, SandboxImportError
import html.parser -> refused, SandboxImportError
import importlib.util -> refused, SandboxImportError
import math.anything -> refused, ModuleNotFoundError
END
}

@test "of a package with one granted sub-module nothing else is there" {
    granted 'xml.etree.ElementTree = *' 'os.path = join' 'urllib.parse = *'
    attempts <<'END'
attempt("import xml.etree.ElementTree as E", "E.fromstring('<a><b/></a>')[0].tag")
attempt("import xml.etree.ElementTree", "xml.etree.ElementTree.Element('q').tag")
attempt("from xml.etree import ElementTree", "ElementTree.Element('q').tag")
attempt("from xml.etree.ElementTree import Element", "Element('q').tag")
attempt("import xml", "[n for n in dir(xml) if n[0] != '_']")
attempt("import xml.etree", "[n for n in dir(xml.etree) if n[0] != '_']")
attempt("import xml.sax")
attempt("from xml import sax")
attempt("from xml.etree import ElementPath")
attempt("import xml.etree.ElementTree as E; E.ElementPath")
attempt("import xml.etree.ElementTree as E; E.sys")
attempt("import os.path", "os.path.join('a', 'b')")
attempt("import os", "[n for n in dir(os) if n[0] != '_']")
attempt("import os; os.listdir")
attempt("from os import environ")
attempt("import posixpath")
attempt("from urllib.parse import quote", "quote('a b')")
attempt("import urllib.request")
END
    everywhere 0 program.py <<'END'
import xml.etree.ElementTree as E -> b
import xml.etree.ElementTree -> q
from xml.etree import ElementTree -> q
from xml.etree.ElementTree import Element -> q
import xml -> ['etree']
import xml.etree -> ['ElementTree']
import xml.sax -> refused, SandboxImportError
from xml import sax -> refused, ImportError
from xml.etree import ElementPath -> refused, SandboxImportError
import xml.etree.ElementTree as E; E.ElementPath -> refused, SandboxAttributeError
import xml.etree.ElementTree as E; E.sys -> refused, SandboxAttributeError
import os.path -> a/b
import os -> ['path']
import os; os.listdir -> refused, SandboxAttributeError
from os import environ -> refused, SandboxImportError
import posixpath -> refused, SandboxImportError
from urllib.parse import quote -> a%20b
import urllib.request -> refused, SandboxImportError
END
}

@test "a list of attributes gives exactly these" {
    profile listed <<'END'
[files]
read = ${python}
[stdio]
stdout = yes
stderr = yes
[imports]
sys = version, maxsize
json = dumps
END
    export PYSBX_POLICY=./listed.conf
    program listed.py <<'END'
import sys
import json
print([n for n in dir(sys) if n[0] != "_"])
print([n for n in dir(json) if n[0] != "_"], [n for n in vars(json) if n[0] != "_"])
print(sys.maxsize > 1, json.dumps([1]), sys.version.split(".")[0])
print(hasattr(sys, "modules"), hasattr(sys, "maxsize"))
print(getattr(sys, "path", "a default"), getattr(json, "loads", None))
from sys import *
print("version" in globals(), "modules" in globals())
for text in "sys.modules", "sys.stdin", "sys.nothing", "json.loads", "json.codecs":
    try:
        eval(text)
    except AttributeError as error:
        print(text, type(error).__name__)
END
    everywhere 0 listed.py <<'END'
['maxsize', 'version']
['dumps'] ['dumps']
True [1] 3
False True
a default None
True False
sys.modules SandboxAttributeError
sys.stdin SandboxAttributeError
sys.nothing AttributeError
json.loads SandboxAttributeError
json.codecs SandboxAttributeError
END
}

@test "a refusal names the line of policy that would allow it" {
    program names.py <<'END'
for text in ("import ssl", "import os.path", "from os import path", "from sys import modules",
             "import sys; sys.modules", "from json import scanner"):
    try:
        exec(text)
    except (ImportError, AttributeError) as error:
        print(error.name, str(error).partition("write in the policy: ")[2])
END
    everywhere 0 names.py <<'END'
ssl [imports] ssl = *)
os.path [imports] os.path = *)
os [imports] os = *)
sys [imports] sys = modules)
modules [imports] sys = modules)
json [imports] json.scanner = *)
END
}

@test "the line that a refusal names does allow it" {
    granted 'sys = modules' 'json.scanner = *' 'os = getpid'
    attempts <<'END'
attempt("from sys import modules", "'json' in modules")
attempt("from json import scanner", "scanner.__name__")
attempt("from os import getpid", "getpid() > 0")
END
    everywhere 0 program.py <<'END'
from sys import modules -> True
from json import scanner -> json.scanner
from os import getpid -> True
END
}

@test "honest code does without what is optional" {
    program optional.py <<'END'
for kind in ImportError, ModuleNotFoundError, Exception:
    try:
        import numpy.linalg as linalg
    except kind as error:
        linalg = None
        print(kind.__name__, error.name.partition(".")[0], linalg)
try:
    from os import cpu_count
except ImportError:
    cpu_count = lambda: 1
print(cpu_count())
try:
    import no_such_module
except ModuleNotFoundError as error:
    print("none:", error.name)
import sys
print(getattr(sys, "gettrace", None), hasattr(sys, "real_prefix"))
END
    everywhere 0 optional.py <<'END'
ImportError numpy None
ModuleNotFoundError numpy None
Exception numpy None
1
none: no_such_module
None False
END
}

@test "an uncaught refusal ends the program with status 1 and says why" {
    TELLS="SandboxImportError: pysbx: import of 'ssl' is not allowed: it is not in the policy" \
        everywhere 1 -c 'print("before"); import ssl; print("after")' <<'END'
before
END
    everywhere 0 -c 'print("before"); import math; print("after")' <<'END'
before
after
END
}

@test "a granted sub-module whose import fails raises, by every form" {
    granted 'json.nothing = *' 'html.nothing = *'
    program fails.py <<'END'
for text in "import json.nothing", "from json import nothing", "from html import entities, nothing":
    try:
        exec(text)
    except ImportError as error:
        print(text, "raises")
from json import decoder
print(decoder.__name__)
END
    everywhere 0 fails.py <<'END'
import json.nothing raises
from json import nothing raises
from html import entities, nothing raises
json.decoder
END
}

# --- views ---

@test "a granted module is read-only by every door" {
    program doors.py <<'END'
import io, json, math, sys
doors = [
    "math.pi = 3",
    "del math.pi",
    "math.new = 3",
    "math.pi += 1",
    "setattr(math, 'pi', 3)",
    "delattr(math, 'pi')",
    "object.__setattr__(math, 'pi', 3)",
    "object.__delattr__(math, 'pi')",
    "type(math).__setattr__(math, 'pi', 3)",
    "type(sys).__setattr__(sys, 'maxsize', 3)",
    "type(json).__setattr__(json, 'dumps', print)",
    "math.__setattr__('pi', 3)",
    "math.__dict__['pi'] = 3",
    "vars(math)['pi'] = 3",
    "vars(math).update(pi=3)",
    "vars(math).clear()",
    "dict.__setitem__(vars(math), 'pi', 3)",
    "dict.update(vars(math), pi=3)",
    "x = vars(math); x |= {'pi': 3}; math.pi == 3 or 1 / 0",
    "math.__dict__ = {}",
    "math.__class__ = type('M', (type(math),), {})",
    "math.__name__ = 'other'",
    "math.__getattr__ = print",
    "math.__init__('other')",
    "type(math).__init__(math, 'other')",
    "for math.pi in [3]: pass",
    "with open('/dev/null') as math.pi: pass",
    "import json as math_, math\nimport string; math.string = string",
    "[math.pi for math.pi in [3]]",
    "(math.pi, x) = 3, 4",
    "exec('pi = 3', vars(math))",
    "exec('pi = 3', {}, vars(math))",
    "sys.maxsize = 3",
    "sys.version_info = (2, 7)",
    "json.dumps = print",
    "json.decoder.JSONDecoder = print",
]
before = math.pi, sys.maxsize, json.dumps, json.decoder.JSONDecoder, math.__name__
for text in doors:
    try:
        exec(text)
    except Exception:
        continue
    print("went through:", text)
print(before == (math.pi, sys.maxsize, json.dumps, json.decoder.JSONDecoder, math.__name__))
print(hasattr(math, "new"), hasattr(math, "string"), math.floor(2.5), json.loads("[1]"))
END
    everywhere 0 doors.py <<'END'
True
False False 2 [1]
END
}

@test "what programs replace by custom may be replaced, and trusted code sees it" {
    program live.py <<'END'
import io, sys, warnings
kept, sys.stdout = sys.stdout, io.StringIO()
print("into the buffer")
text, sys.stdout = sys.stdout.getvalue(), kept
print(repr(text), sys.stdout is kept)
seen = []
warnings.showwarning = lambda message, *rest, **more: seen.append(str(message))
warnings.simplefilter("always")
warnings.warn("look")
print(seen)
sys.argv.append("more")
print(sys.argv[1:])
END
    as_plain live.py
}

@test "no attribute of a granted module is a module that was not granted" {
    program modules.py <<'END'
import types
names = """abc array base64 binascii bisect calendar cmath collections collections.abc colorsys
contextlib contextvars copy csv dataclasses datetime decimal difflib enum errno fractions
functools graphlib hashlib heapq hmac html html.entities io itertools json json.decoder
json.encoder keyword math numbers operator pprint queue random re reprlib secrets statistics
string struct sys textwrap time timeit types typing unicodedata uuid warnings weakref zlib
zoneinfo __future__""".split()
for name in names:
    module = __import__(name, fromlist=["x"])
    for key in dir(module):
        value = getattr(module, key)
        if isinstance(value, types.ModuleType):
            full = name + "." + key
            print(full, __import__(full, fromlist=["x"]) is value)
    for key in "__spec__", "__loader__", "__file__", "__path__", "__cached__", "__builtins__":
        if getattr(module, key, None) is not None:
            print(name, key)
END
    everywhere 0 modules.py <<'END'
collections.abc True
html.entities True
json.decoder True
json.encoder True
END
}

@test "sys.modules shows what was granted only, and cannot be written" {
    granted 'sys = modules'
    program modules.py <<'END'
import io, json, math, sys
print(sys.modules["math"] is math, sys.modules.get("json") is json, "json" in sys.modules)
print("os" in sys.modules, sys.modules.get("os"), "posix" in list(sys.modules))
print(sorted(set(sys.modules) & {"builtins", "os", "io", "_io", "importlib", "site"}))
for text in ("sys.modules['os']", "sys.modules['math'] = None", "del sys.modules['math']",
             "sys.modules['evil'] = math", "sys.modules.pop('math')['x']", "sys.modules = {}"):
    try:
        exec(text)
        print(text, "went through")
    except Exception as error:
        print(text, "->", type(error).__name__)
print([m for m in sys.modules.values() if hasattr(m, "__spec__") and m.__spec__])
import math as again
print(again is math)
END
    everywhere 0 modules.py <<'END'
True True True
False None False
['io']
sys.modules['os'] -> KeyError
sys.modules['math'] = None -> SandboxError
del sys.modules['math'] -> SandboxError
sys.modules['evil'] = math -> SandboxError
sys.modules.pop('math')['x'] -> TypeError
sys.modules = {} -> SandboxAttributeError
[]
True
END
}

@test "builtins, if granted, are the program's own" {
    granted 'builtins = *'
    program builtins_use.py <<'END'
import builtins
print(builtins.len([1]), builtins.open is open, builtins is __builtins__)
for text in ("builtins.open('/etc/passwd')", "builtins.__import__('os')", "builtins.len = print",
             "builtins.exec('import os')", "builtins.new = 1"):
    try:
        eval(text) if " = " not in text else exec(text)
        print(text, "went through")
    except Exception as error:
        print(text, "->", type(error).__name__)
END
    everywhere 0 builtins_use.py <<'END'
1 True True
builtins.open('/etc/passwd') -> SandboxPermissionError
builtins.__import__('os') -> SandboxImportError
builtins.len = print -> SandboxAttributeError
builtins.exec('import os') -> SandboxImportError
builtins.new = 1 -> SandboxAttributeError
END
}
