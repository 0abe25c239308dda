# SPDX-License-Identifier: MIT
"""Start of a program, from spawn to wait: cold but for run --resident and run --server."""
import os

from core import PROGRAMS, Absent, output, rounds_of, seconds, table
from kept import kept

UNIT = "ms"
SCALE = 1000

def run(bench):
    with kept(bench) as more:
        return measure(bench, bench.ways + more)


def measure(bench, all_ways):
    result = []
    for name, program in (("hello", "hello.py"), ("ten imports", "ten.py"),
                          ("numpy", "with_numpy.py")):
        if bench.quick and name != "hello":
            continue
        path, ways, notes = os.path.join(PROGRAMS, program), {}, {}
        expected = output(bench.ways[0].argv(path), bench.ways[0].env)
        for way in all_ways:
            way = way.policy("numpy") if name == "numpy" else way
            try:
                way.wait(path)
                if output(way.argv(path), way.env) != expected:
                    raise Absent("it prints something else")
            except Absent as error:
                notes[way.name] = str(error)
                continue
            ways[way.name] = lambda way=way: seconds(way.argv(path), way.env)
        result.append({"case": name, "notes": notes,
                       "rows": table(rounds_of(ways, bench.rounds))})
    return result
