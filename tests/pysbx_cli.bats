#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The pysbx command: help, versions, and mistakes of the caller, which are one
# line on standard error and status 125.
# shellcheck disable=SC2016,SC2094,SC2154 # inner shells expand; `run` sets stderr

load helpers
load pysbx

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    program hello.py <<'END'
print("hello")
END
}

# mistake TEXT... -- COMMAND...: status 125, and one line that shows the TEXTs.
mistake() {
    local texts=()
    while [ "$1" != -- ]; do
        texts+=("$1")
        shift
    done
    shift
    run -125 --separate-stderr "$@"
    [ -z "$output" ] || explain "something on standard output" || return
    [ "${#stderr_lines[@]}" -eq 1 ] || explain "not one line" || return
    case $stderr in pysbx:*) ;; *) explain "not from pysbx" || return ;; esac
    shows "${texts[@]}"
}

@test "help and version are printed on standard output" {
    run -0 "$PYSBX" --help
    shows "usage: pysbx" run learn why policy doctor
    run -0 "$PYSBX" --version
    version=$(sed -n 's/^VERSION := //p' "$SBX_ROOT/Makefile")
    [ "$output" = "pysbx $version" ] || explain "not $version"
    local command
    for command in run learn why policy doctor; do
        run -0 "$PYSBX" "$command" --help
        shows "usage: pysbx $command"
        [ "$(wc -l <<<"$output")" -le 24 ] || explain "more than a screen"
        run ! grep -E '.{81}' <<<"$output"
    done
}

@test "every option of the help is in the man page and the completions" {
    local command option file
    for command in run learn why policy doctor; do
        for option in $("$PYSBX" "$command" --help |
            grep -oE -- '(^|[ ,|[])--[a-z-]+' | tr -d ' ,|['); do
            [ "$option" != -- ] || continue
            sed 's/\\-/-/g' "$SBX_ROOT/docs/man/pysbx.1" |
                grep -qF -- "$option" || explain "man page: $option"
            for file in pysbx.bash _pysbx; do
                grep -qF -- "${option#--}" "$SBX_ROOT/completions/$file" ||
                    explain "$file: $option"
            done
        done
    done
}

@test "an unknown command or option is a mistake, with a suggestion" {
    mistake "no command" -- "$PYSBX"
    mistake "runn" "did you mean" -- "$PYSBX" runn hello.py
    mistake "--polcy" "--policy" -- "$PYSBX" run --polcy=x hello.py
    mistake "-z" -- "$PYSBX" run -z hello.py
    mistake "--wall needs a value" -- "$PYSBX" run --wall
    mistake "-c needs a value" -- "$PYSBX" run -c
    mistake "--quiet takes no value" -- "$PYSBX" run --quiet=1 hello.py
    mistake "no program" -- "$PYSBX" run
    mistake "-m needs a value" -- "$PYSBX" run -m
    mistake "-m _json" -- "$PYSBX" run -m _json
    mistake "no name of a module" -- "$PYSBX" run -m ../hello
}

@test "wrong sizes and durations are mistakes" {
    local value
    for value in '' 5 5x -1s 0s 1.5s 99999999999999999999s '5 s' $'5s\n'; do
        mistake --wall -- "$PYSBX" run --wall "$value" hello.py
        mistake --cpu -- "$PYSBX" run --cpu "$value" hello.py
    done
    for value in '' x 5x -1 0 1.5M 5MB 99999999999G; do
        mistake --memory -- "$PYSBX" run --memory "$value" hello.py
        mistake --output -- "$PYSBX" run --output "$value" hello.py
    done
    mistake memory "too little" -- "$PYSBX" run --memory 1M hello.py
}

@test "wrong policies and grants are mistakes" {
    mistake nowhere -- "$PYSBX" run --policy nowhere hello.py
    mistake "empty name" -- "$PYSBX" run --policy '' hello.py
    mistake "./nowhere.conf" -- "$PYSBX" run --policy ./nowhere.conf hello.py
    printf '[files]\nread = relative\n' >bad.conf
    mistake "bad.conf:2" -- "$PYSBX" run --policy ./bad.conf hello.py
    mistake "--allow-read" "empty" -- "$PYSBX" run --allow-read '' hello.py
    mistake "control characters" -- \
        "$PYSBX" run --allow-read $'x\n[process]' hello.py
    mistake "#" -- "$PYSBX" run --allow-read 'x #y' hello.py
    # shellcheck disable=SC2016
    mistake "--allow-read" '${nothing}' -- \
        "$PYSBX" run --allow-read '${nothing}' hello.py
    mistake "--allow-import" -- "$PYSBX" run --allow-import 'a=b' hello.py
    mistake "--allow-import" -- "$PYSBX" run --allow-import 'a:b c' hello.py
    mistake "--allow-connect" -- "$PYSBX" run --allow-connect 0 hello.py
    mistake "--env" -- "$PYSBX" run --env '=x' hello.py
}

@test "an option cannot become more than one line of policy" {
    mistake "control characters" -- \
        "$PYSBX" run --allow-import $'x:y\n[files]\nread = /' hello.py
    mistake "control characters" -- \
        "$PYSBX" run --env $'A=b\n[files]\nread = /' hello.py
    mistake "no name of a module" -- \
        "$PYSBX" run --allow-import $'x = y\n[files]' hello.py
}

@test "wrong programs are mistakes" {
    mistake "nowhere.py" -- "$PYSBX" run nowhere.py
    mistake "directory" -- "$PYSBX" run .
    mkfifo fifo
    mistake "fifo" -- "$PYSBX" run fifo
    printf 'PK\5\6' >archive
    mistake "zip" -- "$PYSBX" run archive
    mistake "''" -- "$PYSBX" run ''
}

@test "wrong interpreters are mistakes" {
    mistake nowhere -- "$PYSBX" run --python /nowhere/python3 hello.py
    mistake python9 -- "$PYSBX" run --python python9 hello.py
    mistake "no program" -- "$PYSBX" run --python ./ hello.py
    PYSBX_PYTHON=/nowhere mistake PYSBX_PYTHON -- "$PYSBX" run hello.py
}

@test "wrong places for the report are mistakes, before anything runs" {
    mistake /nowhere/x -- "$PYSBX" run --report /nowhere/x hello.py
    mistake "fd:x" -- "$PYSBX" run --report fd:x hello.py
    mistake "fd:99" -- "$PYSBX" run --report fd:99 hello.py
    mistake "fd:0" -- "$PYSBX" run --report fd:0 hello.py <hello.py
    mistake "." -- "$PYSBX" run --report . hello.py
}

@test "mistakes with the other commands, too" {
    local command word
    for command in learn why policy doctor; do
        mistake "unknown option --nothing" -- "$PYSBX" "$command" --nothing
        mistake "unknown option -%" -- "$PYSBX" "$command" -%
        mistake "--help takes no value" -- "$PYSBX" "$command" --help=x
        mistake "needs a value" -- "$PYSBX" "$command" --python
    done
    mistake -- "$PYSBX" doctor hello.py
    for word in --wall=x --memory=x --allow-read=; do
        mistake "${word%%=*}" -- "$PYSBX" policy "$word"
        mistake "${word%%=*}" -- "$PYSBX" why "$word" exit
        mistake "${word%%=*}" -- "$PYSBX" learn "$word" hello.py
    done
    mistake -- "$PYSBX" why
    mistake -- "$PYSBX" why read
    mistake -- "$PYSBX" why fly /
    mistake -- "$PYSBX" why read / more
    mistake -- "$PYSBX" policy --check
    mistake -- "$PYSBX" policy --check nowhere.conf
    mistake -- "$PYSBX" policy more
    mistake "-o needs a value" -- "$PYSBX" learn -o
    mistake "PYSBX_SUMMARY" -- env PYSBX_SUMMARY=yes "$PYSBX" run hello.py
    mistake "PYSBX_LAYERS" -- env PYSBX_LAYERS=all "$PYSBX" run hello.py
    mistake "violation log" -- env PYSBX_LOG=here "$PYSBX" run hello.py
}

@test "a full disk is an error, not silence" {
    requires /dev/full
    local command
    for command in --help "policy" "doctor" "doctor --json"; do
        # shellcheck disable=SC2086
        run -125 sh -c '"$0" "$@" >/dev/full' "$PYSBX" $command
        shows "standard output"
    done
    run -125 "$PYSBX" run --report /dev/full hello.py
    shows "report"
}

@test "the library and the command must be of one version" {
    run -125 env PYSBX_SUPERVISED=0.0.1 LD_PRELOAD="$SBX_LIB" "$PYTHON" hello.py
    shows 0.0.1 "do not belong together"
    hides hello
}

@test "without its library the command says so" {
    mkdir empty
    cp "$PYSBX" empty/
    # An installed one in PREFIX would be found.
    strings "$PYSBX" 2>/dev/null | grep -q '/lib/pysbx$' || true
    run -125 empty/pysbx run hello.py
    hides hello
}

@test "a library that is not ours runs nothing" {
    requires cc
    mkdir strange
    cp "$PYSBX" strange/
    ln -s "$SBX_ROOT/whitelist.d" strange/whitelist.d
    echo 'int nothing;' >nothing.c
    cc -shared -o strange/libpysbx.so nothing.c
    run -125 strange/pysbx run hello.py
    shows "does not load"
    hides hello
    printf 'not an ELF file' >strange/libpysbx.so
    run -125 strange/pysbx run hello.py
    hides hello
    run -125 strange/pysbx run --report "$BATS_TEST_TMPDIR/report" hello.py
    hides hello
    reports setup
}

@test "an interpreter that does not take the library runs nothing" {
    stand_in python3 <<'END'
unset LD_PRELOAD
exec "$REAL" "$@"
END
    REAL=$PYTHON run -125 "$PYSBX" run --python ./python3 hello.py
    shows "does not load"
    hides hello
}

@test "a path that LD_PRELOAD cannot express is refused" {
    mkdir "a place"
    cp "$PYSBX" "$SBX_LIB" "a place"
    mistake "space or a colon" -- "a place/pysbx" run hello.py
}
