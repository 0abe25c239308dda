# SPDX-License-Identifier: MIT
"""1 to 64 at once: the time for each of N hellos that start together."""
import os
import time

from core import PROGRAMS, rounds_of, spawn, table

UNIT = "ms"
SCALE = 1000


def together(way, number, program):
    with open(os.devnull, "w") as null:
        argv = way.argv(program)
        start = time.perf_counter()
        pids = [spawn(argv, way.env, null.fileno()) for _ in range(number)]
        bad = [pid for pid in pids if os.waitpid(pid, 0)[1]]
        took = time.perf_counter() - start
    if bad:
        raise SystemExit("bench: %s: %d of %d fail" % (
            way.name, len(bad), number))
    return took / number


def run(bench):
    program = os.path.join(PROGRAMS, "hello.py")
    ways = [w for w in bench.ways if w.name not in ("podman", "firejail")]
    result = []
    for number in (1, 4) if bench.quick else (1, 2, 4, 8, 16, 32, 64):
        values = rounds_of({
            way.name: lambda way=way: together(way, number, program)
            for way in ways}, max(3, bench.rounds // 2))
        result.append({"case": "%d at once" % number, "notes": {},
                       "x": number, "rows": table(values)})
    return result
