#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Presets of whitelist.d: real programs on Debian's packages print the same as
# under plain Python, with the interpreter layer alone and with all layers;
# what a preset does not grant is out of reach; nothing that a program can name
# leads to a module, a namespace, a frame or code.
# shellcheck disable=SC2015,SC2016,SC2154 # `explain` always fails; ${cwd}; status

load helpers

setup() {
    mkdir "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work" || return
    export PYSBX_SUMMARY=0 PYSBX_WHITELIST_DIR=$SBX_ROOT/whitelist.d
}

# preset NAME MODULE...: this preset with out/ to read and write; skip where a
# module is absent.
preset() {
    local name=$1
    shift
    "$PYTHON" -c "import $(IFS=,; echo "$*")" 2>/dev/null ||
        skip "a package of $* is absent"
    {
        printf 'include = %s\n[files]\n' "$name"
        printf 'read = ${cwd}/out\nwrite = ${cwd}/out\n'
    } | profile mine
    export PYSBX_POLICY=$BATS_TEST_TMPDIR/mine.conf
}

# run_once LAYERS PROGRAM ARGS...: "plain" runs it bare.  In an empty out/.
run_once() {
    local layers=$1 program=$SBX_ROOT/tests/presets/$2
    shift 2
    rm -rf out made*
    mkdir out
    if [ "$layers" = plain ]; then
        run --separate-stderr "$PYTHON" "$program" "$@"
    else
        run --separate-stderr env PYSBX_LAYERS="$layers" \
            LD_PRELOAD="$SBX_LIB" "$PYTHON" "$program" "$@"
    fi
    stderr=$(grep -v PYSBX_LAYERS <<<"$stderr") || true
}

# as_plain PROGRAM: status, standard output and standard error do not differ.
as_plain() {
    run_once plain "$1"
    [ "$status" -eq 0 ] || explain "it fails without the sandbox"
    local wanted=$output wanted_stderr=$stderr layers
    for layers in interpreter interpreter,libc,kernel; do
        run_once "$layers" "$1"
        [ "$status" -eq 0 ] && [ "$output" = "$wanted" ] &&
            [ "$stderr" = "$wanted_stderr" ] ||
            explain "differs under $layers from"$'\n'"$wanted"$'\n'"$wanted_stderr"
    done
}

# refused PROGRAM: each of its lines ends as "done" in plain Python, and none
# does under the sandbox, which says nothing of the secret either.
refused() {
    echo 271828 >secret.txt
    "$PYTHON" -c 'import numpy; numpy.save("secret.npy", numpy.arange(271828, 271830))' 2>/dev/null || true
    run_once plain "$1"
    [ "$status" -eq 0 ] && ! grep -v -- '-> done$' <<<"$output" ||
        explain "not every line does what it says without the sandbox"
    local layers
    for layers in interpreter interpreter,libc,kernel; do
        run_once "$layers" "$1"
        [ "$status" -eq 0 ] && [ -n "$output" ] || explain "it does not run"
        hides "-> done" 271828
        [ -z "$(ls out)" ] && ! ls made* 2>/dev/null || explain "it wrote"
    done
}

# closed MODULE...: from the names of these modules nothing leads out.
closed() {
    run_once interpreter crawl.py "$@"
    [ "$status" -eq 0 ] || explain "it does not run"
    hides ESCAPED
    shows "nothing leads out"
    run_once plain crawl.py "$@"
    shows ESCAPED
}

@test "numpy: arrays, linear algebra, random numbers, transforms as in plain Python" {
    preset numpy numpy
    as_plain numpy_tour.py
}

@test "numpy: files in the granted directory as in plain Python" {
    preset numpy numpy
    as_plain numpy_files.py
}

@test "numpy: other files, modules, functions' insides are out of reach" {
    preset numpy numpy
    refused escapes_numpy.py
}

@test "numpy: nothing that can be named leads out" {
    preset numpy numpy
    closed numpy numpy.random numpy.linalg numpy.ma numpy.lib numpy.fft \
        numpy.polynomial numpy.lib.recfunctions numpy.lib.format
}

@test "numpy: an array is not written to the descriptor of the violation log" {
    preset numpy numpy
    cat >tolog.py <<'END'
import io
import numpy as np

class Fake(io.StringIO):
    def fileno(self):
        return self.number

done = []
for number in range(3, 256):
    fake = Fake()
    fake.number = number
    try:
        np.array([0x41424344] * 9, dtype="u4").tofile(fake)
        done.append(number)
    except OSError:
        pass
print(done)
END
    for layers in interpreter interpreter,libc,kernel; do
        run -0 --separate-stderr env PYSBX_LAYERS=$layers PYSBX_LOG="$PWD/log" \
            LD_PRELOAD="$SBX_LIB" "$PYTHON" tolog.py
        [ "$output" = "[]" ] || explain "it wrote to a descriptor"
    done
    run ! grep -q DCBA log
}

@test "a package that the program's text does not name is imported all the same" {
    preset numpy numpy
    cat >hidden.py <<'END'
np = __import__("num" + "py")
print(np.arange(3).sum(), np.linalg.norm([3, 4]))
END
    for layers in interpreter interpreter,libc,kernel; do
        run -0 --separate-stderr env PYSBX_LAYERS=$layers \
            LD_PRELOAD="$SBX_LIB" "$PYTHON" hidden.py
        [ "$output" = "3 5.0" ]
    done
}
