# SPDX-License-Identifier: MIT
"""Programs that time themselves: they print "CASE: SECONDS", a line each."""
import subprocess

from core import Absent, output, row, rounds_of


def lines(text):
    return {name: float(value) for name, _, value in (
        line.rpartition(": ") for line in text.splitlines())}


def measure(ways, path, rounds, *args, stdin=subprocess.DEVNULL):
    """One result a case that the program prints; a way that fails at first
    is left out."""
    runs, notes = {}, {}
    for way in ways:
        def once(way=way):
            return lines(output(way.argv(path, *args), way.env, stdin))
        try:
            once()
            runs[way.name] = once
        except Absent as error:
            notes[way.name] = str(error)
    values = rounds_of(runs, rounds, warm=0)
    cases = list(values["bare"][0])
    result = []
    for case in cases:
        each = {way: [v[case] for v in vs] for way, vs in values.items()}
        result.append({"case": case, "notes": notes, "rows": {
            way: row(v, None if way == "bare" else each["bare"])
            for way, v in each.items()}})
    return result
