# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2153
# A program on each Python version that is present, under the interpreter layer
# alone and under all layers.  The policy is that of PYSBX_POLICY.

# find_pythons: set and export SBX_PYTHONS; for setup_file.
find_pythons() {
    local version found
    SBX_PYTHONS=
    for version in 3.11 3.12 3.13 3.14; do
        for found in "$PYTHON" "/usr/bin/python$version" \
            "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python3; do
            if [ -x "$found" ] && [ -e "$SBX_BUILD/pysbx-hooks-$version.so" ] &&
                "$found" -c "import sys; sys.exit(sys.version_info[:2] != \
                    (3, ${version#3.}))"; then
                SBX_PYTHONS+=" $found"
                break
            fi
        done
    done
    export SBX_PYTHONS
}

any_python() {
    [ -n "$SBX_PYTHONS" ] ||
        skip "every interpreter that there are hooks for is absent"
}

# once LAYERS PYTHON ARGS...: sets status, output and stderr.  LAYERS may be
# "plain" or "all"; INPUT names the file for standard input.
once() {
    local layers=$1 python=$2
    shift 2
    status=0
    {
        case $layers in
            plain) "$python" "$@" ;;
            all) LD_PRELOAD=$SBX_LIB "$python" "$@" ;;
            *) PYSBX_LAYERS=$layers LD_PRELOAD=$SBX_LIB "$python" "$@" ;;
        esac
    } <"${INPUT:-/dev/null}" >"$BATS_TEST_TMPDIR/.stdout" \
        2>"$BATS_TEST_TMPDIR/.stderr" 3>&- || status=$?
    output=$(cat "$BATS_TEST_TMPDIR/.stdout")
    # Addresses and counts differ from run to run.
    stderr=$(sed -e /PYSBX_LAYERS/d -e 's/0x[0-9a-f]*/0x/g' \
        -e 's/refcount : .*/refcount/' "$BATS_TEST_TMPDIR/.stderr")
}

# each CHECK ARGS...: once, and then CHECK, in every combination.
each() {
    local check=$1 python layers wrong=
    shift
    any_python
    for python in $SBX_PYTHONS; do
        for layers in interpreter all; do
            ${BEFORE:+"$BEFORE"}
            once "$layers" "$python" "$@"
            judge_once "$check" || wrong=1
        done
    done
    [ -z "$wrong" ]
}

# The first failure is shown in full, of others only where they were.
judge_once() {
    if [ -z "$wrong" ]; then
        "$1" && return
    else
        "$1" 2>/dev/null && return
    fi
    echo "(so it is with $python, layers: $layers)" >&2
    return 1
}

# everywhere STATUS ARGS... <<END: standard output is exactly this text, and
# standard error shows TELLS, if that is set.
everywhere() {
    local wanted_status=$1 wanted
    shift
    wanted=$(cat)
    each is_wanted "$@"
}

is_wanted() {
    [ "$status" -eq "$wanted_status" ] ||
        explain "the status is not $wanted_status" || return
    [ "$output" = "$wanted" ] ||
        explain "standard output should be:"$'\n'"$wanted" || return
    case $stderr in
        *"${TELLS-}"*) ;;
        *) explain "standard error does not show: $TELLS" ;;
    esac
}

# as_plain ARGS...: output, standard error and status as without the sandbox;
# AS=is_plain_output: not standard error.
as_plain() {
    local python layers wrong=
    local plain_status plain_output plain_stderr
    any_python
    for python in $SBX_PYTHONS; do
        ${BEFORE:+"$BEFORE"}
        once plain "$python" "$@"
        plain_status=$status plain_output=$output plain_stderr=$stderr
        for layers in interpreter all; do
            ${BEFORE:+"$BEFORE"}
            once "$layers" "$python" "$@"
            judge_once "${AS:-is_plain}" || wrong=1
        done
    done
    [ -z "$wrong" ]
}

is_plain() {
    [ "$status" -eq "$plain_status" ] ||
        explain "without the sandbox the status is $plain_status" || return
    [ "$output" = "$plain_output" ] ||
        explain "plain standard output:"$'\n'"$plain_output" || return
    [ "$stderr" = "$plain_stderr" ] ||
        explain "plain standard error:"$'\n'"$plain_stderr"
}

is_plain_output() {
    [ "$status:$output" = "$plain_status:$plain_output" ] ||
        explain "without the sandbox: $plain_status: $plain_output"
}
