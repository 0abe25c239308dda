#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A policy that grants files and directories gives what its author expects, and
# no more: open(), the modules that handle files, formats, archives, links.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2153 # ${cwd}; subshells; INPUT

load helpers
load granting

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

# --- links ---
