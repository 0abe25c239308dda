# SPDX-License-Identifier: MIT
"""Memory of one sandbox among several that run at once: resident set, and
proportional share (what they share counted once), the whole process tree."""
import os
import select
import subprocess

from core import PROGRAMS, row

UNIT = "MiB"
SCALE = 1
AT_ONCE = 4


def tree(pid):
    """pid and all its descendants."""
    pids = [pid]
    for each in pids:
        try:
            for task in os.listdir("/proc/%d/task" % each):
                with open("/proc/%d/task/%s/children" % (each, task)) as file:
                    pids += [int(p) for p in file.read().split()]
        except OSError:
            pass
    return pids


def used(pid):
    """MiB: {"RSS": ..., "PSS": ...} of pid's tree."""
    total = {"Rss": 0, "Pss": 0}
    for each in tree(pid):
        try:
            with open("/proc/%d/smaps_rollup" % each) as file:
                for line in file:
                    key = line.split(":")[0]
                    if key in total:
                        total[key] += int(line.split()[1]) / 1024
        except OSError:
            pass
    return total


def once(way, program):
    """The mean of AT_ONCE sandboxes that all wait for their input."""
    running = [subprocess.Popen(way.argv(program), env=way.env,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
               for _ in range(AT_ONCE)]
    for each in running:
        if not select.select([each.stdout], [], [], 60)[0]:
            raise SystemExit("bench: %s does not start" % way.name)
        each.stdout.readline()
    values = [used(each.pid) for each in running]
    for each in running:
        each.communicate(b"\n")
    return {key: sum(v[key] for v in values) / AT_ONCE for key in values[0]}


def run(bench):
    program = os.path.join(PROGRAMS, "waits.py")
    # Podman's container is no child of the command; RestrictedPython has no
    # standard input.
    ways = [w for w in bench.ways
            if w.name not in ("podman", "RestrictedPython")]
    values = {way.name: [] for way in ways}
    for _ in range(min(bench.rounds, 7)):
        for way in ways:
            values[way.name].append(once(way, program))
    result = []
    for key, text in (("Rss", "resident set of the tree"),
                      ("Pss", "proportional share of the tree")):
        each = {n: [v[key] for v in vs] for n, vs in values.items()}
        result.append({"case": text, "notes": {}, "rows": {
            n: row(v, None if n == "bare" else each["bare"])
            for n, v in each.items()}})
    return result
