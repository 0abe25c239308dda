# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be
# What the tests of imports share.

load everywhere

setup_file() {
    find_pythons
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export PYSBX_SUMMARY=0
    # attempt TEXT: run it, and print what became of it.
    program attempt.py <<'END'
def attempt(text, show=None):
    space = {"__name__": "__main__"}
    try:
        exec(text, space)
        print(text, "->", eval(show, space) if show else "done")
    except Exception as error:
        print(text, "-> refused,", type(error).__name__)
END
}

# granted TEXT...: lines of [imports] on top of the default policy.
granted() {
    {
        printf 'include = default\n[imports]\n'
        printf '%s\n' "$@"
    } | profile granted
    export PYSBX_POLICY=./granted.conf
}

# attempts: attempt.py followed by standard input, as program.py
attempts() {
    cat attempt.py - >program.py
}
