# technique: array.fromlist() and the constructor call __index__ of the items while they fill the array
# mended: 3.14
# goal: crash
# source: own analysis: array_array_fromlist() in arraymodule.c
import array


class Index:
    def __index__(self):
        del a[:]
        return 65


for i in range(1 << 12, 1 << 24, 1 << 18):
    a = array.array('B', bytes(i))
    try:
        a.fromlist([Index(), 1])
    except RuntimeError:
        pass
