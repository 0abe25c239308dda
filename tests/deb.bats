#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# make deb: packages that lintian has nothing against, and what is in them
# works.  scripts/deb-test installs them in a clean Debian; that takes a mirror.

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

@test "make deb builds packages from a clean clone; what they hold runs and refuses" {
    requires dpkg-buildpackage dh dh_python3 git /usr/bin/python3
    # What git would commit, as a clone without a build.
    mkdir tree
    (cd "$SBX_ROOT" && git ls-files -co --exclude-standard 2>/dev/null) >files ||
        skip "a git clone of the sources is absent"
    tar -C "$SBX_ROOT" --ignore-failed-read -T files -cf - 2>/dev/null |
        tar -C tree -xf -
    DEB_BUILD_OPTIONS="nocheck parallel=2" run -0 \
        make -s -C tree BUILD="$BATS_TEST_TMPDIR/out" deb
    shows /pysbx_ "deb: lintian"
    ! command -v lintian >/dev/null || shows "nothing to say"
    [ ! -d tree/build ] || explain "it built in the tree"
    mkdir unpacked
    dpkg-deb -x out/deb/pysbx_*.deb unpacked
    run -0 "$SBX_ROOT/scripts/smoke" "$BATS_TEST_TMPDIR/unpacked/usr"
    shows "report: ok"
    [ -f unpacked/usr/share/man/man1/pysbx.1.gz ]
    [ -f unpacked/usr/share/zsh/vendor-completions/_pysbx ]
    run -0 dpkg-deb -f out/deb/pysbx_*.deb Depends
    shows libjansson4 "python3 (>= 3."
    if [ -f "$SBX_ROOT/pyhooks/pysbx/__init__.py" ]; then
        run -0 dpkg-deb -c out/deb/python3-pysbx_*.deb
        shows dist-packages/pysbx/__init__.py
    fi
}

@test "smoke finds a sandbox that does not refuse" {
    mkdir -p root/bin root/lib/pysbx
    program fake <<'END'
#!/bin/sh
[ "$1" != run ] || shift
exec python3 "$@"
END
    chmod +x fake
    cp fake root/bin/pysbx
    cp fake root/bin/pysbx-python
    run -1 "$SBX_ROOT/scripts/smoke" "$BATS_TEST_TMPDIR/root"
    shows "is not refused"
}
