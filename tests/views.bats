#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What `import m` gives: a view, which shows what was granted and which the
# program cannot change.
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be

load helpers
load importing

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
