#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the program gets by an import statement: views of what was granted, by
# every form of the statement, and a refusal that says what to write.
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be

load helpers
load judging
load importing

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
