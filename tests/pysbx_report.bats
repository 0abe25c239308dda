#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx run --report: the JSON, its schema, and what cannot fool it.
# shellcheck disable=SC2016 # it is the inner shells that expand

load helpers
load pysbx

setup() {
    requires jq
    cd "$BATS_TEST_TMPDIR" || return
}

# run_reported STATUS ARGS...
run_reported() {
    local status=$1
    shift
    run -"$status" "$PYSBX" run --report report "$@"
}

@test "ok: status, usage, limits" {
    run_reported 0 --wall 60s --output 1M -c 'print("x" * 9)'
    reports ok
    [ "$(report '[.exit_code, .signal, .reason] | tojson')" = "[0,null,null]" ]
    [ "$(report .usage.stdout_bytes)" = 10 ]
    [ "$(report .usage.stderr_bytes)" = 0 ]
    [ "$(report '.usage.max_rss_bytes > 1000000')" = true ]
    [ "$(report '.usage.cpu_seconds > 0 and .usage.wall_seconds > 0')" = true ]
    [ "$(report '.limits | [.wall_seconds, .output_bytes] | tojson')" = "[60,1048576]" ] ||
        [ "$(report '.limits | [.wall_seconds, .output_bytes] | tojson')" = "[60.0,1048576]" ]
    [ "$(report .mode)" = command ]
    [ "$(report .python)" = "$PYTHON" ]
}

@test "error: the exception as data, the refusals with their remedies" {
    program bad.py <<'END'
try:
    import os
except ImportError:
    pass
open("/etc/passwd")
END
    run_reported 1 bad.py
    reports error
    [ "$(report .program)" = bad.py ]
    [ "$(report .exception.type)" = pysbx.SandboxPermissionError ]
    [ "$(report '.exception.message | contains("/etc/passwd")')" = true ]
    [ "$(report '.exception.traceback | startswith("Traceback") and contains("bad.py\", line 5")')" = true ]
    [ "$(report '.violations[] | select(.rule == "import") | [.layer, .object, .allow, .line] | tojson')" = \
        '["interpreter","os","[imports] os = *",2]' ]
    [ "$(report '.violations[] | select(.rule == "open") | .allow')" = \
        "[files] read = /etc/passwd" ]
    [ "$(report '.claimed | tojson')" = '["exception","violations","suppressed","log"]' ]
}

@test "error: exceptions without a traceback, of several lines, and none" {
    run_reported 1 -c '1 1'
    reports error
    [ "$(report .exception.type)" = SyntaxError ]
    [ "$(report .exception.traceback)" = \
        $'  File "<string>", line 1\n    1 1\nSyntaxError: invalid syntax' ]
    run_reported 1 -c 'raise ValueError("a\nb")'
    [ "$(report .exception.message)" = $'a\nb' ]
    run_reported 1 -c 'class Mine(Exception): pass
raise Mine'
    [ "$(report '[.exception.type, .exception.message] | tojson')" = '["__main__.Mine",""]' ] ||
        [ "$(report '[.exception.type, .exception.message] | tojson')" = '["Mine",""]' ]
    printf '[process]\nexit = yes\n' >exit.conf
    run_reported 3 --policy default,./exit.conf -c 'import sys; sys.exit(3)'
    reports error
    [ "$(report .exception)" = null ]
    [ "$(report .exit_code)" = 3 ]
}

@test "error: a chain of exceptions ends with the last" {
    program chain.py <<'END'
import json


def parse(text):
    return json.loads(text)


try:
    parse("{")
except ValueError as e:
    raise KeyError("last") from e
END
    run_reported 1 chain.py
    reports error
    [ "$(report .exception.type)" = KeyError ]
    [ "$(report '.exception.frames | map([.line, .function, .source]) | tojson')" = \
        '[[11,"<module>","raise KeyError(\"last\") from e"]]' ]
    # All but the marks is what CPython itself prints, on whatever version.
    "$PYTHON" -IS chain.py 2>err || true
    grep -v '^ *[~^]*$' err >bare
    report .exception.traceback | grep -v '^$' | diff - bare
}

@test "error: frames, whatever the program put in their place" {
    program many.py <<'END'
def f(n):
    exec(compile("1 / 0" if n == 0 else "f(n - 1)", "/etc/passwd", "exec"),
         {"f": f, "n": n})


class Odd(Exception):
    def __str__(self):
        raise self


try:
    f(200)
except ZeroDivisionError as e:
    odd = Odd()
    odd.__cause__ = e
    e.__context__ = odd
    raise odd
END
    run_reported 1 many.py
    reports error
    [ "$(report .exception.type)" = Odd ]
    [ "$(report '.exception.traceback | contains("<exception str() failed>") and contains("[303 more]") and contains("/etc/passwd\", line 1, in <module>")')" = true ]
    [ "$(report .exception.cut)" = true ]
    # A line of a file that the policy does not grant is not in it.
    [ "$(report '.exception.traceback | contains("root:")')" = false ]
    run_reported 1 -c 'raise ValueError("a\0b\udc80" + "x" * 10000)'
    reports error
    [ "$(report '.exception.message[:9]')" = 'a?b\udc80' ]
    [ "$(report .exception.cut)" = true ]
}

@test "error: telling about an exception gives its code no right" {
    program odd.py <<'END'
import io, functools, sys

tries = []
def attempt(*args):
    for text in ("open('/etc/passwd').read()", "__import__('os').getpid()",
                 "io.FileIO('/etc/passwd').read()",
                 "attempt.__globals__", "sys._getframe(1).f_back"):
        try:
            tries.append("GOT %s %r" % (text, eval(text)))
        except Exception as error:
            tries.append(type(error).__name__)
    print(tries[-5:], flush=True)
    return "text"

class Meta(type):
    def __getattribute__(cls, name):
        attempt()
        return super().__getattribute__(name)
    __module__ = property(attempt)
class Text(str):
    __hash__ = str.__hash__
    def __eq__(self, other):
        attempt()
        return str.__eq__(self, other)
class Odd(Exception, metaclass=Meta):
    __str__ = attempt
    __cause__ = property(attempt)
    __traceback__ = property(attempt)
class Native(Exception):
    __str__ = functools.partial(next, map(io.FileIO, ["/etc/passwd"]))
try:
    raise Native()
except Native:
    raise Odd() from SyntaxError(Text("x"), (Text("/etc/passwd"), 1, 1, Text("y")))
END
    run_reported 1 --allow-import io:FileIO odd.py
    reports error
    hides "GOT" "root:"
    [ "$(report '.exception | tojson | contains("root:")')" = false ]
    [ "$(report .exception.message)" = text ]
    case $(report .exception.traceback) in *SyntaxError*direct*) ;; *) report .; false ;; esac
}

@test "what is printed on standard error is no exception" {
    run_reported 0 -c 'import sys
sys.stderr.write("Traceback (most recent call last):\n  File \"x\", line 1\nMemoryError\n")'
    reports ok
    [ "$(report .exception)" = null ]
}

@test "killed-by-policy: a status of its own choice" {
    run_reported 1 -c 'raise SystemExit(0)'
    reports error
    [ "$(report '.violations[0].rule')" = exit ]
    PYSBX_LAYERS=libc run_reported 123 -c 'import os; os._exit(0)'
    reports killed-by-policy
}

@test "crash: a signal" {
    PYSBX_LAYERS=kernel run_reported 134 -c 'import os; os.abort()'
    reports crash
    [ "$(report '[.exit_code, .signal] | tojson')" = "[null,6]" ]
    case $(report .reason) in *SIGABRT*) ;; *) report .; false ;; esac
}

@test "setup: nothing ran, and why" {
    run_reported 125 --policy nowhere -c pass
    reports setup
    case $(report .reason) in *nowhere*) ;; *) report .; false ;; esac
    run_reported 125 --memory 1M -c pass
    reports setup
    case $(report .reason) in *"too little"*) ;; *) report .; false ;; esac
    run_reported 125 nowhere.py
    reports setup
}

@test "a program that ends with 125 is no set-up that failed" {
    printf '[process]\nexit = yes\n' >exit.conf
    run_reported 125 --policy default,./exit.conf -c 'import sys; sys.exit(125)'
    reports error
    [ "$(report .exit_code)" = 125 ]
}

@test "--report -: the report alone is on standard output" {
    "$PYSBX" run --report - -c 'print("from the program")' >report 2>err
    reports ok
    grep -q "from the program" err
    run -0 bash -c '"$0" run --report fd:7 -c "print(1)" 7>report' "$PYSBX"
    [ "$output" = 1 ] || explain "differs"
    reports ok
}

@test "a report replaces an older one, whatever its length" {
    head -c 100000 /dev/zero >report
    run_reported 0 -c pass
    reports ok
}

@test "on a terminal there is a summary for people" {
    requires script
    run bash -c 'script -qec "\"$0\" run --report report -c \"import os\"" /dev/null </dev/null' "$PYSBX"
    shows "error" "ended with status 1" "import os" "[imports] os = *"
    NO_COLOR=1 TERM=xterm run bash -c \
        'script -qec "\"$0\" run --report report -c pass" /dev/null </dev/null' "$PYSBX"
    shows "pysbx: ok"
    hides $'\033'
    run_reported 1 -c 'import os'
    hides "[1 refused" "ended with status"
}

@test "names in strange bytes are no harm to the report" {
    run_reported 1 -c $'import os\nx = "\xff\x01"' $'\xff'
    reports error
    cp /dev/null $'strange\xff\n\033[31m.py'
    run_reported 0 $'strange\xff\n\033[31m.py'
    reports ok
}

# From 3.13 on, CPython's allocator asks before the interpreter is there.
forged='[.violations[] | select(.object != "/proc/sys/vm/overcommit_memory")]'

# What a process without any working layer could write.
rubbish() {
    program rubbish.py <<'END'
import os, sys
line = sys.argv[1].encode("utf-8", "surrogateescape") * int(sys.argv[2])
for fd in range(3, 1024):
    try:
        while line:
            n = os.write(fd, line[:60000])
            line = line[n:]
    except OSError:
        pass
print("done")
END
    PYSBX_LAYERS=libc run_reported 0 rubbish.py "$@"
    shows "done"
}

@test "rubbish in the log is counted, not believed" {
    rubbish $'nonsense\n' 3
    reports ok
    [ "$(report .log.rubbish)" = 3 ]
    rubbish $'\xff\n[1]\n{}\n{"layer":1}\n{"layer":"kernel"}\n"x"\n{"layer":"x","rule":"y"}\n{"a":1,"a":1}\n' 1
    reports ok
    [ "$(report .log.rubbish)" = 8 ]
    [ "$(report "$forged | length")" = 0 ]
    rubbish $'{"ready":"9"}\n{"running":true}\n' 1
    reports ok
    [ "$(report .log.rubbish)" = 2 ]
}

@test "a log without end is cut, and the program does not wait" {
    rubbish $'{"layer":"kernel","rule":"x"}\n' 300000
    reports ok
    [ "$(report .log.cut)" = true ]
    rubbish '{"layer":' 1000000
    reports ok
    rubbish "$(printf '[%.0s' $(seq 5000))" 1
    reports ok
}

@test "equal refusals are counted, different ones are limited" {
    rubbish $'{"layer":"kernel","rule":"x","line":7}\n' 5
    [ "$(report "$forged | map([.rule, .count, .line]) | tojson")" = '[["x",5,7]]' ]
    run_reported 0 -c 'for i in range(3000):
    try:
        open("/nowhere/%d" % i)
    except OSError:
        pass'
    reports ok
    [ "$(report '.violations | length')" = 1000 ]
    [ "$(report .suppressed)" = 2000 ]
}

@test "without its library a run cannot look like one" {
    # All that the process can say is said by an enemy.
    stand_in python3 <<'END'
eval "echo '{\"ready\":\"0\"}' >&${PYSBX_LOG#fd:}"
exit 125
END
    run -125 "$PYSBX" run --python ./python3 --report report -c pass
    reports setup
}

@test "the text of the exception is asked for once" {
    program str.py <<'END'
class Mine(Exception):
    def __str__(self):
        print("asked", *self.args)
        return "words"
class Arg:
    def __str__(self):
        print("asked", "arg")
        return "inner"
try:
    try:
        raise Mine(1)
    except Mine:
        raise Mine(2)
except Mine:
    raise ValueError(Arg())
END
    run -1 --separate-stderr "$PYSBX" run --report report str.py
    [ "$(sort <<<"$output")" = $'asked 1\nasked 2\nasked arg' ] ||
        explain "not once"
    # shellcheck disable=SC2154
    [ "$(grep -cE '^(Mine: words|ValueError: inner)$' <<<"$stderr")" = 3 ]
    reports error
    [ "$(report .exception.message)" = inner ]
    # One that fails, as CPython shows it.
    run -1 --separate-stderr "$PYSBX" run --report report -c '
class E(Exception):
    def __str__(self):
        print("asked")
        1/0
raise E'
    [ "$output" = asked ] || explain "not once"
    case $stderr in *"E: <exception str() failed>") ;; *) explain "differs" ;; esac
}
