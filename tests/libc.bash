# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# For the tests of the libc layer alone; load it after helpers.  $dir is the
# directory that the test made.
# shellcheck disable=SC2154,SC2034 # dir; the tests use tries

# policy <<'END': strict, and what is given, becomes the policy.
policy() {
    {
        printf '[stdio]\nstdin = yes\nstdout = yes\nstderr = yes\n'
        printf "[files]\ntrusted = \${python}\n"
        cat
    } | profile strict
    export PYSBX_POLICY=$BATS_TEST_TMPDIR/strict.conf
}

# probed COMMAND...: run it under the libc layer, standard error apart; its
# standard input is a file that it may not change.
probed() {
    PYSBX_LAYERS=libc LD_PRELOAD=$SBX_LIB "$@" <"$dir/secret" 2>"$BATS_TEST_TMPDIR/err"
}

# py STATUS <<'END': run this program.
py() {
    cat >"$BATS_TEST_TMPDIR/x.py"
    run "-$1" --separate-stderr layers libc "$BATS_TEST_TMPDIR/x.py"
}

# For programs: tries(WHAT, ACT) prints what became of the act.
tries='def tries(what, act):
    try:
        act()
    except OSError as error:
        print(what, type(error).__name__)
    else:
        print(what, "passed")'
