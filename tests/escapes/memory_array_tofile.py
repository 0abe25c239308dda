# technique: the write() that array.tofile calls empties the array
# goal: crash
# source: python/cpython#142884
import array


class File:
    def write(self, data):
        del a[:]


a = array.array('b', bytes(1 << 25))
a.tofile(File())
