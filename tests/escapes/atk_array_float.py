# technique: the same by __float__, in an array of doubles
# mended: 3.14
# goal: crash
# source: own analysis: d_setitem() in arraymodule.c
import array


class Float:
    def __float__(self):
        del a[:]
        return 1.0


for i in range(1 << 9, 1 << 21, 1 << 13):
    a = array.array('d', bytes(1 << 24))
    a[i] = Float()
