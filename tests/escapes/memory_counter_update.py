# technique: the __add__ of a count takes it out of the Counter that is updated
# goal: crash
# source: own analysis: _count_elements() in _collectionsmodule.c
# mended: later releases
import collections


class Count:
    def __add__(self, other):
        del self
        c.clear()
        junk.extend(bytes(b'A' * n) for n in range(15, 100, 16)
                    for i in range(200))
        return NotImplemented


junk = []
for i in range(50):
    c = collections.Counter()
    c['a'] = Count()
    try:
        c.update(['a'])
    except TypeError:
        pass
