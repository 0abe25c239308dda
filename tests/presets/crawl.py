# From what the program can name, follow every attribute and every item: does
# a real module, a namespace, a frame or a code object come within reach?
import sys
import types
import collections

MODULES = sys.argv[1:] or ["numpy"]
seen, found = {}, []
queue = collections.deque()
LIMIT = 400000
# What pathlib 3.13 shows: whoever calls it is asked (pathlib_globber.py of
# tests/escapes).
DECIDED = ("scandir", "lstat")


tried = collections.Counter()
DULL = (type(len), type("".join), type(str.join), type(object.__init__), type(object().__str__), type(dict.__dict__["fromkeys"]))


def push(o, path):
    if isinstance(o, DULL) and len(path.split(".")) > 3 and isinstance(getattr(o, "__self__", None), (type(None),)) is False and judge(o, path) is None:
        return
    if id(o) not in seen and type(o) not in (int, float, str, bytes, bool, complex, type(None)):
        seen[id(o)] = o
        queue.append((o, path))


def judge(o, path):
    if isinstance(o, types.ModuleType):
        try:
            d = o.__dict__
        except AttributeError:
            return "module"
        return None if isinstance(d, types.MappingProxyType) else "module with a dict"
    if isinstance(o, (types.FrameType, types.CodeType, types.CellType)):
        return type(o).__name__
    if isinstance(o, dict) and "__builtins__" in dict.keys(o) and o is not globals():
        return "namespace"
    if isinstance(o, dict) and "__import__" in dict.keys(o):
        return "builtins"
    if isinstance(o, types.BuiltinFunctionType) and getattr(o, "__module__", "") in ("posix", "_imp", "_ctypes", "_posixsubprocess") and o.__name__ not in ("fspath", *DECIDED):
        return "sink"
    return None


def items(o):
    if isinstance(o, (dict, types.MappingProxyType)):
        try:
            for k, v in list(o.items()):
                yield "[%.30r]" % (k,), v
                yield ".key", k
        except Exception:
            pass
    elif isinstance(o, (list, tuple, set, frozenset)) and len(o) < 100000:
        for i, v in enumerate(o):
            yield "[%d]" % i, v


def names(o):
    try:
        return object.__dir__(o) if not isinstance(o, type) else [n for c in type.__dict__["__mro__"].__get__(o) for n in c.__dict__] + list(dir(type(o)))
    except Exception:
        return []


for m in MODULES:
    __import__(m)
    push(__import__(m, None, None, ("x",)), m)
mine = {id(v) for v in (globals(),)}
own = {push, judge, items, names}
while queue and len(seen) < LIMIT:
    o, path = queue.popleft()
    if o is seen or o is queue or o is found or o in own if isinstance(o, types.FunctionType) else o is seen or o is queue or o is found or id(o) in mine:
        continue
    if isinstance(o, types.ModuleType) and getattr(o, "__name__", "") == "__main__":
        continue
    try:
        why = judge(o, path)
    except Exception:
        why = None
    if why:
        found.append((why, path))
        continue
    for step, v in items(o):
        push(v, path + step)
    for n in set(names(o)):
        if n in ("__abstractmethods__", "__forward_code__") or type(n) is not str:
            continue
        if n == "__code__" and type(o).__name__ == "ForwardRef":  # its own text
            continue
        if tried[type(o), n] > (1000 if isinstance(o, (type, types.ModuleType)) else 8):
            continue
        tried[type(o), n] += 1
        try:
            v = getattr(o, n)
        except BaseException:
            continue
        push(v, path + "." + n)
    if not isinstance(o, type):
        push(type(o), path + ".__class__")
for why, path in found[:40]:
    print("ESCAPED", why, path)
if not found and not queue:
    print("nothing leads out of", len(seen) // 1000, "thousand objects")
