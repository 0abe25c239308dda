#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The libc layer alone: every wrapper refuses, passes what is granted, and says
# who asked.  probes/libc_probe.c has a call for each row of interpose.def.
# shellcheck disable=SC2154 # tries: libc.bash

load helpers
load embedding
load libc

# Rows that no policy grants (yet): other programs and processes, what other
# processes share, and what only the argument decides.
never='exec|fork|Fork|daemon|clone|posix_spawn|system|popen|^kill|tgkill|raise
|sigqueue|pidfd|shm|sem|mq_|msgget|memfd|ptrace|process_vm|handle_at|mount|chroot
|setns|unshare'
never=${never//$'\n'/}

setup_file() {
    export probe=$BATS_FILE_TMPDIR/libc_probe traps=$BATS_FILE_TMPDIR/libc_traps
    embedder "$PYTHON" "$SBX_ROOT/tests/probes/libc_probe.c" "$probe"
    embedder "$PYTHON" "$SBX_ROOT/tests/probes/libc_traps.c" "$traps"
    echo 'int nothing;' | cc -shared -fPIC -o "$BATS_FILE_TMPDIR/library.so" -x c -
    cc -O1 -D_GNU_SOURCE -o "$BATS_FILE_TMPDIR/swap" "$SBX_ROOT/tests/probes/swap.c"
}

setup() {
    dir=$BATS_TEST_TMPDIR/dir
    mkdir -p "$dir/open" "$dir/closed"
    echo granted >"$dir/open/file"
    echo secret >"$dir/secret"
    echo secret >"$dir/open-not"
    cp "$BATS_FILE_TMPDIR/library.so" "$dir"
    cd "$dir" || return
    export PYSBX_SUMMARY=0 PYSBX_LOG=$BATS_TEST_TMPDIR/log
    policy </dev/null
}

# --- every row ---

@test "every row of interpose.def has a probe, but for those that end the process" {
    sed -nE 's/^OWN\((.*)\)$/\1/p
             s/^WRAPV?\(([^,]*,){2} *([A-Za-z0-9_]+),.*/\2/p' \
        "$SBX_ROOT/preload/libc/interpose.def" |
        grep -vxE '_?_?exit|_Exit|quick_exit|abort' | sort >rows
    "$probe" list | sort >probes
    run -0 diff rows probes
}

@test "without a sandbox every probe succeeds" {
    "$probe" prepare "$dir"
    local name
    for name in $("$probe" list); do
        run -0 "$probe" run "$dir" "$name" <"$dir/secret"
        case $output in
            "$name ok" | 'exec ok') ;;
            '') [ "$name" = daemon ] || explain "$name says nothing" ;;
            *) explain "$name" ;;
        esac
    done
}

@test "every probe is refused, by EACCES, EPERM or EAGAIN" {
    "$probe" prepare "$dir"
    # shellcheck disable=SC2046 # names have no spaces
    run -0 probed "$probe" strict "$dir" $("$probe" list)
    [ "${#lines[@]}" -eq "$("$probe" list | wc -l)" ] || explain "some did not come back"
    local line
    for line in "${lines[@]}"; do
        case $line in
            *' EACCES' | *' EPERM' | *' EAGAIN') ;;
            *) explain "$line" ;;
        esac
    done
    # ... and nothing has changed.
    [ -z "$(find "$dir" -name '*.new*')" ]
    [ "$(find "$dir" -name '*.file' | wc -l)" -eq "${#lines[@]}" ]
}

@test "every refusal is logged with function, rule, object, and the calling library" {
    "$probe" prepare "$dir"
    # shellcheck disable=SC2046
    probed "$probe" strict "$dir" $("$probe" list)
    local name
    for name in $("$probe" list | grep -vx dlerror); do
        run -0 logged "$PYSBX_LOG" layer=libc function="$name" rule= object= \
            reason= file=libc_probe line=
    done
    run -0 logged "$PYSBX_LOG" function=open object="$dir/open.file" rule=open \
        allow="[files] read = $dir/open.file"
    run -0 logged "$PYSBX_LOG" function=mkdir object="$dir/mkdir.new" rule=write \
        allow="[files] write = $dir/mkdir.new"
    run -0 logged "$PYSBX_LOG" function=system rule=exec
    run -0 logged "$PYSBX_LOG" function=connect rule=network \
        allow='[network] connect = tcp/45871'
}

@test "what the policy grants passes as without a sandbox" {
    "$probe" prepare "$dir"
    policy <<END
read = $dir
read = /dev/ptmx
write = $dir
write = /dev/ptmx
write = /tmp
[process]
threads = yes
[network]
connect = tcp/45871
bind = tcp/45871
END
    # shellcheck disable=SC2046
    run -0 probed "$probe" run "$dir" $("$probe" list | grep -vE "$never")
    [ "${#lines[@]}" -gt 80 ]
    local line
    for line in "${lines[@]}"; do
        [[ $line = *' ok' ]] || explain "$line"
    done
    [ ! -s "$PYSBX_LOG" ] || explain "$(cat "$PYSBX_LOG")"
}

@test "a constructor of the main program is sandboxed, too" {
    "$probe" prepare "$dir"
    run -0 probed "$probe" early "$dir" open64
    [ "$output" = 'open64 EACCES' ]
    run -0 "$probe" early "$dir" open64
    [ "$output" = 'open64 ok' ]
}

# --- wrappers do as libc does ---

@test "errno is untouched by a call that is granted" {
    policy <<<"read = $dir/open"
    run -0 probed "$traps" errno "$dir"
    [ "$output" = 'opened 77' ]
}

@test "odd paths get the kernel's own answers, missing files are no violation" {
    policy <<<"read = $dir/open"
    run -0 probed "$traps" paths "$dir"
    [ "$output" = "null EFAULT
empty ENOENT
long ENAMETOOLONG
missing ENOENT
missing-parent ENOENT
create EACCES
temporary EACCES
bad-descriptor EBADF
no-directory ENOTDIR" ]
    run -0 wc -l <"$PYSBX_LOG"
    [ "$output" -eq 2 ] || explain "$(cat "$PYSBX_LOG")"
}

@test "dots and slashes do not lead out of a granted directory" {
    policy <<<"read = $dir/open"
    run -0 probed "$traps" dots "$dir"
    [ "$output" = "dots-in ok
dots-out EACCES
slashes ok
prefix EACCES" ]
}

@test "relative paths are taken from the descriptor or the current directory" {
    policy <<<"read = $dir/open"
    run -0 probed "$traps" descriptors "$dir"
    [ "$output" = "directory ok
below ok
above EACCES
relative ok
relative-above EACCES
fchmod EACCES" ]
}

@test "an exec after vfork is refused, and the parent is as it was" {
    policy <<<"read = $dir/open"
    run -0 probed "$traps" vfork "$dir"
    [ "$output" = "child 7
parent ok
parent-refused EACCES" ]
}

@test "a signal handler on a small stack is refused as anybody" {
    run -0 probed "$traps" handler "$dir"
    [ "$output" = "handler EACCES
raise ok" ]
}

# --- Python ---

@test "Python sees PermissionError, and FileNotFoundError where nothing is" {
    py 0 <<END
import os, socket, ctypes
$tries
tries("read", lambda: open("/etc/passwd"))
tries("missing", lambda: open("/etc/pysbx-is-not-there"))
tries("itself", lambda: open(__file__))
tries("write", lambda: open("$dir/new", "w"))
tries("mkdir", lambda: os.mkdir("$dir/new"))
tries("listdir", lambda: os.listdir("/etc"))
tries("fork", os.fork)
tries("execv", lambda: os.execv("/bin/true", ["true"]))
tries("socket", socket.socket)
tries("kill", lambda: os.kill(os.getppid(), 0))
tries("library", lambda: ctypes.CDLL("$dir/library.so"))
tries("libm", lambda: ctypes.CDLL("libm.so.6"))
print("system", os.system("exit 0"))
END
    [ "$output" = "read PermissionError
missing FileNotFoundError
itself passed
write PermissionError
mkdir PermissionError
listdir PermissionError
fork PermissionError
execv PermissionError
socket PermissionError
kill PermissionError
library OSError
libm passed
system -1" ]
}

@test "a refused library says so" {
    py 0 <<END
import ctypes
try:
    ctypes.CDLL("$dir/library.so")
except OSError as error:
    print(error)
END
    [ "$output" = 'refused by pysbx: not in a granted place' ]
}

@test "honest programs import and compute without a line in the log" {
    py 0 <<'END'
import json, math, random, sqlite3, ssl, decimal, ctypes, datetime, zoneinfo
print(json.dumps({"pi": round(math.pi, 2)}), zoneinfo.ZoneInfo("UTC"))
END
    [ "$output" = '{"pi": 3.14} UTC' ]
    # The program's directory is first on sys.path: only the interpreter layer
    # can know that nobody wants it.
    run -0 grep -vc "\"object\":\"$BATS_TEST_TMPDIR\"" "$PYSBX_LOG" || [ "$output" = 0 ]
}

# --- what it leaves to the kernel ---

@test "a symbolic link leads past the libc layer, but not past the kernel" {
    ln -s "$dir/secret" "$dir/open/link"
    policy <<<"read = $dir/open"
    echo "print(open('$dir/open/link').read())" >"$BATS_TEST_TMPDIR/x.py"
    run -0 --separate-stderr layers libc "$BATS_TEST_TMPDIR/x.py"
    [ "$output" = secret ]
    run -1 --separate-stderr layers libc,kernel "$BATS_TEST_TMPDIR/x.py"
    [ -z "$output" ] && shows PermissionError
}

@test "a race between the check of a path and its use is not won" {
    policy <<<"read = $dir/open"
    "$BATS_FILE_TMPDIR/swap" "$dir/open/link" "$dir/open/file" "$dir/secret" 3>&- &
    local swap=$!
    cat >"$BATS_TEST_TMPDIR/x.py" <<END
seen = {}
for i in range(20000):
    try:
        with open("$dir/open/link") as f:
            what = f.read()
    except OSError as error:
        what = type(error).__name__
    seen[what] = seen.get(what, 0) + 1
print(sorted(seen))
END
    run -0 --separate-stderr layers libc,kernel "$BATS_TEST_TMPDIR/x.py"
    kill "$swap"
    # Both targets were met, so there was something to win.
    [ "$output" = "['PermissionError', 'granted\\n']" ] || explain "seen"
}

@test "without the wrappers the kernel layer refuses the same" {
    local bare=$BATS_TEST_TMPDIR/bare
    run -0 make -s -C "$SBX_ROOT" BUILD="$bare" CPPFLAGS=-DSBX_NO_INTERPOSE \
        "$bare/libpysbx.so"
    cat >"$BATS_TEST_TMPDIR/x.py" <<END
import os, socket
$tries
tries("read", lambda: open("/etc/passwd"))
tries("granted", lambda: open("$dir/open/file"))
tries("write", lambda: open("$dir/new", "w"))
tries("mkdir", lambda: os.mkdir("$dir/new"))
tries("listdir", lambda: os.listdir("/etc"))
tries("fork", os.fork)
tries("execv", lambda: os.execv("/bin/true", ["true"]))
tries("socket", socket.socket)
tries("kill", lambda: os.kill(os.getppid(), 0))
END
    policy <<<"read = $dir/open"
    SBX_LIB=$bare/libpysbx.so run -0 --separate-stderr \
        layers libc,kernel "$BATS_TEST_TMPDIR/x.py"
    [ "$output" = "read PermissionError
granted passed
write PermissionError
mkdir PermissionError
listdir PermissionError
fork PermissionError
execv PermissionError
socket PermissionError
kill PermissionError" ]
}
