#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The policy as a person meets it: what a profile grants, what is wrong with a
# bad one (and that nothing of the program runs then), and the violation log.
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be
# shellcheck disable=SC2016 # ${cwd} and the backquotes are the policy's own

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    program hello.py <<'END'
print("the program ran")
END
    echo treasure >secret.txt
    program read.py <<'END'
import sys
print(open(sys.argv[1]).read(), end="")
END
}

# refuses TEXT [PROFILES]: they stop the start with this one line.
refuses() {
    PYSBX_POLICY=${2-default,./bad.conf} run -125 sandboxed hello.py
    [ "$output" = "pysbx: $1" ] || explain "the line is not: pysbx: $1"
}

# accepts: ./good.conf does not, and there is nothing to say about it.
accepts() {
    PYSBX_POLICY=default,./good.conf run -0 sandboxed hello.py
    [ "$output" = "the program ran" ] || explain "there are remarks"
}

# may_read FILE, may_not_read FILE: under default and ./p.conf.
may_read() {
    PYSBX_POLICY=default,./p.conf run -0 sandboxed read.py "$1"
    shows treasure
}

may_not_read() {
    PYSBX_POLICY=default,./p.conf run -1 sandboxed read.py "$1"
    hides treasure
    shows SandboxPermissionError
}

@test "the default profile needs no remark" {
    run -0 sandboxed hello.py
    [ "$output" = "the program ran" ] || explain "there are remarks"
}

@test "every module of the default profile can be imported, with no refusal" {
    sed -n '/^\[imports\]/,/^\[process\]/s/^\([a-z_.]*\) = .*/import \1/p' \
        "$SBX_ROOT/whitelist.d/default.conf" | grep -v 'import local' |
        sort -u >imports.py
    [ "$(wc -l <imports.py)" -gt 50 ]
    echo 'print("imported")' >>imports.py
    PYSBX_LOG=$PWD/log run -0 sandboxed imports.py
    [ "$output" = imported ] || explain "there are remarks"
    [ ! -s log ] || explain "refused: $(cat log)"
}

# ---- bad text -------------------------------------------------------------

@test "a policy with CR LF line ends is refused" {
    printf '[process]\r\nexit = no\r\n' >bad.conf
    refuses "./bad.conf:1: the line ends in CR LF; save the file with Unix line ends"
    printf '[process]\nexit = no\n' >good.conf
    accepts
}

@test "a policy with a byte order mark is refused" {
    printf '\357\273\277[process]\nexit = no\n' >bad.conf
    refuses "./bad.conf:1: the line starts with a byte order mark; save the file as UTF-8 without one"
}

@test "a policy with a NUL byte is refused" {
    printf '[process]\nexit = no\0yes\n' >bad.conf
    refuses "./bad.conf:2: the line has a NUL byte; is this a text file?"
}

@test "a policy that is not UTF-8 is refused" {
    printf '[env]\nset = NAME=\351t\351\n' >bad.conf
    refuses "./bad.conf:2: the line is not UTF-8"
    printf '[env]\nset = NAME=\303\251t\303\251\n' >good.conf
    accepts
}

@test "a policy with a line of 10 MB is refused" {
    { echo '[files]' && head -c 10000000 /dev/zero | tr '\0' x; } >bad.conf
    refuses "./bad.conf:2: the line is longer than 8191 bytes"
}

@test "a policy of 17 MB is refused" {
    head -c 17000000 /dev/zero | tr '\0' '\n' >bad.conf
    refuses "./bad.conf: is larger than 16 MiB"
}

@test "an unknown section, key or value is refused, with a suggestion" {
    printf '[proces]\n' >bad.conf
    refuses './bad.conf:1: unknown section [proces]; did you mean `process`?'
    printf '[process]\nexti = no\n' >bad.conf
    refuses './bad.conf:2: unknown key `exti` in [process]; did you mean `exit`?'
    printf '[process]\nexit = true\n' >bad.conf
    refuses './bad.conf:2: `exit` is `yes` or `no`, not `true`'
    printf '[process]\nexit = yes\n' >good.conf
    accepts
}

@test "a value that goes on in the next line is refused, not half read" {
    printf '[imports]\nos = getpid\n    getcwd\n' >bad.conf
    refuses './bad.conf:3: this is no `key = value` (a value ends with its line)'
}

@test "two values of one key in one file are refused with both lines" {
    printf '[limits]\nwall = 50s\n\nwall = 60s\n' >bad.conf
    refuses './bad.conf:4: `wall = 60s` contradicts line 2 of the same file'
    printf '[limits]\nwall = 50s\nwall = 50000ms\n' >good.conf
    accepts
}

@test "a relative path is refused, with the way to write it" {
    printf '[files]\nread = secret.txt\n' >bad.conf
    refuses './bad.conf:2: `secret.txt` is a relative path; write ${cwd}/secret.txt'
}

@test "an escape sequence in the name of a profile does not reach a terminal" {
    PYSBX_POLICY=$'\e[2J' run -125 sandboxed hello.py
    shows 'pysbx: `?[2J` is no name of a profile'
    hides $'\e' "the program ran"
}

# ---- bad files ------------------------------------------------------------

@test "a profile that is not there is refused, with those that are" {
    mkdir dir
    touch dir/default.conf dir/numpy.conf dir/README
    export PYSBX_WHITELIST_DIR=$PWD/dir
    PYSBX_POLICY=nunpy run -125 sandboxed hello.py
    shows 'pysbx: profile `nunpy`: ' "No such file or directory" \
        'profiles there: default, numpy; did you mean `numpy`?'
    hides "the program ran" README
}

@test "a whitelist directory that is a file, or missing, is refused" {
    export PYSBX_WHITELIST_DIR=$PWD/hello.py
    run -125 sandboxed hello.py
    shows 'profile `default`: the whitelist directory' "Not a directory"
    hides "the program ran"
    export PYSBX_WHITELIST_DIR=$PWD/nowhere
    run -125 sandboxed hello.py
    shows 'profile `default`: the whitelist directory' "No such file"
    hides "the program ran"
}

@test "a policy that is missing, a directory or a FIFO is refused at once" {
    refuses "policy file ./bad.conf: No such file or directory"
    mkdir bad.conf
    refuses "./bad.conf: is a directory, not a policy"
    rmdir bad.conf
    mkfifo bad.conf
    refuses "./bad.conf: is no regular file"
}

@test "profiles that include each other are refused" {
    echo 'include = ./worse.conf' >bad.conf
    echo 'include = ./bad.conf' >worse.conf
    refuses "./worse.conf:1: ./bad.conf includes itself"
    echo 'include = default' >worse.conf
    cp bad.conf good.conf
    accepts
}

# ---- what cannot be kept --------------------------------------------------

@test "limits and grants that this start cannot keep are refused" {
    printf '[limits]\noutput = 1M\n' >bad.conf
    PYSBX_POLICY=default,./bad.conf run -125 sandboxed hello.py
    shows 'pysbx: ./bad.conf:2: `output` can only be kept by a supervisor'
    printf '[process]\nsubprocess = yes\n' >bad.conf
    PYSBX_POLICY=default,./bad.conf run -125 sandboxed hello.py
    shows 'pysbx: ./bad.conf:2: `subprocess = yes` can only be kept by a supervisor'
    hides "the program ran"
    printf '[limits]\noutput = none\n[process]\nsubprocess = no\n' >good.conf
    accepts
}

@test "a write grant on code that is trusted is refused" {
    printf '[files]\nwrite = /usr\n' >bad.conf
    PYSBX_POLICY=default,./bad.conf run -125 sandboxed hello.py
    shows './bad.conf:2: `write = /usr` would let the program change /usr/' \
        "which trusted code reads"
    hides "the program ran"
    mkdir out
    printf '[files]\nwrite = %s/out\n' "$PWD" >good.conf
    accepts
}

# ---- what a policy grants -------------------------------------------------

@test "a path that does not exist gives a warning, and the program runs" {
    printf '[files]\nread = %s/gone\n' "$PWD" >p.conf
    PYSBX_POLICY=default,./p.conf run -0 sandboxed hello.py
    shows "./p.conf:2: " "/gone: No such file or directory: the rule has no effect" \
        "the program ran"
}

@test "a file is granted by its name, its neighbours are not" {
    cp secret.txt secret.txt2
    printf '[files]\nread = ${cwd}/secret.txt\n' >p.conf
    may_read secret.txt
    may_read "$PWD/./secret.txt"
    may_not_read secret.txt2
}

@test "a directory grants what is below it, not what starts like it" {
    mkdir -p ok/deep ok.evil
    cp secret.txt ok/deep
    cp secret.txt ok.evil
    printf '[files]\nread = ${cwd}/ok/\n' >p.conf
    may_read ok/deep/secret.txt
    may_not_read ok.evil/secret.txt
    may_not_read ok/../secret.txt
}

@test "a granted link grants its target, and only that" {
    mkdir real
    cp secret.txt real
    ln -s real link
    printf '[files]\nread = ${cwd}/link\n' >p.conf
    may_read link/secret.txt
    may_read real/secret.txt
    may_not_read secret.txt
}

@test "the program's own file is granted as \${script}" {
    printf '[files]\nread = ${script}\n' >p.conf
    program self.py <<'END'
print("treasure", len(open(__file__).read()))
END
    PYSBX_POLICY=default,./p.conf run -0 sandboxed self.py
    shows treasure
    run -1 sandboxed self.py
    shows SandboxPermissionError
}

@test "what trusted code may read stays shut to the program" {
    printf '[files]\ntrusted = ${cwd}/secret.txt\n' >p.conf
    may_not_read secret.txt
    printf '[files]\nread = ${cwd}/secret.txt\ntrusted = ${cwd}/secret.txt\n' >p.conf
    may_read secret.txt
}

@test "a later profile, and a file that includes, override" {
    printf '[process]\nexit = yes\n' >yes.conf
    printf 'include = ./yes.conf\n[process]\nexit = no\n' >no.conf
    program exit.py <<'END'
import sys
sys.exit(7)
END
    PYSBX_POLICY=default,./yes.conf run -7 sandboxed exit.py
    PYSBX_POLICY=default,./no.conf run -1 sandboxed exit.py
    PYSBX_POLICY=default,./yes.conf,./no.conf run -1 sandboxed exit.py
}

@test "the environment is what the policy says" {
    profile p <<'END'
[env]
pass = MINE_*
set = HERE=${cwd}
[imports]
os = environ
END
    program env.py <<'END'
import os
names = ("MINE_A", "HERE", "SECRET", "PYSBX_LOG", "PYSBX_POLICY")
print([(name, os.environ[name]) for name in names if name in os.environ])
END
    MINE_A=1 SECRET=2 PYSBX_LOG=$PWD/log PYSBX_POLICY=default,./p.conf \
        run -0 sandboxed env.py
    shows "[('MINE_A', '1'), ('HERE', '$PWD')]"
}

# ---- the log --------------------------------------------------------------

@test "the log has a line for each refusal, the summary says what to write" {
    program refused.py <<'END'
for _ in range(3):
    try:
        import os
    except ImportError:
        pass
END
    PYSBX_LOG=$PWD/log run -0 sandboxed refused.py
    logged log layer=interpreter rule=import object=os file=refused.py line=3 \
        "allow=[imports] os = *" pid=
    logged log suppressed=2
    [ "$(wc -l <log)" -eq 2 ]
    shows "pysbx: 3 refused (import 3)" \
        "import os (refused.py:3): add to the policy: [imports] os = * [3 times]"
}

@test "PYSBX_SUMMARY=0 turns the summary off" {
    PYSBX_SUMMARY=0 run -1 sandboxed -c 'import os'
    hides "1 refused"
    PYSBX_SUMMARY=1 run -1 sandboxed -c 'import os'
    shows "pysbx: 1 refused"
}

@test "the log may be an inherited descriptor, which the program then lacks" {
    program close.py <<'END'
try:
    import os
except ImportError:
    pass
try:
    open(9, "w")
    print("descriptor 9 is open")
except OSError:
    pass
END
    PYSBX_LOG=fd:9 run -0 sandboxed close.py 9>log
    hides "descriptor 9 is open"
    logged log rule=import object=os
}

@test "a log that cannot be opened stops the start" {
    PYSBX_LOG=$PWD/nowhere/log run -125 sandboxed hello.py
    shows "nowhere/log" "No such file"
    hides "the program ran"
    PYSBX_LOG=relative run -125 sandboxed hello.py
    hides "the program ran"
    PYSBX_LOG=fd:8 run -125 sandboxed hello.py 8</dev/null
    hides "the program ran"
}

@test "a name with a line end forges no line of the log or the summary" {
    program forge.py <<'END'
for name in ('x\n{"layer":"kernel","rule":"forged"}\n', "\x1b[2J",
             "x\npysbx: 0 refused"):
    try:
        open(name)
    except (OSError, ValueError):
        pass
END
    PYSBX_LOG=$PWD/log run -0 sandboxed forge.py
    hides $'\e'
    shows "pysbx: 3 refused"
    [ "$(grep -c '^pysbx: ' <<<"$output")" -eq 1 ]
    [ "$(wc -l <log)" -eq 3 ]
    logged log rule=open object=forged
    run -1 logged log rule=forged
}
