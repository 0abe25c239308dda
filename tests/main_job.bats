#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The main job: everything that the sandbox is for, once by each layer that can
# see it, alone, with a twin that shows the same act allowed by the policy; and
# every refusal says what, why, where and what to write (refusals.bats: how).
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    mkdir data
    echo secret >data/old.txt
    log=$BATS_TEST_TMPDIR/log.jsonl
    export PYSBX_LOG=$log PYSBX_SUMMARY=0
    profile reads <<END
[files]
read = $BATS_TEST_TMPDIR/data
END
    profile writes <<END
[files]
write = $BATS_TEST_TMPDIR/data
END
    profile exits <<'END'
[process]
exit = yes
[imports]
os = _exit
sys = exit
END
    program create.py <<'END'
with open("data/new.txt", "w") as file:
    file.write("planted")
print("created")
END
    program change.py <<'END'
with open("data/old.txt", "r+") as file:
    file.write("changed")
print("changed")
END
    program append.py <<'END'
with open("data/old.txt", "ab") as file:
    file.write(b"changed")
print("appended")
END
    program read.py <<'END'
with open("data/old.txt") as file:
    print(file.read())
END
}

# ---- create a file --------------------------------------------------------

@test "interpreter: a file is not created, and the refusal says why" {
    run -1 layers interpreter create.py
    shows SandboxPermissionError data/new.txt "[files] write ="
    hides created
    [ ! -e data/new.txt ]
    logged "$log" layer=interpreter rule=open object=data/new.txt reason= \
        "allow=[files] write =" file=create.py line=1
}

@test "libc: a file is not created, and the log says why" {
    run -1 layers libc create.py
    shows "PermissionError: [Errno 13]"
    [ ! -e data/new.txt ]
    logged "$log" layer=libc object=data/new.txt reason= \
        "allow=[files] write =" function=open
}

@test "kernel: a file is not created" {
    run -1 layers kernel create.py
    shows "PermissionError: [Errno 13]"
    [ ! -e data/new.txt ]
}

@test "a file is created where the policy grants it, under each layer" {
    local layer
    export PYSBX_POLICY=default,./writes.conf
    for layer in interpreter libc kernel interpreter,libc,kernel; do
        run -0 layers "$layer" create.py
        shows created
        [ "$(cat data/new.txt)" = planted ]
        rm data/new.txt
    done
}

# ---- write into an existing file ------------------------------------------

@test "interpreter: an existing file is not written" {
    export PYSBX_POLICY=default,./reads.conf
    local program
    for program in change.py append.py; do
        run -1 layers interpreter "$program"
        shows SandboxPermissionError data/old.txt "[files] write ="
        [ "$(cat data/old.txt)" = secret ]
    done
    logged "$log" layer=interpreter object=data/old.txt \
        "allow=[files] write =" file=change.py line=1
}

@test "libc: an existing file is not written" {
    export PYSBX_POLICY=default,./reads.conf
    local program
    for program in change.py append.py; do
        run -1 layers libc "$program"
        shows "PermissionError: [Errno 13]"
        [ "$(cat data/old.txt)" = secret ]
    done
    logged "$log" layer=libc object=data/old.txt "allow=[files] write ="
}

@test "kernel: an existing file is not written" {
    export PYSBX_POLICY=default,./reads.conf
    local program
    for program in change.py append.py; do
        run -1 layers kernel "$program"
        shows "PermissionError: [Errno 13]"
        [ "$(cat data/old.txt)" = secret ]
    done
}

@test "an existing file is written where the policy grants it, by each layer" {
    local layer
    profile both <<END
[files]
read = $BATS_TEST_TMPDIR/data
write = $BATS_TEST_TMPDIR/data
END
    export PYSBX_POLICY=default,./both.conf
    for layer in interpreter libc kernel interpreter,libc,kernel; do
        echo "secrets or so" >data/old.txt
        run -0 layers "$layer" change.py
        run -0 layers "$layer" append.py
        run -0 cat data/old.txt
        [ "$output" = "changed or so"$'\n'changed ] || explain "$layer"
    done
}

# ---- the open whitelist ---------------------------------------------------

@test "interpreter: a file outside of the open whitelist is not read" {
    run -1 layers interpreter read.py
    shows SandboxPermissionError data/old.txt "[files] read ="
    hides secret
    logged "$log" layer=interpreter rule=open object=data/old.txt reason= \
        "allow=[files] read =" file=read.py line=1
    run -1 layers interpreter -c 'open("/etc/passwd")'
    shows /etc/passwd "[files] read = /etc/passwd"
}

@test "libc: a file outside of the open whitelist is not read" {
    run -1 layers libc read.py
    shows "PermissionError: [Errno 13]"
    hides secret
    logged "$log" layer=libc object=data/old.txt reason= \
        "allow=[files] read ="
}

@test "kernel: a file outside of the open whitelist is not read" {
    run -1 layers kernel read.py
    shows "PermissionError: [Errno 13]"
    hides secret
}

@test "a file of the open whitelist is read, under each layer" {
    local layer
    export PYSBX_POLICY=default,./reads.conf
    for layer in interpreter libc kernel interpreter,libc,kernel; do
        run -0 layers "$layer" read.py
        shows secret
    done
}

@test "the standard library that trusted code reads is closed to the program" {
    local file
    file=$("$PYTHON" -c 'import statistics; print(statistics.__file__)')
    run -1 sandboxed -c "open('$file')"
    shows SandboxPermissionError "$file"
    run -0 sandboxed -c 'import statistics; print(statistics.mean([1, 3]))'
    shows 2
}

# ---- the import whitelist -------------------------------------------------

@test "interpreter: a module outside of the import whitelist is refused" {
    program use.py <<'END'
print("before")
import os
print("after")
END
    run -1 layers interpreter use.py
    shows before SandboxImportError "'os'" "[imports] os ="
    hides after
    logged "$log" layer=interpreter rule=import object=os reason= \
        "allow=[imports] os" file=use.py line=2
    run -1 layers interpreter -c 'from subprocess import run'
    shows "'subprocess'" "[process] subprocess = yes"
    run -1 layers interpreter -c 'import pty'
    shows "'pty'" "no policy lets the program start others"
    run -1 layers interpreter -c '__import__("socket")'
    shows "'socket'" "[imports]"
}

@test "interpreter: a module that the policy names is imported" {
    profile names <<'END'
[imports]
os = getpid
END
    PYSBX_POLICY=default,./names.conf run -0 layers interpreter -c \
        'import os; print("pid", os.getpid() > 0)'
    shows "pid True"
    run -0 layers interpreter -c 'import math; print(math.pi)'
    shows 3.14159
}

@test "interpreter: an attribute outside of a module's list is refused" {
    program use.py <<'END'
import sys
print("before", sys.maxsize > 0)
sys.modules
print("after")
END
    run -1 layers interpreter use.py
    shows "before True" SandboxAttributeError "sys" "modules" "[imports] sys ="
    hides after
    logged "$log" layer=interpreter rule=attribute object=sys.modules reason= \
        "allow=[imports] sys = modules" file=use.py line=3
    run -1 layers interpreter -c 'from sys import modules'
    shows "[imports] sys ="
    run -1 layers interpreter -c 'import sys; getattr(sys, "mod" + "ules")'
    shows "[imports] sys ="
}

@test "interpreter: an attribute of a module's list is there" {
    profile names <<'END'
[imports]
os = getpid, sep
END
    export PYSBX_POLICY=default,./names.conf
    run -0 layers interpreter -c 'import os; print(os.sep)'
    [ "$output" != "" ]
    shows /
    run -1 layers interpreter -c 'import os; print(os.listdir("."))'
    shows SandboxAttributeError listdir "[imports] os ="
}

@test "kernel and libc: a module's file outside of the policy is not loaded" {
    echo 'print("loaded")' >data/outside.py
    program use.py <<'END'
import sys
sys.path.insert(0, "data")
import outside
END
    local layer
    for layer in libc kernel; do
        run -1 layers "$layer" use.py
        hides loaded
        PYSBX_POLICY=default,./reads.conf run -0 layers "$layer" use.py
        shows loaded
    done
}

# ---- exit -----------------------------------------------------------------

@test "interpreter: exit, quit, sys.exit and SystemExit do not end it their way" {
    local code
    for code in 'exit(7)' 'quit(7)' 'raise SystemExit(7)' \
        'import sys; sys.exit(7)' 'exit(0)' 'raise SystemExit' \
        'raise SystemExit(0)' 'class E(SystemExit): code = 0
raise E' 'import sys; sys.exit()'; do
        rm -f "$log"
        run -1 layers interpreter -c "$code"
        shows exit
        logged "$log" layer=interpreter reason= "allow=[process] exit = yes"
    done
}

@test "interpreter: os._exit is refused even to a program that may import it" {
    profile os <<'END'
[imports]
os = _exit
END
    PYSBX_POLICY=default,./os.conf run layers interpreter -c \
        'import os; os._exit(7)'
    [ "$status" -eq 1 ] || explain "status is not 1"
    logged "$log" layer=interpreter "allow=[process] exit = yes"
}

@test "interpreter: with exit = yes the program chooses its status" {
    export PYSBX_POLICY=default,./exits.conf
    run -7 layers interpreter -c 'raise SystemExit(7)'
    run -7 layers interpreter -c 'import sys; sys.exit(7)'
    run -7 layers interpreter -c 'import os; os._exit(7)'
    run -0 layers interpreter -c 'raise SystemExit(0)'
}

@test "libc: _exit, _Exit, exit and quick_exit end with the reserved status" {
    run -123 layers libc -c 'import os; os._exit(0)'
    logged "$log" layer=libc rule=exit reason= \
        "allow=[process] exit = yes" function=_exit
    local name
    for name in _exit _Exit exit quick_exit; do
        rm -f "$log"
        run -123 layers libc -c \
            "import ctypes; ctypes.CDLL(None).$name(0)"
        logged "$log" layer=libc rule=exit "function=$name"
    done
}

@test "libc: with exit = yes _exit and its kin work; an ordinary end does too" {
    run -0 layers libc -c 'print("the end")'
    shows "the end"
    run -1 layers libc -c 'raise ValueError'
    export PYSBX_POLICY=default,./exits.conf
    run -7 layers libc -c 'import os; os._exit(7)'
    local name
    for name in _exit _Exit exit quick_exit; do
        run -7 layers libc -c "import ctypes; ctypes.CDLL(None).$name(7)"
    done
}

# ---- closures and globals -------------------------------------------------

@test "interpreter: a function's closure is not read" {
    program use.py <<'END'
def account(balance):
    def look():
        return balance
    return look
look = account("treasure")
print(look().upper())
look.__closure__
print("after")
END
    run -1 layers interpreter use.py
    shows TREASURE SandboxAttributeError __closure__
    hides after
    logged "$log" layer=interpreter rule=attribute object=__closure__ reason= \
        file=use.py line=7
}

@test "interpreter: a function's globals are not read, of one's own or others" {
    local code
    for code in '(lambda: 0).__globals__' \
        'import statistics; statistics.mean.__globals__' \
        'getattr(lambda: 0, "__glo" + "bals__")' \
        'print("{0.__globals__}".format(lambda: 0))' \
        'import operator; operator.attrgetter("__globals__")(lambda: 0)'; do
        rm -f "$log"
        run -1 layers interpreter -c "$code"
        shows SandboxAttributeError __globals__
        logged "$log" layer=interpreter rule=attribute object=__globals__ \
            reason=
    done
}

@test "interpreter: the harmless attributes of a function are read" {
    run -0 --separate-stderr layers interpreter -c 'def f(x: int = 1): "doc"
print(f.__name__, f.__doc__, f.__annotations__, f.__module__)'
    [ "$output" = "f doc {'x': <class 'int'>} __main__" ] ||
        explain "differs"
}

# ---- the examples ---------------------------------------------------------

@test "the three layers together: the example program gets nothing" {
    run -1 sandboxed "$SBX_ROOT/examples/untrusted.py"
    shows "9592 primes below 100000"
    hides DONE
    [ ! -e planted.txt ]
    local object
    for object in /etc/passwd planted.txt os socket sys.modules __closure__ \
        __globals__; do
        logged "$log" "object=$object" layer=interpreter reason= file= line=
    done
}

@test "the kernel layer alone: the example gets no file, shell or socket" {
    run layers kernel "$SBX_ROOT/examples/untrusted.py"
    shows "read a file          PermissionError" \
        "write a file         PermissionError" \
        "become a shell       PermissionError" \
        "call home            PermissionError"
    hides "I am a shell now" root:
    [ ! -e planted.txt ]
}

@test "an honest program prints the same bytes as without the sandbox" {
    run -0 "$PYTHON" "$SBX_ROOT/examples/honest.py"
    local bare=$output
    run -0 --separate-stderr sandboxed "$SBX_ROOT/examples/honest.py"
    [ "$output" = "$bare" ] || explain "differs from: $bare"
    [ -z "$stderr" ] || explain "something on standard error"
    run ! test -s "$log"
}
