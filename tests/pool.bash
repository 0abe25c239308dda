# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# For the tests of zygotes, after helpers.bash.

warm=$SBX_BUILD/pool-warm

# warm ARGS...: run it; "Python 3.11" or whatever $PYTHON is.
warm() {
    timeout 60 "$warm" --python "$PYTHON" "$@"
}

# memory: memory.py, whose hunt(PATTERN) looks through all that this process can
# read of itself.
memory() {
    program memory.py <<'END'
import ctypes, re
def hunt(pattern):
    # a pattern that does not match itself
    hits = []
    with open('/proc/self/maps') as f:
        maps = [line.split() for line in f]
    for m in maps:
        lo, hi = (int(x, 16) for x in m[0].split('-'))
        if m[1][0] == 'r' and not m[-1].startswith('[v') and hi - lo < 1 << 30:
            if re.search(pattern, ctypes.string_at(lo, hi - lo)):
                hits.append(m)
    return hits
END
}
