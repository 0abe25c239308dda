# technique: the __getitem__ of a class derived from OrderedDict empties what is being copied
# goal: crash
# source: python/cpython#142734
# mended: later releases
import collections


class Dict(collections.OrderedDict):
    def __getitem__(self, key):
        self.clear()
        junk.extend(bytearray(b'A' * 31) for i in range(200))


junk = []
for i in range(50):
    Dict.fromkeys(range(1000, 1010)).copy()
