#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What docs/SERVER.md and the service files say of pysbx serve is true.

# shellcheck disable=SC2016,SC1003 # bats and ask set them
load helpers
load pysbx
load serve

@test "the session that docs/SERVER.md shows does what it shows" {
    requires curl jq
    cd "$BATS_TEST_TMPDIR" || return
    awk '/^```$/ { n++; next } n == 1' "$SBX_ROOT/docs/SERVER.md" >shown
    grep -q 'pysbx serve' shown
    {
        echo "PATH=$SBX_BUILD:\$PATH"
        # A command, then what it printed, as it is shown.
        sed -n "s/^\\$ //p" shown | while IFS= read -r line; do
            printf 'printf "%%s\\n" %q\n%s\n' "\$ $line" "$line"
            case $line in *'&') echo 'server=$!; until curl -sf --unix-socket ./sock http://x/healthz >/dev/null; do sleep 0.1; done' ;; esac
        done
        echo 'kill $server; wait'
    } >session
    timeout 60 bash session >printed 2>words 3>&-
    diff shown printed || {
        cat words >&2
        explain "differs"
    }
}

@test "every option of serve and exec is in --help, the man page and the completions" {
    local command option
    for command in serve exec; do
        "$PYSBX" "$command" --help >"$BATS_TEST_TMPDIR/help"
        for option in $(grep -oE '^  --[a-z-]+|, --[a-z-]+' "$BATS_TEST_TMPDIR/help" | tr -d ' ,' | sort -u); do
            case $option in --policy | --allow-* | --env | --wall | --cpu | --memory | --output | --report | --merge | --quiet | --python) continue ;; esac
            grep -qF -- "$option" "$SBX_ROOT/completions/pysbx.bash" || explain "bash: $option" || return
            grep -qF -- "$option" "$SBX_ROOT/completions/_pysbx" || explain "zsh: $option" || return
            tr -d '\\' <"$SBX_ROOT/docs/man/pysbx-serve.1" | grep -qF -- "$option" || explain "man: $option" || return
        done
    done
}
