# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2016 # the policy's
# For tests of what lies below the interpreter layer: a policy whose one rule is
# that Python reads its own files.

load helpers

# make_lax: the policy, in lax.conf; for setup.
make_lax() {
    profile lax <<'END'
[files]
trusted = ${python}
[stdio]
stdin = yes
stdout = yes
stderr = yes
END
    export PYSBX_SUMMARY=0
}

# lax LIST ARGS...: layers LIST under the policy lax, where `import os` works.
lax() {
    PYSBX_POLICY=$BATS_TEST_TMPDIR/lax.conf layers "$@"
}
