# SPDX-License-Identifier: MIT
"""pysbx learn, without --deny: run a program that is trusted, bare, and write
down what it uses, as the lines of policy that would allow it, in the form of
the violation log.  Nothing is refused and nothing is protected here; what is
missed, the runs under the policy find out."""

import ast
import builtins
import importlib.util
import io
import json
import os
import socket
import sys
import sysconfig
import types

log = int(os.environ.pop("PYSBX_LOG")[3:])
os.set_inheritable(log, False)
mode, target = sys.argv[1], sys.argv[2]
cwd = os.getcwd()
main = types.ModuleType("__main__")
written = set()  # lines
imported = {}  # module -> (file, line) of the program
wildcards = set()
sources = {}  # file -> text, of the program's own modules
busy = False
direct = False  # no library code between the program and the event

# What ${python} stands for, roughly: the interpreter's own files.
own = [os.path.realpath(p) + "/" for p in {
    *sysconfig.get_paths().values(), sys.base_prefix + "/lib",
    *(p for p in sys.path if p)} if len(os.path.realpath(p)) > 4]


def is_own(path):
    return os.path.realpath(path).startswith(tuple(own))


def is_program(namespace):
    """Are these the globals of the program or of a module beside it?"""
    if namespace is main.__dict__:
        return True
    file = namespace.get("__file__")
    return (type(file) is str and beside is not None
            and os.path.abspath(file).startswith(beside + "/")
            and not is_own(file))


def program_frame():
    """The innermost frame of the program, and whether an import stands
    between."""
    global direct
    frame, importing = sys._getframe(2), False
    while frame is not None and frame.f_globals is globals():
        frame = frame.f_back
    direct = frame is not None and is_program(frame.f_globals)
    while frame is not None:
        if is_program(frame.f_globals):
            return frame, importing
        importing |= frame.f_globals.get("__name__") in (
            "importlib._bootstrap", "importlib._bootstrap_external")
        frame = frame.f_back
    return None, importing


def tell(rule, thing, allow, where, reason=None):
    entry = {"layer": "interpreter", "rule": rule, "object": thing}
    if allow is not None:
        entry["allow"] = allow
    if reason is not None:
        entry["reason"] = reason
    if where[0]:
        entry["file"], entry["line"] = where
    line = json.dumps(entry)
    if (rule, thing, allow) not in written and len(line) < 4000:
        written.add((rule, thing, allow))
        os.write(log, line.encode() + b"\n")


def where_of(frame):
    return (None, 0) if frame is None else (
        frame.f_code.co_filename, frame.f_lineno)


# --- files -------------------------------------------------------------------

def normal(path):
    if isinstance(path, int) or path is None:
        return None
    return os.path.abspath(os.path.join(cwd, os.fsdecode(path)))


def note_file(path, key, frame):
    path = normal(path)
    if path is None or "\n" in path:
        return
    # Creating, removing and renaming are rights on the directory.
    if key == "entry" or (key == "write" and not os.path.lexists(path)):
        key, path = "write", os.path.dirname(path)
    if key == "read" and (path == script or not direct and is_own(path)):
        return
    tell("open", path, "[files] %s = %s" % (key, path), where_of(frame))


def note_open(args, frame):
    path, how, flags = args
    write = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    if isinstance(how, str):
        write = set(how) & set("wax+")
    read = not write or (flags & os.O_ACCMODE) == os.O_RDWR
    if write:
        note_file(path, "write", frame)
    if read:
        note_file(path, "read", frame)


def note_port(key, args, frame):
    sock, address = args[0], args[1]
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        port = address[1]
        tell("connect", "tcp/%d" % port, "[network] %s = tcp/%d" % (key, port),
             where_of(frame))
    else:
        tell("connect", repr(address)[:200], None, where_of(frame),
             "only TCP ports can be granted")


entries = {"os.remove": 1, "os.rmdir": 1, "os.mkdir": 1, "os.rename": 2,
           "os.link": 2, "os.symlink": 2}
processes = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn",
             "os.spawn", "os.fork", "os.forkpty", "pty.spawn")


def on_event(event, args):
    global busy
    if busy:
        return
    busy = True
    try:
        record(event, args)
    except Exception:  # what is not understood is found out later
        pass
    finally:
        busy = False


def record(event, args):
    known = (event == "open" or event in entries or event in processes
             or event in ("os.listdir", "os.scandir", "os.chmod", "os.utime",
                          "os.truncate", "socket.connect", "socket.bind",
                          "sqlite3.connect", "_thread.start_new_thread",
                          "_thread.start_joinable_thread"))
    if not known:
        return
    frame, importing = program_frame()
    if frame is None or importing:
        return
    if event == "open":
        note_open(args, frame)
    elif event in entries:
        for path in args[:entries[event]]:
            note_file(path, "entry", frame)
    elif event in ("os.listdir", "os.scandir"):
        note_file("." if args[0] is None else args[0], "read", frame)
    elif event in ("os.chmod", "os.utime", "os.truncate"):
        note_file(args[0], "write", frame)
    elif event == "sqlite3.connect":
        if args[0] not in (":memory:", b":memory:", ""):
            note_file(args[0], "entry", frame)  # the journal, too
            note_file(os.path.dirname(normal(args[0])), "read", frame)
    elif event.startswith("socket."):
        note_port(event[7:], args, frame)
    elif event.startswith("_thread."):
        tell("event", event, "[process] threads = yes", where_of(frame))
    else:
        tell("event", event, None, where_of(frame), "it starts a process")


# --- imports -----------------------------------------------------------------

def is_local(name):
    module = sys.modules.get(name)
    return module is not None and is_program(vars(module))


def note_module(name, where):
    """The program imports name (and what it lies in)."""
    if name not in imported:
        imported[name] = where
        file = getattr(sys.modules.get(name), "__file__", None)
        if is_local(name):
            tell("import", name, "[imports] local = yes", where)
            add_source(file)
        else:
            tell("import", name, "[imports] %s = __name__" % name, where)


def note_name(module, name, where):
    if name == "*":
        tell("import", module, "[imports] %s = *" % module, where)
    else:
        tell("import", module + "." + name,
             "[imports] %s = %s" % (module, name), where)


def add_source(file):
    if file and file.endswith(".py") and file not in sources:
        try:
            with io.open_code(file) as stream:
                sources[file] = stream.read()
        except OSError:
            pass


real_import = builtins.__import__


def recording_import(name, globals=None, locals=None, fromlist=(), level=0):
    result = real_import(name, globals, locals, fromlist, level)
    global busy
    if busy or globals is None or not is_program(globals):
        return result
    busy = True
    try:
        where = where_of(sys._getframe(1))
        full = name
        if level > 0:
            full = importlib.util.resolve_name(
                "." * level + name, globals.get("__package__") or "")
        if not fromlist:
            while full in sys.modules:
                note_module(full, where)
                full = full.rpartition(".")[0]
            return result
        note_module(full, where)
        if not is_local(full):
            for each in fromlist:
                below = full + "." + each
                if below in sys.modules and isinstance(
                        getattr(result, each, None), types.ModuleType):
                    note_module(below, where)
                else:
                    note_name(full, each, where)
        else:
            for each in fromlist:
                if full + "." + each in sys.modules:
                    note_module(full + "." + each, where)
    finally:
        busy = False
    return result


def attributes(file, tree):
    """Names of modules that the text uses: os.path.join."""
    aliases = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                name = each.name if each.asname else each.name.split(".")[0]
                aliases.setdefault(each.asname or name, set()).add(name)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for each in node.names:
                aliases.setdefault(each.asname or each.name, set()).add(
                    "%s.%s" % (node.module, each.name))
    for node in ast.walk(tree):
        chain, at = [], node
        while isinstance(at, ast.Attribute):
            chain.append(at.attr)
            at = at.value
        if not chain or not isinstance(at, ast.Name):
            continue
        for name in aliases.get(at.id, ()):
            chain_of(name, chain[::-1], (file, node.lineno))


def chain_of(name, chain, where):
    for attr in chain:
        module = sys.modules.get(name)
        if (name not in imported or is_local(name)
                or not hasattr(module, attr)):
            return
        if isinstance(getattr(module, attr), types.ModuleType):
            name += "." + attr
            continue
        note_name(name, attr, where)
        return


# --- environment -------------------------------------------------------------

real_getitem = os._Environ.__getitem__


def recording_getitem(self, key):
    value = real_getitem(self, key)
    frame, importing = program_frame()
    if (frame is not None and not importing and isinstance(key, str)
            and key.isidentifier()
            and key not in ("PATH", "TMPDIR", "HOME", "LD_PRELOAD")):
        tell("env", key, "[env] pass = " + key, where_of(frame))
    return value


# --- the program -------------------------------------------------------------

def load():
    """Its code, its file, its package, and where its own modules are."""
    if mode == "command":
        return target, "<string>", None, None
    if mode == "module":
        sys.path.insert(0, cwd)
        spec = importlib.util.find_spec(target)
        if spec is not None and spec.submodule_search_locations is not None:
            spec = importlib.util.find_spec(target + ".__main__")
        if spec is None or not spec.has_location:
            sys.exit("pysbx: no source text of a module " + target)
        file, package = spec.origin, spec.parent
        base = cwd
    else:
        file, package = target, None
        base = os.path.dirname(os.path.realpath(file))
        sys.path.insert(0, base)
    try:
        with open(file, "rb") as stream:
            return stream.read(), file, package, base
    except OSError as error:
        print("pysbx: cannot read the program %s: %s"
              % (file, error.strerror), file=sys.stderr)
        os._exit(125)


beside = script = None
text, file, package, beside = load()
if mode != "command":
    script = os.path.abspath(file)
    main.__file__ = file
main.__package__ = package
main.__builtins__ = builtins
sys.argv[:] = [{"command": "-c"}.get(mode, file)] + sys.argv[3:]
sources[file] = text
sys.modules["__main__"] = main
builtins.__import__ = recording_import
os._Environ.__getitem__ = recording_getitem
sys.addaudithook(on_event)
status = 0
try:
    exec(compile(text, file, "exec", dont_inherit=True), main.__dict__)
except SystemExit as end:
    tell("exit", "SystemExit", "[process] exit = yes", (None, 0))
    status = end.code if isinstance(end.code, int) else int(
        end.code is not None)
    if end.code is not None and not isinstance(end.code, int):
        print(end.code, file=sys.stderr)
except BaseException as error:
    back = error.__traceback__
    sys.excepthook(type(error), error, back and back.tb_next)
    status = 1
busy = True
for file, text in list(sources.items()):
    try:
        attributes(file, ast.parse(text))
    except (SyntaxError, ValueError, RecursionError):
        pass
busy = False
sys.exit(status & 255)
