# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2153 # ${cwd}; subshells; INPUT
# What the tests of wider policies share: files, policies, attempts.

load everywhere

setup_file() {
    find_pythons
}

setup() {
    mkdir "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work" || return
    export PYSBX_SUMMARY=0
    BEFORE=fresh
    fresh
    cat >attempt.py <<'END'
def attempt(text):
    space = {}
    try:
        exec(text, space)
        print(text, "->", space.get("x", "done"))
    except Exception as error:
        refused = type(error).__name__.startswith("Sandbox") or isinstance(error, PermissionError)
        print(text, "->", "refused" if refused else type(error).__name__)
END
}

# The files that each run begins with: in/ may be read, out/ read and written.
fresh() {
    rm -rf in out secret.txt made
    mkdir in out out/deep
    echo "in a" >in/a.txt
    printf 'h1,h2\n1,2\n' >in/t.csv
    echo '{"k": [1]}' >in/j.json
    echo "a secret" >secret.txt
    ln -s a.txt in/honest
    ln -s ../secret.txt in/link
    ln -s .. in/up
    ln -s ../made out/dangling
    ln -s ../secret.txt out/link
    ln -s .. out/up
    cp "$BATS_FILE_TMPDIR"/prepared/* in/ 2>/dev/null || true
}

# may LINES...: read in/, read and write out/, and these lines of [imports].
may() {
    {
        printf 'include = default\n[files]\nread = ${cwd}/in\n'
        printf 'read = ${cwd}/out\nwrite = ${cwd}/out\n'
        printf '[process]\nthreads = %s\n[imports]\n' "${THREADS:-no}"
        printf '%s\n' "$@"
    } | profile may
    export PYSBX_POLICY=$BATS_TEST_TMPDIR/may.conf
}

# attempts: attempt.py followed by standard input, as program.py.
attempts() {
    cat attempt.py - >program.py
}
