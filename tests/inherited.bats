#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What a sandboxed process inherits from its starter, and what not: environment,
# descriptors, umask, memory that others could look into.
# shellcheck disable=SC2016,SC2030,SC2031,SC2123,SC2153

load lax

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    make_lax
}

# --- what is inherited ---

@test "only what the policy passes or sets is in the environment" {
    program env.py <<'END'
import os
print(sorted(os.environ.items()))
END
    profile env <<'END'
[files]
trusted = ${python}
[stdio]
stdout = yes
stderr = yes
[env]
pass = LANG, LC_*, KEPT
set = ADDED=value with = and space
END
    export PYSBX_POLICY=$PWD/env.conf PYSBX_LAYERS=libc,kernel LD_PRELOAD=$SBX_LIB
    run -0 --separate-stderr env -i LD_PRELOAD="$LD_PRELOAD" \
        PYSBX_POLICY="$PYSBX_POLICY" PYSBX_LAYERS="$PYSBX_LAYERS" \
        LC_ALL=C.UTF-8 KEPT=1 KEPT2=2 SECRET=x HOME=/home/somebody \
        PYTHONPATH=/tmp PATH=/tmp:/usr/bin LD_LIBRARY_PATH=/tmp "$PYTHON" env.py
    [ "$output" = "[('ADDED', 'value with = and space'), ('HOME', '/nonexistent'), \
('KEPT', '1'), ('LC_ALL', 'C.UTF-8'), ('PATH', '${PYTHON%/*}')]" ]
}

@test "more variables than the starter gave find room" {
    program env.py <<'END'
import os
print(len(os.environ), os.environ["V40"])
END
    {
        printf "[files]\ntrusted = \${python}\n[stdio]\nstdout = yes\nstderr = yes\n[env]\n"
        local i
        for i in {1..40}; do printf 'set = V%s=%s\n' "$i" "$i"; done
    } | profile many
    run -0 --separate-stderr env -i LD_PRELOAD="$SBX_LIB" \
        PYSBX_POLICY="$PWD/many.conf" PYSBX_LAYERS=libc,kernel "$PYTHON" -E env.py
    [ "$output" = '42 40' ] || [ "$output" = '43 40' ] # CPython may add LC_CTYPE
}

# Native code reads the stack and /proc; Python's os.environ is the least of it.
@test "no trace of the starter's environment is left in the memory of the process" {
    program scan.py <<'END'
import ctypes, re
stack = re.search("^([0-9a-f]+)-([0-9a-f]+) .*\\[stack\\]$",
                  open("/proc/self/maps").read(), re.M)
low, high = (int(x, 16) for x in stack.groups())
text = ctypes.string_at(low, high - low)
print(b"needle-in-the-" + b"environment" in text, b"a-kept-" + b"value" in text)
try:
    print(b"needle-in-the-" in open("/proc/self/environ", "rb").read())
except PermissionError: # belongs to root now
    print(False)
END
    profile env <<'END'
[files]
trusted = ${python}
read = /proc/self/maps
read = /proc/self/environ
[stdio]
stdout = yes
stderr = yes
[env]
pass = KEPT
END
    NEEDLE=needle-in-the-environment KEPT=a-kept-value \
        PYSBX_POLICY=$PWD/env.conf run -0 --separate-stderr layers libc scan.py
    [ "$output" = $'False True\nFalse' ]
}

@test "inherited descriptors are closed, the three standard ones are not" {
    program_open 1024
    exec 7</etc/passwd 8>"$BATS_TEST_TMPDIR/x" 99</etc/passwd 777</etc/passwd
    run -0 --separate-stderr "$PYTHON" open.py
    [[ $output = *', 7, 8, '*'99, '*'777'* ]]
    run -0 --separate-stderr lax libc,kernel open.py
    [ "$output" = '[0, 1, 2]' ]
    PYSBX_LOG=fd:8 run -0 --separate-stderr lax libc,kernel open.py
    # The log's own, moved out of the way.
    [[ $output = '[0, 1, 2, '[0-9]*']' ]] && [[ $output != *8,* ]]
    exec 7<&- 8>&- 99<&- 777<&-
}

@test "[stdio] no: the descriptor is /dev/null, and set-up still speaks" {
    profile mute <<'END'
[files]
trusted = ${python}
[stdio]
stdin = no
stdout = no
stderr = yes
END
    program say.py <<'END'
import sys
print("to nobody")
print("read", repr(sys.stdin.read()), file=sys.stderr)
END
    export PYSBX_POLICY=$PWD/mute.conf
    run -0 --separate-stderr layers libc,kernel say.py <<<"input"
    [ -z "$output" ] && shows "read ''"
    sed -i 's/stderr = yes/stderr = no/' mute.conf
    run -0 --separate-stderr layers libc,kernel say.py
    hides read
    sed -i '$a[nonsense]' mute.conf
    run -125 layers libc,kernel say.py
    shows mute.conf:
}

@test "standard descriptors that are missing become /dev/null, not somebody's file" {
    program files.py <<'END'
import os
print(os.fstat(0).st_rdev == os.stat("/dev/null").st_rdev,
      os.fstat(1).st_rdev == os.stat("/dev/null").st_rdev, file=open(2, "w", closefd=False))
END
    lax libc,kernel files.py <&- >&- 2>err
    grep -x 'True True' err
}

@test "nobody else may write what the program makes, or look into its memory" {
    program make.py <<'END'
import ctypes
open("made", "w")
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
END
    profile make <<END
[files]
trusted = \${python}
write = $PWD
[stdio]
stdout = yes
stderr = yes
END
    umask 000
    PYSBX_POLICY=$PWD/make.conf run -0 --separate-stderr layers libc make.py
    [ "$output" = 0 ] # not dumpable
    [ "$(stat -c %a made)" = 600 ]
}
