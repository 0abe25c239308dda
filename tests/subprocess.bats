#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# `subprocess = yes`: the programs that the policy names, and no others, are
# run.  What they may do then is in subprocess_children.bats.
# shellcheck disable=SC2016,SC2153 # programs expand, not this shell; PYTHON: helpers.bash

load subprocess

# ---- what honest programs do ----------------------------------------------

tour() {
    program tour.py <<'END'
import subprocess
from subprocess import DEVNULL, PIPE, STDOUT, Popen, run

print(run(["sort"], input="b\na\n", text=True, capture_output=True))
print(run(["/usr/bin/cat", "data/file"], capture_output=True, check=True).stdout)
for command in ["cat", "data/nothing"], ["nonesuch"], ["/usr/bin/nonesuch"], ["sleep", "9"]:
    try:
        run(command, check=True, timeout=0.3, stderr=DEVNULL)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        print(type(error).__name__, error)
    except subprocess.TimeoutExpired as error:
        print(type(error).__name__, error.cmd)
print(len(subprocess.check_output(["cat"], input=b"x" * 300000)))
first = Popen(["cat"], stdin=PIPE, stdout=PIPE)
second = Popen(["sort"], stdin=first.stdout, stdout=PIPE, text=True)
first.stdout.close()
first.stdin.write(b"z\ny\n")
first.stdin.close()
print(second.communicate()[0].split(), first.wait(), second.wait())
with Popen(["cat"], stdin=PIPE, stdout=PIPE, text=True, bufsize=1) as talk:
    for line in "one\n", "two\n":
        talk.stdin.write(line)
        print(repr(talk.stdout.readline()))
    talk.stdin.close()
for end in Popen.terminate, Popen.kill:
    process = Popen(["sleep", "100"])
    print(process.poll())
    end(process)
    print(process.wait())
print(run(["/bin/sh", "-c", "pwd; echo $A; echo wrong >&2; exit 3"], cwd="data",
          env={"A": "1"}, stdout=PIPE, stderr=STDOUT, text=True).returncode)
print(subprocess.getoutput("echo shell | cat"), run("exit 4", shell=True).returncode)
print(run(["cat"], stdin=open("data/file"), stdout=PIPE).stdout)
with open("data/out", "w") as out:
    run(["sort", "data/file"], stdout=out, check=True)
print(open("data/out").read())
END
}

@test "run, Popen, pipes, check, timeout, shell: as in plain Python" {
    local list python
    tour
    may 'execute = /bin/sh'
    mv may.conf base.conf
    for python in $(pythons 3.12 3.13); do
        "$python" -I tour.py >expected
        for list in interpreter,libc,kernel interpreter kernel; do
            cp base.conf may.conf
            PYSBX_LAYERS=$list runs --python "$python" tour.py >out 2>err ||
                explain "$list: $(cat out err)" || return
            diff expected out
        done
    done
}

@test "asyncio starts programs and talks to them" {
    may 'threads = yes' '[imports]' 'asyncio = *' 'asyncio.subprocess = *'
    program loop.py <<'END'
import asyncio
from asyncio.subprocess import PIPE
async def main():
    process = await asyncio.create_subprocess_exec("sort", stdin=PIPE, stdout=PIPE)
    print(await process.communicate(b"b\na\n"), process.returncode)
    many = [await asyncio.create_subprocess_exec("id", "-u", stdout=PIPE) for i in range(5)]
    print([(await p.communicate())[0] for p in many])
    process = await asyncio.create_subprocess_exec("sleep", "100")
    process.kill()
    print(await process.wait())
asyncio.run(main())
END
    local python
    for python in $(pythons 3.13); do
        PYSBX_LOG=$PWD/log run -0 runs --memory none --python "$python" loop.py
        diff <("$python" -I loop.py) <(printf '%s\n' "$output")
        [ ! -s log ] || explain "$(cat log)" || return
    done
}

@test "os.fork, exec, spawn, wait, system, popen where the policy names them" {
    may 'execute = /bin/sh' '[imports]' \
        'os = fork, waitpid, _exit, execv, spawnv, P_WAIT, system, popen, wait' \
        'os = posix_spawn, waitstatus_to_exitcode, kill, pipe, fdopen, write, close'
    program fork.py <<'END'
import os, sys

def status(end):
    pid = os.fork()
    if pid == 0:
        end()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def exits(): sys.exit(6)
def raises(): raise SystemExit(7)
def fails(): os._exit(5)
def execs(): os.execv("/bin/sh", ["sh", "-c", "exit 9"])
print([status(end) for end in (exits, raises, fails, execs)])
print(os.spawnv(os.P_WAIT, "/bin/sh", ["sh", "-c", "exit 4"]), os.system("exit 3"))
print(os.popen("echo popen").read())
pid = os.posix_spawn("/usr/bin/sleep", ["sleep", "100"], {})
os.kill(pid, 9)
print(os.waitpid(pid, 0)[1])
r, w = os.pipe()
os.write(w, b"pipe")
os.close(w)
print(os.fdopen(r).read())
END
    "$PYTHON" -I fork.py >expected
    run -0 runs fork.py
    diff expected <(printf '%s\n' "$output")
    # The status of the run itself stays what `exit = no` says.
    run -1 runs -c 'import sys; sys.exit(0)'
}

# ---- which programs ---------------------------------------------------------

@test "a program that is not named is not run, by any layer alone" {
    program other.py <<'END'
import subprocess
for command in ["/usr/bin/env"], ["env"], ["/usr/../usr/bin/env"], "echo shell":
    try:
        print("RAN", subprocess.run(command, shell=isinstance(command, str)))
    except PermissionError as error:
        print(type(error).__name__, error)
END
    run -0 runs other.py
    shows "SandboxPermissionError" "[process] execute = /usr/bin/env" \
        "[process] execute = /bin/sh"
    hides RAN
    for list in interpreter kernel libc,kernel; do
        PYSBX_LAYERS=$list run -0 runs other.py
        hides RAN
    done
    PYSBX_LOG=$PWD/log PYSBX_LAYERS=interpreter,kernel run -0 runs other.py
    logged log layer=interpreter rule=exec object=/usr/bin/env \
        "allow=[process] execute = /usr/bin/env" file=other.py
}

@test "a path that lies, a copy, a link, the loader: none of them is the program" {
    cp /usr/bin/env data/env
    ln -s /usr/bin/env data/sort
    may '[imports]' 'os = posix_spawn, execv, wait' 
    program lie.py <<'END'
import os, subprocess
class Lie:
    n = 0
    def __fspath__(self):
        self.n += 1
        return "/usr/bin/sort" if self.n == 1 else "/usr/bin/env"
class Bytes(bytes):
    def __eq__(self, other): return True
class Text(str):
    def __str__(self): return "/usr/bin/sort"
loader = "/lib64/ld-linux-x86-64.so.2"
for start in (lambda: subprocess.run([Lie(), "/dev/null"]),
              lambda: subprocess.run(["x"], executable=Bytes(b"/usr/bin/env")),
              lambda: subprocess.run([Text("/usr/bin/env")]),
              lambda: subprocess.run(["data/env"]),
              lambda: subprocess.run(["./sort"], cwd="data"),
              lambda: subprocess.run(["sort"], env={"PATH": "data"}),
              lambda: subprocess.run([loader, "/usr/bin/env"]),
              lambda: os.posix_spawn("data/sort", ["env"], {}),
              lambda: os.execv("data/env", ["env"])):
    try:
        print("ended", start())
    except (OSError, TypeError, ValueError) as error:
        print("refused", error)
END
    for list in interpreter,libc,kernel interpreter; do
        PYSBX_LAYERS=$list run -0 runs lie.py
        hides OUTSIDE PATH=
        [ "$(grep -c refused <<<"$output")" -ge 8 ] || explain "too few" || return
    done
    # The kernel alone lets the loader run what could be read anyhow.
    PYSBX_LAYERS=kernel run -0 runs lie.py
    [ "$(grep -c refused <<<"$output")" -ge 7 ] || explain "too few"
}

@test "what cannot be a program is said at the start" {
    printf '#!/bin/sh\necho script\n' >data/script
    chmod +x data/script
    printf '[process]\nsubprocess = yes\nexecute = /usr/bin\n' >bad.conf
    run -125 "$PYSBX" run --policy default,./bad.conf -c pass
    shows "./bad.conf:3: " "/usr/bin is a directory"
    printf '[process]\nsubprocess = yes\nexecute = /dev/zero\n' >bad.conf
    run -125 "$PYSBX" run --policy default,./bad.conf -c pass
    shows "./bad.conf:3: " "/dev/zero is no regular file"
    printf '[process]\nexecute = ${python}\n' >bad.conf
    run -125 "$PYSBX" run --policy default,./bad.conf -c pass
    shows "./bad.conf:2: "
    printf '[files]\nwrite = %s\n[process]\nexecute = %s\n' \
        "$PWD/data" "$PWD/data/script" >bad.conf
    run -125 "$PYSBX" run --policy default,./bad.conf -c pass
    shows "./bad.conf:2: " "would let the program change"
    printf 'include = subprocess\n[process]\nexecute = %s\nexecute = /nowhere/x\n' \
        "$PWD/data/script" >may.conf
    run -0 runs -c pass
    shows "./may.conf:3: " "a script for /bin/sh" "execute = /bin/sh" \
        "./may.conf:4: " "no such program"
    printf 'include = subprocess\n[process]\nexecute = /bin/sh\nexecute = %s\n' \
        "$PWD/data/script" >may.conf
    run -0 runs -c "import subprocess; subprocess.run(['$PWD/data/script'])"
    [ "$output" = script ] || explain "more than that"
}

@test "only pysbx run keeps it: not the preload alone, not a zygote" {
    PYSBX_POLICY=./may.conf run -125 sandboxed -c pass
    shows "subprocess = yes" "pysbx run"
    run -0 runs --resident -c 'import subprocess; subprocess.run(["id", "-u"])'
    shows "a cold start" "subprocess = yes"
}
