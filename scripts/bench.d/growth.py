# SPDX-License-Identifier: MIT
"""How the cost of a start, and of opening a granted file, grow with the number
of entries in the whitelist."""
import os

from core import PROGRAMS, output, rounds_of, row, seconds
from inside import lines

UNIT = "ms"
SCALE = 1000


def paths(bench, number):
    """A policy of that many files, each of which is there."""
    where = os.path.join(bench.work, "many")
    for i in range(0, number, 1000):
        part = os.path.join(where, "d%d" % (i // 1000))
        if not os.path.isdir(part):
            os.makedirs(part)
            for j in range(1000):
                open(os.path.join(part, "f%d" % j), "w").close()
    names = [os.path.join(where, "d%d" % (i // 1000), "f%d" % (i % 1000))
             for i in range(number)]
    return bench.write("paths%d.conf" % number, "include = default\n[files]\n"
                       + "".join("read = %s\n" % n for n in names)), names[-1]


def modules(bench, number):
    return bench.write(
        "modules%d.conf" % number, "include = default\n[imports]\n"
        + "".join("package%d.module%d = a, b, c\n" % (i, i)
                  for i in range(number)))


def run(bench):
    way = next(w for w in bench.ways if w.name == "preload")
    hello = os.path.join(PROGRAMS, "hello.py")
    opens = os.path.join(PROGRAMS, "opens.py")
    sizes = (10, 100, 1000) if bench.quick else (10, 100, 1000, 10000, 100000)
    few = way.policy(paths(bench, 1)[0])
    result, lookups = [], {}
    for number in sizes:
        policy, last = paths(bench, number)
        many = way.policy(policy)
        rounds = bench.rounds if number < 100000 else max(3, bench.rounds // 3)
        values = rounds_of({
            "bare": lambda: seconds(few.argv(hello), few.env),
            "preload": lambda: seconds(many.argv(hello), many.env)}, rounds)
        result.append({"case": "start, %d paths" % number, "x": number,
                       "notes": {}, "rows": {
                           "one entry": row(values["bare"]),
                           "preload": row(values["preload"], values["bare"])}})
        lookups[number] = [lines(output(many.argv(opens, last), many.env))
                           ["open"] for _ in range(min(rounds, 5))]
    for number in [s for s in sizes if s <= 10000]:
        many = way.policy(modules(bench, number))
        values = rounds_of({
            "bare": lambda: seconds(few.argv(hello), few.env),
            "preload": lambda: seconds(many.argv(hello), many.env)},
            bench.rounds)
        result.append({"case": "start, %d modules" % number, "x": number,
                       "notes": {}, "rows": {
                           "one entry": row(values["bare"]),
                           "preload": row(values["preload"], values["bare"])}})
    for number, each in lookups.items():
        result.append({"case": "one open, %d paths" % number, "x": number,
                       "notes": {}, "rows": {
                           "one entry": row(lookups[sizes[0]]),
                           "preload": row(each, lookups[sizes[0]])}})
    return result
