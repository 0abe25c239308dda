# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What escapes.bats and benign.bats share: an interpreter of a version, and
# judge.py with it.

# interpreter VERSION: set interpreter to a Python of this version, or skip.
interpreter() {
    local found
    for found in "$PYTHON" "/usr/bin/python$1" \
        "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/python3; do
        if [ -x "$found" ] && [ "$1" = "$(version_of "$found")" ]; then
            interpreter=$found
            return
        fi
    done
    skip "Python $1 is absent"
}

version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'
}

# judge ARGS...: run judge.py; whatever it reports is shown.
judge() {
    PYTHONDONTWRITEBYTECODE=1 run "$SBX_ROOT/tests/judge.py" --show "$@"
    [ "${status-}" -eq 0 ] || explain "the judge reports:"
}

# judge_layers VERSION LAYERS ARGS...: under these layers of the sandbox.
judge_layers() {
    local version=$1 layers=$2
    shift 2
    interpreter "$version"
    requires "$SBX_BUILD/pysbx-hooks-$version.so"
    judge --oracle "$interpreter" "$@" --cmd \
        "env PYSBX_LAYERS=$layers LD_PRELOAD=$SBX_LIB $interpreter {script}"
}
