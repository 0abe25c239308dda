#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx policy: the policy in effect, and checking files.
# shellcheck disable=SC2016,SC2054 # inner shells expand; a,b is one word

load helpers
load pysbx

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

@test "shows every line with its origin" {
    printf 'include = default\n[limits]\nwall = 90s\nmemory = 2G\n' >mine.conf
    run -0 "$PYSBX" policy --policy ./mine.conf --allow-import os:getpid
    [[ "$output" =~ "wall = 90s"\ +"# ./mine.conf:3" ]] || explain "wall"
    [[ "$output" =~ "memory = 2G"\ +"# ./mine.conf:4" ]] || explain "memory"
    [[ "$output" =~ "os = getpid"\ +"# --allow-import os:getpid" ]] ||
        explain "os"
    [[ "$output" =~ "json = *"\ +"# "[^$'\n']*"/default.conf:"[0-9]+ ]] ||
        explain "json"
    # shellcheck disable=SC2016
    shows 'read = ${python}'
}

@test "what it shows is a policy that means the same" {
    mkdir dir
    local options=(--allow-read dir --allow-write dir --allow-connect 443
        --allow-import numpy:array,zeros --env 'A=b c' --wall 1500ms
        --output 1M)
    "$PYSBX" policy "${options[@]}" >shown.conf
    run -0 "$PYSBX" policy --check shown.conf
    "$PYSBX" policy --policy ./shown.conf >again.conf
    diff <(sed 's/ *#.*//' shown.conf) <(sed 's/ *#.*//' again.conf)
    run -0 "$PYSBX" run --policy ./shown.conf -c 'print("runs")'
    shows runs
}

@test "--check: good files are 0, a bad one is 125 with file and line" {
    run -0 "$PYSBX" policy --check "$SBX_ROOT"/whitelist.d/*.conf
    printf '[files]\nreed = /x\n' >bad.conf
    printf '[files]\nread = /etc\n' >good.conf
    run -125 "$PYSBX" policy --check good.conf bad.conf
    shows "good.conf: ok" "bad.conf:2" reed "did you mean"
    printf '[process]\nsubprocess = yes\nexecute = /bin\n' >later.conf
    run -125 "$PYSBX" policy --check later.conf
    shows "later.conf:3" "is a directory"
    run -125 "$PYSBX" policy --check nowhere.conf
    run -125 "$PYSBX" policy --check .
    run -125 "$PYSBX" policy --check
    run -125 "$PYSBX" policy good.conf
    shows "--policy"
}

@test "\${script} needs --script" {
    # shellcheck disable=SC2016
    printf '[files]\nread = ${script}\n' >s.conf
    run -125 "$PYSBX" policy --policy default,./s.conf
    shows "s.conf:2"
    run -0 "$PYSBX" policy --policy default,./s.conf --script s.conf
    shows "read = $PWD/s.conf"
}

@test "names with escape sequences are shown harmlessly" {
    mkdir $'\033[31mred'
    run -0 bash -c '"$0" policy --policy "default,./$1/x.conf" 2>&1 || exit 0' \
        "$PYSBX" $'\033[31mred'
    hides $'\033'
}
