#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A policy that grants threads, and the larger part of the standard library that
# the default policy leaves out, gives what its author expects, and no more.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2153 # ${cwd}; subshells; INPUT

load helpers
load granting

# --- threads ---

@test "threads = yes: threading, queues and pools work" {
    THREADS=yes may 'threading = *' 'concurrent.futures = *' 'concurrent.futures.thread = *' \
        'queue = *'
    cat >use.py <<'END'
import queue, threading
from concurrent.futures import ThreadPoolExecutor, as_completed, wait

done = []
threads = [threading.Thread(target=done.append, args=(i,)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(done), threading.current_thread().name, threading.active_count())

q = queue.Queue()
class Worker(threading.Thread):
    def run(self):
        while (item := q.get()) is not None:
            done.append(item * 10)
            q.task_done()
w = Worker(daemon=True)
w.start()
for i in range(3):
    q.put(i)
q.join()
q.put(None)
w.join()
print(sorted(done))

local, lock, event = threading.local(), threading.RLock(), threading.Event()
timer = threading.Timer(0, event.set)
timer.start()
with lock, threading.Condition(), threading.Semaphore(2):
    local.x = event.wait(30)
print(local.x, threading.Barrier(1).wait())

with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(pow, range(4), range(4))))
    print(sorted(f.result() for f in as_completed(pool.submit(abs, -i) for i in range(3))))
    failed = pool.submit(lambda: 1 / 0)
print(type(failed.exception()).__name__)
END
    as_plain use.py
}

@test "a thread is under the same guards as the program" {
    THREADS=yes may 'threading = *'
    cat >guarded.py <<'END'
import threading
def body():
    import math
    print(math.floor(1.5))
    for text in ("import os", "open('/etc/passwd')", "(lambda: 0).__globals__", "exit(0)",
                 "object.__subclasses__()"):
        try:
            exec(text)
            print(text, "went through")
        except Exception:
            pass
class Bound:
    def __call__(self):
        body()
for target in body, Bound(), lambda: list(map(lambda f: f(), [body])):
    t = threading.Thread(target=target)
    t.start()
    t.join()
END
    everywhere 0 guarded.py <<'END'
1
1
1
END
}

@test "threads = no: a thread is refused with the line to write" {
    may 'threading = *'
    cat >use.py <<'END'
import threading
try:
    threading.Thread(target=print).start()
    print("went through")
except Exception as error:
    print(str(error).partition("write in the policy: ")[2])
with threading.Lock():
    print("locks work")
END
    everywhere 0 use.py <<'END'
[process] threads = yes)
locks work
END
}

# --- the larger part of the standard library ---

@test "traceback prints as without the sandbox" {
    may 'traceback = *'
    cat >use.py <<'END'
import json, sys, traceback
def inner():
    return json.loads("{")
try:
    try:
        inner()
    except ValueError as error:
        raise KeyError("outer") from error
except KeyError as error:
    traceback.print_exc()
    print(traceback.format_exc())
    print("".join(traceback.format_exception(error)))
    print(traceback.format_exception_only(type(error), error))
    print([(s.name, s.lineno, s.line) for s in traceback.extract_tb(error.__traceback__)])
    print(list(traceback.TracebackException.from_exception(error).format()))
    traceback.print_tb(error.__traceback__, file=sys.stdout)
    error.add_note("a note")
    traceback.print_exception(error, chain=False)
END
    as_plain use.py
}

@test "traceback shows no lines of files that were not granted" {
    may 'traceback = *'
    cat >use.py <<'END'
import traceback
for name in "secret.txt", "/etc/passwd", "in/link":
    try:
        exec(compile("1 / 0", name, "exec"))
    except ZeroDivisionError:
        print(traceback.format_exc())
exec(compile("1 / 0", "secret.txt", "exec"))
END
    each hides_lines use.py
}

hides_lines() {
    hides "a secret" "root:" && shows "ZeroDivisionError" 'File "secret.txt", line 1'
}

@test "inspect shows of code and frames what leads nowhere" {
    may 'inspect = *' 'logging = *' 'traceback = *'
    attempts <<'END'
import inspect
def outer(secret="a secret"):
    hidden = 1
    return lambda: hidden
frame = inspect.currentframe()
try:
    1 / 0
except ZeroDivisionError as error:
    kept = error.__traceback__
for text in ("frame.f_locals", "frame.f_builtins", "frame.f_trace", "frame.f_back.f_locals",
             "frame.f_globals['frame']", "inspect.stack()[0].frame.f_locals", "inspect.trace()[0]",
             "frame.f_code.co_consts", "frame.f_code.co_code", "frame.f_code.replace(co_name='x')",
             "frame.f_code._co_code_adaptive", "exec(frame.f_code)", "eval(frame.f_code)",
             "type(frame.f_code)(frame.f_code)", "type(frame)()", "type(lambda: 0)(frame.f_code, {})",
             "object.__getattribute__(frame, 'f_locals')", "object.__getattribute__(frame, 'real')",
             "frame.__reduce_ex__(2)", "frame.__getstate__()['real']", "vars(frame)", "frame.__dict__",
             "inspect.getattr_static(outer, '__code__').__get__(outer).co_code",
             "inspect.getattr_static(outer, '__globals__').__get__(outer)['outer']",
             "inspect.getattr_static(frame, 'f_back').__get__(frame).f_locals",
             "inspect.getclosurevars(outer()).nonlocals['hidden']", "kept.tb_frame", "outer.__code__",
             "inspect.getgeneratorlocals(x for x in ())['x']", "inspect.sys", "inspect.os",
             "inspect.currentframe.__globals__", "inspect.getmodule(len).open",
             "inspect.unwrap(inspect.signature).__globals__", "frame.f_code.co_positions.__self__.co_consts",
             "frame.clear.__self__.f_locals", "frame.f_code.co_lines().__reduce__()[1][0].co_consts",
             "inspect.signature(inspect.getsource).parameters['object'].default.__globals__"):
    try:
        eval(text)
        print(text, "went through")
    except Exception:
        pass
print(frame.f_lineno > 1, frame.f_code.co_name, frame.f_back, sorted(frame.f_globals))
print(inspect.isframe(frame), inspect.iscode(frame.f_code), inspect.stack()[0].function)
attempt("import inspect; x = inspect.isfunction(len)")
END
    everywhere 0 program.py <<'END'
True <module> None ['__name__']
True True <module>
import inspect; x = inspect.isfunction(len) -> False
END
}

@test "where no module that looks at frames is granted, nothing shows them" {
    may 'shlex = *'
    cat >use.py <<'END'
import functools, operator, sys
class Mine:
    pass
def read(thing, name):
    return vars(functools.update_wrapper(Mine(), thing, assigned=[name], updated=[]))[name]
try:
    1 / 0
except ZeroDivisionError as error:
    trace = error.__traceback__
for thing, name in ((lambda: 0, "__code__"), (trace, "tb_frame"), ((x for x in ()), "gi_frame"),
                    ((x for x in ()), "gi_code")):
    for way in (read, getattr, lambda t, n: operator.attrgetter(n)(t),
                lambda t, n: ("{0.%s}" % n).format(t)):
        try:
            print(name, way(thing, name))
        except (AttributeError, KeyError):
            pass
print(sys.version_info > (3, 10))
END
    everywhere 0 use.py <<'END'
True
END
}

@test "pickle gives no class that was not granted" {
    may 'pickle = *'
    attempts <<'END'
import pickle
for where in ("os\nsystem", "posix\nsystem", "subprocess\nPopen", "builtins\nexec", "builtins\neval",
              "builtins\n__import__", "builtins\nprint", "__builtin__\nopen", "__builtin__\neval",
              "io\nopen_code", "io\nFileIO", "_io\nFileIO", "sys\nmodules", "json\ncodecs",
              "collections\n_sys", "functools\nGenericAlias",
              "copyreg\ndispatch_table", "__main__\n__builtins__", "importlib\nimport_module",
              "json\n__dict__", "random\n_os", "commands\ngetoutput", "UserList\n_sys"):
    try:
        got = pickle.loads(b"c" + where.encode() + b"\n.")
    except Exception as error:
        continue
    print("GOT", where, got)
class Find(pickle.Unpickler):
    def find_class(self, module, name):
        return super().find_class(module, name)
import io
for module, name in ("os", "system"), ("collections", "abc.sys"), ("json", "codecs.sys"):
    try:
        print("GOT", Find(io.BytesIO(b"\x80\x04\x8c" + bytes([len(module)]) + module.encode()
              + b"\x8c" + bytes([len(name)]) + name.encode() + b"\x93.")).load())
    except Exception:
        pass
attempt("import pickle; x = pickle.loads(b'ccollections\\nOrderedDict\\n.').__name__")
END
    everywhere 0 program.py <<'END'
import pickle; x = pickle.loads(b'ccollections\nOrderedDict\n.').__name__ -> OrderedDict
END
}

@test "argparse, getopt and shlex work, and open nothing else" {
    may 'argparse = *' 'getopt = *' 'shlex = *' '[process]' 'exit = yes'
    cat >use.py <<'END'
import argparse, getopt, shlex
p = argparse.ArgumentParser(prog="use", description="What it does.")
p.add_argument("--n", type=int, default=1, help="a number")
p.add_argument("files", nargs="*")
sub = argparse.ArgumentParser(prog="sub").add_subparsers(dest="what").add_parser("one")
print(p.parse_args(["--n", "3", "a"]), p.format_help())
print(getopt.getopt(["-a", "1", "x"], "a:"), shlex.split("a 'b c'"))
print(argparse.FileType("r")("in/a.txt").read())
p.parse_args(["--bad"])
END
    as_plain use.py
    attempts <<'END'
import argparse
try:
    argparse.FileType("r")("secret.txt")
    print("went through")
except argparse.ArgumentTypeError:
    print("refused")
END
    everywhere 0 program.py <<<refused
}

@test "a coroutine that was never awaited is warned of as without the sandbox" {
    cat >use.py <<'END'
async def forgotten(): pass
forgotten()
print("done")
END
    PYSBX_POLICY=default as_plain use.py
}

@test "a granted module may hold dataclasses" {
    may 'pstats = SortKey' 'tomllib = *' 'ipaddress = *' 'shlex = *' 'ast = *'
    cat >use.py <<'END'
import ast, ipaddress, pstats, tomllib
print(pstats.SortKey.CALLS, tomllib.loads("a = 1"), ipaddress.ip_network("10.0.0.0/30").num_addresses)
print(ast.literal_eval("[1, {'a': (2,)}]"), ast.dump(ast.parse("x = 1")), ast.unparse(ast.parse("x=1")))
END
    as_plain use.py
}
