# SPDX-License-Identifier: MIT
"""Opening, reading and closing files that the policy grants."""
import os

from core import PROGRAMS
import inside

UNIT = "us"
SCALE = 1e6


def run(bench):
    data = os.path.join(bench.work, "data")
    os.makedirs(data, exist_ok=True)
    for i in range(100):
        with open(os.path.join(data, "f%d" % i), "w") as file:
            file.write("x" * 1000)
    policy = bench.write("files.conf", """include = default
[files]
read = %s
[imports]
os = open, read, close, O_RDONLY
""" % data)
    ways = [w.policy(policy) for w in bench.ways
            if w.name not in ("podman", "RestrictedPython")]
    return inside.measure(ways, os.path.join(PROGRAMS, "files.py"),
                          bench.rounds, data)
