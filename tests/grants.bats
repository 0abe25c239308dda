#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A policy that grants more gives what its author expects, and no more: files
# and directories, the modules that handle them, threads, and the larger part
# of the standard library that the default policy leaves out.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2153 # ${cwd}; subshells; INPUT

load helpers
load everywhere

setup_file() {
    find_pythons
}

setup() {
    mkdir "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work" || return
    export PYSBX_SUMMARY=0
    BEFORE=fresh
    fresh
    cat >attempt.py <<'END'
def attempt(text):
    space = {}
    try:
        exec(text, space)
        print(text, "->", space.get("x", "done"))
    except Exception as error:
        refused = type(error).__name__.startswith("Sandbox") or isinstance(error, PermissionError)
        print(text, "->", "refused" if refused else type(error).__name__)
END
}

# The files that each run begins with: in/ may be read, out/ read and written.
fresh() {
    rm -rf in out secret.txt made
    mkdir in out out/deep
    echo "in a" >in/a.txt
    printf 'h1,h2\n1,2\n' >in/t.csv
    echo '{"k": [1]}' >in/j.json
    echo "a secret" >secret.txt
    ln -s a.txt in/honest
    ln -s ../secret.txt in/link
    ln -s .. in/up
    ln -s ../made out/dangling
    ln -s ../secret.txt out/link
    ln -s .. out/up
    cp "$BATS_FILE_TMPDIR"/prepared/* in/ 2>/dev/null || true
}

# may LINES...: read in/, read and write out/, and these lines of [imports].
may() {
    {
        printf 'include = default\n[files]\nread = ${cwd}/in\n'
        printf 'read = ${cwd}/out\nwrite = ${cwd}/out\n'
        printf '[process]\nthreads = %s\n[imports]\n' "${THREADS:-no}"
        printf '%s\n' "$@"
    } | profile may
    export PYSBX_POLICY=$BATS_TEST_TMPDIR/may.conf
}

# attempts: attempt.py followed by standard input, as program.py.
attempts() {
    cat attempt.py - >program.py
}

# --- open ---

@test "a directory granted for both is read and written by every mode" {
    may
    cat >modes.py <<'END'
def text(mode, what):
    with open("out/w", mode) as f:
        f.write(what)
    with open("out/w") as f:
        return f.read()
print(text("w", "abc"), text("a", "def"), text("r+", "X"), text("w+", "new"))
with open("out/w", "rb+", buffering=0) as f:
    f.write(b"N")
    f.seek(0)
    print(f.read())
with open("out/x", "x") as f:
    print(f.write("x"), f.name, f.mode, f.fileno() > 2)
try:
    open("out/x", "x")
except FileExistsError as error:
    print(error)
with open("out/deep/l", "w", buffering=1, encoding="latin-1", newline="\r\n") as f:
    print("\xe4", file=f)
print(open("out/deep/l", "rb").read(), [line for line in open("in/t.csv")])
END
    as_plain modes.py
}

@test "writing without reading is what a directory granted for writing gives" {
    profile writes <<'END'
include = default
[files]
write = ${cwd}/out
END
    export PYSBX_POLICY=$BATS_TEST_TMPDIR/writes.conf
    attempts <<'END'
attempt("x = open('out/w', 'w').write('abc')")
attempt("x = open('out/w', 'a').write('abc')")
attempt("open('out/w')")
attempt("open('out/w', 'r+')")
attempt("open('out/w', 'w+')")
END
    everywhere 0 program.py <<'END'
x = open('out/w', 'w').write('abc') -> 3
x = open('out/w', 'a').write('abc') -> 3
open('out/w') -> refused
open('out/w', 'r+') -> refused
open('out/w', 'w+') -> refused
END
}

@test "standard streams may be opened by their number, other descriptors not" {
    may
    echo "typed" >input
    attempts <<'END'
attempt("x = open(0, closefd=False).read().strip()")
attempt("f = open(1, 'w', closefd=False); x = f.write('') + f.fileno()")
attempt("f = open('in/a.txt'); open(f.fileno())")
attempt("f = open('in/a.txt'); open(f.fileno(), closefd=False)")
attempt("open(3)")
attempt("open(True, 'w', closefd=False).close()")
attempt("open(99)")
attempt("open('in/a.txt', opener=lambda path, flags: 0)")
attempt("x = open('in/a.txt').read().strip()")
END
    INPUT=input everywhere 0 program.py <<'END'
x = open(0, closefd=False).read().strip() -> typed
f = open(1, 'w', closefd=False); x = f.write('') + f.fileno() -> 1
f = open('in/a.txt'); open(f.fileno()) -> refused
f = open('in/a.txt'); open(f.fileno(), closefd=False) -> refused
open(3) -> refused
open(True, 'w', closefd=False).close() -> done
open(99) -> refused
open('in/a.txt', opener=lambda path, flags: 0) -> refused
x = open('in/a.txt').read().strip() -> in a
END
    printf '1\n2\n' >input
    echo 'print(sum(map(int, open(0).read().split())))' >sum.py
    INPUT=input as_plain sum.py
}

# --- os, pathlib, shutil ---

@test "granted functions of os change and list nothing elsewhere" {
    may 'os = listdir, mkdir, makedirs, remove, unlink, rename, replace, rmdir, stat, scandir' \
        'os = link, symlink, truncate, chmod, utime, walk'
    attempts <<'END'
for text in ("os.listdir('.')", "os.listdir('/')", "os.listdir()", "os.listdir('in/up')",
             "list(os.scandir('.'))", "list(os.scandir())", "os.listdir(b'/')",
             "os.mkdir('made')", "os.mkdir('in/made')", "os.makedirs('made/x')",
             "os.mkdir('out/up/made')", "os.mkdir('out/../made')",
             "os.remove('secret.txt')", "os.unlink('in/a.txt')", "os.remove('out/up/secret.txt')",
             "os.rename('secret.txt', 'out/s')", "os.rename('in/a.txt', 'out/s')",
             "os.rename('out/deep', 'made')", "os.replace('out/deep', 'in/deep')",
             "os.rename('out/deep', 'out/up/made')",
             "os.link('secret.txt', 'out/s')", "os.link('in/a.txt', 'out/s')",
             "os.symlink('../secret.txt', 'out/s')", "os.symlink('/etc/passwd', 'out/s')",
             "os.rmdir('in')", "os.truncate('secret.txt', 0)", "os.chmod('secret.txt', 0)",
             "os.utime('secret.txt')", "os.system", "os.fork", "os.environ"):
    try:
        eval("__import__('" + "os')." + text[3:] if text[:3] == "os." else text,
             {"os": __import__("os")})
        print(text, "went through")
    except (OSError, AttributeError):
        pass
attempt("import os; os.mkdir('out/fine'); x = os.listdir('out/fine')")
END
    everywhere 0 program.py <<'END'
import os; os.mkdir('out/fine'); x = os.listdir('out/fine') -> []
END
    [ "$(cat secret.txt)" = "a secret" ] || explain "the secret changed"
    [ ! -e made ] || explain "made/ was created"
}

@test "os.open is decided by the path, and not relative to a descriptor" {
    may 'os = open, read, write, close, O_RDONLY, O_RDWR, O_WRONLY, O_CREAT, O_DIRECTORY' \
        'os = mkdir, chdir'
    attempts <<'END'
attempt("import os; x = os.read(os.open('in/a.txt', os.O_RDONLY), 4)")
attempt("import os; x = os.write(os.open('out/w', os.O_WRONLY | os.O_CREAT), b'abc')")
attempt("import os; os.open('secret.txt', os.O_RDONLY)")
attempt("import os; os.open('in/a.txt', os.O_RDWR)")
attempt("import os; os.open('in/link', os.O_RDONLY)")
END
    everywhere 0 program.py <<'END'
import os; x = os.read(os.open('in/a.txt', os.O_RDONLY), 4) -> b'in a'
import os; x = os.write(os.open('out/w', os.O_WRONLY | os.O_CREAT), b'abc') -> 3
import os; os.open('secret.txt', os.O_RDONLY) -> refused
import os; os.open('in/a.txt', os.O_RDWR) -> refused
import os; os.open('in/link', os.O_RDONLY) -> refused
END
    # The name is granted from where the program stands; the file is another.
    cat >relative.py <<'END'
import os
print(open("in/a.txt").read())
try:
    os.mkdir("out/a")
    os.chdir("out/a")
    open("../secret.txt", "w").close()
    fd = os.open("../../in", os.O_RDONLY | os.O_DIRECTORY)
    print(os.read(os.open("../secret.txt", os.O_RDONLY, dir_fd=fd), 10))
except OSError:
    pass
END
    each hides_secret relative.py
}

@test "a path object of the program's own is asked once" {
    may 'pathlib = *'
    attempts <<'END'
import pathlib
class Liar:
    answers = ["in/a.txt", "secret.txt", "secret.txt"]
    def __fspath__(self):
        return self.answers.pop(0)
class Text(str):
    def __fspath__(self):
        return "secret.txt"
    def __str__(self):
        return "secret.txt"
class LiarPath(type(pathlib.Path())):
    def __fspath__(self):
        return "secret.txt"
    def __str__(self):
        return "secret.txt"
for path in Liar(), Text("in/a.txt"):
    print(open(path).read().strip())
for path in LiarPath("in/a.txt"),:
    for read in open, pathlib.Path.read_text, lambda p: pathlib.Path(p).read_text():
        try:
            got = read(path)
            print((got if isinstance(got, str) else got.read()).strip())
        except OSError:
            print("refused")
END
    each hides_secret program.py
}

hides_secret() {
    hides "a secret" && shows "in a"
}

only_refusals() {
    [ -n "$output" ] || explain "no output" || return
    case $(grep -vE -e '-> (refused|FileNotFoundError)$' <<<"$output") in
        "") ;;
        *) explain "not refused" ;;
    esac
}

@test "pathlib, shutil and tempfile go by [files], without os being granted" {
    may 'pathlib = *' 'shutil = *' 'tempfile = *' 'gzip = *' 'zipfile = *' 'tarfile = *'
    attempts <<'END'
import gzip, pathlib, shutil, tarfile, tempfile, zipfile
from pathlib import Path
class Liar:
    def __init__(self, *answers):
        self.answers = list(answers)
    def __fspath__(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
class Text(str):
    def __fspath__(self):
        return "secret.txt"
raw = Path("in/a.txt")
try:
    raw._raw_paths = raw._raw_path = raw._str = Text("secret.txt")
except AttributeError:
    pass
for text in ("Path('made').mkdir()", "Path('in/made').mkdir()", "Path('out/up/made').mkdir()",
             "Path('made').write_text('x')", "Path('made').touch()", "Path('in/made').touch()",
             "Path('secret.txt').unlink()", "Path('in/a.txt').unlink()", "Path('in').rmdir()",
             "Path('secret.txt').rename('out/s')", "Path('in/a.txt').rename('out/s')",
             "Path('out/deep').rename('made')", "Path('out/deep').replace('in/deep')",
             "Path('out/s').symlink_to('../secret.txt')", "Path('out/s').hardlink_to('in/a.txt')",
             "Path('in/a.txt').chmod(0o777)", "Path('in/a.txt').touch()", "Path('secret.txt').chmod(0o777)",
             "Path('out/link').chmod(0o777)", "Path('out/up/secret.txt').chmod(0o777)",
             "Path('secret.txt').read_text()", "raw.read_text()", "Path('in/link').read_text()",
             "list(Path('.').iterdir())", "list(Path('/').iterdir())", "list(Path('in/up').iterdir())",
             "shutil.copy('secret.txt', 'out/s')", "shutil.copy('in/link', 'out/s')",
             "shutil.copy('in/a.txt', 'made')", "shutil.copy('in/a.txt', 'out/up/made')",
             "shutil.copyfile(Liar('in/a.txt', 'secret.txt'), 'out/s')",
             "shutil.copyfile('in/a.txt', Liar('out/s', 'made'))",
             "shutil.copymode('in/a.txt', 'in/t.csv')", "shutil.copystat('in/a.txt', 'secret.txt')",
             "shutil.move('secret.txt', 'out/s')", "shutil.move('in/a.txt', 'out/s')",
             "shutil.rmtree('in')", "shutil.rmtree('out/up')", "shutil.copytree('.', 'out/all')",
             "shutil.chown('in/a.txt', 0)", "shutil.unpack_archive('in/slip.zip', 'out/deep')",
             "shutil.make_archive('made', 'zip', 'in')",
             "tempfile.mkdtemp(dir='.')", "tempfile.mkstemp(dir='.')", "tempfile.mkstemp(dir='in')",
             "tempfile.NamedTemporaryFile(dir='.')", "tempfile.TemporaryFile(dir='/tmp')",
             "tempfile.mkstemp(dir='out', prefix='../made')", "tempfile.mkstemp(dir=Liar('out', '.'))",
             "open(5)", "open(tempfile.mkstemp(dir='out')[0] + 40, 'w')",
             "gzip.open('secret.txt').read()", "gzip.open('made', 'w')", "zipfile.ZipFile('secret.txt')",
             "zipfile.ZipFile('made', 'w')", "tarfile.open('made', 'w')",
             "tarfile.open('out/t.tar', 'w').add('secret.txt')"):
    try:
        got = eval(text)
    except (OSError, shutil.Error, ValueError, AttributeError, NotImplementedError, TypeError,
            tarfile.TarError):
        continue
    if got not in (None, "", [], "in a\n"):
        print(text, "went through", got)
fd, name = tempfile.mkstemp(dir="out")
with open(fd, "w") as f:
    f.write("fine")
print(Path(name).read_text(), shutil.copy("in/a.txt", "out/copy"), Path("out/copy").read_text())
END
    each keeps program.py
}

# The files that the program should not have touched are as they were.
keeps() {
    [ "$output" = "fine out/copy in a" ] || explain "something went through" || return
    [ "$(cat secret.txt)" = "a secret" ] || explain "the secret changed" || return
    [ "$(stat -c %a in/a.txt)" = "$(stat -c %a in/t.csv)" ] ||
        explain "a mode changed" || return
    [ ! -e made ] || explain "made was created" || return
    [ "$(cat in/a.txt)" = "in a" ] || explain "in/ changed"
}

# --- formats on files ---

@test "csv, json, configparser, fileinput, linecache and codecs read granted files" {
    may 'configparser = *' 'fileinput = *' 'linecache = *' 'codecs = *' 'filecmp = *' \
        'glob = *' 'fnmatch = *'
    cat >use.py <<'END'
import codecs, configparser, csv, filecmp, fileinput, glob, json, linecache
print(list(csv.DictReader(open("in/t.csv", newline=""))), json.load(open("in/j.json")))
with open("out/w.csv", "w", newline="") as f:
    csv.writer(f).writerows([[1, 2], ["a,b", None]])
print(open("out/w.csv").read())
json.dump({"a": [1]}, open("out/w.json", "w"))
c = configparser.ConfigParser()
c.read_string("[s]\nk = 1")
with open("out/c.ini", "w") as f:
    c.write(f)
d = configparser.ConfigParser()
print(d.read(["out/c.ini", "in/none"]), d["s"]["k"])
print(list(fileinput.input(["in/a.txt", "in/t.csv"])), linecache.getline("in/a.txt", 1))
print(codecs.open("in/a.txt", encoding="ascii").read(), filecmp.cmp("in/a.txt", "in/honest"))
print(sorted(glob.glob("in/*.txt")), glob.glob("in/*/none"))
END
    as_plain use.py
    attempts <<'END'
import configparser, glob, linecache
c = configparser.ConfigParser()
try:
    print(c.read("secret.txt"))
except Exception as error:
    print(type(error).__name__)
print(repr(linecache.getline("secret.txt", 1)), glob.glob("*.txt"), glob.glob("/etc/pass*"))
attempt("import codecs; codecs.open('secret.txt')")
attempt("import fileinput; list(fileinput.input(['secret.txt']))")
END
    everywhere 0 program.py <<'END'
[]
'' [] []
import codecs; codecs.open('secret.txt') -> refused
import fileinput; list(fileinput.input(['secret.txt'])) -> refused
END
}

prepare_archives() {
    rm -rf "$BATS_FILE_TMPDIR/prepared"
    mkdir "$BATS_FILE_TMPDIR/prepared"
    "$PYTHON" - "$BATS_FILE_TMPDIR/prepared" <<'END'
import bz2, gzip, io, lzma, sqlite3, sys, tarfile, zipfile
d = sys.argv[1] + "/"
for m, n in (gzip, "a.gz"), (bz2, "a.bz2"), (lzma, "a.xz"):
    with m.open(d + n, "wt") as f:
        f.write("compressed\nlines\n")
with zipfile.ZipFile(d + "z.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("inside", "zipped\n" * 3)
with zipfile.ZipFile(d + "slip.zip", "w") as z:
    z.writestr("../../made", "slipped")
with tarfile.open(d + "t.tar.gz", "w:gz") as t:
    i = tarfile.TarInfo("inside")
    i.size = 6
    t.addfile(i, io.BytesIO(b"tarred"))
with tarfile.open(d + "slip.tar", "w") as t:
    i = tarfile.TarInfo("../made")
    i.size = 6
    t.addfile(i, io.BytesIO(b"tarred"))
c = sqlite3.connect(d + "d.db")
c.execute("create table t(a)")
c.execute("insert into t values(42)")
c.commit()
END
    fresh
}

@test "archives of other places stay closed, and what is inside stays in" {
    prepare_archives
    may 'gzip = *' 'zipfile = *' 'tarfile = *'
    attempts <<'END'
import tarfile, zipfile
for text in ("__import__('gzip').open('secret.txt').read()", "zipfile.ZipFile('made', 'w')",
             "zipfile.ZipFile('in/z.zip').extractall('made')",
             "zipfile.ZipFile('out/w.zip', 'w').write('secret.txt')",
             "tarfile.open('made', 'w')", "tarfile.open('in/slip.tar').extractall('out')",
             "tarfile.open('out/w.tar', 'w').add('secret.txt')"):
    try:
        eval(text)
        print(text, "went through")
    except Exception:
        pass
zipfile.ZipFile("in/slip.zip").extractall("out")
attempt("import zipfile; x = zipfile.ZipFile('in/z.zip').namelist()")
END
    everywhere 0 program.py <<'END'
import zipfile; x = zipfile.ZipFile('in/z.zip').namelist() -> ['inside']
END
    [ ! -e made ] || explain "made was created"
}

@test "sqlite3 works in memory and on granted files" {
    prepare_archives
    may 'sqlite3 = *, connect'
    cat >use.py <<'END'
import sqlite3
c = sqlite3.connect(":memory:")
print(c.execute("select 1 + 1").fetchall())
c.create_function("twice", 1, lambda x: 2 * x)
print(c.execute("select twice(4)").fetchone())
c = sqlite3.connect("out/w.db")
with c:
    c.execute("create table t(a, b)")
    c.executemany("insert into t values(?, ?)", [(1, "x"), (2, "y")])
print(c.execute("select * from t where a > ?", (1,)).fetchall())
c.close()
c = sqlite3.connect("out/w.db")
c.row_factory = sqlite3.Row
print([dict(r) for r in c.execute("select * from t")])
try:
    c.execute("select * from none")
except sqlite3.OperationalError as error:
    print(error)
END
    as_plain use.py
}

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

linked() {
    fresh
    rm -rf elsewhere
    mkdir elsewhere
    ln -s ../elsewhere/new out/nowhere
    ln -s nowhere out/twice
    ln -s fine out/near
    ln -s loop out/loop
}

@test "a link that leads to no file yet is followed before it is written to" {
    may
    cat >links.py <<'END'
for name in "out/nowhere", "out/twice", "out/loop", "out/near":
    try:
        open(name, "w").write("x")
        print(name, "written")
    except OSError:
        print(name, "refused")
END
    BEFORE=linked
    everywhere 0 links.py <<'END'
out/nowhere refused
out/twice refused
out/loop refused
out/near written
END
    [ ! -e elsewhere/new ] || explain "it was created"
}
