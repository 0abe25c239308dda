# technique: an iterator of zip_longest goes on in the same zip_longest, and comes to its end twice
# goal: crash
# source: own analysis: zip_longest_next() in itertoolsmodule.c
import itertools


class Iterator:
    def __iter__(self):
        return self

    def __next__(self):
        if turns:
            turns.pop()
            next(z)
        raise StopIteration


kept = [Iterator() for i in range(1000)]
for it in kept:
    for i in range(5):
        turns = [1]
        z = itertools.zip_longest(it, range(3), range(3))
        next(z)
        z = None
it = None
junk = [bytes(b'A' * n) for n in range(15, 100, 16) for i in range(2000)]
for it in kept:
    it.x
