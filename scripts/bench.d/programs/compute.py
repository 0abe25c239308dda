# SPDX-License-Identifier: MIT
"""Fifteen computations of different character, each timed by itself; one
line "NAME SECONDS" each.  Written so that RestrictedPython takes it as well."""
import re
import time


def calls():
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)
    return fib(20)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self):
        return self.x * self.x + self.y * self.y


def attributes():
    point = Point(3, 4)
    total = 0
    for _ in range(25000):
        total += point.x + point.y
    return total


def methods():
    point = Point(3, 4)
    return sum([point.norm() for _ in range(25000)])


def objects():
    return len([Point(i, i) for i in range(15000)])


def dicts():
    counts = {}
    for i in range(40000):
        key = i % 977
        counts[key] = counts.get(key, 0) + 1
    return len(counts)


def strings():
    words = ["word%d" % (i % 100) for i in range(15000)]
    return len(" ".join(words).upper().replace("W", "v").split(" "))


def generators():
    def count(n):
        for i in range(n):
            yield i
    return sum(i for i in count(30000) if i % 3)


def closures():
    def adder(n):
        def add(x):
            return x + n
        return add
    adders = [adder(i) for i in range(100)]
    total = 0
    for _ in range(300):
        for add in adders:
            total = add(total)
    return total


def exceptions():
    caught = 0
    for i in range(10000):
        try:
            if i % 2:
                raise ValueError(i)
        except ValueError:
            caught += 1
    return caught


def bigints():
    value = 1
    for i in range(1, 1200):
        value *= i
    return len(str(value % (10 ** 2000))) + (3 ** 9000) % 1000007


def regex():
    pattern = re.compile(r"(\w+)@(\w+)\.(com|org)")
    text = "some words then user@example.org and more, " * 300
    return sum([len(pattern.findall(text)) for _ in range(3)])


def sorting():
    values = [(i * 7919) % 10007 for i in range(15000)]
    return sorted(values, key=lambda v: -v)[0]


def comprehensions():
    rows = [[i * j for j in range(150)] for i in range(150)]
    return len({v for row in rows for v in row}) + len(
        {k: v for k, v in enumerate(rows)})


def floats():
    x, total = 0.5, 0.0
    for _ in range(50000):
        x = 3.7 * x * (1.0 - x)
        total += x
    return int(total)


def lists():
    n = 20000
    sieve = [True] * n
    for i in range(2, 150):
        if sieve[i]:
            for j in range(i * i, n, i):
                sieve[j] = False
    return sum([1 for flag in sieve if flag])


WORKS = [("calls", calls), ("attributes", attributes), ("methods", methods),
         ("objects", objects), ("dicts", dicts), ("strings", strings),
         ("generators", generators), ("closures", closures),
         ("exceptions", exceptions), ("big integers", bigints),
         ("regex", regex), ("sorting", sorting),
         ("comprehensions", comprehensions), ("floats", floats),
         ("lists", lists)]

for name, work in WORKS:
    best = None
    for _ in range(9):
        start = time.perf_counter()
        work()
        took = time.perf_counter() - start
        best = took if best is None or took < best else best
    print("%s: %.9f" % (name, best))
