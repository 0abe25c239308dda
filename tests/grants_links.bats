#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Links in a directory that the policy grants: what counts is where they lead,
# each time again where the program itself can exchange them.
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2153 # ${cwd}; subshells; INPUT

load helpers
load granting

linked() {
    fresh
    rm -rf elsewhere
    mkdir elsewhere
    ln -s ../elsewhere/new out/nowhere
    ln -s nowhere out/twice
    ln -s fine out/near
    ln -s loop out/loop
}

@test "a link that leads to no file yet is followed before it is written to" {
    may
    cat >links.py <<'END'
for name in "out/nowhere", "out/twice", "out/loop", "out/near":
    try:
        open(name, "w").write("x")
        print(name, "written")
    except OSError:
        print(name, "refused")
END
    BEFORE=linked
    everywhere 0 links.py <<'END'
out/nowhere refused
out/twice refused
out/loop refused
out/near written
END
    [ ! -e elsewhere/new ] || explain "it was created"
}

# Links that lead to what is granted where they stand, and elsewhere when they
# are moved.
exchangeable() {
    fresh
    rm -rf outside
    mkdir out/known out/outside outside
    echo "a secret" >outside/new
    echo known | tee out/file out/known/new out/outside/new >/dev/null
    ln -s ../outside/new out/deep/file
    ln -s ../outside out/deep/directory
}

@test "a file that was read before is looked at again where the program can exchange it" {
    may 'os = rename'
    cat >exchange.py <<'END'
import os
def see(name):
    try:
        with open(name) as f:
            return f.read().strip()
    except OSError:
        return "refused"
for name in "out/file", "out/known/new":
    print(see(name), see(name), see(BESIDE + name))
# The kernel layer lets no link be made, wherever it comes from.
for old, new in (("out/deep/file", "out/file"), ("out/known", "out/deep/known"),
                 ("out/deep/directory", "out/known")):
    try:
        os.rename(old, new)
    except OSError:
        pass
for name in "out/file", "out/known/new":
    print([text for text in (see(name), see(BESIDE + name)) if "secret" in text])
print(see("out/deep/known/new"))
END
    sed -i "s|BESIDE|'$PWD/'|" exchange.py
    BEFORE=exchangeable
    everywhere 0 exchange.py <<'END'
known known known
known known known
[]
[]
known
END
}
