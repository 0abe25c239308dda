# SPDX-License-Identifier: MIT
"""The warm pool: a request's time, beside a fork server of the same
interpreter without any sandbox, which is primed and whose memory is frozen."""
import os

import over_http
from core import HERE, Absent, output, row

UNIT = "us"
SCALE = 1
FLOOR = os.path.join(HERE, "..", "..", "tests", "pool", "floor.py")
CASES = {"latency, idle pool": "a request to an idle pool",
         "latency, back to back": "requests back to back",
         "requests a second": "two clients at once: time for a request",
         "processor, us/request": "two clients at once: processor time",
         "bound: requests/second":
         "two clients, each server on its processor: time for a request",
         "bound: us/request":
         "two clients, each server on its processor: processor time"}


def numbers(bench, rounds, *args):
    """{case: ([floor's of each round], [pool's])}."""
    tool = os.path.join(bench.build, "pool-bench")
    if not os.access(tool, os.X_OK):
        raise Absent("%s is absent: make all" % tool)
    result = {name: ([], []) for name in CASES}
    text = output([tool, "--python", bench.python, "--floor", FLOOR, "--raw",
                   "1", "--rounds", str(rounds), *args], dict(os.environ))
    for line in text.splitlines():
        name, _, values = line.rpartition(": ")
        if name in CASES:
            for each, value in zip(result[name], map(float, values.split())):
                each.append(1e6 / value if "requests" in name else value)
    return result


def cases(measured, notes):
    return [{"case": title, "notes": notes, "rows": {
        "bare": row(measured[name][0]),
        "warm pool": row(measured[name][1], measured[name][0])}}
        for name, title in CASES.items()]


def with_numpy(bench, rounds):
    """Pools with and without numpy take turns."""
    policy = bench.write("numpy.conf", "include = default\n"
                         "[imports]\nnumpy = *\n")
    args = "--preload", "numpy", "--policy", policy
    plain, loaded = [], []
    for _ in range(rounds):
        for values, more in ((plain, ()), (loaded, args)):
            one = numbers(bench, 1, *more)["latency, idle pool"]
            values += one[1]
    return {"case": "an idle pool with numpy, beside one without",
            "notes": {}, "rows": {"bare": row(plain),
                                  "warm pool": row(loaded, plain)}}


def by_http(bench, rounds):
    """All of `pysbx serve`, and the fork server without any HTTP."""
    bare, served = [], []
    with over_http.line(bench) as line:
        for _ in range(rounds):
            bare += numbers(bench, 1)["latency, back to back"][0]
            served.append(over_http.latency(line))
    return {"case": "requests by HTTP, the one after another",
            "notes": {}, "rows": {"bare": row(bare),
                                  "warm pool": row(served, bare)}}


def run(bench):
    rounds = 1 if bench.quick else max(3, bench.rounds // 2)
    result = cases(numbers(bench, rounds), {})
    for name, more in (("numpy", with_numpy), ("http", by_http)):
        try:
            result.append(more(bench, rounds))
        except Absent as error:
            result[0]["notes"][name] = str(error)
    return result
