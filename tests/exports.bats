#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What libpysbx.so exports, against interpose.def and against what CPython
# imports.

load helpers

# The functions of interpose.def.  Rows of kind WRAP* have the name third.
rows() {
    sed -nE 's/^(OWN|EMBED)\((.*)\)$/\2/p
             s/^WRAPV?\(([^,]*,){2} *([A-Za-z0-9_]+),.*/\2/p' \
        "$SBX_ROOT/preload/libc/interpose.def" | sort
}

imported() {
    nm -D --undefined-only "$@" 2>/dev/null |
        sed -nE 's/^ +[Uw] ([A-Za-z0-9_]+)@GLIBC_.*/\1/p' | sort -u
}

@test "the library exports the rows of interpose.def and nothing else" {
    requires nm
    rows >"$BATS_TEST_TMPDIR/rows"
    nm -D --defined-only "$SBX_LIB" | awk '{print $3}' | sort \
        >"$BATS_TEST_TMPDIR/exported"
    run -0 diff "$BATS_TEST_TMPDIR/rows" "$BATS_TEST_TMPDIR/exported"
}

@test "no row stands twice" {
    run -0 bash -c "$(declare -f rows); SBX_ROOT=$SBX_ROOT; rows | uniq -d"
    [ -z "$output" ] || explain "twice"
}

@test "every row bears the name of a function that this libc or libpython has" {
    requires nm
    local libc
    # shellcheck disable=SC2153 # helpers.bash sets it
    libc=$(ldd "$PYTHON" | awk '$1 == "libc.so.6" {print $3}')
    nm -D --defined-only "$libc" | awk '{print $3}' | sed 's/@.*//' | sort -u \
        >"$BATS_TEST_TMPDIR/libc"
    run -0 bash -c "$(declare -f rows); SBX_ROOT=$SBX_ROOT
        rows | grep -vE '^(Py|ffi)_' | comm -23 - '$BATS_TEST_TMPDIR/libc'"
    [ -z "$output" ] || explain "names that libc does not have"
}

# What in libc opens, changes or removes a file, starts or ends a process, or
# reaches another.  Anything of this shape that an interpreter imports must be
# a row, or be named here with the reason.
@test "all that CPython and its extension modules import is interposed" {
    requires nm
    local shape='open|^creat|scandir|^opendir|exec|spawn|^system$|fork|^clone
|exit$|^abort$|^_Exit|kill|^raise$|^connect$|^bind$|^send|^socket$|^syscall$
|^truncate|unlink|^remove$|^mk|^rmdir|rename|^r?link(at)?$|symlink|chmod|chown
|^l?utime|futime|setxattr|removexattr|chroot|mount$|^unshare$|^setns$|^memfd
|^shm_|^sem_(open|unlink)|^mq_|^ptrace|process_vm|pthread_create|pty$|tmpfile'
    local -A fine=(
        [vfork]="returns twice"
        [fdopen]="of a descriptor" [fdopendir]="of a descriptor"
        [openlog]="syslog: no path, and UNIX sockets are refused"
        [mktime]="a date"
        [pthread_kill]="its own threads"
        [sendfile64]="of descriptors" [send]="to who is connected"
        [pthread_exit]="a thread" [__cxa_atexit]="a table"
        [posix_spawnattr_init]="a table" [posix_spawnattr_destroy]="a table"
        [timerfd_create]="no file" [epoll_create1]="no file"
    )
    local -a objects=()
    local python name
    for python in "$PYTHON" /usr/bin/python3 ~/.pyenv/versions/3.1[1-4].*/bin/python3; do
        [ -x "$python" ] || continue
        while IFS= read -r name; do
            [ ! -f "$name" ] || objects+=("$name")
        done < <("$python" -I -c '
import glob, os, sys, sysconfig
print(os.path.realpath(sys.executable))
get = sysconfig.get_config_var
print(os.path.join(get("LIBDIR") or "", get("INSTSONAME") or ""))
print(*glob.glob(os.path.join(get("DESTSHARED"), "*.so")), sep="\n")')
    done
    [ "${#objects[@]}" -gt 10 ]
    local missing=()
    while IFS= read -r name; do
        case $name in posix_spawn_file_actions_* | posix_spawnattr_*) continue ;; esac
        [ -n "${fine[$name]-}" ] || missing+=("$name")
    done < <(imported "${objects[@]}" | grep -E "${shape//$'\n'/}" |
        comm -23 - <(rows))
    [ "${#missing[@]}" -eq 0 ] || explain "imported and not interposed: ${missing[*]}"
}
