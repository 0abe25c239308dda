#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The repository keeps its word: versions, documents and sources agree.

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

@test "the version is the same in the Makefile, the wrapper and the man page" {
    version=$(sed -n 's/^VERSION := //p' "$SBX_ROOT/Makefile")
    [ -n "$version" ]
    run -0 "$SBX_ROOT/scripts/pysbx-python" --pysbx-version
    [ "$output" = "pysbx $version" ] || explain "differs from $version"
    run -0 grep -F "pysbx $version" "$SBX_ROOT/docs/man/pysbx-python.1"
}

@test "the policy that README.md shows is a valid one, and holds" {
    awk '/^```$/ { inside = !inside; show = 0; next }
        inside && /^include = default$/ { show = 1 }
        show' "$SBX_ROOT/README.md" >shown.conf
    grep -q '^open-files' shown.conf
    mkdir data out
    echo secret >data/old.txt
    program use.py <<'END'
from sys import maxsize
print(open("data/old.txt").read())
print(open("out/new.txt", "w").write("four"))
try:
    open("data/old.txt", "a")
except PermissionError:
    print("refused")
END
    export PYSBX_SUMMARY=0
    PYSBX_POLICY=./shown.conf run -0 --separate-stderr sandboxed use.py
    [ "$output" = $'secret\n\n4\nrefused' ] || explain "differs"
    [ -z "$stderr" ] || explain "warnings"
}

@test "docs/ARCHITECTURE.md names every source file" {
    local file missing=
    for file in "$SBX_ROOT"/preload/*.[ch] "$SBX_ROOT"/preload/*/*.[ch] "$SBX_ROOT"/pyhooks/*.[ch] \
        "$SBX_ROOT"/p*/*.def "$SBX_ROOT"/scripts/*; do
        grep -qF "${file##*/}\`" "$SBX_ROOT/docs/ARCHITECTURE.md" ||
            missing+=" ${file#"$SBX_ROOT/"}"
    done
    [ -z "$missing" ] || explain "not named:$missing"
}

@test "links between the documents lead somewhere" {
    local file link broken=
    cd "$SBX_ROOT"
    for file in README.md docs/*.md; do
        while read -r link; do
            [ -e "${file%"${file##*/}"}$link" ] || broken+=" $file:$link"
        done < <(grep -oE '\]\([^):#]+' "$file" | cut -c3-)
    done
    [ -z "$broken" ] || explain "broken:$broken"
}

@test "every source file says its licence" {
    cd "$SBX_ROOT"
    local file missing=
    for file in preload/*.[ch] preload/*/*.[ch] pyhooks/*.[ch] tests/*/*.[ch] \
        tests/*.bats examples/*.py; do
        head -2 "$file" | grep -q 'SPDX-License-Identifier: MIT' ||
            missing+=" $file"
    done
    [ -z "$missing" ] || explain "missing:$missing"
}

@test "no file has the marks of a merge that was not finished" {
    cd "$SBX_ROOT"
    run ! grep -rnE '^(<{7} |>{7} )' --exclude-dir=.git --exclude-dir='build*' .
}
