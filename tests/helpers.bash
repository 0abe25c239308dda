# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What every bats file loads: where things are, how to run a program under the
# sandbox or under some of its layers, and checks that explain their failure.
# Write only below $BATS_TEST_TMPDIR.  A reason to skip says what "is absent";
# under CI any other skip is a failure.

bats_require_minimum_version 1.5.0

SBX_ROOT=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
SBX_BUILD=${SBX_BUILD:-$SBX_ROOT/build}
case $SBX_BUILD in /*) ;; *) SBX_BUILD=$SBX_ROOT/$SBX_BUILD ;; esac
SBX_LIB=$SBX_BUILD/libpysbx.so

# Nothing of the person's own settings may decide a test.
sbx_python=${PYTHON:-/usr/bin/python3}
unset LD_PRELOAD LD_LIBRARY_PATH "${!PYSBX_@}" "${!PYTHON@}"
PYTHON=$sbx_python
unset sbx_python
export SBX_ROOT SBX_BUILD SBX_LIB PYTHON

# sandboxed ARGS...: python3 ARGS under the whole sandbox.
sandboxed() {
    LD_PRELOAD=$SBX_LIB "$PYTHON" "$@"
}

# layers LIST ARGS...: under the layers of LIST only, e.g. `layers kernel x.py`.
layers() {
    local list=$1
    shift
    PYSBX_LAYERS=$list LD_PRELOAD=$SBX_LIB "$PYTHON" "$@"
}

# requires TOOL...: a program in PATH, or an absolute path that exists; else
# skip.
requires() {
    local tool
    for tool; do
        case $tool in
            /*) [ -e "$tool" ] || skip "$tool is absent" ;;
            *) command -v "$tool" >/dev/null || skip "$tool is absent" ;;
        esac
    done
}

# requires_namespace: $in_namespace is a command that runs another as PID 1.
requires_namespace() {
    requires unshare
    in_namespace=(unshare --pid --fork)
    "${in_namespace[@]}" true 2>/dev/null ||
        in_namespace+=(--map-root-user)
    "${in_namespace[@]}" true 2>/dev/null ||
        skip "the right to make a PID namespace is absent"
}

# profile NAME <<'END': write $BATS_TEST_TMPDIR/NAME.conf, for PYSBX_POLICY.
profile() {
    cat >"$BATS_TEST_TMPDIR/$1.conf"
}

# program NAME <<'END': write $BATS_TEST_TMPDIR/NAME.
program() {
    cat >"$BATS_TEST_TMPDIR/$1"
}

# program_open N: open.py, which prints the list of its open descriptors below N.
program_open() {
    program open.py <<END
import os
def is_open(fd):
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True
print([fd for fd in range($1) if is_open(fd)])
END
}

# explain MESSAGE: fail, and show what the last `run` gave.
explain() {
    {
        printf '%s\n' "$1"
        printf 'status: %s\noutput:\n%s\n' "${status-}" "${output-}"
        [ -z "${stderr-}" ] || printf 'standard error:\n%s\n' "$stderr"
    } >&2
    return 1
}

# shows TEXT...: each is somewhere in what the last `run` printed.
shows() {
    local text
    for text; do
        case ${output-}${stderr:+$'\n'$stderr} in
            *"$text"*) ;;
            *) explain "does not show: $text" || return ;;
        esac
    done
}

# hides TEXT...: none is.
hides() {
    local text
    for text; do
        case ${output-}${stderr:+$'\n'$stderr} in
            *"$text"*) explain "shows: $text" || return ;;
        esac
    done
}

# logged FILE KEY=TEXT...: one line of this violation log has every TEXT in its
# KEY (`KEY=` means: is there and not empty), and every line is JSON.
logged() {
    /usr/bin/python3 -I - "$@" <<'END'
import json, sys
path, *wanted = sys.argv[1:]
lines = [json.loads(line) for line in open(path)]
pairs = [w.partition("=")[::2] for w in wanted]
for entry in lines:
    if all(entry.get(k) and v in str(entry[k]) for k, v in pairs):
        sys.exit(0)
print("no line of the log has", " ".join(wanted), file=sys.stderr)
for entry in lines:
    print(" ", json.dumps(entry), file=sys.stderr)
sys.exit(1)
END
}
