# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2119,SC2120,SC2153 # the test files call may with lines; PYTHON: helpers.bash
# For the tests of `subprocess = yes`: a policy that names programs, a file
# that it grants, and one that it does not.

load helpers
load pysbx

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    mkdir data outside
    echo granted >data/file
    echo secret >outside/file
    export PYSBX_SUMMARY=0 OUTSIDE=$PWD/outside/file
    may
}

# may LINE...: the policy, with these lines besides.
may() {
    {
        echo 'include = subprocess'
        printf '[files]\nread = %s\nwrite = %s\n' "$PWD/data" "$PWD/data"
        echo '[env]'
        echo 'pass = OUTSIDE'
        echo '[imports]'
        echo 'os = environ'
        echo '[process]'
        printf 'execute = /usr/bin/%s\n' sort cat sleep id
        printf '%s\n' "$@"
    } >may.conf
}

# runs [OPTION...] PROGRAM: under `pysbx run` by that policy.
runs() {
    "$PYSBX" run --policy ./may.conf "$@"
}

# pythons VERSION...: $PYTHON, and pyenv's of these versions that are there.
pythons() {
    local version python
    printf '%s\n' "$PYTHON"
    for version; do
        python=$(echo "$HOME"/.pyenv/versions/"$version".*/bin/python"$version")
        [ ! -x "$python" ] || printf '%s\n' "$python"
    done
}
