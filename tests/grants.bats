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

@test "a granted directory may be read by every mode that reads, and not written" {
    may
    attempts <<'END'
attempt("x = open('in/a.txt').read().strip()")
attempt("x = open('in/a.txt', 'rb').read()")
attempt("x = open(b'in/a.txt').read().strip()")
attempt("x = open('in/../in/./a.txt').read().strip()")
attempt("x = open('in/honest').read().strip()")
attempt("import io; x = io.open('in/a.txt').read().strip()")
attempt("x = open(file='in/a.txt', mode='r', encoding='utf-8', newline='').read().strip()")
attempt("open('in/nothing')")
attempt("open('in')")
for mode in "w", "a", "x", "r+", "w+", "a+", "rb+", "wb":
    attempt(f"open('in/a.txt', {mode!r})")
    attempt(f"open('in/new.txt', {mode!r})")
print(open("in/a.txt").read().strip())
END
    everywhere 0 program.py <<'END'
x = open('in/a.txt').read().strip() -> in a
x = open('in/a.txt', 'rb').read() -> b'in a\n'
x = open(b'in/a.txt').read().strip() -> in a
x = open('in/../in/./a.txt').read().strip() -> in a
x = open('in/honest').read().strip() -> in a
import io; x = io.open('in/a.txt').read().strip() -> in a
x = open(file='in/a.txt', mode='r', encoding='utf-8', newline='').read().strip() -> in a
open('in/nothing') -> FileNotFoundError
open('in') -> IsADirectoryError
open('in/a.txt', 'w') -> refused
open('in/new.txt', 'w') -> refused
open('in/a.txt', 'a') -> refused
open('in/new.txt', 'a') -> refused
open('in/a.txt', 'x') -> refused
open('in/new.txt', 'x') -> refused
open('in/a.txt', 'r+') -> refused
open('in/new.txt', 'r+') -> refused
open('in/a.txt', 'w+') -> refused
open('in/new.txt', 'w+') -> refused
open('in/a.txt', 'a+') -> refused
open('in/new.txt', 'a+') -> refused
open('in/a.txt', 'rb+') -> refused
open('in/new.txt', 'rb+') -> refused
open('in/a.txt', 'wb') -> refused
open('in/new.txt', 'wb') -> refused
in a
END
}

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

@test "nothing leads out of a granted directory: neither .. nor links, by str or bytes" {
    may
    attempts <<'END'
for path in ("secret.txt", "in/../secret.txt", "in/link", "in/up/secret.txt", "out/link",
             "out/up/secret.txt", "out/deep/../../secret.txt", "./secret.txt",
             "in//..//secret.txt", "/proc/self/cwd/secret.txt", "/dev/fd/../cwd/secret.txt",
             "/proc/thread-self/root/etc/passwd", "in/a.txt/../../secret.txt"):
    for p in path, path.encode():
        try:
            print(p, open(p).read())
        except OSError:
            pass
        try:
            open(p, "r+")
            print(p, "is open for writing")
        except OSError:
            pass
for path in ("made", "out/up/made", "out/dangling", "out/../made", "out/deep/../../made",
             "/proc/self/cwd/made", "out/up/out/../made"):
    for mode in "w", "a", "x", "w+":
        try:
            open(path, mode)
            print(path, "was created")
        except OSError:
            pass
attempt("x = open('in/up/in/a.txt').read().strip()")
attempt("x = open('out/up/out/fine', 'w').write('a')")
END
    everywhere 0 program.py <<'END'
x = open('in/up/in/a.txt').read().strip() -> in a
x = open('out/up/out/fine', 'w').write('a') -> 1
END
    [ ! -e made ] || explain "made/ was created"
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

@test "granted functions of os work below granted directories" {
    may 'os = listdir, mkdir, makedirs, remove, unlink, rename, replace, rmdir, path, stat' \
        'os = scandir, walk, sep, linesep, fspath' 'os.path = *'
    cat >use.py <<'END'
import os
print(sorted(os.listdir("in")), sorted(os.listdir(b"out")))
os.mkdir("out/d")
os.makedirs("out/d/e/f", exist_ok=True)
print(os.path.isdir("out/d/e/f"), os.path.exists("out/none"))
open("out/d/one", "w").close()
os.rename("out/d/one", "out/d/two")
os.replace("out/d/two", "out/three")
print(os.path.isfile("out/three"), os.stat("in/a.txt").st_size, os.path.getsize("in/a.txt"))
with open("out/three", "r+") as f:
    print(f.truncate(5))
print(os.stat("out/three").st_size)
os.remove("out/three")
print(sorted(e.name for e in os.scandir("in") if e.is_file()))
print([(d, sorted(n), sorted(f)) for d, n, f in os.walk("out/d")])
os.rmdir("out/d/e/f")
print(os.path.join("a", "b"), os.path.splitext("a.txt"), os.path.basename(os.path.abspath("x")))
try:
    os.listdir("in/none")
except FileNotFoundError as error:
    print(error)
END
    as_plain use.py
}

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

@test "os.listdir without a path lists the current directory, if it is granted" {
    profile cwd <<'END'
include = default
[files]
read = ${cwd}
[imports]
os = listdir, scandir
END
    export PYSBX_POLICY=$BATS_TEST_TMPDIR/cwd.conf
    attempts <<'END'
attempt("import os; x = 'in' in os.listdir()")
attempt("import os; x = 'in' in os.listdir('.')")
attempt("import os; x = 'in' in [e.name for e in os.scandir()]")
attempt("import os; os.listdir('..')")
END
    everywhere 0 program.py <<'END'
import os; x = 'in' in os.listdir() -> True
import os; x = 'in' in os.listdir('.') -> True
import os; x = 'in' in [e.name for e in os.scandir()] -> True
import os; os.listdir('..') -> refused
END
}

@test "os.open is decided by the path, and not relative to a descriptor" {
    may 'os = open, read, write, close, O_RDONLY, O_RDWR, O_WRONLY, O_CREAT, O_DIRECTORY' \
        'os = mkdir'
    attempts <<'END'
attempt("import os; x = os.read(os.open('in/a.txt', os.O_RDONLY), 4)")
attempt("import os; x = os.write(os.open('out/w', os.O_WRONLY | os.O_CREAT), b'abc')")
attempt("import os; os.open('secret.txt', os.O_RDONLY)")
attempt("import os; os.open('in/a.txt', os.O_RDWR)")
attempt("import os; os.open('in/link', os.O_RDONLY)")
# Both names are granted from where the program stands; the file is another.
attempt('''import os
os.mkdir('out/in')
open('out/secret.txt', 'w').close()
fd = os.open('in', os.O_RDONLY | os.O_DIRECTORY)
x = os.open('out/../in/../out/link', os.O_RDONLY, dir_fd=fd)''')
attempt('''import os
fd = os.open('out/deep', os.O_RDONLY | os.O_DIRECTORY)
os.mkdir('out/out')
x = os.read(os.open('in/../../link', os.O_RDONLY, dir_fd=fd), 9)''')
attempt('''import os
fd = os.open('in', os.O_RDONLY | os.O_DIRECTORY)
x = os.open('a.txt', os.O_RDONLY, dir_fd=fd)''')
END
    everywhere 0 program.py <<'END'
import os; x = os.read(os.open('in/a.txt', os.O_RDONLY), 4) -> b'in a'
import os; x = os.write(os.open('out/w', os.O_WRONLY | os.O_CREAT), b'abc') -> 3
import os; os.open('secret.txt', os.O_RDONLY) -> refused
import os; os.open('in/a.txt', os.O_RDWR) -> refused
import os; os.open('in/link', os.O_RDONLY) -> refused
END
}

@test "pathlib works below granted directories" {
    may 'pathlib = *'
    cat >use.py <<'END'
from pathlib import Path
p = Path("in") / "a.txt"
print(p.read_text().strip(), p.read_bytes(), p.open().read().strip(), open(p).read().strip())
print(p.exists(), p.is_file(), Path("out").is_dir(), p.stat().st_size, p.suffix, p.parent)
q = Path("out/q.txt")
print(q.write_text("hey"), q.read_text(), q.with_suffix(".md"))
Path("out/d/e").mkdir(parents=True, exist_ok=True)
print(q.rename("out/d/r.txt"), sorted(str(x) for x in Path("in").iterdir()))
print(sorted(str(x) for x in Path("in").glob("*.txt")),
      sorted(str(x) for x in Path("out/d").rglob("*")))
Path("out/d/t").touch()
Path("out/d/t").unlink()
Path("out/d/e").rmdir()
print(Path("x").resolve().name, Path.cwd().name, Path("/a/../b"))
try:
    Path("in/none").read_text()
except FileNotFoundError as error:
    print(error)
END
    as_plain use.py
}

@test "pathlib reads and changes nothing elsewhere" {
    may 'pathlib = *'
    attempts <<'END'
for text in ("('secret.txt').read_text()", "('in/link').read_text()", "('in/up/secret.txt').open()",
             "('secret.txt').write_text('x')", "('made').write_text('x')", "('made').mkdir()",
             "('made').touch()", "('secret.txt').unlink()", "('secret.txt').rename('out/s')",
             "('out/deep').rename('made')", "('out/s').symlink_to('/etc/passwd')",
             "('out/s').hardlink_to('secret.txt')", "('in/a.txt').unlink()", "('in').rmdir()",
             "('secret.txt').chmod(0)", "('out/dangling').write_text('x')",
             "('out/dangling').touch()"):
    try:
        eval("Path" + text, {"Path": __import__("pathlib").Path})
        print(text, "went through")
    except OSError:
        pass
print(list(__import__("pathlib").Path(".").glob("*.txt")))
attempt("from pathlib import Path; x = Path('out/w').write_text('fine')")
END
    everywhere 0 program.py <<'END'
[]
from pathlib import Path; x = Path('out/w').write_text('fine') -> 4
END
    [ "$(cat secret.txt)" = "a secret" ] || explain "the secret changed"
    [ ! -e made ] || explain "made/ was created"
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

@test "shutil copies contents, moves and removes below granted directories" {
    may 'shutil = copyfile, copyfileobj, move, rmtree' 'os.path = exists'
    cat >use.py <<'END'
import os.path, shutil
print(shutil.copyfile("in/a.txt", "out/c"), open("out/c").read().strip())
shutil.copyfileobj(open("in/a.txt"), open("out/c3", "w"))
print(shutil.move("out/c", "out/m"), os.path.exists("out/c"), open("out/m").read())
shutil.rmtree("out/deep")
print(os.path.exists("out/deep"))
END
    as_plain use.py
}

@test "shutil copies files with their modes and times, and trees" {
    may 'shutil = copy, copy2, copytree' 'os = listdir, stat'
    cat >use.py <<'END'
import os, shutil
print(shutil.copy("in/a.txt", "out/c2"), shutil.copy2("in/a.txt", "out/deep"))
print(shutil.copytree("out/deep", "out/tree"), sorted(os.listdir("out/tree")))
print(os.stat("out/deep/a.txt").st_mtime == os.stat("in/a.txt").st_mtime)
END
    as_plain use.py
}

@test "shutil copies, moves and removes nothing elsewhere" {
    may 'shutil = copyfile, copy, copytree, move, rmtree, Error'
    attempts <<'END'
import shutil
for text in ("copyfile('secret.txt', 'out/c')", "copyfile('in/a.txt', 'made')",
             "copyfile('in/link', 'out/c')", "copy('in/a.txt', 'out/dangling')",
             "move('secret.txt', 'out/c')", "move('out/deep', 'made')",
             "copytree('in', 'made')"):
    try:
        eval("shutil." + text)
        print(text, "went through")
    except (OSError, shutil.Error):
        pass
for tree in "in", ".", "out/up":
    try:
        shutil.rmtree(tree)
    except OSError:
        pass
attempt("import shutil; x = shutil.copyfile('in/a.txt', 'out/fine')")
END
    everywhere 0 program.py <<'END'
import shutil; x = shutil.copyfile('in/a.txt', 'out/fine') -> out/fine
END
    [ -e in/a.txt ] && [ "$(cat secret.txt)" = "a secret" ] ||
        explain "something was removed"
    [ ! -e made ] || explain "made/ was created"
}

@test "tempfile works in a granted directory, and only there" {
    may 'tempfile = *' 'os.path = exists, dirname, basename' 'os = listdir'
    cat >use.py <<'END'
import os, tempfile
with tempfile.TemporaryFile("w+", dir="out") as f:
    f.write("x")
    f.seek(0)
    print(f.read())
with tempfile.NamedTemporaryFile("w+", dir="out", suffix=".s") as f:
    f.write("named")
    f.flush()
    print(open(f.name).read(), f.name.endswith(".s"))
print(os.path.exists(f.name))
with tempfile.TemporaryDirectory(dir="out") as d:
    open(d + "/f", "w").close()
    print(os.listdir(d))
print(os.path.exists(d))
fd, name = tempfile.mkstemp(dir="out")
print(fd > 2, os.path.exists(name), os.path.exists(tempfile.mkdtemp(dir="out")))
with tempfile.SpooledTemporaryFile() as f:
    f.write(b"spooled")
    f.seek(0)
    print(f.read())
END
    as_plain use.py
    attempts <<'END'
attempt("import tempfile; tempfile.mkstemp(dir='.')")
attempt("import tempfile; tempfile.mkdtemp(dir='.')")
attempt("import tempfile; tempfile.TemporaryFile(dir='.')")
attempt("import tempfile; tempfile.NamedTemporaryFile(dir='.')")
END
    each only_refusals program.py
}

only_refusals() {
    [ -n "$output" ] || explain "no output" || return
    case $(grep -vE -e '-> (refused|FileNotFoundError)$' <<<"$output") in
        "") ;;
        *) explain "not refused" ;;
    esac
}

@test "TMPDIR from the policy is where tempfile works" {
    may 'tempfile = *' '[env]' 'set = TMPDIR=${cwd}/out'
    attempts <<'END'
attempt("import tempfile; x = tempfile.gettempdir()[-3:]")
attempt("import tempfile; tempfile.NamedTemporaryFile().write(b'x'); x = 'fine'")
attempt("import tempfile; x = len(tempfile.mkdtemp()) > 3")
END
    everywhere 0 program.py <<'END'
import tempfile; x = tempfile.gettempdir()[-3:] -> out
import tempfile; tempfile.NamedTemporaryFile().write(b'x'); x = 'fine' -> fine
import tempfile; x = len(tempfile.mkdtemp()) > 3 -> True
END
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

@test "gzip, bz2, lzma and zipfile work on granted files" {
    prepare_archives
    may 'gzip = *' 'bz2 = *' 'lzma = *' 'zipfile = *' 'tarfile = *'
    cat >use.py <<'END'
import bz2, gzip, io, lzma, zipfile
for m, n in (gzip, "a.gz"), (bz2, "a.bz2"), (lzma, "a.xz"):
    print(m.open("in/" + n, "rt").read(), m.open("in/" + n).readline())
    with m.open("out/" + n, "wb") as f:
        f.write(b"written")
    print(m.open("out/" + n, "rb").read(), m.decompress(m.compress(b"memory")))
with gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(b"by object"))) as f:
    print(f.read())
with zipfile.ZipFile("in/z.zip") as z:
    print(z.namelist(), z.read("inside"), z.open("inside").readline())
    z.extractall("out/ex")
print(open("out/ex/inside").read())
with zipfile.ZipFile("out/w.zip", "w") as z:
    z.write("in/a.txt", "renamed")
    z.writestr("b", "b")
print(zipfile.ZipFile("out/w.zip").namelist(), zipfile.is_zipfile("in/a.txt"))
END
    as_plain use.py
}

@test "tarfile works on granted files" {
    prepare_archives
    may 'tarfile = *'
    cat >use.py <<'END'
import tarfile
with tarfile.open("in/t.tar.gz") as t:
    print(t.getnames(), t.extractfile("inside").read())
    t.extractall("out/ex", filter="data")
print(open("out/ex/inside").read())
with tarfile.open("out/w.tar.gz", "w:gz") as t:
    t.add("in/a.txt", "renamed")
print(tarfile.open("out/w.tar.gz").getnames())
END
    as_plain use.py
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

@test "sqlite3 opens no other file, neither by connect nor by SQL" {
    prepare_archives
    may 'sqlite3 = *, connect'
    attempts <<'END'
import sqlite3
for text in ("sqlite3.connect('made')", "sqlite3.connect('secret.txt')",
             "sqlite3.connect(b'made')", "sqlite3.connect('out/dangling')",
             "sqlite3.connect('out/up/made')",
             "sqlite3.connect(':memory:').execute(\"attach 'made' as m\")"
             ".execute('create table m.t(a)')",
             "sqlite3.connect(':memory:').execute(\"vacuum into 'made'\")",
             "sqlite3.connect('file:made?mode=rwc', uri=True).execute('create table t(a)')",
             "sqlite3.connect('out/w.db').execute(\"attach 'file:made' as m\")"
             ".execute('create table m.t(a)')",
             "sqlite3.connect(':memory:').enable_load_extension(True)"):
    try:
        eval(text)
        print(text, "went through")
    except Exception:
        pass
attempt("import sqlite3; x = sqlite3.connect('out/fine.db').execute('select 1').fetchall()")
END
    everywhere 0 program.py <<'END'
import sqlite3; x = sqlite3.connect('out/fine.db').execute('select 1').fetchall() -> [(1,)]
END
    [ ! -e made ] || explain "made was created"
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

@test "logging writes what it writes without the sandbox" {
    may 'logging = *' 'logging.handlers = *'
    cat >use.py <<'END'
import io, logging, sys
text = io.StringIO()
logging.basicConfig(stream=text, level=logging.DEBUG,
                    format="%(levelname)s:%(name)s:%(filename)s:%(lineno)d:%(funcName)s:%(message)s")
def f():
    logging.warning("hi %s", 1)
    log = logging.getLogger("a.b")
    log.debug("debug")
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("failed")
f()
print(text.getvalue())
own = logging.Logger("own")
own.addHandler(logging.StreamHandler(sys.stdout))
own.error("to %(where)s", {"where": "stdout"})
handler = logging.FileHandler("out/log.txt")
own.addHandler(handler)
own.info("in the file")
handler.close()
print(open("out/log.txt").read())
logging.getLogger("last").warning("resort")
END
    as_plain use.py
}

@test "logging opens no file that was not granted" {
    may 'logging = *'
    attempts <<'END'
attempt("import logging; logging.FileHandler('made')")
attempt("import logging; logging.basicConfig(filename='made')")
attempt("import logging; logging.FileHandler('out/dangling')")
attempt("import logging; logging.FileHandler('out/fine')")
END
    everywhere 0 program.py <<'END'
import logging; logging.FileHandler('made') -> refused
import logging; logging.basicConfig(filename='made') -> refused
import logging; logging.FileHandler('out/dangling') -> refused
import logging; logging.FileHandler('out/fine') -> done
END
    [ ! -e made ] || explain "made was created"
}

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

@test "inspect tells signatures and kinds of the program's own functions" {
    may 'inspect = *'
    cat >use.py <<'END'
import inspect
def f(a, b: int = 2, *c, d=4, **e) -> str:
    """What f does."""
class K:
    def __init__(self, x, y=1): pass
    def m(self, q): pass
    @property
    def p(self): return 1
async def co(): pass
def gen(): yield
async def agen(): yield
print(inspect.signature(f), inspect.signature(K), inspect.signature(K(1).m))
print(inspect.signature(f).bind(1, d=5).arguments, list(inspect.signature(f).parameters))
print(inspect.getdoc(f), inspect.isfunction(f), inspect.isclass(K), inspect.ismethod(K(1).m))
print(inspect.iscoroutinefunction(co), inspect.isgeneratorfunction(gen),
      inspect.isasyncgenfunction(agen), inspect.iscoroutinefunction(f))
print([n for n, _ in inspect.getmembers(K, inspect.isfunction)], inspect.getmro(K))
print(inspect.isgenerator(gen()), inspect.getmodule(f).__name__, inspect.isbuiltin(len))
print(inspect.signature(len), inspect.cleandoc("  a\n    b"))
END
    as_plain use.py
}

@test "inspect shows no code, closure, source or frame" {
    may 'inspect = *'
    attempts <<'END'
import inspect
def outer():
    hidden = 1
    return lambda: hidden
for text in ("inspect.currentframe().f_back", "inspect.stack()", "inspect.trace()[0]",
             "inspect.getclosurevars(outer()).nonlocals['hidden']",
             "inspect.getsource(inspect.getsource)",
             "inspect.getattr_static(outer, '__code__').__get__(outer).co_code",
             "inspect.getattr_static(outer, '__globals__').__get__(outer)['outer']",
             "inspect.getframeinfo(inspect.currentframe())", "inspect.sys", "inspect.os"):
    try:
        eval(text)
        print(text, "went through")
    except Exception:
        pass
attempt("import inspect; x = inspect.isfunction(len)")
END
    everywhere 0 program.py <<'END'
import inspect; x = inspect.isfunction(len) -> False
END
}

@test "pickle brings the program's own objects back" {
    may 'pickle = *' 'copyreg = *'
    cat >use.py <<'END'
import collections, dataclasses, datetime, decimal, enum, fractions, io, pickle
class Own:
    def __init__(self): self.x = 1
    def __eq__(self, other): return isinstance(other, Own) and self.x == other.x
class State(Own):
    def __reduce__(self): return State, (), {"x": 1}
@dataclasses.dataclass
class Data:
    a: int
class Color(enum.Enum):
    RED = 1
Point = collections.namedtuple("Point", "x y")
def function(): pass
values = [1, {2}, (3,), "x", b"y", 1.5, None, True, 2**100, [[]], bytearray(b"z"), frozenset([1]),
          Own(), State(), Data(3), Color.RED, Point(1, 2), function, Own, len, 1j, range(3),
          datetime.datetime(2020, 1, 1), collections.OrderedDict(a=1), collections.Counter("aa"),
          collections.defaultdict(list, a=[1]), collections.deque([1]), decimal.Decimal("1.5"),
          fractions.Fraction(1, 2), ValueError("v"), slice(1, 2), int, dict]
for value in values:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        try:
            got = pickle.loads(pickle.dumps(value, protocol))
        except Exception as error:
            got = type(error)
        if got != value and repr(got) != repr(value):
            print(protocol, value, got)
f = io.BytesIO()
pickle.Pickler(f).dump(Own())
f.seek(0)
print(pickle.Unpickler(f).load().x)
try:
    pickle.dumps(lambda: 0)
except Exception as error:
    print(type(error).__name__)
END
    as_plain use.py
}

@test "pickle gives no class that was not granted" {
    may 'pickle = *'
    attempts <<'END'
import pickle
for where in ("os\nsystem", "posix\nsystem", "subprocess\nPopen", "builtins\nexec", "builtins\neval",
              "builtins\n__import__", "builtins\ngetattr", "__builtin__\nopen", "__builtin__\neval",
              "io\nopen_code", "io\nFileIO", "_io\nFileIO", "sys\nmodules", "json\ncodecs",
              "collections\n_sys", "functools\nGenericAlias", "copy_reg\n_reconstructor",
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

@test "unittest runs the program's own tests" {
    may 'unittest = *' 'unittest.mock = *'
    cat >use.py <<'END'
import io, unittest
class T(unittest.TestCase):
    def setUp(self): self.x = 1
    def test_good(self): self.assertEqual(self.x, 1)
    def test_bad(self): self.assertEqual([1, 2], [1, 3])
    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "invalid"):
            int("x")
    @unittest.skip("for now")
    def test_skipped(self): pass
    def test_error(self): 1 / 0
    def test_sub(self):
        for i in range(2):
            with self.subTest(i=i):
                self.assertEqual(i, 0)
text = io.StringIO()
result = unittest.TextTestRunner(stream=text, verbosity=2).run(
    unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(result, "\n".join(l for l in text.getvalue().splitlines() if not l.startswith("Ran ")))
END
    as_plain use.py
}

@test "unittest.mock replaces the program's own objects" {
    may 'unittest.mock = *'
    cat >use.py <<'END'
from unittest import mock
m = mock.Mock(return_value=3)
print(m(1, a=2), m.call_args, m.called)
m.assert_called_once_with(1, a=2)
class K:
    def f(self): return "real"
with mock.patch.object(K, "f", return_value="mocked"):
    print(K().f())
print(K().f(), mock.MagicMock().__len__(), mock.sentinel.x)
END
    as_plain use.py
}

# Its loop wakes itself by a socket pair, which comes with any network grant.
@test "asyncio runs coroutines under a policy that grants some network" {
    may 'asyncio = *' 'socket = socketpair' 'select = epoll' 'signal = set_wakeup_fd, signal, siginterrupt' \
        '[network]' 'connect = tcp/9'
    cat >use.py <<'END'
import asyncio
async def value(x):
    await asyncio.sleep(0)
    return x
async def main():
    q = asyncio.Queue()
    await q.put("queued")
    t = asyncio.create_task(value("task"))
    return await asyncio.gather(*map(value, range(3))), await q.get(), await t, \
        await asyncio.wait_for(value(1), 30)
print(asyncio.run(main()))
END
    as_plain use.py
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
