#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# pysbx serve: POST /eval, which is snekbox's; each promise of its API.

# shellcheck disable=SC2154 # bats and ask set them
load helpers
load pysbx
load serve

setup_file() {
    printf '[imports]\nos = mkdir, abort\n[process]\nexit = yes\n' >"$BATS_FILE_TMPDIR/more.conf"
    shared_server --wall 2s --policy default,./more.conf
}

teardown_file() {
    no_shared_server
}

setup() {
    at_shared_server
}

# evaluates CODE [FILES]
evaluates() {
    # shellcheck disable=SC2016 # jq's
    ask /eval "$(jq -n --arg c "$1" --argjson f "${2-[]}" '{input: $c, files: $f}')"
}

@test "snekbox: input, args, files, both streams in order" {
    ask /eval '{"input": "import sys\nfor i in range(3): print(i); print(-i, file=sys.stderr)"}'
    answers 200 .returncode 0 '.files | length' 0 'keys | join(",")' files,returncode,stdout
    answers 200 '.stdout | split("\n") | join(" ")' '0 0 1 -1 2 -2 '
    ask /eval '{"args": ["-c", "import sys; print(sys.argv)", "x"]}'
    answers 200 .stdout "['-c', 'x']"
    ask /eval '{"args": ["-Iqu", "-c"], "input": "print(3)"}'
    answers 200 .stdout 3
    ask /eval "{\"args\": [\"main.py\", \"1\"], \"extra\": 1, \"files\": [{\"path\": \"main.py\",
        \"content\": \"$(b64 'import sys; print(sys.argv); open("out.txt", "w").write("hi"); open("_no", "w").write("hi")')\"}]}"
    answers 200 .stdout "['main.py', '1']" '.files | length' 1 \
        '.files[0].path' out.txt '.files[0].size' 2 '.files[0].content' "$(b64 hi)"
    ask /eval '{"input": "", "args": ["-m", "this"]}'
    answers 200 .returncode 0
    shows 'The Zen of Python'
}

@test "snekbox: return codes, and bodies that break the schema" {
    ask /eval '{"input": "1 / 0"}'
    answers 200 .returncode 1
    ask /eval '{"input": "x = bytearray(2 ** 40)"}'
    answers 200 .returncode 137
    ask /eval '{"input": "while True: pass"}'
    answers 200 .returncode 137
    ask /eval '{"input": "import sys; sys.stdout.buffer.write(bytes([255]))"}'
    answers 200 .returncode null
    ask /eval '{"input": "while True: print(\"x\" * 9999)"}'
    answers 200 .returncode 137 '.stdout | length' 1000000
    ask /eval '{"args": ["-X"]}'
    answers 200 .returncode null
    ask /eval '{"args": ["no.py"]}'
    answers 200 .returncode 2
    ask /eval '{"code": "1"}'
    refuses 400 'needs input or args'
    ask /eval '{"input": 1}'
    refuses 400 'input: must be a string'
    ask /eval '{"input": "", "files": [{"path": "/x"}]}'
    refuses 400 'files[0].path'
    ask /eval '{"input": "", "executable_path": "/bin/sh"}'
    refuses 400 executable_path
    type=text/plain ask /eval '{"input": ""}'
    refuses 415 application/json
}

@test "the interpreter is one that the server offers" {
    ask /eval "{\"input\": \"print(5)\", \"executable_path\": \"$PYTHON\"}"
    answers 200 .stdout 5
    local path
    for path in /bin/sh python3 "$PYTHON " "../$PYTHON" '' /usr/bin/../bin/python3; do
        ask /eval "{\"input\": \"\", \"executable_path\": \"$path\"}"
        refuses 400 executable_path
    done
}

@test "files: new and changed ones come back, others do not" {
    evaluates "import os
open('new', 'w').write('n')
open('changed', 'a').write('2')
open('same', 'w').write('same')
os.mkdir('d')
open('d/deep', 'w').write('d')" '[{"path": "changed", "content": "MQ=="}, {"path": "same", "content": "c2FtZQ=="},
            {"path": "./x//same2", "content": ""}, {"path": "kept"}]'
    answers 200 .returncode 0 '[.files[] | "\(.path)=\(.size)=\(.content | @base64d)"] | sort | join(" ")' \
        'changed=2=12 d/deep=1=d new=1=n'
}

# No program gets a link made; but if one did, by a hole: the test makes them.
@test "files: what a link leads to does not come back, whoever has made it" {
    local dir
    echo secret >secret
    mkdir away
    echo secret >away/inside
    curl -sS --max-time 20 --unix-socket "$SERVER/socket" -H 'Content-Type: application/json' -o answer \
        -d '{"input": "import time, os\nos.mkdir(\"d\"); open(\"d/mine\", \"w\").write(\"m\")\ntime.sleep(1)"}' \
        http://x/eval 3>&- &
    soon stands
    dir=$(dirname "$(dirname "$(find "$SERVER/scratch" -name mine)")")
    ln -s "$PWD/secret" "$dir/link"
    ln -s / "$dir/root"
    ln -s ../../.. "$dir/d/up"
    ln -s "$PWD/away" "$dir/way"
    ln -s /proc/self/environ "$dir/magic"
    ln "$PWD/secret" "$dir/hard"
    mkfifo "$dir/pipe"
    "$PYTHON" -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$dir/d/s"
    soon test -s answer
    output=$(cat answer)
    code=200 answers 200 .returncode 0 '[.files[].path] | join(" ")' d/mine
    run ! grep -q "$(b64 secret)" answer
    run ! stands
    [ "$(cat away/inside secret)" = $'secret\nsecret' ] || explain "a link was followed to its end"
}

stands() {
    find "$SERVER/scratch" -name mine | grep -q .
}

@test "files: only relative paths that stay in the working directory" {
    local path long
    long=$(printf 'x%.0s' {1..256})
    while IFS= read -r path; do
        evaluates 'print(1)' "[{\"path\": \"a\"}, {\"path\": \"$path\", \"content\": \"\"}]"
        refuses 400 'files[1].path: must be a relative path'
    done <<END
/etc/x
//x
..
.
./
../x
a/../../x
x/../..
$long
x/$long
$(printf 'x/%.0s' {1..600})y
END
    printf '{"input": "", "files": [{"path": "a\\u0000b"}]}' >body.json
    ask /eval @body.json
    [ "$code" = 400 ] || explain "NUL: $code"
    evaluates 'print(1)' '[{"path": "a"}, {"path": "a/b"}]'
    refuses 400 'files[1].path: collides'
    evaluates 'print(1)' '[{"path": "a", "content": "YQ"}]'
    refuses 400 'files[0].content: is no base64'
    evaluates 'print(1)' '[{"path": "a", "content": 5}]'
    refuses 400 'files[0].content: must be a string'
    # The longest that there may be, and one that comes back to where it began.
    evaluates 'print(open("b/c").read())' "[{\"path\": \"${long:1}\"}, {\"path\": \"a/../b/c\", \"content\": \"aGk=\"}]"
    answers 200 .stdout hi '.files | length' 0
}

@test "output is cut near 1 MB, at a whole character" {
    evaluates 'while True: print("€" * 9999, end="")'
    answers 200 .returncode 137 '.stdout | length' 333333 '.stdout[-1:]' €
    evaluates 'print("x" * 999_000)'
    answers 200 .returncode 0 '.stdout | length' 999001
    # ... but one that is no character is none.
    evaluates 'import sys
sys.stdout.buffer.write(b"a\xe2\x82")'
    answers 200 .returncode null
    evaluates 'import sys
sys.stdout.buffer.write(b"\xff" + b"a" * 9); sys.stdout.flush()
while True: pass'
    answers 200 .returncode null
}

@test "return codes: of signals, of exits, of what could not be started" {
    evaluates 'import os; os.abort()'
    answers 200 .returncode 134
    evaluates 'raise SystemExit(7)'
    answers 200 .returncode 7
    evaluates '= 1'
    answers 200 .returncode 1
    ask /eval '{"args": []}'
    answers 200 .returncode 0 .stdout ''
    ask /eval '{"args": ["-m", "no_such_module"]}'
    answers 200 .returncode null
    ask /eval '{"args": ["--help"]}'
    answers 200 .returncode null
    ask /eval '{"args": [1]}'
    refuses 400 'args[0]: must be a string'
    ask /eval '{"input": null, "args": null}'
    refuses 400 'needs input or args'
}
