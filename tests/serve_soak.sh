#!/bin/bash
# SPDX-License-Identifier: MIT
# serve_soak.sh BUILD [REQUESTS [CLIENTS [SEED]]]: tests/serve_soak.py with a
# server of its own; then nothing of it may be left.
set -eu

build=${1:?usage: serve_soak.sh BUILD [REQUESTS [CLIENTS [SEED]]]}
requests=${2:-10000} clients=${3:-4} seed=${4:-1}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

"$build/pysbx" serve --socket "$work/socket" --scratch "$work/scratch" \
    --python "${PYTHON:-/usr/bin/python3}" 2>"$work/words" 3>&- &
server=$!
for ((i = 0; i < 100; i++)); do
    [ ! -S "$work/socket" ] || break
    sleep 0.1
done
"${PYTHON:-/usr/bin/python3}" -I "$here/serve_soak.py" "$work/socket" "$server" \
    "$requests" "$clients" "$seed"
kill "$server"
wait "$server"
server=
left=$(find "$work/scratch" -mindepth 1)
[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
echo "nothing is left"
