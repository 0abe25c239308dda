# technique: the comparison of two keys of itertools.groupby goes on in the same groupby
# mended: 3.14
# goal: crash
# source: python/cpython#143543
import itertools


class Item:
    def __eq__(self, other):
        if turns:
            turns.pop()
            for i in range(3):
                next(groups, None)
            junk.extend(bytes(b'A' * n) for n in range(8, 400, 8)
                        for i in range(20))
        return NotImplemented


for i in range(50):
    junk = []
    turns = [1, 2]
    groups = itertools.groupby(Item() for i in range(50))
    for group in groups:
        group = None
