# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# shellcheck disable=SC2030,SC2031 # each test is a subshell, and means to be
# What the tests of the kernel layer share: it alone is on.

setup_file() {
    export TOOLS=$BATS_FILE_TMPDIR/tools
    "$SBX_ROOT/tests/breach/build" "$TOOLS" >"$BATS_FILE_TMPDIR/build.log" 2>&1 ||
        {
            cat "$BATS_FILE_TMPDIR/build.log" >&2
            return 1
        }
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    mkdir data outside
    echo granted >data/file
    echo secret >outside/file
    log=$BATS_TEST_TMPDIR/log.jsonl
    export PYSBX_LOG=$log PYSBX_SUMMARY=0
    profile reads <<END
include = default
[files]
read = $BATS_TEST_TMPDIR/data
END
    profile writes <<END
include = default
[files]
read = $BATS_TEST_TMPDIR/data
write = $BATS_TEST_TMPDIR/data
END
}

# kernel ARGS...: python3 under the kernel layer only.
kernel() {
    layers kernel "$@"
}

# limit KEY=VALUE...: ./limits.conf, and use it.
limit() {
    {
        printf 'include = default\n[limits]\n'
        printf '%s\n' "$@"
    } | profile limits
    export PYSBX_POLICY=./limits.conf
}
