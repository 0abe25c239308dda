#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx why: which layer and which line decides.

load helpers
load pysbx

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    cat >mine.conf <<'END'
include = default
[imports]
os = getpid
socket = create_connection
[files]
read = /etc/hostname
write = /etc/hosts
trusted = /etc/services
[network]
connect = tcp/443
[env]
pass = MINE
set = COLOUR=blue
[process]
threads = yes
END
    export PYSBX_POLICY=./mine.conf
}

# yes WORDS... -- TEXT...; no WORDS... -- TEXT...
ask() {
    local status=$1 words=()
    shift
    while [ "$1" != -- ]; do
        words+=("$1")
        shift
    done
    shift
    run -"$status" "$PYSBX" why "${words[@]}"
    shows "$@"
}
yes() { ask 0 "$@"; }
no() { ask 1 "$@"; }

@test "import: the line that names a module or a name of it" {
    yes import json -- "default.conf:" "json = *"
    yes import os.getpid -- "mine.conf:3" "os = getpid"
    yes import collections.abc.Mapping -- "collections.abc = *"
    no import os.system -- "grants other names" "[imports] os = system"
    no import subprocess -- "no line names subprocess" "[imports] subprocess = *"
    no import xml.dom.minidom -- "[imports] xml.dom = minidom"
}

@test "import: what * stands for is tried" {
    yes import io.BytesIO -- "io = *"
    no import io.FileIO -- "when tried" "[imports] io = FileIO"
    no import json.nothing -- "when tried"
    no import json._default_decoder -- "when tried"
}

@test "read and write: each layer by its line" {
    yes read /etc/hostname -- "mine.conf:6" interpreter libc kernel
    no read /etc/passwd -- "no line grants it" "[files] read = /etc/passwd"
    no read /etc/services -- "trusted code" "mine.conf:8"
    yes write /etc/hosts -- "mine.conf:7"
    no write /etc/hostname -- "[files] write = /etc/hostname"
    no read ./x -- "[files] read = $PWD/x"
    yes read /dev/null -- "default.conf:"
}

@test "what why says is what happens" {
    run -0 "$PYSBX" run -c 'open("/etc/hostname")'
    run -1 "$PYSBX" run -c 'open("/etc/passwd")'
    run -1 "$PYSBX" run -c 'open("/etc/services")'
}

@test "ports, system calls, variables and switches" {
    yes connect tcp/443 -- "mine.conf:10"
    no connect 80 -- "[network] connect = tcp/80"
    no bind tcp/443 -- "[network] bind = tcp/443"
    yes syscall read -- seccomp
    no syscall ptrace -- seccomp
    yes syscall futex -- seccomp
    yes env MINE -- "mine.conf:12"
    yes env COLOUR -- "blue" "mine.conf:13"
    no env HOME -- "[env] pass = HOME"
    no env PATH -- "never"
    no exit -- "default.conf:" "[process] exit = yes"
    yes threads -- "mine.conf:15"
}

@test "options count, and are named as the origin" {
    yes --allow-read /etc/passwd read /etc/passwd -- "--allow-read /etc/passwd"
    yes --allow-import os:system import os.system -- "--allow-import os:system"
    yes --policy default --allow-connect 80 connect 80 -- "--allow-connect 80"
    no --policy default read /etc/hostname --
}

@test "questions that make no sense are mistakes" {
    local question
    for question in '' jump import 'import .x' 'import a..b' 'import 1' \
        'import a;b' 'import a b' 'syscall nothing' 'connect x' \
        'connect tcp/0' 'connect tcp/65536' 'connect udp/1' read 'exit now'; do
        # shellcheck disable=SC2086
        run -125 "$PYSBX" why $question
        [ "${#lines[@]}" -eq 1 ] || explain "$question: not one line"
    done
    run -125 "$PYSBX" why read ''
    run -125 "$PYSBX" why --policy nowhere read /x
}
