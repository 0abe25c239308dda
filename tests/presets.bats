#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Presets of whitelist.d: real programs on Debian's packages print the same as
# under plain Python, with the interpreter layer alone and with all layers;
# what a preset does not grant is out of reach; nothing that a program can name
# leads to a module, a namespace, a frame or code.
# shellcheck disable=SC2015,SC2016,SC2030,SC2031,SC2154 # `explain` fails; ${cwd}; subshells; status

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
        run --separate-stderr env MPLBACKEND=Agg \
            MPLCONFIGDIR="$BATS_RUN_TMPDIR/mpl" \
            "$PYTHON" "$program" "$@" <"${INPUT:-/dev/null}"
    else
        run --separate-stderr env PYSBX_LAYERS="$layers" \
            LD_PRELOAD="$SBX_LIB" "$PYTHON" "$program" "$@" \
            <"${INPUT:-/dev/null}"
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
# does under the sandbox (under each of LAYERS), which says nothing of the
# secret either.
refused() {
    local layers
    "$PYTHON" "$SBX_ROOT/tests/presets/plant_files.py"
    run_once plain "$1" "$PWD"
    [ "$status" -eq 0 ] && ! grep -v -- '-> done$' <<<"$output" ||
        explain "not every line does what it says without the sandbox"
    for layers in ${LAYERS:-interpreter interpreter,libc,kernel}; do
        run_once "$layers" "$1" "$PWD"
        [ "$status" -eq 0 ] && [ -n "$output" ] || explain "it does not run"
        hides "-> done" 271828
        [ -z "$(ls out)" ] && ! ls -d made* 2>/dev/null || explain "it wrote"
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

@test "numpy: linear algebra on one thread, in the memory that there is" {
    preset numpy numpy
    printf 'include = numpy\n[files]\nread = /proc\n' >"$BATS_TEST_TMPDIR/limits.conf"
    cat >svd.py <<'END'
import numpy as np
s = np.linalg.svd(np.arange(90000.0).reshape(300, 300))[1]
print(s[0].round(3))
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("Threads")])
try:
    print(np.ones(1 << 27).sum())
except MemoryError:
    print("MemoryError")
END
    run -0 "$PYTHON" svd.py
    [ "${lines[2]}" = 134217728.0 ]
    local wanted=${lines[0]}
    for layers in interpreter,kernel interpreter,libc,kernel; do
        PYSBX_POLICY=$BATS_TEST_TMPDIR/limits.conf run -0 --separate-stderr \
            env PYSBX_LAYERS=$layers LD_PRELOAD="$SBX_LIB" "$PYTHON" svd.py
        [ "$output" = "$wanted
['1']
MemoryError" ] || explain "differs"
    done
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

@test "pandas: frames, groups, joins, dates, queries, files as in plain Python" {
    preset pandas pandas
    as_plain pandas_tour.py
}

@test "scipy: each of its larger parts as in plain Python" {
    preset scipy scipy
    as_plain scipy_tour.py
}

@test "sklearn: estimators, pipelines, search, metrics as in plain Python" {
    preset sklearn sklearn
    as_plain sklearn_tour.py
}

@test "sympy: calculus, equations, matrices, printing as in plain Python" {
    preset sympy sympy
    as_plain sympy_tour.py
}

@test "matplotlib: figures of many kinds are saved as in plain Python" {
    preset matplotlib matplotlib
    as_plain matplotlib_tour.py
    [ "$(head -c 8 out/all.png | od -An -tx1)" = " 89 50 4e 47 0d 0a 1a 0a" ]
}

@test "matplotlib: a directory that may only be written to is enough for a plot" {
    "$PYTHON" -c 'import matplotlib' 2>/dev/null || skip "matplotlib is absent"
    mkdir res
    printf 'include = matplotlib\n[files]\nwrite = ${cwd}/res\n' >w.conf
    cat >plot.py <<'END'
import matplotlib.pyplot as plt
plt.plot([1, 3, 2])
for name in ("res/a.png", "res/\xe4.jpg"):
    plt.savefig(name)
try:
    open("res/a.png", "rb")
except OSError as error:
    print(type(error).__name__)
END
    for layers in interpreter interpreter,libc,kernel; do
        rm -f res/*
        PYSBX_POLICY=./w.conf run -0 --separate-stderr env PYSBX_LAYERS=$layers \
            LD_PRELOAD="$SBX_LIB" LANG=C.UTF-8 "$PYTHON" plot.py
        [ "$output" = SandboxPermissionError ] || explain "differs"
        [ -s res/a.png ] && [ -s res/ä.jpg ] || explain "no plots"
    done
}

@test "pillow: pictures as in plain Python" {
    preset pillow PIL
    as_plain pillow_tour.py
}

@test "lxml: XML and HTML as in plain Python" {
    preset lxml lxml
    as_plain lxml_tour.py
}

@test "lxml: granted files are read by their names, with nothing to write to" {
    "$PYTHON" -c 'import lxml' 2>/dev/null || skip "lxml is absent"
    printf 'include = lxml\n[files]\nread = ${cwd}/in\n' >read.conf
    mkdir in
    echo '<a><b>x</b></a>' >in/a.xml
    echo '<!DOCTYPE a [<!ENTITY e SYSTEM "/etc/hostname">]><a>&e;</a>' >in/b.xml
    echo '<p>x' >in/a.html
    cat >parse.py <<'END'
from lxml import etree, html

print(etree.parse("in/a.xml").findtext("b"), html.parse("in/a.html").find("//p").text)
print([e.tag for _, e in etree.iterparse("in/a.xml")], etree.parse(open("in/a.xml", "rb")).getroot().tag)
for parser in (etree.XMLParser(), etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=False)):
    try:
        print(etree.parse("in/b.xml", parser).getroot().text)
    except (OSError, etree.XMLSyntaxError) as error:
        print(type(error).__name__)
for name in ("/etc/hostname", "in/../in/none.xml", "http://127.0.0.1:9/"):
    try:
        print(etree.parse(name))
    except (OSError, etree.XMLSyntaxError) as error:
        print(type(error).__name__)
END
    for layers in interpreter,kernel interpreter,libc,kernel; do
        PYSBX_POLICY=./read.conf run -0 --separate-stderr env \
            PYSBX_LAYERS=$layers LD_PRELOAD="$SBX_LIB" "$PYTHON" parse.py
        shows "x x" "['b', 'a'] a"
        hides "$(hostname)" "$(cat /etc/hostname)" "<lxml.etree"
    done
}

@test "data: tables, databases, archives, XML as in plain Python" {
    preset data sqlite3
    as_plain data_tour.py
}

@test "text: strings, markup, addresses, arguments as in plain Python" {
    preset text re
    as_plain text_tour.py
}

@test "judge: a solution reads, computes, prints and exits as in plain Python" {
    export PYSBX_POLICY=judge
    echo 3 4 5 >input
    INPUT=input as_plain judge_tour.py
}

@test "judge: no file, no other module, no more memory than its limit" {
    export PYSBX_POLICY=judge
    cat >greedy.py <<'END'
for text in ("open('x', 'w')", "open('/etc/hostname')", "import os",
             "import numpy", "bytearray(1 << 29)"):
    try:
        exec(text)
        print(text, "-> done")
    except (OSError, ImportError, MemoryError) as error:
        print(type(error).__name__)
END
    for layers in interpreter,kernel interpreter,libc,kernel; do
        run -0 --separate-stderr env PYSBX_LAYERS=$layers \
            LD_PRELOAD="$SBX_LIB" "$PYTHON" greedy.py
        [ "$output" = "SandboxPermissionError
SandboxPermissionError
SandboxImportError
SandboxImportError
MemoryError" ] || explain "differs"
    done
}

@test "agent: reads a table, models it, plots it, leaves files, as in plain Python" {
    preset agent numpy pandas scipy matplotlib sklearn sympy PIL lxml
    as_plain agent_tour.py
    [ -s out/fit.png ] && [ -s out/summary.json ]
}

@test "presets: what they do not grant is out of reach" {
    preset agent numpy pandas scipy matplotlib sklearn sympy PIL lxml
    refused escapes_packages.py
}

@test "presets: files that libraries in C open themselves are out of reach" {
    preset agent lxml PIL matplotlib
    LAYERS=interpreter,libc,kernel\ interpreter,libc\ kernel \
        refused escapes_libraries.py
}

@test "presets: nothing that can be named leads out" {
    preset agent numpy pandas scipy matplotlib sklearn sympy PIL lxml
    local granted
    granted=$(sed -n '/^\[imports\]/,$s/^\([A-Za-z_][A-Za-z0-9_.]*\) = .*/\1/p' \
        "$SBX_ROOT"/whitelist.d/{pandas,scipy,matplotlib,sklearn,pillow,lxml,data,text}.conf |
        grep -vxE 'set|include|read|write|memory|scipy.(datasets|misc)|local|trusted')
    # Not all are in each version, nor installed (lxml.html.clean, openpyxl).
    # shellcheck disable=SC2086 # a list of words
    granted=$("$PYTHON" -c 'import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
        print(name)
    except ImportError:
        pass' $granted 2>/dev/null)
    # shellcheck disable=SC2086 # a list of words
    closed $granted
}

@test "\${tmp}: the scratch directory is gone when the program is" {
    cat >scratch.py <<'END'
import tempfile
print(tempfile.gettempdir())
with tempfile.NamedTemporaryFile() as file, tempfile.TemporaryDirectory():
    file.write(b"1")
open(tempfile.gettempdir() + "/left", "w").write("behind")
END
    printf 'include = default\n[files]\nread = ${tmp}\nwrite = ${tmp}\n[imports]\ntempfile = *\n' >t.conf
    mkdir base
    export PYSBX_POLICY=./t.conf
    TMPDIR=$PWD/base run -0 sandboxed scratch.py
    shows "$PWD/base/pysbx-"
    # A process of the sandbox's own removes it; it is given 10 seconds.
    for _ in $(seq 100); do
        [ -n "$(ls base)" ] || break
        sleep 0.1
    done
    [ -z "$(ls base)" ] || explain "it is still there"
    PYSBX_TMP=$PWD/base run -0 sandboxed scratch.py
    [ -s base/left ] || explain "the starter's own directory was emptied"
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
