# SPDX-License-Identifier: MIT
"""What a refusal costs the program that goes on: beside the same act failing
in bare Python (a file that is not there, a module that is not there); and an
import that is granted, of a module that is loaded already."""
import os

from core import PROGRAMS
import inside

UNIT = "us"
SCALE = 1e6


def run(bench):
    policy = bench.write("denial.conf", """include = default
[imports]
os = open, O_RDONLY, stat
""")
    ways = [w.policy(policy) for w in bench.ways if w.ours or w.name == "bare"]
    return inside.measure(ways, os.path.join(PROGRAMS, "denial.py"),
                          bench.rounds)
