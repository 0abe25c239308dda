# technique: the function of a filter exhausts the chain that the filter is a part of, which frees the running filter
# goal: crash
# source: own analysis: chain_next() in itertoolsmodule.c
import itertools


def function(x):
    if turns:
        turns.pop()
        for _ in chain:
            pass
        junk.extend(bytes(b'A' * n) for n in range(15, 100, 16)
                    for i in range(200))
    return False


junk = []
for i in range(50):
    turns = [1]
    chain = itertools.chain.from_iterable(
        filter(function, map(int, list(range(50)))) for i in range(1))
    list(chain)
