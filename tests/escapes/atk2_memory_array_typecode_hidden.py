# technique: __float__ empties the array that it is assigned to; its class has a `typecode` of its own
# mended: 3.14
# goal: crash
# source: own analysis: the repair asks an attribute that a subclass may replace
import array


class Float:
    def __float__(self):
        del a[:]
        return 1.0


class Array(array.array):
    typecode = 'x'


for i in range(1 << 9, 1 << 21, 1 << 13):
    a = Array('d', bytes(1 << 24))
    a[i] = Float()
