#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# `local = yes`: what kind of file is a local module.  Regular files of source
# text are, in the program's directory; whatever else lies there is not.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2153 # ${cwd}; subshells; INPUT

load helpers
load localizing

@test "nothing but source is imported: no byte code, extension, archive or namespace package" {
    mkdir -p plain_dir only_cache/__pycache__ pkg/__pycache__ sub
    echo 'x = 1' >source.py
    echo 'x = 1' >plain_dir/mod.py
    : >pkg/__init__.py
    "$PYTHON" -c '
import py_compile, zipfile, sysconfig
py_compile.compile("source.py", "bytecode.pyc")
py_compile.compile("source.py", "pkg/inner.pyc")
with zipfile.ZipFile("archive.zip", "w") as z:
    z.writestr("archive.py", "x = 1")
    z.writestr("zipped.py", "x = 1")
for suffix in ".so", sysconfig.get_config_var("EXT_SUFFIX"):
    open("extension" + suffix, "w").close()
    open("pkg/native" + suffix, "w").close()
'
    cp archive.zip zipped.py.zip
    cat >main.py <<'END'
for name in ("bytecode", "pkg.inner", "extension", "pkg.native", "archive", "zipped",
             "archive.zip", "plain_dir", "plain_dir.mod", "only_cache", "sub"):
    try:
        __import__(name)
        print(name, "went through")
    except ImportError as error:
        print(name, "is refused")
import pkg, source
print(pkg.__name__, source.x)
END
    everywhere 0 main.py <<'END'
bytecode is refused
pkg.inner is refused
extension is refused
pkg.native is refused
archive is refused
zipped is refused
archive.zip is refused
plain_dir is refused
plain_dir.mod is refused
only_cache is refused
sub is refused
pkg 1
END
}

@test "byte code in __pycache__ is not run in place of the source" {
    echo 'x = "from the byte code"' >mod.py
    echo 'import mod; print(mod.x)' >main.py
    local python
    for python in $SBX_PYTHONS; do
        "$python" main.py >/dev/null
    done
    touch -r mod.py stamp
    echo 'x = "from the source___"' >mod.py
    touch -r stamp mod.py
    everywhere 0 main.py <<<"from the source___"
}

@test "a module that is no regular file is not opened" {
    mkfifo pipe.py
    mkdir directory.py
    ln -s nowhere dangling.py
    ln -s /dev/zero endless.py
    cat >main.py <<'END'
for name in "pipe", "directory", "dangling", "endless":
    try:
        __import__(name)
    except ImportError as error:
        print(name, "is refused")
END
    everywhere 0 main.py <<'END'
pipe is refused
directory is refused
dangling is refused
endless is refused
END
}

@test "a link that leads out of the program's directory is no local module" {
    mkdir ../elsewhere inside
    echo 'text = "secret"' >../elsewhere/evil.py
    echo 'text = "own"' >inside/real.py
    ln -s ../elsewhere/evil.py evil.py
    ln -s ../elsewhere/evil.py inside/deep.py
    ln -s ../elsewhere pack
    ln -s inside/real.py own.py
    cat >main.py <<'END'
import own
print(own.text)
for name in "evil", "inside.deep", "pack.evil":
    try:
        print(name, __import__(name, fromlist=["text"]).text)
    except ImportError:
        print(name, "refused")
END
    everywhere 0 main.py <<'END'
own
evil refused
inside.deep refused
pack.evil refused
END
}

@test "a local module that the file system refuses is an ImportError that says so" {
    echo 'x = 1' >unreadable.py
    chmod 0 unreadable.py
    [ ! -r unreadable.py ] || skip "a user who is no root is absent"
    cat >main.py <<'END'
try:
    import unreadable
except (ImportError, PermissionError) as error:
    print("denied" in str(error), "unreadable" in str(error))
END
    everywhere 0 main.py <<<"True True"
}

@test "null bytes in a local module are an error" {
    printf 'x = 1\0\n' >null.py
    echo 'x = 2' >good.py
    cat >main.py <<'END'
try:
    import null
except (SyntaxError, ValueError) as error:
    print("null" in str(error))
import good
print(good.x)
END
    everywhere 0 main.py <<'END'
True
2
END
}
