# SPDX-License-Identifier: MIT
"""Importing 100 modules, .py files beside the program, from source; and the 46
modules of the standard library that the default profile grants."""
import os
import shutil

from core import PROGRAMS
import inside

UNIT = "ms"
SCALE = 1000


def run(bench):
    where = os.path.join(bench.work, "imports")
    os.makedirs(where, exist_ok=True)
    program = shutil.copy(os.path.join(PROGRAMS, "imports.py"), where)
    for i in range(100):
        with open(os.path.join(where, "part%d.py" % i), "w") as file:
            file.write("def f%d(x):\n    return x + %d\n\n\n"
                       "class C%d:\n    value = %d\n" % (i, i, i, i))
    policy = bench.write("imports.conf",
                         "include = default\n[imports]\nlocal = yes\n")
    ways = [w.policy(policy) for w in bench.ways
            if w.name not in ("podman", "RestrictedPython")]
    return inside.measure(ways, program, bench.rounds)
