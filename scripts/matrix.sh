#!/bin/sh
# SPDX-License-Identifier: MIT
# matrix.sh [--write] [SUITE...]: build and test what is committed in
# clean roots of Debian suites (default: bookworm trixie sid: CPython 3.11, 3.13
# and 3.14), and print a table.  Needs root and debootstrap.  The roots are kept
# in MATRIX_DIR (default ~/.cache/pysbx-matrix) and made again when it is gone;
# the logs lie beside them.  TESTS limits what is run (see `make check`).
#   --write   put the table into docs/COMPATIBILITY.md
# Exit status: 0 iff every suite passed.
set -eu

usage() {
    sed -n 's/^# \{0,1\}//; 2,9p' "$0" >&2
    exit 2
}

write=
while [ $# -gt 0 ]; do
    case $1 in
        --write) write=1 ;;
        -h | --help | -*) usage ;;
        *) break ;;
    esac
    shift
done
[ $# -gt 0 ] || set -- bookworm trixie sid

top=$(cd "$(dirname "$0")/.." && pwd -P)
dir=${MATRIX_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/pysbx-matrix}
mirror=${MATRIX_MIRROR:-http://deb.debian.org/debian}

fail() {
    echo "matrix.sh: $*" >&2
    exit 1
}
[ "$(id -u)" -eq 0 ] || fail "needs root: debootstrap and chroot"
command -v debootstrap >/dev/null || fail "debootstrap is absent"
mkdir -p "$dir"
table=$(mktemp)
trap 'rm -f "$table"' EXIT

# root SUITE: a root of this suite that has what the tests need.
root() {
    [ ! -e "$dir/$1/made" ] || return 0
    rm -rf "${dir:?}/$1"
    echo "matrix.sh: making a root of $1" >&2
    debootstrap --variant=minbase \
        --include=build-essential,git,ca-certificates,procps,python3 \
        "$1" "$dir/$1" "$mirror" >"$dir/$1.log" 2>&1 || return 1
    # A root may be older than its mirror allows, and is for tests only.
    echo 'Acquire::Check-Valid-Until "false";' \
        >"$dir/$1/etc/apt/apt.conf.d/90old"
    touch "$dir/$1/made"
}

# inside SUITE COMMAND: in its root, in a mount namespace that ends with it.
inside() {
    # shellcheck disable=SC2016 # for the inner shell
    unshare --mount --pid --fork --kill-child -- sh -c '
        mount --make-rprivate / && mount -t proc proc "$1/proc" &&
            mount --rbind /dev "$1/dev" && mount --rbind /sys "$1/sys" &&
            exec chroot "$1" /usr/bin/env -i HOME=/root LANG=C.UTF-8 \
                PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
                ${TESTS:+TESTS="$TESTS"} sh -c "$2"' sh "$dir/$1" "$2"
}

status=0
commit=$(git -C "$top" rev-parse --short HEAD)
for suite; do
    log=$dir/$suite.log
    if ! root "$suite"; then
        tail -3 "$log" >&2
        echo "| $suite | | | | no root could be made |" >>"$table"
        status=1
        continue
    fi
    rm -rf "${dir:?}/$suite/pysbx"
    mkdir "$dir/$suite/pysbx"
    git -C "$top" archive HEAD | tar -x -C "$dir/$suite/pysbx"
    echo "matrix.sh: $suite: build and tests (log: $log)" >&2
    # shellcheck disable=SC2016 # for the inner shell
    if inside "$suite" 'cd /pysbx && scripts/setup --test && make &&
        make check ${TESTS:+TESTS="$TESTS"}' >"$log" 2>&1; then
        :
    else
        status=1
    fi
    result=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -1)
    # shellcheck disable=SC2016 # for the inner shell
    versions=$(inside "$suite" 'printf "%s | %s | %s" "$(. /etc/os-release
        echo "$PRETTY_NAME")" "$(ldd --version | sed -n "1s/.* //p")" \
        "$(python3 -c "import platform; print(platform.python_version())")"')
    echo "| $versions | $commit | ${result:-did not build: see the log} |" \
        >>"$table"
done

{
    echo "| system | glibc | CPython | commit | \`make check\` |"
    echo "|---|---|---|---|---|"
    cat "$table"
    echo
    echo "Kernel $(uname -r), $(uname -m), $(date -u +%Y-%m-%d);" \
        "by \`scripts/matrix.sh --write\`."
} >"$table.md"
cat "$table.md"
if [ -n "$write" ]; then
    # Between two marks; what stands around them is written by people.
    python3 - "$top/docs/COMPATIBILITY.md" "$table.md" <<'END'
import sys

path, table = sys.argv[1:]
text = open(path).read()
start, end = "<!-- matrix -->\n", "<!-- end of matrix -->"
before, rest = text.split(start)
after = rest.split(end)[1]
open(path, "w").write(before + start + open(table).read() + end + after)
END
fi
rm -f "$table.md"
exit "$status"
