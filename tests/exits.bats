#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# How a program may end: with `exit = yes` as without the sandbox, status and
# message; with `exit = no` every way out is a violation with status 1.
# shellcheck disable=SC2030,SC2031,SC2034 # each test is a subshell; INPUT

load helpers
load everywhere

setup_file() {
    find_pythons
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export PYSBX_SUMMARY=0
    profile yes <<'END'
include = default
[process]
exit = yes
[imports]
os = _exit
atexit = *
END
    profile no <<'END'
include = default
[imports]
os = _exit, abort
atexit = *
END
    export PYSBX_POLICY=./yes.conf
}

# ends_as_plain TEXT...: as a file, by -c and on standard input.
ends_as_plain() {
    local text
    for text; do
        printf '%s\n' "$text" >ends.py
        as_plain ends.py || return
        as_plain -c "$text" || return
        INPUT=ends.py as_plain || return
        INPUT=ends.py as_plain - || return
    done
}

# violates TEXT...: before it comes "begun", after it nothing; status 1, one
# violation with the rule `exit`, whatever the way to start.
violates() {
    local text
    export PYSBX_POLICY=./no.conf PYSBX_LOG=$BATS_TEST_TMPDIR/log.jsonl
    for text; do
        text="print('begun', flush=True)"$'\n'$text$'\n'"print('went on')"
        printf '%s\n' "$text" >violates.py
        rm -f "$PYSBX_LOG"
        TELLS="[process] exit = yes" everywhere 1 violates.py <<<begun ||
            return
        logged "$PYSBX_LOG" layer=interpreter rule=exit reason= \
            "allow=[process] exit = yes" file=violates.py line= || return
        TELLS="[process] exit = yes" everywhere 1 -c "$text" <<<begun ||
            return
        TELLS="[process] exit = yes" INPUT=violates.py \
            everywhere 1 <<<begun || return
    done
}

@test "exit = yes: sys.exit ends with every kind of status" {
    ends_as_plain 'import sys; print("a"); sys.exit()' \
        'import sys; print("a"); sys.exit(0)' \
        'import sys; print("a"); sys.exit(7)' \
        'import sys; print("a"); sys.exit(256 + 5)' \
        'import sys; print("a"); sys.exit(-1)' \
        'import sys; print("a"); sys.exit(None)' \
        'import sys; print("a"); sys.exit(True)'
}

@test "exit = yes: sys.exit with a text writes it and ends with 1" {
    ends_as_plain 'import sys; print("a"); sys.exit("a message")' \
        'import sys; sys.exit(1.5)' 'import sys; sys.exit((1, 2))' \
        'import sys; sys.exit([])'
}

@test "exit = yes: SystemExit ends as it does without the sandbox" {
    ends_as_plain 'raise SystemExit' 'raise SystemExit(9)' \
        'raise SystemExit("text")' 'raise SystemExit(3, 4)' \
        'class E(SystemExit): pass
raise E(11)' 'e = SystemExit(3); e.code = 17; raise e' \
        'exec("raise SystemExit(15)")' \
        'def g():
    yield 1
    raise SystemExit(14)
list(g())'
}

@test "exit = yes: a granted os._exit ends at once" {
    ends_as_plain 'import os; print("a", flush=True); os._exit(6)' \
        'import os; print("lost"); os._exit(0)' \
        'import os, atexit; atexit.register(print, "not seen"); os._exit(2)'
}

@test "exit = yes: what belongs to an end is run" {
    ends_as_plain 'import atexit; atexit.register(print, "at exit"); raise SystemExit(3)' \
        'try:
    raise SystemExit(8)
finally:
    print("cleanup")' \
        'try:
    exit(3)
except SystemExit as e:
    print("caught", e.code)
print("went on")' \
        'import sys
try:
    1 / 0
except ZeroDivisionError:
    sys.exit(13)' \
        'class C:
    def __enter__(self): return self
    def __exit__(self, *a): print("left", a[0].__name__)
with C():
    exit(2)'
}

@test "exit = yes: os._exit that was not granted is refused" {
    export PYSBX_POLICY=./plain_yes.conf
    profile plain_yes <<'END'
include = default
[process]
exit = yes
END
    TELLS="SandboxImportError" everywhere 1 -c 'import os; os._exit(0)' </dev/null
    everywhere 3 -c 'exit(3)' </dev/null
}

@test "exit = no: sys.exit is a violation" {
    violates 'import sys; sys.exit()' 'import sys; sys.exit(0)' \
        'from sys import exit; exit(7)' 'import sys; sys.exit("text")' \
        'def f():
    import sys
    sys.exit(0)
f()'
}

@test "exit = no: SystemExit is a violation" {
    violates 'raise SystemExit' 'raise SystemExit(0)' \
        'raise SystemExit("text")' 'class E(SystemExit): pass
raise E(0)' 'exec("raise SystemExit(0)")' 'def g():
    yield 1
    raise SystemExit(0)
list(g())' 'try:
    1 / 0
finally:
    raise SystemExit(0)'
}

@test "exit = no: os._exit and os.abort are refused even if they are granted" {
    violates 'import os; os._exit(0)' 'from os import _exit; _exit(6)' \
        'import os; os.abort()'
}

@test "exit = no: a program that catches the refusal goes on to its honest end" {
    export PYSBX_POLICY=./no.conf
    cat >caught.py <<'END'
import sys, os
for leave in exit, quit, sys.exit, os._exit:
    try:
        leave(0)
    except Exception as error:
        print(type(error).__name__)
try:
    raise SystemExit(3)
except SystemExit as error:
    print("its own", error.code)
END
    everywhere 0 caught.py <<'END'
SandboxError
SandboxError
SandboxError
SandboxError
its own 3
END
}

@test "exit = no: the honest ends have the statuses of Python" {
    export PYSBX_POLICY=./no.conf
    ends_as_plain 'print("end")' '1 / 0' 'raise KeyboardInterrupt' \
        'import atexit; atexit.register(print, "at exit"); print("end")' \
        'import atexit
def late(): raise ValueError("late")
atexit.register(late)' \
        'raise BaseExceptionGroup("g", [SystemExit(0)])' \
        'print("end" if 1 else' 'raise BaseException("b")'
}

# The status is read off the exception, the streams and the hooks at the end.
@test "exit = no: no trick at the end makes a failure look like success" {
    export PYSBX_POLICY=./no.conf
    ends_as_plain 'import sys
class W:
    def write(self, s): raise SystemExit(0)
    def flush(self): raise SystemExit(0)
sys.stderr = W()
1 / 0' 'class E(Exception):
    def __str__(self): raise SystemExit(0)
raise E' 'class E(Exception):
    @property
    def __notes__(self): raise SystemExit(0)
raise E' 'class M(type):
    def __getattribute__(c, n): raise SystemExit(0)
class E(Exception, metaclass=M): pass
raise E' 'class E(BaseException):
    code = 0
raise E' 'import atexit
def late(): raise SystemExit(0)
atexit.register(late)
1 / 0' 'import sys
sys.stdout.close()
1 / 0'
}

@test "exit = no: SystemExit where nobody sees it changes nothing" {
    export PYSBX_POLICY=./no.conf
    cat >unseen.py <<'END'
class A:
    def __del__(self):
        raise SystemExit(5)
a = A()
del a
print("after")
END
    TELLS="SystemExit: 5" everywhere 0 unseen.py <<<after
}
