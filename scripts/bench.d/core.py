# SPDX-License-Identifier: MIT
"""What the groups of scripts/bench share: runs, rounds, ratios.

A *way* is a function that makes one measurement and returns a number.  The
ways of a case run one after another, round after round, in another order each
time, so that a busy machine troubles all alike; what is reported beside the
medians are the quartiles of the *ratios* to "bare" within a round.
"""
import os
import statistics
import subprocess
import sys
import time

ENV = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8",
       "PYTHONDONTWRITEBYTECODE": "1", "PYSBX_SUMMARY": "0"}
HERE = os.path.dirname(os.path.realpath(__file__))
PROGRAMS = os.path.join(HERE, "programs")


class Absent(Exception):
    """A peer or a part is not on this machine; the text says which."""


def spawn(argv, env, stdout):
    """Start argv with /dev/null as its input."""
    actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
               (os.POSIX_SPAWN_DUP2, stdout, 1)]
    return os.posix_spawn(argv[0], argv, env, file_actions=actions)


def seconds(argv, env):
    """Wall-clock seconds of one run, from spawn to wait."""
    with open(os.devnull, "w") as null:
        start = time.perf_counter()
        pid = spawn(argv, env, null.fileno())
        _, status = os.waitpid(pid, 0)
        took = time.perf_counter() - start
    if status:
        sys.exit("bench: %s ended with %d" % (
            " ".join(argv), os.waitstatus_to_exitcode(status)))
    return took


def output(argv, env, stdin=subprocess.DEVNULL):
    """What one run prints, as text."""
    done = subprocess.run(argv, env=env, stdin=stdin,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)
    if done.returncode:
        raise Absent("%s ended with %d: %s" % (
            " ".join(argv), done.returncode, done.stderr.strip()[-300:]))
    return done.stdout


def rounds_of(ways, rounds, warm=1):
    """{way: [number a round]}, interleaved."""
    names = list(ways)
    values = {name: [] for name in names}
    for number in range(-warm, rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            value = ways[name]()
            if number >= 0:
                values[name].append(value)
    return values


def row(values, base=None):
    """Median, and median and quartiles of the ratio to base's rounds."""
    result = {"median": statistics.median(values), "rounds": len(values)}
    if base is not None:
        ratios = [v / b for v, b in zip(values, base) if b]
        low, middle, high = (statistics.quantiles(ratios, n=4)
                             if len(ratios) > 1 else ratios * 3)
        result["ratio"] = [round(middle, 4), round(low, 4), round(high, 4)]
        result["extra"] = statistics.median(
            v - b for v, b in zip(values, base))
    return result


def table(values, base="bare"):
    """rounds_of()'s result as rows."""
    return {name: row(each, None if name == base else values.get(base))
            for name, each in values.items()}


def geomean(numbers):
    return statistics.geometric_mean(numbers)
