#!/bin/sh
# SPDX-License-Identifier: MIT
# entrypoint.sh: the entry point of a container.  Runs `python3 ARGS` under the
# policy that PYSBX_POLICY names ("default" without it), as its only child;
# does the work of PID 1: forwards signals, collects orphans, and ends with the
# child's status (128+N after signal N).  There is no way to another program.
#
#   ENTRYPOINT ["/usr/local/lib/pysbx/entrypoint.sh"]
#   CMD ["program.py"]
set -u

die() {
    printf 'pysbx: %s\n' "$1" >&2
    exit 125
}

self=$(readlink -f -- "$0") || self=
[ -f "$self" ] || die "cannot find my own place from '$0': call me by a path"
wrapper=
for dir in "${self%/*}" "${self%/*}/../../bin"; do
    if [ -x "$dir/pysbx-python" ]; then
        wrapper=$dir/pysbx-python
        break
    fi
done
[ -n "$wrapper" ] || die "pysbx-python is neither beside $self nor in \
../../bin from there"

# `docker run IMAGE python3 program.py` is how people write it.
case ${1-} in
    python | python3 | python3.[0-9]*)
        PYSBX_PYTHON=${PYSBX_PYTHON:-$1}
        export PYSBX_PYTHON
        shift
        ;;
esac

child=
caught=
# shellcheck disable=SC2317 # called by the traps
forward() {
    caught=$1
    [ -z "$child" ] || kill -s "$1" "$child" 2>/dev/null
}
trap 'forward TERM' TERM
trap 'forward HUP' HUP
trap 'forward QUIT' QUIT
trap 'forward INT' INT

# A shell starts its background children with INT and QUIT ignored, and what a
# process inherits as ignored stays so: undo it where env can (coreutils 8.31),
# else let INT arrive as TERM.
if env --default-signal=INT true 2>/dev/null; then
    set -- env --default-signal=INT,QUIT "$wrapper" "$@"
else
    trap 'forward TERM' INT QUIT
    set -- "$wrapper" "$@"
fi

# It also gives them /dev/null as standard input, unless it comes by another
# descriptor.
if (: 3<&0) 2>&-; then
    exec 3<&0
else
    exec 3</dev/null
fi
"$@" <&3 3<&- &
child=$!
exec 3<&-
# A signal that came before there was a child.
[ -z "$caught" ] || kill -s "$caught" "$child" 2>/dev/null

# A caught signal interrupts wait, whose status is then the signal's and not
# the child's: wait again.  127: the child had been collected the first time.
status=127
while :; do
    caught=
    wait "$child"
    now=$?
    [ "$now" -eq 127 ] || status=$now
    if [ -z "$caught" ] || [ "$now" -eq 127 ]; then
        break
    fi
done
exit "$status"
