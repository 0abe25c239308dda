# SPDX-License-Identifier: MIT
"""Pure-Python computation: fifteen programs, each timed inside the process."""
import os

from core import PROGRAMS, geomean
import inside

UNIT = "ms"
SCALE = 1000
LOG = True


def run(bench):
    # The other peers run the same interpreter, unchanged.
    ways = [w for w in bench.ways
            if w.ours or w.name in ("bare", "RestrictedPython")
            or w.name in bench.named]
    result = inside.measure(ways, os.path.join(PROGRAMS, "compute.py"),
                            bench.rounds)
    mean = {way: {"ratio": [geomean([r["rows"][way]["ratio"][i]
                                     for r in result]) for i in range(3)]}
            for way in result[0]["rows"] if way != "bare"}
    result.append({"case": "geometric mean", "rows": mean, "notes": {}})
    return result
